"""What search refuses, in sentences for a person."""

from core.refusal import InvalidDetails


class SynonymRefused(InvalidDetails):
    """Words that cannot be kept as synonyms."""
