"""What the rooms' pages under `/cms/` share: read-only lists, forms that call actions, and single acts.

A room's `wagtail_hooks.py` registers view sets made of these. Nothing here writes by itself: a form's values go
to a room's action, and a `Refusal` it raises is shown beside the form with what was typed.
"""

from core.cms.acts import Act, NothingToFill
from core.cms.archiving import Archive, Restore
from core.cms.fields import LinesField, WordsField, without_empty_slug
from core.cms.listing import Listing, column
from core.cms.menu import DIRECTORY, LIBRARY, MONEY, OFFERS, ORDERS, SYSTEM
from core.cms.policy import NarrowPolicy
from core.cms.rows import Changing, Inspecting, Making, Removing, section
from core.cms.viewsets import ActingViewSet, ReadingViewSet

__all__ = [
    "DIRECTORY",
    "LIBRARY",
    "MONEY",
    "OFFERS",
    "ORDERS",
    "SYSTEM",
    "Act",
    "ActingViewSet",
    "Archive",
    "Changing",
    "Inspecting",
    "LinesField",
    "Listing",
    "Making",
    "NarrowPolicy",
    "NothingToFill",
    "ReadingViewSet",
    "Removing",
    "Restore",
    "WordsField",
    "column",
    "section",
    "without_empty_slug",
]
