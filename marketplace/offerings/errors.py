"""What can go wrong with offers, each with a sentence a person can act on."""

from django.utils.translation import gettext as _

from core.refusal import Refusal


class CannotPublish(Refusal):
    """Something keeps a version from being published; `obstacles` has a sentence for each."""

    def __init__(self, obstacles: list[str]) -> None:
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


class NothingToPublish(Refusal):
    """The package has no draft."""

    def __init__(self) -> None:
        super().__init__(_("Nothing has changed since the last version, so there is nothing to publish."))
