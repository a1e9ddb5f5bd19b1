"""What perspectives refuse, each with a sentence a person can act on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Suspension
from core.refusal import InvalidDetails, Refusal


class PostedTwice(Refusal):
    """The same member sent the same words to the same question."""

    def __init__(self) -> None:
        super().__init__(
            _("You have sent exactly this already, so there is one of it. You will find it on this page.")
        )


class QuestionClosed(Refusal):
    """The question takes no perspectives any more."""

    def __init__(self) -> None:
        super().__init__(
            _("This question takes no new perspectives any more. Others are open, and yours may fit there.")
        )


class Suspended(Refusal):
    """A member may not contribute for now."""

    def __init__(self, suspension: Suspension) -> None:
        self.suspension = suspension
        if suspension.until is None:
            words = _("You cannot contribute for now. The reason we noted: %(reason)s")
        else:
            words = _("You cannot contribute up to and including %(day)s. The reason we noted: %(reason)s")
        super().__init__(words % {"reason": suspension.reason, "day": suspension.last_day_told})


class TooLateToEdit(Refusal):
    """The day in which an author may reword is over."""

    def __init__(self, hours: int) -> None:
        words = ngettext(
            "Words can be changed for %(hours)d hour after sending. You could take this back and send another.",
            "Words can be changed for %(hours)d hours after sending. You could take this back and send another.",
            hours,
        )
        super().__init__(words % {"hours": hours})


class NotYours(Refusal):
    """Only its author may do this."""

    def __init__(self) -> None:
        super().__init__(_("Only the person who sent this can do that."))


class OwnPerspective(Refusal):
    """Nobody judges their own words."""

    def __init__(self) -> None:
        super().__init__(_("This one is your own, so somebody else should say."))


class NotPublished(Refusal):
    """It is not, or no longer, there for readers."""

    def __init__(self) -> None:
        super().__init__(_("This perspective is not on the page any more."))


class ChangedMeanwhile(Refusal):
    """It is not what the person who decides has read. The two below say how."""


class WordsHaveChanged(ChangedMeanwhile):
    """Its author reworded it, or took it back, while a moderator was reading."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Its author has changed it since you opened it. Here it is as it stands now: you could read it again."
            )
        )


class DecidedMeanwhile(ChangedMeanwhile):
    """Another moderator was quicker."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has decided on it since you opened it. Here it is as it stands now.")
        )


class NothingToDecide(Refusal):
    """It is already as the decision would make it."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to decide here at present. The queue has what is waiting."))


class ReasonMissing(InvalidDetails):
    """A decision that its author has to be told the reason of."""

    def __init__(self) -> None:
        sentence = _("Please give a reason, as its author should read it.")
        super().__init__(sentence, {"reason": [sentence]})


class NothingToUndo(Refusal):
    """The last thing that happened was no decision."""

    def __init__(self) -> None:
        super().__init__(_("There is no decision here that could be taken back."))


class NothingToAppeal(Refusal):
    """Nothing was left out or reworded, or somebody has looked again already."""

    def __init__(self) -> None:
        super().__init__(_("There is no decision here that somebody else could look at again."))


class AppealedAlready(Refusal):
    """One appeal for each decision."""

    def __init__(self) -> None:
        super().__init__(
            _("You have asked for this already. Somebody else looks at it, and you are told what they say.")
        )


class DecidedByYou(Refusal):
    """An appeal is decided by somebody who did not make the decision."""

    def __init__(self) -> None:
        super().__init__(
            _("You made the decision that is asked about. Somebody else should look at it with fresh eyes.")
        )


class AnsweredByAnother(Refusal):
    """What somebody found on an appeal is theirs to take back."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This answered an appeal, so only the person who answered could take it back. You might ask them."
            )
        )


class ReportedAlready(Refusal):
    """A member asks a moderator once to look at the same words."""

    def __init__(self) -> None:
        super().__init__(
            _("You have reported this already, and a moderator has looked at it: it stays as it is.")
        )


class SuspendedAlready(Refusal):
    """There is a suspension in force."""

    def __init__(self) -> None:
        super().__init__(
            _("This member cannot contribute at present already. You could change when that ends.")
        )


class SuspensionOver(Refusal):
    """It has ended, or was lifted."""

    def __init__(self) -> None:
        super().__init__(
            _("This is over, so the member contributes already. You could suspend them anew, with a reason.")
        )
