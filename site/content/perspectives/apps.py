"""What this room makes known when the site is ready."""


def ready() -> None:
    """Mails and permissions. Called by content's own configuration."""
    from content.perspectives import mails, permissions  # noqa: F401, PLC0415  (models are not loaded before)
