"""Terms explained where a page first uses them. The stored text is never touched: this marks what is shown."""

from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.html import format_html

from content.terms.matching import Explained, Matcher

Marked = tuple[str, tuple[Explained, ...]]
AT_MOST = 12
"""Terms explained on one page."""
# Words somebody else said, what is operated, and headings are left as they are.
_LEFT_ALONE = frozenset(
    (
        "a",
        "abbr",
        "blockquote",
        "button",
        "cite",
        "code",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "q",
        "sup",
    )
)


class Explaining:
    """One page's: what was explained so far. A template gives it the page's texts in their order."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.terms: tuple[Explained, ...] = ()
        """In the order in which they were met."""

    def mark(self, markup: str) -> str:
        """The markup with the first use of each term, on the whole page, as a button that opens its slip."""
        marked, self.terms = _marked(self._matcher, str(markup), tuple(self.terms))
        return marked


@lru_cache(maxsize=256)
def _marked(matcher: Matcher, markup: str, before: tuple[Explained, ...]) -> Marked:
    """The markup, and all that is explained with it, where these terms were explained before.

    Kept by what it follows from: a changed text is another key, and where a term changed there is another matcher.
    """
    if len(before) >= AT_MOST or not any(matcher.matches(unescape(markup))):
        return markup, before
    terms = list(before)
    marking = _Marking(lambda text: _in_text(text, matcher, terms))
    marking.feed(markup)
    marking.close()
    return "".join(marking.written), tuple(terms)


def _in_text(text: str, matcher: Matcher, terms: list[Explained]) -> str:
    """The text as markup; what it explains is added to `terms`."""
    written, end = [], 0
    for match in matcher.matches(text):
        if match.term in terms or len(terms) >= AT_MOST:
            continue
        terms.append(match.term)
        written += [_plain(text[end : match.start]), _button(text[match.start : match.end], match.term)]
        end = match.end
    return "".join([*written, _plain(text[end:])])


class _Marking(HTMLParser):
    """Writes markup as it came, save its text."""

    def __init__(self, text: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self._text = text
        self._inside: list[str] = []
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.written.append(self.get_starttag_text() or "")
        if tag in _LEFT_ALONE:
            self._inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        self.written.append(_plain(data) if self._inside else self._text(data))

    def handle_comment(self, data: str) -> None:
        self.written.append(f"<!--{data}-->")


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _button(words: str, term: Explained) -> str:
    """Phrasing content, so that it may stand in a paragraph."""
    html = '<button class="term" type="button" popovertarget="{}">{}</button>'
    return format_html(html, term.anchor, words)
