"""Lists of rows."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView


class Cells(Column):
    """Cells that say whose clock an instant is on, and break it between day and time alone."""

    def get_value(self, instance: Any) -> Any:
        value = super().get_value(instance)
        if not isinstance(value, dt.datetime):
            return value
        local = timezone.localtime(value)
        return format_html(
            '<span class="unbroken">{}</span> <span class="unbroken">{}</span>',
            f"{local.day} {local:%b %Y},",
            f"{local:%H:%M %Z}",
        )


def column(label: str, accessor: Any, *, sort_key: str | None = None) -> Column:
    """A column of a list: `accessor` is a dotted path, or a function of the row."""
    return Cells(label.lower().replace(" ", "_"), label=label, accessor=accessor, sort_key=sort_key)


class Listing(IndexView):
    """A list with a constant number of queries: `related` is followed with the rows."""

    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> list[Any]:
        """As listed; the first one leads to the row's page."""
        first, *rest = super().columns
        return [self._linked(first) if type(first) in {Column, Cells} else first, *rest]

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
