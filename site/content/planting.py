"""How a page from a file comes into the tree: through the page models, as a draft that is published."""

import json
import uuid
from typing import Any

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page


def publish(parent: Page, page: Any) -> Any:
    """Put a new page under `parent` the way an editor would: as a draft, then its revision published.

    The checks are not asked, since pages that come together may link to each other.
    """
    page.live = False
    parent.add_child(instance=page)
    PublishPageRevisionAction(page.save_revision()).execute()
    page.refresh_from_db()
    return page


def stream(blocks: list[dict[str, Any]]) -> str:
    """Blocks as they stand in a file, in the form a StreamField stores; those without an id get one."""
    return json.dumps([{"id": str(uuid.uuid4()), **block} for block in blocks])
