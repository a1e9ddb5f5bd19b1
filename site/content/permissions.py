"""What the roles may do with pages, pictures and documents."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts import roles

PAGE_ACTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Wagtail asks for the permissions of its own models, whatever stands in their place.
FILES = ("wagtailimages", "wagtaildocs")
FILE_ACTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)

roles.grants(
    roles.EDITOR,
    *("content.add_author", "content.change_author", "content.delete_author", "content.view_author"),
    *("taggit.add_tag", "taggit.change_tag", "taggit.view_tag"),
)


def connect() -> None:
    """Give the permissions after every migrate; connecting twice changes nothing."""
    post_migrate.connect(_after_migrate, dispatch_uid="content.permissions")


def _after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    if roles.is_last(sender):
        ensure_page_permissions()


def ensure_page_permissions() -> None:
    """Editors and admins may write and publish under the front page, and keep pictures and documents."""
    home = Page.objects.filter(depth=2, content_type__app_label="content").first()
    collection = Collection.objects.filter(depth=1).first()
    for group in roles.ensure_roles(roles.EDITOR, roles.ADMIN):
        if home is not None:
            _on_pages(group, home)
        if collection is not None:
            _on_files(group, collection)


def _on_pages(group: Group, home: Page) -> None:
    known = set(
        GroupPagePermission.objects.filter(group=group, page=home).values_list("permission", flat=True)
    )
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_ACTS)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=home, permission=permission)
        for permission in wanted.exclude(pk__in=known)
    )


def _on_files(group: Group, collection: Collection) -> None:
    given = GroupCollectionPermission.objects.filter(group=group, collection=collection)
    wanted = Permission.objects.filter(content_type__app_label__in=FILES, codename__in=FILE_ACTS)
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for permission in wanted.exclude(pk__in=given.values("permission"))
    )
