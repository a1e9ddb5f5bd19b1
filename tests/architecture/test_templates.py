"""Every template can be read: each tag it uses is loaded, each block is closed."""

from pathlib import Path

import pytest
from django.template.loader import get_template

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NAMES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*")
    if path.suffix in {".html", ".txt", ".xml"}
)


@pytest.mark.parametrize("name", NAMES)
def test_template_can_be_read(name: str) -> None:
    assert get_template(name).template.nodelist is not None
