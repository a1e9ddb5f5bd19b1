import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from core.staticfiles import ENTRY, SqueezedManifestStorage, join, squeeze

STATIC = settings.ROOT / "static"
BUDGET = 56 * 1024


def read_static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a {\n  color: red;\n}\n", "a{color:red}"),
        ("/* why */ a , b { margin: 0  auto; }", "a,b{margin:0 auto}"),
        ('a::before { content: "a  ;  b"; }', 'a::before{content:"a  ;  b"}'),
        ("a { & :is(b, c) { inset: calc(1px + 2px); } }", "a{& :is(b,c){inset:calc(1px + 2px)}}"),
        ("@media (min-width: 40em) { a > b { x: y } }", "@media (min-width:40em){a>b{x:y}}"),
        ('a { content: "/* kept */"; }', 'a{content:"/* kept */"}'),
    ],
)
def test_squeeze_takes_out_only_what_says_nothing(css: str, expected: str) -> None:
    assert squeeze(css) == expected


def test_join_puts_imports_into_their_layers_and_keeps_addresses_right() -> None:
    files = {
        "css/index.css": '@layer x, y;\n@import url("parts/a.css") layer(y);\n@import url("b.css");',
        "css/parts/a.css": 'a { src: url("../../img/a.svg"); } b { src: url("data:x"); }',
        "css/b.css": "b { x: y; }",
    }

    joined = join("css/index.css", files.__getitem__)

    assert squeeze(joined) == ('@layer x,y;@layer y{a{src:url("../img/a.svg")}b{src:url("data:x")}}b{x:y}')


def test_every_stylesheet_is_imported_once() -> None:
    imported = re.findall(r'@import url\("([^"]+)"\)', read_static(ENTRY))
    there = {str(path.relative_to(STATIC / "css")) for path in (STATIC / "css").rglob("*.css")}

    assert sorted(imported) == sorted(there - {"index.css", "dev.css"})


def test_stylesheet_stays_within_its_budget() -> None:
    squeezed = squeeze(join(ENTRY, read_static))

    assert "@import" not in squeezed
    assert len(squeezed.encode()) <= BUDGET


def test_storage_serves_one_hashed_stylesheet(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "css/index.css").write_text('@import url("a.css") layer(components);')
    (source / "css/a.css").write_text("a {\n  color: red;\n}\n")
    (source / "plain.txt").write_text("plain")
    found = FileSystemStorage(location=source)
    storage = SqueezedManifestStorage(location=tmp_path / "target", base_url="/static/")
    paths = {}
    for name in ("css/index.css", "css/a.css", "plain.txt"):
        with found.open(name) as file:
            storage.save(name, file)
        paths[name] = (found, name)

    list(storage.post_process(paths))

    hashed = storage.stored_name("css/index.css")
    assert hashed != "css/index.css"
    assert (tmp_path / "target" / hashed).read_text() == "@layer components{a{color:red}}"
    assert storage.stored_name("plain.txt").startswith("plain.")


def test_no_markup_styles_inline() -> None:
    """The content policy allows no style attribute: a browser would drop it in silence."""
    pages = [path for path in (settings.ROOT / "templates").rglob("*.html") if "emails" not in path.parts]
    drawings = list((STATIC / "img").rglob("*.svg"))
    assert pages
    assert drawings

    guilty = [
        str(path)
        for path in [*pages, *drawings]
        if re.search(r"""<[^>]*\s(style|on[a-z]+)=["']""", path.read_text(encoding="utf-8"))
    ]

    assert guilty == []
