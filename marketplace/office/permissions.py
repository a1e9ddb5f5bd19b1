"""Who may work here: trainers at their own desk, champions and deputies at their own group."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from directory.groups.models import PracticeGroup
from directory.groups.permissions import looks_after
from directory.trainers.models import Trainer

P = ParamSpec("P")


def for_trainers(
    view: Callable[Concatenate[HttpRequest, Trainer, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view gets the signed-in person's own trainer; whoever is none is told that there is no such page."""

    @wraps(view)
    def with_trainer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        trainer = Trainer.objects.filter(user_id=request.user.pk).first()
        if trainer is None:
            raise Http404("There is no such page.")
        return view(request, trainer, *args, **kwargs)

    return login_required(with_trainer)


def for_champions(
    view: Callable[Concatenate[HttpRequest, PracticeGroup, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """The view gets the group of `slug`, if the signed-in person looks after it; else 404."""

    @wraps(view)
    def with_group(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        group = PracticeGroup.objects.filter(slug=slug).first()
        if group is None or not looks_after(request.user, group):
            raise Http404("There is no such page.")
        return view(request, group, *args, **kwargs)

    return login_required(with_group)
