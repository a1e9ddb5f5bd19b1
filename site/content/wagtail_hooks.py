"""Authors among the snippets of `/cms/`."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.models import Author


class AuthorViewSet(SnippetViewSet):
    """People who write: found by name, used in articles."""

    model = Author
    icon = "user"
    menu_label = "Authors"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["name", "role"]


register_snippet(AuthorViewSet)
