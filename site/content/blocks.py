"""What a page's body is made of. Each block has its template in `templates/content/blocks/`."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from content.illustrations import Drawing
from content.library_blocks import ActivityCardBlock, ResourceCardBlock
from content.video import EmbedBlock
from directory.places.models import PracticeSetting

INLINE = ["bold", "italic", "link"]
SEARCH_KINDS = [
    ("", "Anything that fits"),
    ("group", "Practice groups"),
    ("trainer", "Trainers"),
    ("package", "Coaching packages"),
    ("article", "Articles"),
]


def setting_choices() -> list[tuple[str, str]]:
    """Practice settings by slug, those of the second level under their parent's name."""
    rows = PracticeSetting.objects.select_related("parent").order_by("position", "name")
    return [(row.slug, f"{row.parent.name}: {row.name}" if row.parent else row.name) for row in rows]


class SettingBlock(blocks.FieldBlock):
    """A practice setting, kept as its slug. Its choices are asked for in the editor only, never when read."""

    def __init__(self, required: bool = False, help_text: str = "", **kwargs: Any) -> None:
        self.field = forms.ChoiceField(
            choices=lambda: [("", "Any setting"), *setting_choices()], required=required, help_text=help_text
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "tag"
        default = ""


class HeadingValue(blocks.StructValue):
    """Knows the anchor under which its section can be linked."""

    @property
    def anchor(self) -> str:
        """As in "ten-minutes-to-scale"."""
        return slugify(self["text"]) or "section"


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text; the page's title is the only first-level heading."""

    text = blocks.CharBlock(max_length=120)
    level = blocks.ChoiceBlock(choices=[("h2", "Section"), ("h3", "Part of a section")], default="h2")

    class Meta:
        icon = "title"
        template = "content/blocks/heading.html"
        value_class = HeadingValue
        form_classname = "struct-block heading-block"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text. `[1]` in it becomes a link to the first source of the page."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", [*INLINE, "ol", "ul", "document-link"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        template = "content/blocks/paragraph.html"


class ImageBlock(blocks.StructBlock):
    """A picture in the text. Its alternative text is asked for each time, since it depends on the place."""

    image = ImageChooserBlock()
    alt = blocks.CharBlock(
        label="Alternative text",
        max_length=300,
        help_text="What somebody who cannot see the picture should know here.",
    )
    caption = blocks.CharBlock(required=False, max_length=240)

    class Meta:
        icon = "image"
        template = "content/blocks/image.html"


class FigureBlock(blocks.StructBlock):
    """A picture that argues: numbered on the page, and told in words as fully as it is drawn."""

    drawing = blocks.ChoiceBlock(
        choices=Drawing.choices, required=False, help_text="One of the house’s own, or a picture below."
    )
    image = ImageChooserBlock(required=False)
    alt = blocks.CharBlock(
        label="Alternative text",
        max_length=300,
        help_text="What it is, in a sentence. What it shows stands in full in the description.",
    )
    caption = blocks.CharBlock(max_length=240)
    description = blocks.RichTextBlock(
        features=[*INLINE, "ol", "ul"],
        help_text="All that can be learnt from it, for whoever cannot see it; opens below it.",
    )

    def clean(self, value: Any) -> Any:
        """It has a drawing or a picture, and not both."""
        cleaned = super().clean(value)
        if bool(cleaned["drawing"]) == bool(cleaned["image"]):
            words = _("A figure shows one thing: choose one of our drawings, or a picture.")
            raise blocks.StructBlockValidationError(block_errors={"drawing": ValidationError(words)})
        return cleaned

    class Meta:
        icon = "image"
        label = "Figure with a description"
        template = "content/blocks/figure.html"


class PullQuoteBlock(blocks.StructBlock):
    """A sentence worth stopping at, with whose it is."""

    text = blocks.CharBlock(max_length=240)
    by = blocks.CharBlock(required=False, max_length=120, help_text="As in “A nurse, respiratory ward”.")

    class Meta:
        icon = "openquote"
        template = "content/blocks/pull_quote.html"


class CalloutBlock(blocks.StructBlock):
    """An aside: a remark in the margin, or something to try."""

    look = blocks.ChoiceBlock(
        choices=[("note", "Remark in the margin"), ("try", "Something to try")], default="note"
    )
    title = blocks.CharBlock(max_length=80)
    text = blocks.RichTextBlock(features=[*INLINE, "ul"])

    class Meta:
        icon = "info-circle"
        template = "content/blocks/callout.html"


class CallToActionValue(blocks.StructValue):
    """Knows the search it leads to."""

    @property
    def url(self) -> str:
        """The search with what was chosen, as in `/search/?kind=group&setting=probation`."""
        asked = {name: self.get(name) for name in ("q", "kind", "setting") if self.get(name)}
        search = reverse("search:search")
        return f"{search}?{urlencode(asked)}" if asked else search


class CallToActionBlock(blocks.StructBlock):
    """An invitation that leads to a search of this site."""

    title = blocks.CharBlock(max_length=100)
    text = blocks.CharBlock(required=False, max_length=240)
    label = blocks.CharBlock(max_length=60, help_text="The button says the act: “Find a group”.")
    kind = blocks.ChoiceBlock(choices=SEARCH_KINDS, required=False)
    setting = SettingBlock()
    q = blocks.CharBlock(label="Words to search for", required=False, max_length=80)

    class Meta:
        icon = "search"
        template = "content/blocks/call_to_action.html"
        value_class = CallToActionValue


class TurnBlock(blocks.StructBlock):
    """One thing said in a conversation."""

    voice = blocks.ChoiceBlock(choices=[("a", "The one who listens"), ("b", "The one who came")], default="a")
    who = blocks.CharBlock(max_length=60)
    text = blocks.CharBlock(max_length=400)
    label = blocks.CharBlock(
        required=False, max_length=60, help_text="What the line does, as in “complex reflection”."
    )

    class Meta:
        icon = "user"


class ConversationValue(blocks.StructValue):
    """Knows the anchor of its heading."""

    @property
    def anchor(self) -> str:
        """As in "tuesday-half-past-two"."""
        return slugify(self["title"]) or "scene"


class ConversationBlock(blocks.StructBlock):
    """A conversation in two voices."""

    title = blocks.CharBlock(max_length=100)
    scene = blocks.CharBlock(required=False, max_length=300, help_text="Who they are, and what went before.")
    turns = blocks.ListBlock(TurnBlock(), min_num=2)

    class Meta:
        icon = "comment"
        template = "content/blocks/conversation.html"
        value_class = ConversationValue


class ReferencesBlock(blocks.StructBlock):
    """The sources of a page, numbered from 1. The text points at them as `[1]`, `[2]`."""

    title = blocks.CharBlock(max_length=60, default="Sources")
    sources = blocks.ListBlock(blocks.RichTextBlock(features=INLINE), min_num=1)

    class Meta:
        icon = "list-ol"
        template = "content/blocks/references.html"


class BodyBlock(blocks.StreamBlock):
    """Everything an article or page may hold."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    image = ImageBlock()
    pull_quote = PullQuoteBlock()
    callout = CalloutBlock()
    conversation = ConversationBlock(label="Conversation in two voices")
    figure = FigureBlock()
    embed = EmbedBlock()
    resource_card = ResourceCardBlock()
    activity_card = ActivityCardBlock()
    call_to_action = CallToActionBlock(label="Call to action")
    references = ReferencesBlock()

    class Meta:
        block_counts = {"references": {"max_num": 1}}
