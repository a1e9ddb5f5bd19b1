"""Where a room's pages stand in the menu of `/cms/`."""

# Parts of the menu; the room on top registers the submenus that gather what has one of these as `menu_hook`.
DIRECTORY, OFFERS, ORDERS = "commons_directory", "commons_offers", "commons_orders"
MONEY, SYSTEM = "commons_money", "commons_system"
