"""What this room makes known when the site is ready."""


def ready() -> None:
    """Mails, permissions, what is exported and erased, and the person's links. Called by content's configuration."""
    from content.perspectives import mails, permissions, privacy  # noqa: F401, PLC0415  (models are not loaded before)
    from content.perspectives.me import my_links  # noqa: PLC0415  (reads addresses)
    from core import me  # noqa: PLC0415  (beside the above)

    privacy.register()
    me.register(my_links, rank=30)
