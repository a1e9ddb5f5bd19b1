"""The list of people in `/cms/`."""

from functools import cached_property
from typing import Any

from wagtail.users.views.users import IndexView as WagtailIndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from accounts.cms.forms import UserCreationForm, UserEditForm


class IndexView(WagtailIndexView):
    """Found by name and address."""

    @cached_property
    def search_fields(self) -> set[str]:
        """Fields of our own users."""
        return {"name", "email"}


class UserViewSet(WagtailUserViewSet):
    """Wagtail's, with our fields."""

    index_view_class = IndexView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """For a new person or for one who is there."""
        return UserEditForm if for_update else UserCreationForm
