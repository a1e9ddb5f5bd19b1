"""What can go wrong with a trainer's time, each with a sentence a person can act on."""

from django.utils.translation import gettext as _

from core.refusal import Refusal


class TimeTaken(Refusal):
    """Somebody or something else has this time already."""

    def __init__(self) -> None:
        super().__init__(_("This time has just been taken. You could choose another one."))


class HoldGone(Refusal):
    """The hold ended before it was kept."""

    def __init__(self) -> None:
        super().__init__(_("This time is no longer held. You could choose it again if it is still free."))


class WindowBackwards(Refusal):
    """A window ends before it starts."""

    def __init__(self) -> None:
        super().__init__(_("The end has to be after the start; 00:00 is midnight as the day ends."))


class WindowIncomplete(Refusal):
    """An exception has one time only, or opens a day without saying when."""

    def __init__(self) -> None:
        super().__init__(_("Say from when to when, or leave both empty to close the whole day."))


class NoSuchZone(Refusal):
    """A time was given without saying where on Earth."""

    def __init__(self) -> None:
        super().__init__(_("A time needs its time zone."))
