"""Trainers and the queue of verification under `/cms/`, for moderators."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import DIRECTORY, ActingViewSet, Listing, NarrowPolicy, column
from directory.trainers import cms
from directory.trainers.models import Credential, Trainer

register_permission_policy(Trainer, NarrowPolicy(Trainer, "view", "add", "change"))
register_permission_policy(Credential, NarrowPolicy(Credential, "view", "add", "change"))


class TrainerList(Listing):
    related = ("user",)
    prefetched = ("credentials", "places__place")


def _state(trainer: Trainer) -> str:
    if trainer.archived_at is not None:
        return "Archived"
    return "Published" if trainer.published_at else "Not published"


def _places(trainer: Trainer) -> str:
    return ", ".join(row.place.label for row in trainer.places.all())


class TrainerViewSet(ActingViewSet):
    model = Trainer
    name = "cms_trainers"
    url_prefix = "trainers"
    icon = "user"
    menu_label = "Trainers"
    menu_hook = DIRECTORY
    menu_order = 100
    index_view_class = TrainerList
    add_view_class = cms.MakingTrainer
    edit_view_class = cms.ChangingTrainer
    acts = (cms.Publish, cms.ArchiveTrainer, cms.RestoreTrainer, cms.Seller)
    list_display = [
        "name",
        column("State", _state),
        column("Verified", lambda trainer: "Verified" if trainer.is_verified else "no"),
        column("Accepts", lambda trainer: "yes" if trainer.accepts_clients else "no"),
        column("Places", _places),
        column("Country", "country_code", sort_key="country_code"),
        column("Account", "user.email"),
    ]
    list_filter = ["country_code"]
    search_fields = ["name", "slug", "user__email"]
    ordering = ["name"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.TrainerForm


class CredentialList(Listing):
    page_title = "Verification"
    related = ("trainer", "verified_by")


class CredentialViewSet(ActingViewSet):
    """The queue: what waits stands first."""

    model = Credential
    name = "cms_credentials"
    url_prefix = "credentials"
    icon = "check"
    menu_label = "Verification"
    menu_hook = DIRECTORY
    menu_order = 200
    views = frozenset({"add", "inspect"})
    index_view_class = CredentialList
    add_view_class = cms.MakingCredential
    acts = (cms.Verify, cms.Refuse)
    list_display = [
        column("Trainer", "trainer", sort_key="trainer__name"),
        column("Membership", "membership"),
        column("State", "get_status_display", sort_key="status"),
        column("Evidence", "evidence"),
        column("Until", "verified_until", sort_key="verified_until"),
        column("By", "verified_by"),
    ]
    list_filter = ["status"]
    search_fields = ["trainer__name", "evidence"]
    ordering = ["status", "pk"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.CredentialForm


hooks.register("register_admin_viewset", lambda: [TrainerViewSet(), CredentialViewSet()])
