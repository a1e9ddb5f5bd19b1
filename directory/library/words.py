"""Numbers of the library as people say them."""

from django.utils.translation import gettext as _

# The scale classes of `minutes.css`: length is time, and a page may not write a style of its own.
DRAWN = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120)


def group_size(least: int, most: int | None) -> str:
    """ "3 to 12 people", "3 people", "2 people or more"."""
    if most is None:
        return _("%(n)d people or more") % {"n": least}
    if least == most:
        return _("%(n)d people") % {"n": least}
    return _("%(least)d to %(most)d people") % {"least": least, "most": most}


def drawn_minutes(minutes: int) -> int:
    """The nearest length there is a scale class for."""
    return min(DRAWN, key=lambda there: (abs(there - minutes), there))
