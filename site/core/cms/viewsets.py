"""Sets of views that a room registers."""

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.viewsets.model import ModelViewSet

from core.cms.acts import Act
from core.cms.listing import Listing
from core.cms.rows import Inspecting

_VIEWS = frozenset({"add", "edit", "delete", "history", "inspect"})


class ActingViewSet(ModelViewSet):
    """Rows that staff make and change through actions. `acts` are its single verbs."""

    index_view_class = Listing
    inspect_view_class = Inspecting
    acts: tuple[type[Act], ...] = ()
    views: frozenset[str] = frozenset({"add", "edit", "history"})
    """Which of add, edit, delete, history and inspect there are beside the list."""
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    form_fields: Any = ()

    @property
    def inspect_view_enabled(self) -> bool:
        return "inspect" in self.views

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given = {"acts": self.acts, "namespace": self.url_namespace, "usage_url_name": None}
        found: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        gone = {f"{name}_url_name": None for name in _VIEWS - self.views}
        return {**found, **gone, **given}

    def get_urlpatterns(self) -> list[URLPattern]:
        names = {"index", "index_results", *self.views, *(f"{name}_results" for name in self.views)}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in names]
        return [*kept, *(self._path(act) for act in self.acts)]

    def _path(self, act: type[Act]) -> URLPattern:
        view = act.as_view(model=self.model, namespace=self.url_namespace, header_icon=self.icon)
        return path(f"<int:pk>/{act.name}/", view, name=act.name)


class ReadingViewSet(ActingViewSet):
    """Rows that are read here and changed by nobody by hand, save by its acts."""

    views = frozenset({"inspect"})
