"""People in `/cms/`: the list, its forms, and the app that puts them in place of Wagtail's."""
