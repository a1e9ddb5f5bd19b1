"""Lists of rows."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView


def column(label: str, accessor: Any, *, sort_key: str | None = None) -> Column:
    """A column of a list: `accessor` is a dotted path, or a function of the row."""
    return Column(label.lower().replace(" ", "_"), label=label, accessor=accessor, sort_key=sort_key)


class Listing(IndexView):
    """A list with a constant number of queries: `related` is followed with the rows."""

    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> list[Any]:
        """As listed; the first one leads to the row's page."""
        first, *rest = super().columns
        return [self._linked(first) if type(first) is Column else first, *rest]

    def _linked(self, plain: Column) -> TitleColumn:
        def url_of(instance: Any) -> str | None:
            found: str | None = self.get_edit_url(instance) or self.get_inspect_url(instance)
            return found

        kind = self._get_title_column_class(TitleColumn)
        return kind(
            plain.name,
            label=plain.label,
            accessor=plain.accessor,
            sort_key=plain.sort_key,
            get_url=url_of,
            width="18%",
        )

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related(*self.related).prefetch_related(*self.prefetched)
