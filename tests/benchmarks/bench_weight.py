"""What a first view of a page costs a visitor: bytes transferred, font files, and when its largest part is painted.

`python -m tests.benchmarks.bench_weight` serves the site as in production (static files squeezed, joined and
gzipped) to Chromium with an empty cache, on the simulated mobile profile that Lighthouse uses: 1.6 Mbit/s down,
150 ms there and back, a processor a quarter as fast. The bars: 100 KiB without pictures, three font files, the
largest contentful paint within a second.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.bench_pages import ARTICLE, ROOT, _environment, _lay_out, _served

PAGES = ("/", ARTICLE, "/search/?q=probation&near=Taunton")
KIB_AT_MOST, FONTS_AT_MOST, PAINTED_WITHIN = 100, 3, 1_000
ROUNDS = 3
MOBILE = {"latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 768_000 / 8}
LARGEST = """() => new Promise((told) => {
  let last = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { last = entry.startTime; }))
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => told(last), 300);
})"""


class View(NamedTuple):
    """A first view: bytes over the wire without pictures, and with them; font files; largest paint in ms."""

    bytes: int
    pictures: int
    fonts: int
    painted: float


def main() -> None:
    """Lay out the site, look at each page with new eyes, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _production_like(Path(folder))
        _lay_out(environment)
        _collect(environment)
        with _served("config.wsgi:application", environment) as connection, sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
            )
            origin = f"http://localhost:{connection.port}"
            rows = {path: _middle(browser, origin + path) for path in PAGES}
            browser.close()
    _print(rows)


def _production_like(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.weight_settings",
    }


def _collect(environment: dict[str, str]) -> None:
    program = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(program, cwd=ROOT, env=_environment(environment), check=True)


def _middle(browser: Browser, url: str) -> View:
    """The view whose largest paint is the middle one of some."""
    views = sorted((_look(browser, url) for _ in range(ROUNDS)), key=lambda view: view.painted)
    return views[len(views) // 2]


def _look(browser: Browser, url: str) -> View:
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", {"offline": False, **MOBILE})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    tools.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    tools.on("Network.loadingFinished", lambda told: _add(sizes, told))
    page.goto(url, wait_until="load")
    painted = float(page.evaluate(LARGEST))
    context.close()
    by_kind = [(kinds.get(request, "Other"), size) for request, size in sizes.items()]
    return View(
        bytes=sum(size for kind, size in by_kind if kind != "Image"),
        pictures=sum(size for kind, size in by_kind if kind == "Image"),
        fonts=sum(kind == "Font" for kind, _ in by_kind),
        painted=painted,
    )


def _add(sizes: dict[str, int], told: dict[str, Any]) -> None:
    sizes[told["requestId"]] = int(told["encodedDataLength"])


def _print(rows: dict[str, View]) -> None:
    print(f"\n{'first view':<60}{'KiB':>7}{'pictures':>10}{'fonts':>7}{'LCP ms':>8}")  # noqa: T201  (the table it is run for)
    for path, view in rows.items():
        notes = [
            "  too heavy" if view.bytes > KIB_AT_MOST * 1024 else "",
            "  too many fonts" if view.fonts > FONTS_AT_MOST else "",
            "  painted late" if view.painted > PAINTED_WITHIN else "",
        ]
        numbers = f"{view.bytes / 1024:>7.1f}{view.pictures / 1024:>10.1f}{view.fonts:>7}{view.painted:>8.0f}"
        print(f"{path:<60}{numbers}{''.join(notes)}")  # noqa: T201  (the table it is run for)


if __name__ == "__main__":
    main()
