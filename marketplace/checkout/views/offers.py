"""Who trains, and what can be booked with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.trainers.models import Trainer
from marketplace.checkout.presenters import offers
from marketplace.checkout.queries import packages_for_pages


@require_safe
def trainer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A trainer's profile with their packages."""
    trainer = get_object_or_404(Trainer.objects.listed().for_profile(), slug=slug)
    packages = list(packages_for_pages().listed().filter(trainer=trainer))
    return render(request, "checkout/trainer_detail.html", offers.profile(trainer, packages))


@require_safe
def package_detail(request: HttpRequest, trainer: str, slug: str) -> HttpResponse:
    """A package with its whole terms."""
    package = get_object_or_404(packages_for_pages().listed(), trainer__slug=trainer, slug=slug)
    return render(request, "checkout/package_detail.html", offers.package_page(package))
