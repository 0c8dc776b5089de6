"""Feed: some entries with what they are of, as Atom (RFC 4287) and as JSON Feed 1.1.

No address of a server stands in a feed: what is given for one question is the same everywhere.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from ecosys.answers.bodies import LICENCE
from ecosys.answers.feeds.entries import FeedEntry, uuid_of
from ecosys.values import instant
from ecosys.values.words import escape_unprintable

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
AUTHOR = "ecosys"
SECONDS = len("2026-11-30T00:00:00")


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries, the newest first."""

    title: str
    """What they are of."""
    address: str
    """Where a server gives it, whenever it is asked: what tells it from other feeds."""
    updated: int
    """When it last could have changed, where it has no entries."""
    entries: Sequence[FeedEntry]

    @property
    def id(self) -> str:
        """Its identity for ever."""
        return uuid_of(f"feed:{self.address}")

    @property
    def last_updated(self) -> int:
        """When its newest entry became news."""
        return max((each.updated for each in self.entries), default=self.updated)


def feed_title(what: str, about: Iterable[str] = ()) -> str:
    """The title of a feed.

    >>> feed_title("what changed", ["openai/o3"]), feed_title("events")
    ('ecosys: what changed, openai/o3', 'ecosys: events')
    """
    return ", ".join([f"ecosys: {what}", *about])


def to_atom(feed: Feed) -> bytes:
    """A feed as Atom."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _text(root, "id", f"urn:uuid:{feed.id}")
    _text(root, "title", feed.title)
    _text(root, "updated", _time(feed.last_updated))
    _text(_child(root, "author"), "name", AUTHOR)
    _text(root, "rights", LICENCE)
    _child(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    for entry in feed.entries:
        _entry(_child(root, "entry"), entry)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(parent: ET.Element, entry: FeedEntry) -> None:
    _text(parent, "id", f"urn:uuid:{entry.id}")
    _text(parent, "title", entry.title)
    _text(parent, "updated", _time(entry.updated))
    for tag in entry.tags:
        _child(parent, "category", term=_clean(tag))
    for number, (url, title) in enumerate(entry.links):
        rel = "via" if number else "alternate"
        _child(parent, "link", rel=rel, href=_clean(url), title=_clean(title))
    _text(parent, "content", _html(entry), type="html")


def to_json_feed(feed: Feed) -> bytes:
    """A feed as JSON Feed."""
    body = {
        "version": JSON_FEED,
        "title": feed.title,
        "description": f"Licence: {LICENCE}",
        "authors": [{"name": AUTHOR}],
        "language": "en",
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _item(entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": f"urn:uuid:{entry.id}",
        "title": _clean(entry.title),
        "content_text": "\n".join(map(_clean, entry.lines)),
        "content_html": _html(entry),
        "date_published": _time(entry.updated),
        "date_modified": _time(entry.updated),
        "tags": list(map(_clean, entry.tags)),
    }
    if entry.links:
        item["url"] = item["external_url"] = _clean(entry.links[0][0])
    return item


def _html(entry: FeedEntry) -> str:
    """The lines of an entry and its sources: text, whatever it looks like."""
    lines = [f"<p>{escape(_clean(line))}</p>" for line in entry.lines]
    links = [
        f'<li><a href="{escape(_clean(url))}">{escape(_clean(title))}</a></li>'
        for url, title in entry.links
    ]
    return "".join([*lines, *(["<ul>", *links, "</ul>"] if links else [])])


WRITERS: Mapping[str, Callable[[Feed], bytes]] = {"atom": to_atom, "json": to_json_feed}
"""What writes a feed, by the form."""
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
"""What the forms are called on the wire."""


def _child(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    _child(parent, name, **attributes).text = _clean(text)


def _clean(text: str) -> str:
    """A text without what XML cannot hold and readers should not show."""
    return escape_unprintable(text)


def _time(at: int) -> str:
    return f"{instant.to_text(at)[:SECONDS]}Z"
