"""What members and readers do with perspectives, by who does it."""

from content.perspectives.views.authors import appeal, edit, my_perspectives, send, take_back
from content.perspectives.views.readers import helpful, pick, report

__all__ = ["appeal", "edit", "helpful", "my_perspectives", "pick", "report", "send", "take_back"]
