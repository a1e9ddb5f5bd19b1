"""What this room makes known when the site is ready."""


def ready() -> None:
    """Mails, permissions, and what is exported and erased. Called by content's own configuration."""
    from content.perspectives import mails, permissions, privacy  # noqa: F401, PLC0415  (models are not loaded before)

    privacy.register()
