"""The desk for trainers, and each group for those who look after it."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import CharField, F, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from core.me import Link
from directory.groups.models import GroupMembership
from directory.groups.permissions import LOOKING_AFTER
from directory.trainers.models import Trainer


def office_links(user: AbstractBaseUser) -> Iterable[Link]:
    """Desk first, then groups by name. One query for both."""
    own = Trainer.objects.filter(user_id=user.pk).order_by()
    groups = GroupMembership.objects.filter(
        user_id=user.pk, left_at__isnull=True, role__in=LOOKING_AFTER, group__archived_at__isnull=True
    ).order_by()
    text = CharField()
    rows = own.values_list(Value("", text), Value("", text)).union(
        groups.values_list(F("group__name"), F("group__slug"))
    )
    for name, slug in sorted(rows):
        if slug:
            yield Link(name, reverse("office:group-referrals", args=[slug]))
        else:
            yield Link(_("Your desk"), reverse("office:desk"))
