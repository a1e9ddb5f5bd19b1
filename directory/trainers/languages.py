"""Languages by their codes, in words."""

from collections.abc import Iterable

from django.utils.translation import get_language_info


def language_name(code: str) -> str:
    """ "en" is "English", "pt-br" "Brazilian Portuguese"; a code nobody knows stays as it is."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


def language_names(codes: Iterable[str]) -> list[str]:
    """Names of these codes, in their order."""
    return [language_name(code) for code in codes]
