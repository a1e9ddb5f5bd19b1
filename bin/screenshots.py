#!/usr/bin/env python3
"""`make screenshots`: play the journeys of editors and keep their pictures for docs/editors.md."""

import setup
from shell import PYTHON, StepFailed, give_up, show

JOURNEYS = ["tests/journeys/test_editor.py", "tests/journeys/test_moderation.py"]


def main() -> None:
    setup.environment()
    try:
        show([PYTHON, "-m", "pytest", "-q", *JOURNEYS])
        show([PYTHON, "-m", "tests.journeys.pictures"])
    except StepFailed as error:
        give_up(f"The pictures could not be taken: {error}")


if __name__ == "__main__":
    main()
