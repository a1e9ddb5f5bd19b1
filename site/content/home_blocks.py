"""What the front page is made of below its search. Each block has its template in `templates/content/home/`;
what it shows of the rooms below is found by `content.front`."""

import json
import uuid
from typing import Any

from wagtail import blocks

from content.blocks import INLINE, CallToActionBlock, SettingBlock

DEFAULT_COMPOSITION = ("three_shapes", "meetings", "question", "reading", "roles")


class ChosenPageBlock(blocks.PageChooserBlock):
    """A page, kept as its number. The page itself is asked for in the editor only: `content.front` asks for it
    together with what else is shown, and leaves out what visitors may not read."""

    def to_python(self, value: Any) -> int | None:
        return value if value is None else int(value)

    def bulk_to_python(self, values: list[Any]) -> list[int | None]:
        return [self.to_python(value) for value in values]

    def get_prep_value(self, value: Any) -> int | None:
        return self.to_python(value)

    def value_from_form(self, value: Any) -> int | None:
        return getattr(value, "pk", None) or (int(value) if value else None)

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Nothing to translate: a front page in another language shows the pages of that language."""
        return []

    def extract_references(self, value: Any) -> Any:
        if value is not None:
            yield self.model_class, str(value), "", ""


class TitledBlock(blocks.StructBlock):
    """A part of the front page under a heading."""

    title = blocks.CharBlock(
        required=False,
        max_length=100,
        label="Heading",
        help_text="Empty: the usual one, in the reader's language.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Words that nobody wrote are empty, not None: a translation asks every text for its strings."""
        super().__init__(*args, **kwargs)
        for child in self.child_blocks.values():
            if isinstance(child, blocks.CharBlock):
                child.meta.default = ""


class ThreeShapesBlock(TitledBlock):
    """Learn, practise, master: the four tasks, an evening of a group, trainers with a package each."""

    lead = blocks.CharBlock(required=False, max_length=160, help_text="Stands beside the heading.")

    class Meta:
        icon = "group"
        label = "Learn, practise, master"
        template = "content/home/three_shapes.html"


class ReadingBlock(TitledBlock):
    """One article with its picture, and the newest others."""

    article = ChosenPageBlock(page_type="content.ArticlePage", required=False, help_text="Empty: the newest.")
    others = blocks.IntegerBlock(default=4, min_value=0, max_value=6, label="How many others")

    class Meta:
        icon = "doc-full"
        label = "Articles"
        template = "content/home/reading.html"


class QuestionBlock(TitledBlock):
    """A question with what members answered, editors' picks first."""

    question = ChosenPageBlock(
        page_type="content.QuestionPage", required=False, help_text="Empty: the newest."
    )

    class Meta:
        icon = "help"
        label = "Question of the week"
        template = "content/home/question.html"


class MeetingsBlock(TitledBlock):
    """Practice groups with their rhythm and place, and a way to look near by."""

    setting = SettingBlock()
    meets = blocks.ChoiceBlock(
        choices=[("online", "Groups that meet online"), ("place", "Groups that meet somewhere")],
        required=False,
        help_text="Empty: all groups.",
    )

    class Meta:
        icon = "site"
        label = "Meetings near by"
        template = "content/home/meetings.html"


class TrainersBlock(TitledBlock):
    """Trainers who accept clients now."""

    setting = SettingBlock()

    class Meta:
        icon = "user"
        label = "Trainers for a setting"
        template = "content/home/trainers.html"


class PackagesBlock(TitledBlock):
    """Coaching packages of trainers who accept clients now, one of each trainer."""

    setting = SettingBlock()

    class Meta:
        icon = "tag"
        label = "Coaching packages"
        template = "content/home/packages.html"


class NewsBlock(TitledBlock):
    """The newest updates."""

    class Meta:
        icon = "bullhorn"
        label = "News"
        template = "content/home/news.html"


class RolesBlock(TitledBlock):
    """Three more ways to take part."""

    class Meta:
        icon = "list-ul"
        label = "Other ways to take part"
        template = "content/home/roles.html"


class InvitationBlock(CallToActionBlock):
    """An invitation that leads to a search of this site."""

    class Meta:
        icon = "search"
        label = "Call to action"
        template = "content/home/call_to_action.html"


class WordsBlock(TitledBlock):
    """Running text."""

    text = blocks.RichTextBlock(features=[*INLINE, "ol", "ul"])

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "content/home/words.html"


class HomeBody(blocks.StreamBlock):
    """The front page below its search. What asks the database stands there once at most."""

    three_shapes = ThreeShapesBlock()
    reading = ReadingBlock()
    question = QuestionBlock()
    meetings = MeetingsBlock()
    trainers = TrainersBlock()
    packages = PackagesBlock()
    news = NewsBlock()
    roles = RolesBlock()
    call_to_action = InvitationBlock()
    words = WordsBlock()

    class Meta:
        block_counts = {
            name: {"max_num": 1}
            for name in (
                *("three_shapes", "reading", "question", "meetings"),
                *("trainers", "packages", "news", "roles"),
            )
        }


def default_body() -> str:
    """The composition a front page starts with, as a StreamField stores it."""
    return json.dumps(
        [{"type": name, "value": _values(name), "id": str(uuid.uuid4())} for name in DEFAULT_COMPOSITION]
    )


def _values(name: str) -> dict[str, Any]:
    return {"others": 2} if name == "reading" else {}
