from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "marketplace.checkout"
    label = "checkout"

    def ready(self) -> None:
        """Tell who may need to know: the masthead, and the signals that lead to mails."""
        from core import me  # noqa: PLC0415  (rooms are loaded by now)
        from marketplace.checkout import mails  # noqa: PLC0415, F401  (connects receivers and the handler)
        from marketplace.checkout.me import my_links  # noqa: PLC0415  (reads addresses)

        me.register(my_links, rank=10)
