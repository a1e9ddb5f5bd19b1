"""The questions a site starts with, and what people said to them, from the files in `questions`.

What is there already is left alone: a question that was edited, a perspective that was left out.
"""

from pathlib import Path
from typing import Any

from content.models import HomePage, Perspective, QuestionIndexPage, QuestionPage
from content.perspectives.wording import Words
from content.planting import classified, days_ago, missing, plant_list, publish
from directory.places.models import PracticeSetting

HERE = Path(__file__).parent / "questions"


def create_questions(home: HomePage, *, list_alone: bool = False) -> None:
    """The list of questions and, unless it is to stand alone, all of the files, inside the caller's transaction."""
    index = plant_list(
        home,
        QuestionIndexPage,
        slug="questions",
        title="Questions",
        intro="What did you say, and what happened then? Answers from people who were there.",
        show_in_menus=True,
    )
    for data in missing(QuestionPage, HERE) if index and not list_alone else ():
        _question(index, data)


def _question(index: QuestionIndexPage, data: dict[str, Any]) -> None:
    page = publish(index, classified(QuestionPage, data))
    settings = PracticeSetting.objects.in_bulk(
        [one["setting"] for one in data["perspectives"]], field_name="slug"
    )
    for number, one in enumerate(data["perspectives"], 1):
        _perspective(page, one, settings.get(one["setting"]), key=f"{data['slug']}:{number}")


def _perspective(
    page: QuestionPage, one: dict[str, Any], setting: PracticeSetting | None, *, key: str
) -> None:
    sent_at = days_ago(one["sent_days_ago"])
    words = Words(said=one["said"], happened=one["happened"], changed=one["changed"])
    Perspective.objects.create(
        question=page,
        shown_name=one["name"],
        setting=setting,
        said=words.said,
        happened=words.happened,
        changed=words.changed,
        fingerprint=words.fingerprint,
        language=page.locale.language_code,
        state=Perspective.State.PUBLISHED,
        picked_at=sent_at if one["pick"] else None,
        sent_at=sent_at,
        changed_at=sent_at,
        loaded_from=key,
    )
