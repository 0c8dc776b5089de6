"""Feeds over HTTP: the bytes of the command line, kept as other answers are."""

import re

import feedparser
import pytest
import vobject
from typer.testing import CliRunner

from ecosys.__main__ import build
from tests.fixtures import opened_once

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

MOMENT = ["--as-of", "2026-11-22", "--known-at", "2026-11-22", "--position", "5716"]
PINNED = "as_of=2026-11-22&known_at=2026-11-22&position=5716"
PAIRS = [
    ("calendar openai --within 90d", "/feeds/calendar.ics?model=openai&within=90d"),
    (
        "calendar o3 gpt-4-0314 --channel all --alarm 1d",
        "/feeds/calendar.ics?model=o3&model=gpt-4-0314&channel=all&alarm=1d",
    ),
    ("calendar --provider google", "/feeds/calendar.ics?provider=google"),
]
FEEDS = {
    **{address: "text/calendar; charset=utf-8" for _, address in PAIRS},
    "/feeds/changes.atom?subject=openai/o3&since=2026-06-01": "application/atom+xml; charset=utf-8",
    "/feeds/changes.json?kind=shutdown": "application/feed+json; charset=utf-8",
    "/feeds/events.atom?type=launched&type=deprecated": "application/atom+xml; charset=utf-8",
    "/feeds/events.json?subject=openai/o3&limit=5": "application/feed+json; charset=utf-8",
}


@pytest.mark.parametrize(("line", "address"), PAIRS)
def test_a_command_writes_the_bytes_that_are_subscribed_to(
    client, released_database, line, address
):
    reply = client.get(f"{address}&{PINNED}")
    assert reply.status_code == 200, reply.text
    words, settings = [*line.split(), *MOMENT], {"ECOSYS_DATABASE": str(released_database)}
    with opened_once():
        done = CliRunner().invoke(build(), words, env=settings)
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == reply.content


@pytest.mark.parametrize(("address", "type"), FEEDS.items())
def test_a_feed_is_kept_for_ever_where_its_moment_is_given_and_else_asked_for_again(
    client, address, type
):
    moment = "position=5716" if "/events." in address else PINNED
    pinned, latest = client.get(f"{address}&{moment}"), client.get(address)
    assert pinned.headers["content-type"] == type
    assert "immutable" in pinned.headers["cache-control"]
    assert "immutable" not in latest.headers["cache-control"]
    again = client.get(address, headers={"If-None-Match": latest.headers["etag"]})
    assert again.status_code == 304
    assert client.get(latest.links["self"]["url"]).content == latest.content


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("calendar.ics?models=o3", "Did you mean model?"),
        ("calendar.ics?within=soon", "soon"),
        ("calendar.ics?format=csv", "format"),
        ("calendar.ics?alarm=1h", "1h"),
        ("changes.atom?kind=pride", "Did you mean price?"),
        ("changes.json?limit=0", "limit"),
        ("events.atom?since=7d", "since is not a parameter"),
        ("events.json?type=lunched", "Did you mean launched"),
    ],
)
def test_what_a_feed_does_not_take_is_refused(client, asked, fault):
    reply = client.get(f"/feeds/{asked}")
    assert reply.status_code == 422
    assert fault in reply.text


def test_a_calendar_of_what_is_not_known_is_a_problem_and_no_empty_calendar(client):
    reply = client.get("/feeds/calendar.ics?model=o3&model=o33")
    assert reply.status_code == 404
    assert "openai/o3" in reply.json()["candidates"]


def test_the_calendar_is_one(client):
    found = vobject.readOne(client.get("/feeds/calendar.ics?model=openai/o3").text)
    assert [each.summary.value for each in found.vevent_list] == ["o3 stops answering"]


def test_a_feed_is_of_its_question_at_whatever_moment_it_is_asked(client):
    address = "/feeds/changes.atom?subject=openai/o3&since=2026-06-01"
    latest, pinned = client.get(address), client.get(f"{address}&{PINNED}")
    (self,) = [each.href for each in feedparser.parse(latest.content).feed.links]
    assert self == "/feeds/changes.atom?since=2026-06-01&subject=openai/o3"
    ids = {feedparser.parse(each.content).feed.id for each in (latest, pinned)}
    assert len(ids) == 1


def test_both_forms_of_a_feed_hold_the_same(client):
    atom = feedparser.parse(client.get(f"/feeds/changes.atom?subject=openai&{PINNED}").content)
    json = client.get(f"/feeds/changes.json?subject=openai&{PINNED}").json()
    assert [each.id for each in atom.entries] == [each["id"] for each in json["items"]]
    assert len(atom.entries) > 5


def test_the_last_week_is_a_page_and_an_entry_of_a_feed(client):
    moment = "as_of=2025-06-15&known_at=2025-06-15&position=5716"
    page = client.get(f"/feeds/weekly.md?{moment}")
    assert page.headers["content-type"] == "text/markdown; charset=utf-8"
    assert page.text.startswith("# ecosys: 2025-W24, 2025-06-09 to 2025-06-15\n")
    assert "- o3 input 10 → 2, price −80 %\n" in page.text
    first = feedparser.parse(client.get(f"/feeds/weekly.atom?{moment}").content).entries[0]
    assert first.title == "ecosys: 2025-W24, 2025-06-09 to 2025-06-15"
    assert "o3 input 10 → 2, price −80 %" in first.content[0].value
    assert first.id == client.get(f"/feeds/weekly.json?{moment}").json()["items"][0]["id"]


def test_the_command_line_tells_the_same_week(client, released_database):
    words = ["--as-of", "2025-06-15", "--known-at", "2025-06-15", "--position", "5716"]
    told = CliRunner().invoke(build(), ["digest", *words, "--database", str(released_database)])
    moment = "as_of=2025-06-15&known_at=2025-06-15&position=5716"
    assert told.stdout_bytes == client.get(f"/feeds/weekly.md?{moment}").content


# llms.txt


def test_what_a_language_model_is_told_leads_to_what_it_says(client):
    told = client.get("/llms.txt")
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    head, *_ = told.text.split("\n\n")
    assert head == "# ecosys"
    assert told.text.split("\n\n")[1].startswith("> ")
    links = re.findall(r"^- \[[^]]+\]\(([^)]+)\): \S", told.text, re.MULTILINE)
    assert len(links) > 20
    for address in links:
        assert client.get(address).status_code == 200, address
