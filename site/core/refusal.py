"""The root of every error whose sentence is meant for a person."""


class Refusal(Exception):
    """Its text says what is wrong and a way on; views show it beside the form and keep what was typed."""

    @property
    def sentence(self) -> str:
        """What the person reads."""
        return str(self.args[0]) if self.args else self.__doc__ or ""
