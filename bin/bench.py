#!/usr/bin/env python3
"""`make bench`: run tests/benchmarks/ and print its table."""

import setup
from shell import PYTHON, StepFailed, give_up, show


def main() -> None:
    setup.environment()
    try:
        show([PYTHON, "-m", "tests.benchmarks"], env={"PYTHONPATH": "site"})
    except StepFailed as error:
        give_up(f"The benchmarks did not end well: {error}")


if __name__ == "__main__":
    main()
