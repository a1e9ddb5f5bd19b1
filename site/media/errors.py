"""What uploads are refused for."""

from django.utils.translation import gettext_lazy as _

from core.refusal import Refusal


class UnusablePicture(Refusal):
    words = _(
        "This picture cannot be read. You could open it in another program, save a copy, and upload that."
    )


class UnusableDocument(Refusal):
    words = _(
        "This file cannot be kept. You could save it in another form, as PDF for example, and upload that."
    )
