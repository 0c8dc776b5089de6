"""Feeds keep to their standards: RFC 4287 for Atom, version 1.1 of JSON Feed; others read them."""

import json
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import jsonschema
import pytest
from lxml import etree

from ecosys.answers.feeds.digest import digest_entries
from ecosys.answers.feeds.entries import FeedEntry, change_entries, event_entries, uuid_of
from ecosys.answers.feeds.feed import ATOM, Feed, to_atom, to_json_feed
from ecosys.moment import Moment
from ecosys.values import instant
from tests.given import at, last

HOSTILE = FeedEntry(
    uuid_of("event:x"),
    "<script>alert(1)</script> & \x00 \x1b[2J ]]> \ud83d",
    at("2026-11-20"),
    ("a < b && c", "<b>no</b>\x08"),
    ("price", "acme/m"),
    (('https://acme.example/?a=1&b="2"', 'A "page" <i>'),),
)


def feed(*entries):
    return Feed("ecosys: tests", "/feeds/changes.atom?subject=acme", at("2026-11-22"), entries)


@pytest.fixture(scope="module")
def released(seeded):
    moment = Moment(last("2026-11-22"), last("2026-11-22"), 5716)
    return [
        feed(*change_entries(seeded, moment, "60d", "anthropic", limit=1000)),
        feed(*event_entries(seeded, moment, limit=300)),
        feed(HOSTILE),
        feed(),
        feed(*digest_entries(seeded, moment)),
    ]


# Atom


def the(parent, name):
    """The only element of a name, which is what RFC 4287 asks of most."""
    (found,) = parent.findall(f"{{{ATOM}}}{name}")
    return found


GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
"""The grammar of RFC 4287, for a validator that is not ours."""


def fits(text):
    """Whether a document keeps to the grammar."""
    return GRAMMAR.validate(etree.fromstring(text))


def check_dated(element):
    datetime.strptime(element.text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  it has its Z


def check_atom(text):
    """What RFC 4287 demands of a feed (4.1.1), an entry (4.1.2), content and links.

    Its grammar says which elements there are and how often; the rest it says in words.
    """
    assert fits(text), GRAMMAR.error_log
    root = ET.fromstring(text)
    assert root.tag == f"{{{ATOM}}}feed"
    assert the(root, "id").text.startswith("urn:uuid:")
    assert the(root, "title").text
    check_dated(the(root, "updated"))
    assert the(the(root, "author"), "name").text
    assert [link.get("rel") for link in root.findall(f"{{{ATOM}}}link")] == ["self"]
    entries = root.findall(f"{{{ATOM}}}entry")
    for entry in entries:
        assert the(entry, "id").text.startswith("urn:uuid:")
        assert the(entry, "title").text
        check_dated(the(entry, "updated"))
        assert the(entry, "content").get("type") == "html"
        assert len(the(entry, "content")) == 0
        links = entry.findall(f"{{{ATOM}}}link")
        assert all(link.get("href") for link in links)
        assert [link.get("rel") for link in links].count("alternate") == bool(links)
        assert all(each.get("term") for each in entry.findall(f"{{{ATOM}}}category"))
    ids = [the(entry, "id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    assert the(root, "updated").text >= max(
        (the(entry, "updated").text for entry in entries), default=""
    )


def test_what_is_written_keeps_to_the_rules_of_atom(released):
    for each in released:
        check_atom(to_atom(each))


WRONG = {
    "a feed without a title": ("title", lambda each: each.getparent().remove(each)),
    "two identities": ("id", lambda each: each.addnext(deepcopy(each))),
    "a day for an instant": ("updated", lambda each: setattr(each, "text", "2026-11-20")),
    "a type of text that there is not": ("content", lambda each: each.set("type", "htm")),
    "a link that leads nowhere": ("link", lambda each: each.attrib.pop("href")),
    "an author without a name": ("author", lambda each: each.remove(each[0])),
    "a category without a term": ("category", lambda each: each.attrib.pop("term")),
    "an element that is none of Atom": ("id", lambda each: setattr(each, "tag", f"{{{ATOM}}}guid")),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_grammar_finds_what_is_wrong(wrong):
    name, spoil = WRONG[wrong]
    text = to_atom(feed(HOSTILE))
    assert fits(text)
    root = etree.fromstring(text)
    spoil(next(root.iter(f"{{{ATOM}}}{name}")))
    assert not fits(etree.tostring(root))


def test_a_reader_finds_in_atom_what_was_written(released):
    for each in released[:2]:
        found = feedparser.parse(to_atom(each))
        assert not found.bozo
        assert len(found.entries) == len(each.entries) > 20
        for entry, read in zip(each.entries, found.entries, strict=True):
            assert read.id == f"urn:uuid:{entry.id}"
            assert read.title == entry.title
            assert read.updated == instant.to_text(entry.updated)[:19] + "Z"
            assert [link.href for link in read.get("links", ())] == [url for url, _ in entry.links]


def test_what_looks_like_markup_or_moves_a_terminal_is_text(released):
    text = to_atom(feed(HOSTILE))
    (entry,) = ET.fromstring(text).findall(f"{{{ATOM}}}entry")
    assert the(entry, "title").text == r"<script>alert(1)</script> & \x00 \x1b[2J ]]> \ud83d"
    shown = the(entry, "content").text
    assert shown.startswith(r"<p>a &lt; b &amp;&amp; c</p><p>&lt;b&gt;no&lt;/b&gt;\x08</p>")
    assert the(entry, "link").get("href") == HOSTILE.links[0][0]
    (item,) = json.loads(to_json_feed(feed(HOSTILE)))["items"]
    assert item["content_html"] == shown


# JSON Feed

TEXT = {"type": "string", "minLength": 1}
URL = {"type": "string", "pattern": "^https?://"}
DATE = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
AUTHORS = {"type": "array", "items": {"type": "object", "minProperties": 1}}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "description": TEXT,
        "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        "authors": AUTHORS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "properties": {
                    "id": TEXT,
                    "url": URL,
                    "external_url": URL,
                    "title": TEXT,
                    "content_html": TEXT,
                    "content_text": TEXT,
                    "date_published": DATE,
                    "date_modified": DATE,
                    "tags": {"type": "array", "items": TEXT},
                },
            },
        },
    },
}
"""What version 1.1 of JSON Feed says of what we write."""


def test_what_is_written_keeps_to_the_rules_of_json_feed(released):
    for each in released:
        body = json.loads(to_json_feed(each))
        jsonschema.validate(body, JSON_FEED)
        ids = [item["id"] for item in body["items"]]
        assert len(set(ids)) == len(ids) == len(each.entries)


def test_both_forms_tell_the_same(released):
    for each in released[:2]:
        atom = feedparser.parse(to_atom(each)).entries
        items = json.loads(to_json_feed(each))["items"]
        assert [(entry.id, entry.title, entry.updated) for entry in atom] == [
            (item["id"], item["title"], item["date_modified"]) for item in items
        ]


def test_a_feed_is_dated_by_its_newest_entry_and_an_empty_one_by_the_log():
    assert feed(HOSTILE).last_updated == at("2026-11-20")
    assert feed().last_updated == at("2026-11-22")


def test_feeds_of_other_questions_are_other_feeds():
    one, other = feed(), Feed("x", "/feeds/changes.atom", 0, ())
    assert one.id == feed(HOSTILE).id != other.id
