"""Forms and pages of synonyms in the back office."""

from typing import Any

from django import forms
from django.http import HttpRequest
from wagtail.admin.forms.models import WagtailAdminModelForm

from core.cms import ActingViewSet, Changing, Listing, Making, Removing, column
from search import actions
from search.models import Synonym


class SynonymForm(WagtailAdminModelForm):
    """One row; what its words may be is the action's to judge."""

    words = forms.CharField(
        max_length=2_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Words or phrases as people type them, with commas between: “GP, general practitioner, primary "
        "care”. Singular will do; capitals and accents make no difference.",
    )
    current = forms.CharField(
        label="Finds",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the one-way meanings: what the words above find besides. A dated term finds its current ones, "
        "and the page of results says what it is called now.",
    )
    note = forms.CharField(
        label="Why", required=False, max_length=200, help_text="For whoever comes upon this row later."
    )

    class Meta:
        model = Synonym
        fields = ["meaning", "words", "current", "note"]

    def _get_validation_exclusions(self) -> set[str]:
        """The action judges the words, in a sentence."""
        found: set[str] = super()._get_validation_exclusions()
        return {*found, "words", "current", "meaning"}


class MakingSynonym(Making):
    """`?words=` fills the words in: the report of misses leads here with one."""

    ends_at = "index"

    def get_success_url(self) -> str:
        return str(super(Making, self).get_success_url())

    def get_initial(self) -> dict[str, Any]:
        request: HttpRequest = self.request
        return {**super().get_initial(), "words": request.GET.get("words", "")[:100]}

    def act(self, data: dict[str, Any]) -> Synonym:
        return actions.save_synonym(**data)


class ChangingSynonym(Changing):
    def act(self, data: dict[str, Any]) -> Synonym:
        return actions.save_synonym(synonym=Synonym.objects.get(pk=self.object.pk), **data)


class RemovingSynonym(Removing):
    def remove(self, instance: Any) -> None:
        actions.delete_synonym(synonym=instance)


class SynonymList(Listing):
    page_title = "Synonyms"


class SynonymViewSet(ActingViewSet):
    model = Synonym
    name = "cms_synonyms"
    url_prefix = "synonyms"
    icon = "openquote"
    menu_label = "Synonyms"
    menu_order = 260
    add_to_admin_menu = True
    views = frozenset({"add", "edit", "delete", "history"})
    index_view_class = SynonymList
    add_view_class = MakingSynonym
    edit_view_class = ChangingSynonym
    delete_view_class = RemovingSynonym
    list_display = [
        "words",
        column("Meaning", "get_meaning_display", sort_key="meaning"),
        column("Finds", "current"),
        column("Why", "note"),
    ]
    list_filter = ["meaning"]
    search_fields = ["words", "current", "note"]
    ordering = ["words"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return SynonymForm
