"""Feeds over HTTP: the bytes of the command line, kept as other answers are."""

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
TYPES = {".ics": "text/calendar; charset=utf-8"}


@pytest.mark.parametrize(("line", "address"), PAIRS)
def test_a_command_writes_the_bytes_that_are_subscribed_to(
    client, released_database, line, address
):
    reply = client.get(f"{address}&{PINNED}")
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] in TYPES.values()
    words, settings = [*line.split(), *MOMENT], {"ECOSYS_DATABASE": str(released_database)}
    with opened_once():
        done = CliRunner().invoke(build(), words, env=settings)
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == reply.content


@pytest.mark.parametrize("address", [address for _, address in PAIRS])
def test_a_feed_is_kept_for_ever_where_its_moment_is_given_and_else_asked_for_again(
    client, address
):
    pinned, latest = client.get(f"{address}&{PINNED}"), client.get(address)
    assert "immutable" in pinned.headers["cache-control"]
    assert "immutable" not in latest.headers["cache-control"]
    again = client.get(address, headers={"If-None-Match": latest.headers["etag"]})
    assert again.status_code == 304
    assert client.get(latest.links["self"]["url"]).content == latest.content


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("models=o3", "Did you mean model?"),
        ("within=soon", "soon"),
        ("format=csv", "format"),
        ("alarm=1h", "1h"),
    ],
)
def test_what_a_feed_does_not_take_is_refused(client, asked, fault):
    reply = client.get(f"/feeds/calendar.ics?{asked}")
    assert reply.status_code == 422
    assert fault in reply.text


def test_a_calendar_of_what_is_not_known_is_a_problem_and_no_empty_calendar(client):
    reply = client.get("/feeds/calendar.ics?model=o3&model=o33")
    assert reply.status_code == 404
    assert "openai/o3" in reply.json()["candidates"]


def test_the_calendar_is_one(client):
    found = vobject.readOne(client.get("/feeds/calendar.ics?model=openai/o3").text)
    assert [each.summary.value for each in found.vevent_list] == ["o3 stops answering"]
