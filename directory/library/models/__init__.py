"""What a group can do on an evening, and what it can read, watch and print."""

from directory.library.models.activities import Activity, ActivityStep, ActivityTopic
from directory.library.models.entries import Entry, EntryQuerySet, Licence
from directory.library.models.resources import Resource, ResourceTopic

__all__ = [
    "Activity",
    "ActivityStep",
    "ActivityTopic",
    "Entry",
    "EntryQuerySet",
    "Licence",
    "Resource",
    "ResourceTopic",
]
