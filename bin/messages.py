#!/usr/bin/env python3
"""`make messages`: gather the interface strings into locale/*/LC_MESSAGES/django.po. Needs GNU gettext, and is needed
only where strings have changed: the catalogues are kept, and `make setup` compiles them without it."""

import os
import shutil

import setup
from shell import PYTHON, ROOT, StepFailed, give_up, run, say

# What no visitor reads and no mail says, and what is nobody's page. Staff read the back office in English.
LEFT_OUT = (
    "tests/*",
    "var/*",
    ".venv/*",
    "bin/*",
    "static/*",
    "templates/dev/*",
    "site/dev/*",
    "site/demo/*",
    "*/cms.py",
    "*/cms/*",
    "*/checks/*",
    "*/wagtail_hooks.py",
    "*_blocks.py",
    "templates/core/*",
    "templates/wagtail*",
)
TIDY = """
import polib, sys
for path in sys.argv[1:]:
    catalogue = polib.pofile(path, wrapwidth=110)
    for header in ("POT-Creation-Date", "PO-Revision-Date"):
        catalogue.metadata.pop(header, None)
    for entry in catalogue.fuzzy_entries():
        entry.flags.remove("fuzzy")
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        entry.msgstr = ""
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    for entry in catalogue:
        entry.occurrences = sorted(set(entry.occurrences))
    catalogue.save()
    missing = len(catalogue.untranslated_entries())
    print(f"{path}: {len(catalogue)} strings, {missing} to translate.")
"""


def main() -> None:
    setup.environment()
    if not shutil.which("xgettext"):
        give_up("This needs GNU gettext. On Debian or Ubuntu: apt-get install gettext, then try again.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    languages = sorted(path.name for path in (ROOT / "locale").iterdir() if path.is_dir())
    command = [PYTHON, "manage.py", "makemessages", "--no-obsolete", "--add-location", "file"]
    command += [part for name in languages for part in ("--locale", name)]
    command += [part for name in LEFT_OUT for part in ("--ignore", name)]
    try:
        run(command)
        catalogues = [f"locale/{name}/LC_MESSAGES/django.po" for name in languages]
        say(run([PYTHON, "-c", TIDY, *catalogues]).strip())
    except StepFailed as error:
        give_up(error.output)


if __name__ == "__main__":
    main()
