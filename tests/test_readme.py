"""What the README and its companions promise is there."""

import re
from pathlib import Path

import pytest

from content.blocks import BodyBlock

ROOT = Path(__file__).resolve().parents[1]
TEXTS = [
    "README.md",
    "AGENTS.md",
    "CHANGELOG.md",
    *(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md")),
]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


def commands(text: str) -> set[str]:
    return set(
        re.findall(
            r"\bmake (?:[A-Z_]+=\S+ )*([a-z][a-z-]*)", "\n".join(re.findall(r"`[^`]+`|^    .+", text, re.M))
        )
    )


@pytest.mark.parametrize("name", TEXTS)
def test_every_make_command_named_is_there(name: str) -> None:
    assert commands((ROOT / name).read_text()) - targets() == set()


def test_readme_names_every_command() -> None:
    assert targets() - commands((ROOT / "README.md").read_text()) == {"help"}


def test_makefile_declares_every_target_phony() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert phony
    assert set(phony[1].split()) == targets()


def test_every_target_runs_a_script_that_is_there() -> None:
    scripts = re.findall(r"bin/[a-z-]+(?:\.py)?", (ROOT / "Makefile").read_text())

    assert [script for script in scripts if not (ROOT / script).is_file()] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", (ROOT / name).read_text())

    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "AGENTS.md"])
def test_every_path_named_is_there(name: str) -> None:
    """Paths in backticks that begin at the root, patterns and what `var/` will hold aside."""
    paths = re.findall(
        r"`((?:site|directory|marketplace|search|tests|docs|bin|templates|static|requirements)/[\w./-]*)`",
        (ROOT / name).read_text(),
    )

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_readme_first_screen_says_how_to_start() -> None:
    first = "\n".join((ROOT / "README.md").read_text().splitlines()[:30])

    assert "make run" in first
    assert "make test" in first


def test_guide_names_every_block_as_editors_find_it() -> None:
    guide = (ROOT / "docs" / "editors.md").read_text()
    named = set(re.findall(r"^   \| ([^|]+?) +\|", guide, re.MULTILINE)) - {"Block", "---"}

    assert named == {str(block.label) for block in BodyBlock().child_blocks.values()}
