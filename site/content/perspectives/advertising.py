"""Telling an advertisement from an account of a conversation."""

import re
from collections.abc import Iterator

_LINK = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[\w-]+\.(?:com|net|org|info|biz|shop|io|online|co\.uk|org\.uk)\b(?:/\S*)?",
    re.IGNORECASE,
)
# Said to customers, never to clients.
_OFFER = re.compile(
    r"\b(?:click here|promo(?:tion)? code|discount code|special offer|limited(?:-| )time|money[- ]back guarantee"
    r"|buy now|order now|sign up (?:now|today)|best price|cheap(?:est)? (?:price|pills)|casino|crypto(?:currency)?"
    r"|whatsapp me|dm me|visit my (?:web)?site|follow me on|subscribe to my|my (?:online )?(?:shop|store|channel))\b"
    r"|\b\d{1,2} ?% (?:off|discount)\b",
    re.IGNORECASE,
)
# Innocent once; said again and again it sells something.
_PRAISE = re.compile(r"\b(?:free|offer|discount|guaranteed|deal|buy|price|sale)\b", re.IGNORECASE)
REPEATED = 4


def passages(text: str) -> Iterator[str]:
    """The words that read like an advertisement."""
    for pattern in (_LINK, _OFFER):
        for match in pattern.finditer(text):
            yield match.group()
    praise = [match.group().lower() for match in _PRAISE.finditer(text)]
    if len(praise) >= REPEATED:
        yield ", ".join(dict.fromkeys(praise))
