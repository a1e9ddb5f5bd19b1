from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.search.contract")

from tests.search.shelf import Shelf, only_made_up_kinds  # noqa: E402  (asserts are rewritten before they are imported)


@pytest.fixture
def shelf(db: None) -> Iterator[Shelf]:
    """An empty shelf; the real kinds are put away meanwhile."""
    with only_made_up_kinds() as made_up:
        yield made_up
