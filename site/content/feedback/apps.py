"""What this room makes known when the site is ready."""


def ready() -> None:
    """Mails, permissions, what is forgotten, exported and erased. Called by content's configuration."""
    from content.feedback import forgetting, mails, permissions, privacy  # noqa: F401, PLC0415  (need the models)

    privacy.register()
