"""Telling wagtail-localize which words of a loaded translation stand for which of its original."""

from collections import defaultdict
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


def offer_to_translators(original: Any, translated: Any, locale: Locale) -> bool:
    """Open the page in the translation editor, each string beside its original, and say whether that could be done.

    Where the two are not built alike nobody can tell what stands for what: the page is edited as any other then.
    """
    words = _strings(translated)
    if {path: len(found) for path, found in _strings(original).items()} != {
        p: len(f) for p, f in words.items()
    }:
        return False
    source, _ = TranslationSource.get_or_create_from_instance(original)
    for segment in source.stringsegment_set.order_by("order").select_related("context"):
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id,
            locale=locale,
            context=segment.context,
            defaults={
                "data": words[segment.context.path].pop(0).data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    Translation.objects.get_or_create(source=source, target_locale=locale)
    return True


def _strings(page: Any) -> dict[str, list[Any]]:
    """The strings of a page by the path to their field or block, in their order."""
    found: dict[str, list[Any]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found[segment.path].append(segment.string)
    return found
