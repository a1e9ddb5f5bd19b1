"""Who keeps the library."""

from accounts import roles

roles.grants(
    roles.EDITOR,
    *("library.view_activity", "library.add_activity", "library.change_activity"),
    *("library.view_resource", "library.add_resource", "library.change_resource"),
)
