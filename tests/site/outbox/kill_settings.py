"""Settings of programs that share a clock with one another, and with nobody else."""

import os

from config.settings.test import *  # noqa: F403  (all of them, and one more)

CLOCK_FILE = os.environ["CLOCK_FILE"]
