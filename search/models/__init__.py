"""The tables of search, by noun."""

from search.models.documents import (
    MAX_TRAVEL_KM,
    SearchDocument,
    SearchPlace,
    SearchPoint,
    SearchSetting,
    SearchSignature,
)
from search.models.misses import SearchMiss
from search.models.names import SearchName, SearchTopic
from search.models.upkeep import IndexBuild, SearchTombstone
from search.models.words import SearchWord, Synonym

__all__ = [
    "MAX_TRAVEL_KM",
    "IndexBuild",
    "SearchDocument",
    "SearchMiss",
    "SearchName",
    "SearchPlace",
    "SearchPoint",
    "SearchSetting",
    "SearchSignature",
    "SearchTombstone",
    "SearchTopic",
    "SearchWord",
    "Synonym",
]
