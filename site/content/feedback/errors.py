"""What the inbox refuses, each with a sentence a person can act on."""

from django.utils.translation import gettext as _

from core.refusal import InvalidDetails, Refusal


class NothingSaid(InvalidDetails):
    """A message without words."""

    def __init__(self) -> None:
        sentence = _("Please write a sentence or two, without any tags: this one came out empty.")
        super().__init__(sentence, {"words": [sentence]})


class DealtWithMeanwhile(Refusal):
    """Somebody else was quicker."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has dealt with this meanwhile. You could put it back if it needs more."))


class StillWaiting(Refusal):
    """It waits already."""

    def __init__(self) -> None:
        super().__init__(_("This waits in the inbox already."))


class NoAddress(Refusal):
    """There is nobody to answer."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no address to answer to. You could deal with it without, or note what you did.")
        )


class AnsweredMeanwhile(Refusal):
    """An answer is sent once."""

    def __init__(self) -> None:
        super().__init__(_("This has been answered already; the answer stands below it, and was sent once."))
