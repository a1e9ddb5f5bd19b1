"""Where a room's pages stand in the menu of `/cms/`."""

# Parts of the menu; the room on top registers the submenus that gather what has one of these as `menu_hook`.
DIRECTORY, LIBRARY, OFFERS = "commons_directory", "commons_library", "commons_offers"
ORDERS, MONEY, SYSTEM = "commons_orders", "commons_money", "commons_system"
