"""The practice settings every installation starts with. Editors may rename them."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

TREE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        _("Health care"),
        (
            _("Primary care"),
            _("Dentistry"),
            _("Midwifery"),
            _("Public-health nursing"),
            _("Diabetes"),
            _("Cardiac"),
            _("Weight management"),
            _("Smoking cessation"),
            _("Physiotherapy"),
            _("Pharmacy"),
            _("Mental health"),
        ),
    ),
    (_("Substance use"), (_("Community treatment"), _("Harm reduction"), _("Residential"))),
    (_("Justice"), (_("Probation"), _("Prison"), _("Youth offending"), _("Courts"))),
    (
        _("Social care"),
        (
            _("Children and families"),
            _("Adults"),
            _("Safeguarding"),
            _("Fostering"),
            _("Domestic abuse"),
            _("Housing"),
        ),
    ),
    (_("Education"), (_("Schools"), _("College"), _("Student support"), _("Special needs"))),
    (
        _("Workplace"),
        (
            _("Career coaching"),
            _("Workforce development"),
            _("Management"),
            _("Project teams"),
            _("Occupational health"),
        ),
    ),
    (_("Sport and activity"), (_("Sports coaching"), _("Fitness"), _("Rehabilitation"))),
    (_("Community"), (_("Peer support"), _("Youth work"), _("Faith"))),
)


def in_words(name: str) -> str:
    """The name of a setting in the language of now; one that editors gave stays as they wrote it."""
    return gettext(name) if name else ""


def plant(model: type[Any]) -> None:
    """Create what of `TREE` is missing, by slug, and leave what is there as it is.

    `model` is PracticeSetting, in a migration the historical one.
    """
    for position, (name, children) in enumerate(TREE, start=1):
        parent, _made = model.objects.get_or_create(
            slug=slugify(name), defaults={"name": name, "position": position}
        )
        for child_position, child in enumerate(children, start=1):
            model.objects.get_or_create(
                slug=slugify(child),
                defaults={"name": child, "position": child_position, "parent": parent},
            )
