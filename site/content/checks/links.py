"""Links within the site that lead nowhere: to a page that is gone or not published, a document, a search."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.blocks import PageChooserBlock
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from content.blocks import SettingBlock
from content.checks import parts
from content.checks.finding import Finding
from content.library_blocks import EntryBlock
from content.plain_text import without_tags
from content.video import VideoAddressBlock, video
from directory.places.models import PracticeSetting

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.S)
_ATTRIBUTE = re.compile(r"\b(linktype|id|href)=\"([^\"]*)\"")


def check(page: Any) -> Iterator[Finding]:
    """Links in text; pages, settings, entries of the library and films that were chosen in a block."""
    for part in parts.of_body(page):
        for leaf in part.leaves:
            for words in _broken(part.name, leaf):
                yield part.finding(words)


def _broken(place: str, leaf: parts.Leaf) -> Iterator[str]:
    if isinstance(leaf.block, PageChooserBlock) and not getattr(leaf.value, "live", True):
        words = _("%(place)s leads to “%(title)s”, which is not published. You could choose another page.")
        yield words % {"place": place, "title": leaf.value.title}
    if isinstance(leaf.block, SettingBlock) and leaf.value and not _is_setting(leaf.value):
        words = _("%(place)s leads to a practice setting that is no longer there. You could choose another.")
        yield words % {"place": place}
    if isinstance(leaf.block, EntryBlock) and not (leaf.value and leaf.value.listed):
        words = _(
            "%(place)s shows something that is not in the library, or not published. You could choose another."
        )
        yield words % {"place": place}
    if isinstance(leaf.block, VideoAddressBlock) and not video(leaf.value or ""):
        words = _("%(place)s does not lead to a film at YouTube or Vimeo. You could put in another address.")
        yield words % {"place": place}
    for attributes, text in _LINK.findall(leaf.markup):
        if not _leads_somewhere(dict(_ATTRIBUTE.findall(attributes))):
            words = _(
                "%(place)s has a link, “%(label)s”, to something that is not here or not published. "
                "You could link to another page, or take the link out."
            )
            yield words % {"place": place, "label": without_tags(text)}


def _is_setting(slug: str) -> bool:
    return PracticeSetting.objects.filter(slug=slug).exists()


def _leads_somewhere(link: dict[str, str]) -> bool:
    """Links to other sites are not followed here."""
    kind, number = link.get("linktype"), link.get("id", "")
    if kind == "page":
        return number.isdigit() and Page.objects.live().filter(pk=number).exists()
    if kind == "document":
        return number.isdigit() and bool(get_document_model().objects.filter(pk=number).exists())
    return _answers(html.unescape(link.get("href", "")))


def _answers(href: str) -> bool:
    """Whether an address within this site is anybody's; addresses elsewhere are taken as given."""
    own, there = urlsplit(settings.BASE_URL), urlsplit(href)
    if there.scheme not in {"", "http", "https"} or (there.netloc and there.netloc != own.netloc):
        return True
    if there.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return True
    if not there.path.startswith("/"):
        return bool(there.netloc or there.fragment)
    try:
        match = resolve(there.path)
    except Resolver404:
        return False
    return match.func.__module__ != "content.views" or _is_page(there.path)


def _is_page(path: str) -> bool:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    below = path.strip("/")
    address = f"{site.root_page.url_path}{below}/" if below else site.root_page.url_path
    return bool(Page.objects.live().filter(url_path=address).exists())
