"""Who follows the log over HTTP: pages that are full never change, and none is asked too early."""

import pytest

from ecosys_api.app import create
from tests.api.conftest import ready
from tests.given import event

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

PAGE = "/v1/events?limit=1000"


@pytest.fixture
def served(own):
    """The API over a log of one's own, and that log."""
    client = ready(create(own.log.database.path, fill=False))
    yield client, own
    client.__exit__(None, None, None)


def launch(id):
    return event("launched", id, subject=f"a/{id}", what="model",
                 occurred="2026-11-28", stated="2026-11-28")  # fmt: skip


def test_a_full_page_is_the_same_for_ever_and_so_are_its_links(served):
    client, own = served
    first = client.get(PAGE)
    assert "immutable" in first.headers["cache-control"]
    assert first.json()["meta"]["position"] == 1000
    assert first.json()["links"]["next"] == "/v1/events?after=1000&limit=1000"
    own.append([launch("new")])
    again = client.get(PAGE)
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert client.get(first.json()["links"]["self"]).content == first.content


def test_the_last_page_is_asked_again_until_it_is_full(served):
    client, own = served
    head = own.log.head().position
    address = f"/v1/events?after={head - 1}&limit=2"
    last = client.get(address)
    assert "no-cache" in last.headers["cache-control"]
    own.append([launch("one"), launch("two")])
    full = client.get(address, headers={"If-None-Match": last.headers["etag"]})
    assert full.status_code == 200
    assert "immutable" in full.headers["cache-control"]
    assert full.json()["data"][-1]["id"] == "one"


def test_a_full_page_about_an_alias_may_come_to_mean_another_and_is_asked_again(client):
    exact = client.get("/v1/events?subject=openai/o3&limit=1")
    short = client.get("/v1/events?subject=o3&limit=1")
    assert "immutable" in exact.headers["cache-control"]
    assert "immutable" not in short.headers["cache-control"]


def test_who_has_written_is_not_answered_by_a_log_that_lacks_it(served):
    client, own = served
    head = own.log.head().position
    address = f"/v1/prices/openai/o3?min_position={head + 1}"
    behind = client.get(address)
    assert behind.status_code == 503
    assert behind.headers["retry-after"] == "1"
    assert behind.json()["type"] == "/problems/behind"
    assert f"ends at {head}" in behind.json()["detail"]
    own.append([launch("written")])
    answer = client.get(address)
    assert answer.json()["meta"]["position"] == head + 1
    assert "min_position" not in answer.text


@pytest.mark.parametrize("given", ["soon", "-1", "1.5", ""])
def test_what_is_no_position_is_waited_for_by_nobody(client, given):
    refused = client.get("/v1/prices/openai/o3", params={"min_position": given})
    assert refused.status_code == 422
    assert "min_position" in refused.json()["detail"]


def test_what_changes_tell_is_asked_on_from_where_it_ended(served):
    client, own = served
    own.append([launch("old")])
    look = client.get("/v1/changes?since=2026-11-01&subject=a").json()["links"]["poll"]
    assert client.get(look).json()["data"] == []
    own.append([launch("new")])
    (row,) = client.get(look).json()["data"]
    assert row["events"] == ["new"]
