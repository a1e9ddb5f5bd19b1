"""Terms among the snippets of `/cms/`: editors keep them, authors read them."""

from wagtail.snippets.views.snippets import SnippetViewSet

from content.models import GlossaryTerm
from core.cms import LIBRARY


class TermViewSet(SnippetViewSet):
    """Found by any of a term's forms; drafts, history, and where a term is used."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    menu_hook = LIBRARY
    menu_order = 520
    inspect_view_enabled = True
    copy_view_enabled = False  # No word may be explained twice.
    inspect_view_fields = ["term", "slug", "also", "short", "text", "example", "edition", "dated", "current"]
    list_display = ["term", "short", "dated", "live"]
    list_filter = ["dated", "live"]
    ordering = ["term"]
