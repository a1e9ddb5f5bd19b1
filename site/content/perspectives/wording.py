"""A member's words: plain text, however they were typed, and when two are the same."""

import hashlib
import html
import re
import unicodedata
from dataclasses import asdict, dataclass

import nh3

from core.text import fold

_GAP = re.compile(r"\n{3,}")
_INVISIBLE = {"Cc", "Cs"}  # controls (NUL too) and lone surrogates


def plain(text: str) -> str:
    """Text without tags, what stands in scripts included; entities are read, white space is tidied.

    It is text and not markup: whoever shows it escapes it.
    """
    readable = "".join(
        char for char in text.replace("\r\n", "\n").replace("\r", "\n") if char == "\n" or _visible(char)
    )
    untagged = html.unescape(nh3.clean(readable, tags=set()))
    lines = "\n".join(" ".join(line.split()) for line in untagged.splitlines())
    return _GAP.sub("\n\n", lines).strip()


def _visible(char: str) -> bool:
    return char == "\t" or unicodedata.category(char) not in _INVISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The three answers: what somebody said, what happened, what changed."""

    said: str
    happened: str
    changed: str = ""

    def as_plain(self) -> "Words":
        """The same as plain text."""
        return Words(**{name: plain(text) for name, text in asdict(self).items()})

    @property
    def together(self) -> str:
        """All of it, a line break between."""
        return "\n".join(filter(None, [self.said, self.happened, self.changed]))

    @property
    def fingerprint(self) -> str:
        """The same for words that differ by case, accents, kinds of quotation marks or spaces alone."""
        return hashlib.sha256(fold(self.together).encode()).hexdigest()
