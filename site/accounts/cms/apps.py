"""Wagtail's app of people with our own viewset. Stands in INSTALLED_APPS in place of `wagtail.users`."""

from wagtail.users.apps import WagtailUsersAppConfig


class CommonsUsersAppConfig(WagtailUsersAppConfig):
    """Name and label stay Wagtail's, so that its migrations and templates do."""

    user_viewset = "accounts.cms.people.UserViewSet"
