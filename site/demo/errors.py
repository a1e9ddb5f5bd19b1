"""Why demo content cannot be laid out, each with a sentence a person can act on."""

from core.refusal import Refusal


class NotHere(Refusal):
    """Demo content and its log-ins are for development and tests, in the sandbox."""


class PlacesMissing(Refusal):
    """The gazetteer lacks a place."""


class SettingsMissing(Refusal):
    """The tree of practice settings lacks one."""
