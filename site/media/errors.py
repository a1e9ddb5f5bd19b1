"""What uploads are refused for."""

from core.refusal import Refusal


class UnusablePicture(Refusal):
    """This picture cannot be read. You could open it in another program, save a copy, and upload that."""


class UnusableDocument(Refusal):
    """This file cannot be kept. You could save it in another form, as PDF for example, and upload that."""
