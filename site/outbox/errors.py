"""How a handler says that it is not done."""


class Later(Exception):
    """Call me again in `seconds`; this does not count as a failed attempt."""

    def __init__(self, seconds: int, reason: str = "") -> None:
        super().__init__(reason or f"again in {seconds} s")
        self.seconds = seconds


class GiveUp(Exception):
    """Trying again is pointless; staff see the message with this reason."""
