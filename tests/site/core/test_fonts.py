from pathlib import Path

from fontTools.ttLib import TTFont

from core import fonts


def test_fonts_are_cut_renamed_and_licensed(tmp_path: Path) -> None:
    (tmp_path / "sans-500.woff2").write_bytes(b"of a version before")

    written = dict(fonts.make(tmp_path))

    assert set(written) == {"serif-600.woff2", "serif-400i.woff2", "sans.woff2", "OFL.txt"}
    assert not (tmp_path / "sans-500.woff2").exists()
    assert sum(size for name, size in written.items() if name.endswith(".woff2")) <= 72 * 1024
    with TTFont(tmp_path / "serif-600.woff2") as font:
        assert font["name"].getDebugName(1) == "Commons Serif"
        assert {ord("Ł"), ord("£"), ord("é")} <= set(font.getBestCmap())
    with TTFont(tmp_path / "sans.woff2") as font:
        assert font["name"].getDebugName(1) == "Commons Sans"
        axis = font["fvar"].axes[0]
        assert (axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue) == ("wght", 500, 500, 600)
    licence = (tmp_path / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name" in licence

    assert list(fonts.make(tmp_path)) == []
