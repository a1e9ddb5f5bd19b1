#!/usr/bin/env python
"""The project's command line: `python manage.py <command>`."""

import os
import sys
from pathlib import Path

# `site/` is a source root, never a package: the standard library's `site` is loaded first.
sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    """Run a management command under the development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (after the path is set)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
