"""The back office under `/cms/`: its menu, and the pages that span rooms."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from core.cms import DIRECTORY, LIBRARY, MONEY, OFFERS, ORDERS, SYSTEM
from marketplace.office.cms.orders import OrderViewSet

hooks.register("register_admin_viewset", OrderViewSet)

_PARTS = (
    (DIRECTORY, "Directory", "group", 210),
    (LIBRARY, "Library", "folder-open-inverse", 215),
    (OFFERS, "Offers", "tag", 220),
    (ORDERS, "Orders", "form", 230),
    (MONEY, "Money", "table", 240),
    (SYSTEM, "System", "cogs", 250),
)


@hooks.register("insert_global_admin_css")
def our_looks() -> SafeString:
    """What these lists need beside Wagtail's own looks."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


def _submenu(hook: str, label: str, icon: str, order: int) -> SubmenuMenuItem:
    """Shown to whoever sees anything in it."""
    return SubmenuMenuItem(label, Menu(register_hook_name=hook), name=hook, icon_name=icon, order=order)


for _part in _PARTS:
    hooks.register("register_admin_menu_item", lambda part=_part: _submenu(*part))
