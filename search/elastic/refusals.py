"""What can keep the index from being true, each with a way on."""

from core.refusal import Refusal


class Unreachable(Refusal):
    """Elasticsearch does not answer."""


class PushRefused(Refusal):
    """Elasticsearch took the request and refused some documents in it."""


class BuildRunning(Refusal):
    """Somebody else builds a new index now."""


class BuildBrokenOff(Refusal):
    """A build was begun and never ended: it can be gone on with, or given up."""


class NothingToResume(Refusal):
    """No build was broken off."""


class BuildTaken(Refusal):
    """Somebody else goes on with this build, or has ended it."""


class BuildOutdated(Refusal):
    """What was written so far cannot be gone on with."""


class StillDifferent(Refusal):
    """The new index does not come to hold what the rows hold."""


class NotConfigured(Refusal):
    """This site has no Elasticsearch."""
