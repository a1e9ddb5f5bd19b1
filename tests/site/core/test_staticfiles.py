import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from core.staticfiles import ENTRY, SqueezedManifestStorage, join, squeeze

STATIC = settings.ROOT / "static"
BUDGET = 56 * 1024
# The joined one; the style guide's; the back office's; the map's, loaded with the map.
BY_THEMSELVES = {"index.css", "dev.css", "cms.css", "map.css"}


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

    assert sorted(imported) == sorted(there - BY_THEMSELVES)


def test_stylesheet_stays_within_its_budget() -> None:
    squeezed = squeeze(join(ENTRY, read_static))

    assert "@import" not in squeezed
    assert len(squeezed.encode()) <= BUDGET


def collected(tmp_path: Path, files: dict[str, str]) -> SqueezedManifestStorage:
    """The storage of a site with these static files, as after collectstatic."""
    found = FileSystemStorage(location=tmp_path / "source")
    storage = SqueezedManifestStorage(location=tmp_path / "target", base_url="/static/")
    paths = {}
    for name, text in files.items():
        found.save(name, ContentFile(text))
        storage.save(name, ContentFile(text))
        paths[name] = (found, name)
    list(storage.post_process(paths))
    return storage


def test_storage_serves_one_hashed_stylesheet(tmp_path: Path) -> None:
    storage = collected(
        tmp_path,
        {
            "css/index.css": '@import url("a.css") layer(components);',
            "css/a.css": "a {\n  color: red;\n}\n",
            "plain.txt": "plain",
        },
    )

    hashed = storage.stored_name("css/index.css")
    assert hashed != "css/index.css"
    assert (tmp_path / "target" / hashed).read_text() == "@layer components{a{color:red}}"
    assert storage.stored_name("plain.txt").startswith("plain.")


def test_storage_hashes_what_our_modules_import_and_leaves_others_alone(tmp_path: Path) -> None:
    storage = collected(
        tmp_path,
        {
            "js/map.js": 'import { Pins } from "./map/pins.js";',
            "js/map/pins.js": "export class Pins {}",
            "theirs/a.js": "import x from './not-there.js';",
        },
    )

    pins = storage.stored_name("js/map/pins.js").removeprefix("js/")
    assert pins != "map/pins.js"
    ours = (tmp_path / "target" / storage.stored_name("js/map.js")).read_text()
    assert ours == f'import {{ Pins }} from "./{pins}";'
    assert (
        (tmp_path / "target" / storage.stored_name("theirs/a.js")).read_text().endswith("'./not-there.js';")
    )


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
