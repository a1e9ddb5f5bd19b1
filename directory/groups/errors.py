"""What can go wrong with groups, each with a sentence a person can act on."""

from django.utils.translation import gettext as _

from core.refusal import Refusal


class GroupFull(Refusal):
    """Every chair is taken."""

    def __init__(self) -> None:
        super().__init__(_("Every chair of this group is taken. A champion could add one."))


class GroupArchived(Refusal):
    """The group does not meet any more."""

    def __init__(self) -> None:
        super().__init__(_("This group does not meet any more, so nobody can join it."))


class LastChampion(Refusal):
    """Nobody would be left to look after the group."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has to look after the group: make another member champion or deputy first.")
        )
