"""Folding text, so that what a person types meets what is stored.

Both search engines, the gazetteer and the slugs of member text use this one function. It is done in
Python because no database folds alike: SQLite's FTS5 leaves ł, ø and ß as they are.
"""

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ı": "i",
        "ŀ": "l",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ĸ": "k",
        "ə": "e",
        "ɛ": "e",
        "ɔ": "o",
        "ɖ": "d",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ʻ": "'",
        "ʹ": "'",
        "`": "'",
        "´": "'",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "„": '"',
    }
)
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs"}  # controls (NUL too), invisible format marks, lone surrogates
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def fold(text: str) -> str:
    """Return `text` in the form in which it is compared: `"  Łódź "` and `"LODZ"` both become `"lodz"`.

    Case, accents and compatibility forms (full-width letters, ligatures) are levelled; letters such as
    ł, ø, ß and æ are written as in plain English; typographic quotes and dashes become plain ones;
    control, NUL, zero-width and direction marks go; runs of white space become one space, and none is
    left at either end. Other scripts are kept. Folding twice changes nothing more. Never raises.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_LETTERS).translate(_KEPT).split())
    spread = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold().translate(_LETTERS)
    kept = unicodedata.normalize("NFKD", spread).translate(_LETTERS).translate(_KEPT)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def searchable_words(text: str) -> list[str]:
    """Return the folded words of `text` in their order: `"Bishop’s Stortford-on-Sea"` gives
    `["bishops", "stortford", "on", "sea"]`.

    A word is a run of letters and digits; an apostrophe within one is dropped, all other punctuation
    parts words. Text without a letter or digit gives an empty list. Never raises.
    """
    plain = text if text.isascii() else text.translate(_LETTERS)
    if not plain.isascii():
        return _words(fold(plain))
    seen = plain.encode("ascii").translate(_PLAIN, _UNSEEN).decode("ascii")
    return _words(seen) if "'" in seen else seen.split()


def _words(folded: str) -> list[str]:
    words = _WORD.findall(folded)
    return [word.replace("'", "") for word in words] if "'" in folded else words


class _Kept(dict[int, str]):
    """For `str.translate`: what becomes of a character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        kept = self[code] = _kept(chr(code))
        return kept


def _kept(char: str) -> str:
    """`char` itself, a space for white space, or nothing for marks and what cannot be seen."""
    if char.isascii() and char.isprintable():
        return char
    if char.isspace():
        return " "
    if unicodedata.combining(char) or unicodedata.category(char) in _DROPPED_CATEGORIES:
        return ""
    return char


_KEPT = _Kept()

# The same for plain ASCII at once: capitals become small, and what is neither in a word nor within one parts words.
_ASCII = [chr(code) for code in range(128)]
_UNSEEN = "".join(char for char in _ASCII if not _kept(char)).encode("ascii")
_PLAIN = bytes(
    ord(char.lower() if char.isalnum() else "'" if char in "'`" else " ") for char in _ASCII
).ljust(256)
