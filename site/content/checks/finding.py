"""One thing a check has to say."""

from dataclasses import dataclass
from enum import StrEnum

CHOSEN = {"cover"}  # fields whose widget is a chooser


class Severity(StrEnum):
    """Whether a page may be published all the same."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`words` are a sentence or two that name the place; `block_id` is that of a block of the body, else `field`
    is meant as a whole."""

    words: str
    severity: Severity = Severity.BLOCKS
    field: str = "body"
    block_id: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the page cannot be published with it."""
        return self.severity == Severity.BLOCKS

    @property
    def anchor(self) -> str:
        """Where the editor shows the place: the id of an element of the page editor."""
        if self.block_id:
            return f"block-{self.block_id}-section"
        return f"id_{self.field}-chooser" if self.field in CHOSEN else f"id_{self.field}"
