"""What can go wrong in the library, each with a sentence a person can act on."""

from django.utils.translation import gettext as _

from core.refusal import InvalidDetails, Refusal


class StepsDoNotFit(InvalidDetails):
    """The steps of an activity take more or less time than it says."""

    def __init__(self, *, steps: int, minutes: int) -> None:
        sentence = _(
            "The steps take %(steps)d minutes together, the activity says %(minutes)d. "
            "You could change either, so that a group can trust the clock."
        ) % {"steps": steps, "minutes": minutes}
        super().__init__(sentence, {"steps": [sentence]})


class NothingToDo(InvalidDetails):
    """An activity without steps."""

    def __init__(self) -> None:
        sentence = _("An activity needs one step at least, each beginning with its minutes.")
        super().__init__(sentence, {"steps": [sentence]})


class Archived(Refusal):
    """What is archived cannot be published."""

    def __init__(self) -> None:
        super().__init__(_("This is archived. “Restore” it first, then publish it."))
