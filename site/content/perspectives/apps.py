"""What this room makes known when the site is ready."""


def ready() -> None:
    """Mails, permissions, search, export and erasure, the person's links. Called by content's configuration."""
    from content.perspectives import (  # noqa: PLC0415  (models are not loaded before)
        findables,
        left_alone,  # noqa: F401  (registers its handler)
        mails,  # noqa: F401  (registers its handler)
        permissions,  # noqa: F401  (grants roles what they may)
        privacy,
    )
    from content.perspectives.me import my_links  # noqa: PLC0415  (reads addresses)
    from core import me  # noqa: PLC0415  (needs the app registry)

    findables.register()
    privacy.register()
    me.register(my_links, rank=30)
