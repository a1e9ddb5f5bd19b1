"""Pictures of the guide for editors, from those the journeys kept: `python -m tests.journeys.pictures`."""

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
TAKEN = ROOT / "var" / "screenshots"
KEPT = ROOT / "docs" / "editors"
PICTURES = {
    "home": "cms-home-light",
    "checks": "cms-checks-light",
    "schedule": "cms-schedule-light",
    "queue": "cms-perspectives-light",
}
SIZE = (1280, 800)


def main() -> None:
    """Cut each to one screen and 128 colours, so that it stays small; FileNotFoundError where one was not taken."""
    KEPT.mkdir(exist_ok=True)
    for name, taken in PICTURES.items():
        with Image.open(TAKEN / f"{taken}.png") as picture:
            shown = picture.convert("RGB").crop((0, 0, *SIZE))
        shown.quantize(128).save(KEPT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
