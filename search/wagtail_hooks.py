"""Search under `/cms/`: what editors keep and read, and how the index is."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import SYSTEM, NarrowPolicy, desk
from search.cms import index_panel, misses
from search.cms.synonyms import SynonymViewSet
from search.models import Synonym

register_permission_policy(Synonym, NarrowPolicy(Synonym, "view", "add", "change", "delete"))
hooks.register("register_admin_viewset", SynonymViewSet)
hooks.register("register_reports_menu_item", misses.menu_item)
desk.register(misses.desk_lines, rank=40)
hooks.register(SYSTEM, index_panel.menu_item)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern | URLResolver]:
    """Of what is no view set."""
    report = include((misses.urlpatterns(), "cms_misses"), namespace="cms_misses")
    return [*index_panel.urlpatterns(), path("", report)]
