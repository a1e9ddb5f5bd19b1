"""What an index is made from."""

from search.elastic import mapping


def test_digest_tells_one_mapping_from_another() -> None:
    before = mapping.digest()
    mapping.MAPPINGS["properties"]["more"] = {"type": "keyword"}
    try:
        assert mapping.digest() != before
    finally:
        del mapping.MAPPINGS["properties"]["more"]
    assert mapping.digest() == before
    assert mapping.mappings()["_meta"] == {"digest": before}


def test_nothing_that_some_servers_lack() -> None:
    told = repr((mapping.MAPPINGS, mapping.SETTINGS))

    lacking = ("search_as_you_type", "rank_feature", "scaled_float", "synonym")
    assert [name for name in lacking if name in told] == []
