"""Words that might point to somebody: names, ages, addresses, numbers, people told by where they are from.

Patterns of English. They look for what can be traced, not for every capital letter: a first name alone, a setting
or a town by itself raises nothing. A person decides; the patterns only say where to look.
"""

import re
from collections.abc import Iterator

from content.perspectives.capitals import IN_TITLES, NO_PLACE, NOBODY

_UP = "[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]"
_CAPITAL = rf"{_UP}[\w’'-]*[a-zß-öø-ÿłśżčšž]"
_DIGITS = r"\d{1,3}"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen"
)
_AGE = rf"(?:{_DIGITS}|(?:{_TENS})(?:[- ](?:one|{_SMALL}))?|{_SMALL})"
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_ROAD = "Street|Road|Lane|Avenue|Close|Drive|Terrace|Crescent|Gardens|Grove|Estate|Mews|Square|Hill|Row|Parade|Walk"
_PEOPLE = (
    "man|woman|boy|girl|lad|lass|lady|gentleman|guy|bloke|client|patient|mother|mum|father|dad|parent|couple|family"
    "|brother|sister|son|daughter|teenager|pupil|student|resident|prisoner|tenant|person|one|driver|teacher|nurse"
)
_DETERMINERS = "the|a|an|that|this|my|our|another"
_LOWER_ROAD = "street|road|lane|avenue|crescent|terrace"
_ORDINARY = (
    "the|a|an|this|that|my|his|her|our|their|your|its|same|next|main|one|other|wrong|right|long|busy|side|every|each"
    "|any|no|old|new|another|of|high|down|up|across|open|own|middle|which|whose"
)

_ANYWHERE = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", 0),
        (r"(?<![\w@.])@\w{3,}", 0),
        (r"(?<![\w.])(?:\+\d{1,3}|0)(?:[\s().-]*\d){8,12}\b", 0),
        (r"\b\d{3}[ -]\d{3}[ -]\d{4}\b", 0),
        (r"\b\d{7,}\b", 0),
        (r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", 0),
        (r"\b[A-Z]\d{4}[A-Z]{2}\b", 0),
        (
            r"\b(?:case|file|reference|ref|nhs|hospital|prison|nomis|crn|social security)\b[ .]*"
            r"(?:number|no\.?|nr\.?|#)?(?: is| was)?[ :]*[A-Z]{0,3}[/-]?\d[\dA-Z/-]{3,}",
            re.IGNORECASE,
        ),
        (r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\d[A-Z]{2}\b", 0),
        (r"\b[a-z]{1,2}\d[a-z\d]? \d(?!am|pm|st|nd|rd|th)[abd-hjlnp-uw-z]{2}\b", 0),
        (r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}\b", 0),
        (rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH}),? (?:19|20)\d{{2}}\b", 0),
        (rf"\b(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}\b", 0),
        (rf"\bborn (?:on|in)(?: the)? (?:\d{{1,2}}|(?:{_MONTH})\b|(?:19|20)\d{{2}}\b)", 0),
        (r"\b(?:date of birth|d\.?o\.?b\b\.?)", re.IGNORECASE),
        (rf"\b{_AGE}[- ](?:year|month)s?[- ]olds?\b", re.IGNORECASE),
        (rf"\b(?:aged|age of) {_AGE}\b", re.IGNORECASE),
        (
            r"\b(?:he|she|who|client|patient|man|woman|boy|girl|lad|son|daughter|mum|mother|dad|father) "
            r"(?:is|was|had (?:just )?turned|turned|has (?:just )?turned) (?:only |just |about |nearly )?"
            r"(?:1[0-9]|[2-9]\d)\b"
            r"(?! ?(?:%|per|minutes?|hours?|days?|weeks?|months?|years? (?!old)|times|miles|st|nd|rd|th|am|pm))",
            re.IGNORECASE,
        ),
        (rf"\b\d{{1,4}}[a-z]? (?:{_CAPITAL} ){{1,3}}(?:{_ROAD})\b", 0),
        (rf"\b\d{{1,4}}[a-z]? [a-z]+ (?:{_LOWER_ROAD})\b", 0),
        (rf"\b(?:in|on|at|from|down|off|near) (?!(?:{_ORDINARY})\b)[a-z]+ (?:street|avenue|crescent)\b", 0),
        (rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Judge|Rev|PC|Sgt|Herr|Frau)\b\.? {_CAPITAL}", 0),
    )
)
_STREET = re.compile(rf"\b{_CAPITAL}(?: {_CAPITAL})? (?:{_ROAD})\b")
_FROM = re.compile(
    rf"\b(?:{_DETERMINERS}) (?:(?!(?:{_DETERMINERS})\b)[a-z-]+ ){{0,3}}?(?:{_PEOPLE}) "
    r"(?:from|at|in|on|of|who (?:works?|worked|lives?|lived) (?:at|in|on|for)) (?:the )?"
    rf"(?P<place>{_CAPITAL}(?: {_CAPITAL})*)"
)
_NAMES = re.compile(rf"{_CAPITAL}(?: {_UP}\.)?(?: {_CAPITAL})+")
_OPENS = re.compile(r"(?:^|[.!?…:;\n]|[“‘\"'(\[«„])\s*$")


def passages(text: str, *, language: str = "en") -> Iterator[str]:
    """Every stretch of the text that might point to somebody, the longest where they overlap, in their order."""
    spans = sorted(set(_spans(text, language)), key=lambda span: (span[0], -span[1]))
    reached = 0
    for start, end in spans:
        if end > reached:
            yield text[start:end]
            reached = end


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    for pattern in _ANYWHERE:
        for match in pattern.finditer(text):
            yield match.span()
    for match in _FROM.finditer(text):
        if match["place"].split()[0] not in NO_PLACE:
            yield match.span()
    for match in _STREET.finditer(text):
        yield match.span()
    if language.startswith("en"):
        yield from _names(text)


def _names(text: str) -> Iterator[tuple[int, int]]:
    """First and last name, where the capital letters do not come from a sentence's beginning or a title."""
    for match in _NAMES.finditer(text):
        start, words = match.start(), match.group().split()
        if _OPENS.search(text[:start]):
            start += len(words[0]) + 1
            words = words[1:]
        if len(words) > 1 and " ".join(words) not in NOBODY and not IN_TITLES.intersection(words):
            yield start, match.end()
