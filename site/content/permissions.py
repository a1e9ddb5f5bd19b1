"""What the roles may do with pages, pictures and documents."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate, post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts import roles

PAGE_ACTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Wagtail asks for the permissions of its own models, whatever stands in their place.
FILES = ("wagtailimages", "wagtaildocs")
# Authors write pages of their own, which an editor reads before they are published.
AUTHORS_PAGE_ACTS = ("add_page",)
AUTHORS_FILE_ACTS = ("add_image", "choose_image", "add_document", "choose_document")
# Moderators choose the portraits of trainers.
MODERATORS_FILE_ACTS = ("add_image", "choose_image")
FILE_ACTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)

roles.grants(roles.AUTHOR, "taggit.view_tag", "content.view_glossaryterm")
roles.grants(
    roles.ADMIN,
    *(f"wagtailcore.{act}_{model}" for act in ("add", "change", "delete") for model in ("workflow", "task")),
    *("wagtailcore.add_groupapprovaltask", "wagtailcore.change_groupapprovaltask"),
)
roles.grants(
    roles.EDITOR,
    *("content.add_author", "content.change_author", "content.delete_author", "content.view_author"),
    *("taggit.add_tag", "taggit.change_tag", "taggit.view_tag"),
    *(f"wagtailredirects.{act}_redirect" for act in ("add", "change", "delete")),
    *(f"content.{act}_glossaryterm" for act in ("add", "change", "delete", "view", "publish")),
    "wagtail_localize.submit_translation",
)


def connect() -> None:
    """Give the permissions after every migrate and to each new front page; connecting twice changes nothing."""
    from content.models import HomePage  # noqa: PLC0415  (needs the app registry)

    post_migrate.connect(_after_migrate, dispatch_uid="content.permissions")
    post_save.connect(_after_home, sender=HomePage, dispatch_uid="content.permissions.home")


def _after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    if roles.is_last(sender):
        ensure_page_permissions()


def _after_home(created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        ensure_page_permissions()


def ensure_page_permissions() -> None:
    """Editors and admins may write and publish under each language's front page, and keep pictures and documents;
    authors may write there and bring pictures and documents, moderators bring pictures."""
    homes = Page.objects.filter(depth=2, content_type__app_label="content")
    collection = Collection.objects.filter(depth=1).first()
    for group in roles.ensure_roles(roles.AUTHOR, roles.EDITOR, roles.ADMIN):
        authors = group.name == roles.AUTHOR
        for home in homes:
            _on_pages(group, home, AUTHORS_PAGE_ACTS if authors else PAGE_ACTS)
        if collection is not None:
            _on_files(group, collection, AUTHORS_FILE_ACTS if authors else FILE_ACTS)
    if collection is not None:
        (moderators,) = roles.ensure_roles(roles.MODERATOR)
        _on_files(moderators, collection, MODERATORS_FILE_ACTS)


def _on_pages(group: Group, home: Page, acts: tuple[str, ...]) -> None:
    known = set(
        GroupPagePermission.objects.filter(group=group, page=home).values_list("permission", flat=True)
    )
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=acts)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=home, permission=permission)
        for permission in wanted.exclude(pk__in=known)
    )


def _on_files(group: Group, collection: Collection, acts: tuple[str, ...]) -> None:
    given = GroupCollectionPermission.objects.filter(group=group, collection=collection)
    wanted = Permission.objects.filter(content_type__app_label__in=FILES, codename__in=acts)
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for permission in wanted.exclude(pk__in=given.values("permission"))
    )
