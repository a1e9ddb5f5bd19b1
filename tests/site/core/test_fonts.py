from pathlib import Path

from fontTools.ttLib import TTFont

from core import fonts


def test_fonts_are_cut_renamed_and_licensed(tmp_path: Path) -> None:
    written = dict(fonts.make(tmp_path))

    assert set(written) == {
        "serif-600.woff2",
        "serif-400i.woff2",
        "sans-500.woff2",
        "sans-600.woff2",
        "OFL.txt",
    }
    assert sum(size for name, size in written.items() if name.endswith(".woff2")) <= 80 * 1024
    with TTFont(tmp_path / "serif-600.woff2") as font:
        assert font["name"].getDebugName(1) == "Commons Serif"
        assert {ord("Ł"), ord("£"), ord("é")} <= set(font.getBestCmap())
    licence = (tmp_path / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name" in licence

    assert list(fonts.make(tmp_path)) == []
