"""Messages about the site, for tests."""

import datetime as dt

import factory

from content.models import Feedback
from core import clock


class FeedbackFactory(factory.django.DjangoModelFactory[Feedback]):
    """From somebody without a name, sent an hour ago and waiting, unless told otherwise."""

    class Meta:
        model = Feedback

    words = factory.Sequence(lambda number: f"Message number {number}: the search found my town.")
    about = Feedback.About.PRAISE
    page = "/search/"
    sent_at = factory.LazyFunction(lambda: clock.now() - dt.timedelta(hours=1))
