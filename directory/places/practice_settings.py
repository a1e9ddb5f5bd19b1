"""The practice settings every installation starts with. Editors may rename them."""

from typing import Any

from django.utils.text import slugify

TREE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Health care",
        (
            "Primary care",
            "Dentistry",
            "Midwifery",
            "Public-health nursing",
            "Diabetes",
            "Cardiac",
            "Weight management",
            "Smoking cessation",
            "Physiotherapy",
            "Pharmacy",
            "Mental health",
        ),
    ),
    ("Substance use", ("Community treatment", "Harm reduction", "Residential")),
    ("Justice", ("Probation", "Prison", "Youth offending", "Courts")),
    (
        "Social care",
        ("Children and families", "Adults", "Safeguarding", "Fostering", "Domestic abuse", "Housing"),
    ),
    ("Education", ("Schools", "College", "Student support", "Special needs")),
    (
        "Workplace",
        ("Career coaching", "Workforce development", "Management", "Project teams", "Occupational health"),
    ),
    ("Sport and activity", ("Sports coaching", "Fitness", "Rehabilitation")),
    ("Community", ("Peer support", "Youth work", "Faith")),
)


def plant(model: type[Any]) -> None:
    """Create what of `TREE` is missing, by slug, and leave what is there as it is.

    `model` is PracticeSetting, in a migration the historical one.
    """
    for position, (name, children) in enumerate(TREE, start=1):
        parent, _ = model.objects.get_or_create(
            slug=slugify(name), defaults={"name": name, "position": position}
        )
        for child_position, child in enumerate(children, start=1):
            model.objects.get_or_create(
                slug=slugify(child),
                defaults={"name": child, "position": child_position, "parent": parent},
            )
