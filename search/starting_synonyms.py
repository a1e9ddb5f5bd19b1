"""The synonyms every installation starts with, for the practice settings and the words of the field. Editors change
them as they like.

What is also an ordinary word ("send", "act", "met", "HR" in "2 hr") is never what another word leads to: SEND finds
special needs, but who looks for special needs gets no page that says "send". Only longer phrases name a coach.
"""

from typing import Any

SAME = (
    # The field's own words
    "MI, motivational interviewing, motivational interview",
    "MINT, Motivational Interviewing Network of Trainers",
    "MITI, Motivational Interviewing Treatment Integrity",
    "OARS, open questions affirmations reflections summaries, open questions affirming reflecting summarising",
    "DARN, desire ability reasons need",
    "CAT, commitment activation taking steps",
    "TNT, training new trainers, training of new trainers, train the trainer",
    "practice group, community of practice, communities of practice",
    "brief intervention, brief advice, very brief advice",
    "SBIRT, screening brief intervention and referral to treatment",
    "MECC, making every contact count",
    "CBT, cognitive behavioural therapy, cognitive behavioral therapy, cognitive behaviour therapy",
    # Two spellings of one word
    "practise, practice, practising, practicing",
    "counselling, counseling, counsellor, counselor",
    "psychotherapy, psychotherapist",
    "programme, program",
    "behaviour, behavior, behavioural, behavioral",
    "organisation, organization",
    "paediatric, pediatric, paediatrics, pediatrics",
    "summarising, summarizing, summarise, summarize, summary, summaries",
    "certified, certificate, certification, accredited, accreditation",
    # Health care
    "health care, healthcare, health service",
    "NHS, National Health Service",
    "GP, general practitioner, general practice, family doctor, family physician, family medicine, primary care",
    "doctor, physician",
    "dentist, dentistry, dental, dental hygienist, oral health",
    "midwife, midwives, midwifery, maternity",
    "HV, health visitor, health visiting, public-health nursing, public-health nurse",
    "diabetes, diabetic",
    "cardiac, cardiology, cardiovascular, heart disease, heart failure",
    "dietitian, dietician, dietetics, nutritionist",
    "weight management, weight loss, losing weight, obesity",
    "smoking cessation, quit smoking, quitting smoking, stop smoking, stopping smoking, give up smoking, "
    "giving up smoking, tobacco cessation",
    "physio, physiotherapy, physiotherapist, physical therapy, physical therapist",
    "pharmacy, pharmacist, chemist",
    "mental health, psychiatry, psychiatric, psychiatrist",
    "CPN, community psychiatric nurse, mental health nurse",
    "CAMHS, child and adolescent mental health services",
    "OT, occupational therapist, occupational therapy",
    # Substance use
    "substance use, substance misuse, substance abuse, drug and alcohol, drugs and alcohol, alcohol and drugs, "
    "alcohol and other drugs, addiction, addictions, SUD, substance use disorder",
    "harm reduction, needle exchange",
    "residential treatment, residential rehab, residential rehabilitation, inpatient treatment",
    "AA, Alcoholics Anonymous",
    # Justice
    "probation, probation officer, criminal justice, community justice, offender management",
    "prison, jail, gaol",
    "youth offending, youth justice, juvenile justice, young offenders, YOT, youth offending team",
    "courts, magistrates, magistrate",
    # Social care
    "social care, social work, social worker, social services",
    "children and families, child and family, families and children, family support",
    "safeguarding, child protection",
    "fostering, foster care, foster carer, foster parent",
    "domestic abuse, domestic violence, DV, intimate partner violence, IPV",
    "housing, homelessness, homeless",
    "LAC, looked after children, children in care",
    # Education
    "teacher, school teacher, teaching assistant, classroom",
    "special needs, special educational needs, special education, SENCO",
    "student support, student services, student wellbeing",
    # Workplace
    "career coaching, career coach, careers adviser, careers advisor, careers advice, career guidance, "
    "career counselling",
    "human resources, personnel department",
    "project teams, project team, project management, project manager",
    "occupational health, workplace health",
    "line management, line manager, people management",
    # Sport and activity, community
    "sports coaching, sports coach, athletics coach, football coach",
    "rehab, rehabilitation",
    "peer support, peer worker, peer supporter, peer mentor",
    "youth work, youth worker",
    "faith, chaplain, chaplaincy, clergy",
    # Whom it is about
    "young people, young person, teenager, teenagers, teens, adolescent, adolescents, adolescence",
    "older people, older adults, older person, elderly",
    "mandated, court-ordered, court-mandated, compulsory, mandatory, involuntary, have to attend, has to attend, "
    "had to attend, made to attend, must attend, required to attend, sent by a court, a court has sent",
    # What it is about
    "difficult conversation, difficult conversations, hard conversation, hard conversations, "
    "challenging conversation, challenging conversations, tricky conversation, tricky conversations",
    "emergency department, emergency room, accident and emergency, A&E",
    "cost, costs, price, prices, fee, fees",
    "lunch hour, lunch break, lunchtime",
    # How a language is asked for in itself
    "Deutsch, auf Deutsch, deutschsprachig",
    "español, en español, castellano, en castellano",
    "français, en français, francophone",
    "polski, po polsku",
    "português, em português",
    "Cymraeg, yn Gymraeg",
    "Türkçe, Turkish",
)

ALSO = (
    # What is typed, and what it finds besides, but not the other way round
    ("OARS", "open questions, affirmations, reflections, reflective listening, summaries"),
    ("DARN, CAT, DARN CAT, DARN-C", "change talk"),
    ("MET", "motivational enhancement therapy"),
    ("motivational enhancement therapy", "motivational interviewing"),
    ("ACT", "acceptance and commitment therapy"),
    ("reflective listening", "reflections"),
    ("scaling question, readiness ruler, scaling", "confidence ruler, importance ruler"),
    ("rapport, rapport building, building rapport, therapeutic alliance, working alliance", "engaging"),
    ("hard to reach, hard to engage, disengaged", "engaging"),
    ("giving advice, give advice, unsolicited advice", "Ask-Offer-Ask, asking permission"),
    ("champion, MI champion, meeting, meetup, meet-up", "practice group"),
    ("exercise, exercises, game, games", "activity"),
    ("book, books, manual, handbook, textbook", "resource"),
    ("worksheet, worksheets, handout, handouts", "workbook, activity"),
    ("CBT, talking therapies, IAPT", "mental health"),
    ("NHS, hospital, ward", "health care"),
    ("practice nurse, nurse practitioner, surgery, social prescriber, social prescribing", "primary care"),
    (
        "pregnancy, pregnant, antenatal, prenatal, postnatal, perinatal, obstetrics, doula",
        "midwifery, maternity",
    ),
    ("school nurse", "public-health nursing, schools"),
    ("T2D, T1D, type 2 diabetes, type 1 diabetes, insulin", "diabetes"),
    ("dietitian, dietician, dietetics, nutritionist, nutrition", "weight management, diabetes"),
    ("overweight, bariatric", "weight management"),
    ("nicotine, tobacco, vaping, cigarettes", "smoking cessation"),
    ("CPN, CAMHS, CMHT, community mental health team, eating disorders", "mental health"),
    ("alcohol, drinking, opioids, opiates, heroin, cocaine, cannabis, drugs", "substance use"),
    ("naloxone, syringe exchange, overdose, heroin", "harm reduction"),
    ("methadone, opioid substitution, key worker, keyworker, recovery worker", "community treatment"),
    ("rehab, detox", "residential treatment, residential"),
    ("AA, twelve steps, 12 steps, mutual aid, lived experience", "peer support"),
    ("parole, parole officer", "probation"),
    ("custody, inmate, prisoner, prison officer, correctional, HMP", "prison"),
    ("criminal justice, police, policing", "justice"),
    ("drug court, treatment court, problem-solving court", "courts"),
    ("IDVA, women's refuge", "domestic abuse"),
    ("MASH", "safeguarding"),
    ("hostel, rough sleeping, rough sleepers, tenancy support", "housing"),
    ("LAC", "fostering"),
    ("teacher, headteacher, school counsellor, pupils", "schools"),
    ("further education, sixth form, university, higher education, lecturer", "college"),
    ("SEND, SEN", "special needs, special educational needs"),
    ("pastoral care, personal tutor", "student support"),
    ("HR, human resources, learning and development", "workforce development"),
    ("job coach, work coach, employment adviser, employability, jobseekers, unemployment", "career coaching"),
    ("scrum, agile", "project teams"),
    ("EAP, employee assistance programme", "occupational health"),
    ("OT, occupational therapist, occupational therapy, stroke, brain injury, neurology", "rehabilitation"),
    ("personal trainer, gym, exercise referral", "fitness"),
    ("pastor, imam, rabbi, vicar, spiritual care, church, mosque, synagogue, parish", "faith"),
    # Who works in a setting, and what they work with
    ("mental health worker, mental health practitioner, psychologist, psychiatric nurse", "mental health"),
    ("heart attack, cardiac rehab, blood pressure, hypertension", "cardiac"),
    ("breastfeeding, newborn, baby, babies", "midwifery, public-health nursing"),
    ("teeth, gum disease, orthodontist", "dentistry"),
    (
        "addiction counsellor, addictions counsellor, addiction worker, drug worker, alcohol worker, "
        "substance misuse worker, drug counsellor, alcohol counsellor",
        "substance use, community treatment",
    ),
    ("recovery coach, recovery coaching, recovery support", "peer support, substance use"),
    ("court order, community order, bail, sentencing", "probation, courts"),
    ("gangs, knife crime, young offender", "youth offending"),
    ("parent, parents, parenting", "children and families"),
    ("housing officer, housing worker, tenancy officer, landlord", "housing"),
    ("adoption, adopter, kinship carer", "fostering"),
    ("home care, home carer, care home, domiciliary care, support worker", "adults"),
    ("women's aid, coercive control, perpetrators", "domestic abuse"),
    ("autism, autistic, ADHD, learning disability, learning disabilities, dyslexia", "special needs"),
    ("school attendance, truancy, school refusal, exclusion", "schools"),
    ("wellbeing adviser, student adviser, university counsellor, university", "student support"),
    ("manager, managers, line manager, line management, team leader, leadership, supervisor", "management"),
    ("staff, employee, employees, one-to-ones, performance review", "management"),
    ("return to work, sick leave, sickness absence, absence management", "occupational health"),
    ("redundancy, outplacement, job search", "career coaching"),
    ("athlete, athletes, PE teacher, sports club", "sports coaching"),
    ("youth club, detached youth work", "youth work"),
    ("mentoring, volunteers", "peer support"),
    ("chat, talk", "conversation"),
    ("coding, coder, fidelity", "MITI"),
    ("weekend, weekends", "Saturday, Sunday"),
    # What MI is called elsewhere: whoever asks for it so, asks in that language
    ("motivierende Gesprächsführung", "Deutsch"),
    ("entrevista motivacional", "español, português"),
    ("entretien motivationnel", "français"),
    ("dialog motywujący, wywiad motywujący", "polski"),
    ("motiverende gespreksvoering", "Nederlands"),
    ("motiverande samtal", "svenska"),
    ("motiverende intervju, den motiverende samtale", "norsk, dansk"),
    ("cyfweld ysgogol, cyfweld cymhellol", "Cymraeg"),
    ("動機づけ面接", "日本語"),
)

DATED = (
    ("resistance, client resistance, resistant client", "sustain talk, discord"),
    ("rolling with resistance, roll with resistance", "softening sustain talk, sustain talk, discord"),
    ("righting reflex", "fixing reflex"),
    ("four processes, 4 processes", "four tasks"),
    ("developing discrepancy, develop discrepancy", "evoking, change talk"),
    ("elicit-provide-elicit, EPE", "Ask-Offer-Ask"),
)


def plant(model: type[Any]) -> None:
    """Create the rows that are missing, by their words and meaning, and leave what is there as it is.

    `model` is Synonym, in a migration the historical one.
    """
    rows = [("same", words, "") for words in SAME]
    rows += [("also", words, current) for words, current in ALSO]
    rows += [("dated", words, current) for words, current in DATED]
    there = set(model._default_manager.values_list("meaning", "words"))
    model._default_manager.bulk_create(
        model(meaning=meaning, words=words, current=current)
        for meaning, words, current in rows
        if (meaning, words) not in there
    )
