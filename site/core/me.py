"""What stands under a signed-in person's name: each room registers the addresses it has for them.

A room calls :func:`register` in its ``AppConfig.ready``; the masthead shows the links in order of rank. All
providers together may cost two queries, since they run on every page of a signed-in person.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser


class Link(NamedTuple):
    """A label and the address it leads to."""

    label: str
    url: str


Provider = Callable[[AbstractBaseUser], Iterable[Link]]

_providers: list[tuple[int, Provider]] = []
_workplaces: list[Provider] = []


def register(provide: Provider, *, rank: int = 50, workplace: bool = False) -> Provider:
    """Add a provider of links; lower ranks stand first. Registering the same one twice changes nothing.

    `workplace`: its first link is where those who have one begin after signing in.
    """
    if not any(known is provide for _, known in _providers):
        _providers.append((rank, provide))
        _providers.sort(key=lambda pair: pair[0])
        if workplace:
            _workplaces.append(provide)
    return provide


def workplace(user: AbstractBaseUser) -> Link | None:
    """Where somebody works who has work to do here, else None."""
    return next((link for provide in _workplaces for link in provide(user)), None)


def links(user: AbstractBaseUser) -> list[Link]:
    """The links of `user`, in order; none for a visitor who is not signed in."""
    if not user.is_authenticated:
        return []
    return [link for _, provide in _providers for link in provide(user)]
