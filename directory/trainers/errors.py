"""What can go wrong with trainers, each with a sentence a person can act on."""

from core.refusal import Refusal


class NotReadyToPublish(Refusal):
    """The profile lacks something visitors need."""


class CredentialUnclear(Refusal):
    """A credential is verified up to a coming date, or refused with a reason."""
