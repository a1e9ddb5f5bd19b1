"""Who may work here: trainers at their own desk, champions and deputies at their own group."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from directory.groups.models import GroupMembership, PracticeGroup
from directory.groups.permissions import LOOKING_AFTER
from directory.trainers.models import Trainer

P = ParamSpec("P")


def for_trainers(
    view: Callable[Concatenate[HttpRequest, Trainer, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets the signed-in person's own trainer; whoever is none is told that there is no such page."""

    @wraps(view)
    def with_trainer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        trainer = Trainer.objects.filter(user=user).first() if user.is_authenticated else None
        if trainer is None:
            raise Http404(_("There is no such page."))
        return view(request, trainer, *args, **kwargs)

    return login_required(with_trainer)


def looked_after_by(user: User | AnonymousUser) -> QuerySet[PracticeGroup]:
    """Groups whose champion or deputy the person is at present; `looks_after`, as a selection."""
    if not user.is_authenticated:
        return PracticeGroup.objects.none()
    own = GroupMembership.objects.filter(user=user, left_at=None, role__in=LOOKING_AFTER)
    return PracticeGroup.objects.filter(pk__in=own.values("group"))


def for_champions(
    view: Callable[Concatenate[HttpRequest, PracticeGroup, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets the group of `slug`, if the signed-in person looks after it; else 404."""

    @wraps(view)
    def with_group(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        group = looked_after_by(request.user).filter(slug=slug).first()
        if group is None:
            raise Http404(_("There is no such page."))
        return view(request, group, *args, **kwargs)

    return login_required(with_group)
