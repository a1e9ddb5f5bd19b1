"""The index: its fields and settings. They work on every Elasticsearch 8.19 and 9, with or without its extras.

What changes here, or in what search/elastic/source.py puts into a field, changes `digest()`: the site then
answers from the database until the index is built anew.
"""

import hashlib
import json
from typing import Any

from django.conf import settings as site

# Raise it when search/elastic/source.py fills a field in another way: the mapping alone would not tell.
SHAPE = 3

# Kilometres that a trainer travels (architecture.md): each has a field with the places they travel from so far.
TRAVELS = (25, 50, 100)

# Pages reach no farther: at 12 on a page that is page 8,333. Each shard sorts as many in memory for one request.
DEEPEST = 100_000

# Where a count levels off. A word in a title counts ten times, which at the usual 1.2 is hardly more than twice in a
# long text: with weights k1 grows as the counts do (Robertson, Zaragoza and Taylor 2004, CIKM, 42-49).
K1 = 3.0

_WORDS: dict[str, Any] = {
    "type": "text",
    "analyzer": "words",
    "fields": {"english": {"type": "text", "analyzer": "english_words"}},
}
_KEYWORD = {"type": "keyword"}
# Counted in every search: their ordinals are made ready when documents come in, not by the first who asks.
_FACET = {"type": "keyword", "eager_global_ordinals": True}
_DATE = {"type": "date"}
_POINT = {"type": "geo_point"}
_YES_OR_NO = {"type": "boolean"}
_AMOUNT = {"type": "long"}
_KEPT_FOR_COMPARING = {"type": "long", "index": False}

MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # The words come from texts that `shown` holds as people read them: no need to keep them twice.
    "_source": {"excludes": ["words"]},
    "properties": {
        "gone": _YES_OR_NO,
        "version": _KEPT_FOR_COMPARING,
        "made": _KEPT_FOR_COMPARING,
        "words": {
            "properties": dict.fromkeys(("title", "by", "labels", "summary", "body"), _WORDS),
        },
        "kind": _FACET,
        "settings": _KEYWORD,
        "settings_counted": _FACET,
        "formats": _FACET,
        "languages": _FACET,
        "countries": _KEYWORD,
        "translated_into": _KEYWORD,
        "fold": _KEYWORD,
        "alone": _YES_OR_NO,
        "quality": {"type": "double"},
        "browsed": {"type": "double"},
        "online": _YES_OR_NO,
        "accepting_until": _DATE,
        "visible_from": _DATE,
        "visible_until": _DATE,
        "starts_at": _DATE,
        "over_at": _DATE,
        "price_from": _AMOUNT,
        "currency": _KEYWORD,
        "at": _POINT,
        **{f"at_{km}": _POINT for km in TRAVELS},
        "pins": _KEYWORD,
        "shown": {"type": "object", "enabled": False},
    },
}

# What every index has; how many parts it has besides is the site's to say (`settings`).
SETTINGS: dict[str, Any] = {
    "index": {
        # A copy on a second node where there is one: a node may then die under load.
        "auto_expand_replicas": "0-1",
        # Said aloud, or an index nobody asked for a while makes the next who asks wait for its refresh.
        "refresh_interval": "1s",
        "max_result_window": DEEPEST,
        "similarity": {"default": {"type": "BM25", "k1": K1}},
    },
    # Folding is done in Python for documents and questions alike, synonyms are in the question: an open index
    # refuses a change of its analyzers.
    "analysis": {
        "analyzer": {
            "words": {"type": "custom", "tokenizer": "whitespace"},
            "english_words": {"type": "custom", "tokenizer": "whitespace", "filter": ["english"]},
        },
        "filter": {"english": {"type": "stemmer", "language": "english"}},
    },
}


def digest() -> str:
    """What an index must have been built from to be asked: kept in its mapping's `_meta`."""
    told = json.dumps([SHAPE, MAPPINGS, SETTINGS], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def mappings() -> dict[str, Any]:
    """The mapping for a new index, with the digest in it."""
    return {**MAPPINGS, "_meta": {"digest": digest()}}


def settings(**own: Any) -> dict[str, Any]:
    """The settings for a new index, in ELASTICSEARCH_SHARDS parts. `own`: what it has in place of the usual.

    The number of parts is not in the digest: an index in fewer parts than the site has now answers as well.
    """
    index = {**SETTINGS["index"], "number_of_shards": site.ELASTICSEARCH_SHARDS, **own}
    return {**SETTINGS, "index": index}
