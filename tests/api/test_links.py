"""What links lead to: the next page of an answer, and its one address."""

import pytest

from ecosys_api.app import create
from tests.api.conftest import ready
from tests.given import event, price

pytestmark = pytest.mark.no_cover  # measuring would take most of its time


def test_pages_follow_each_other_to_the_end_without_a_gap(client):
    for address in ("/v1/prices?limit=1000&channel=all", "/v1/events?limit=500&type=launched"):
        seen, following = [], address
        while following:
            reply = client.get(following)
            body = reply.json()
            seen += [str(row) for row in body["data"]]
            following = body["links"]["next"]
            assert (following in reply.headers.get("link", "")) if following else True
        assert len(seen) == len(set(seen)) > 300


def test_an_answer_of_more_rows_than_a_page_can_have_goes_on(client):
    address = "/v1/metrics/price_history/vintages?subject=openai&limit=500"
    first = client.get(address).json()
    second = client.get(first["links"]["next"]).json()
    assert len(first["data"]) == 500
    assert second["data"]


PINNED = "as_of=2025-06-15&known_at=2025-06-15&position=5716"
AS_INSTANTS = "as_of=2025-06-15T23:59:59.999999Z&known_at=2025-06-15T23:59:59.999999Z&position=5716"


@pytest.mark.parametrize(
    "asked",
    [
        f"{PINNED}&tier=standard&channel=all",
        f"channel=all&{PINNED}&tier=standard",
        f"tier=standard&limit=50&{PINNED}&cursor=0&channel=all&format=json",
    ],
)
def test_a_page_has_one_address_however_it_was_asked_for(client, asked):
    links = client.get(f"/v1/prices/openai/o3?{asked}").json()["links"]
    assert links["self"] == f"/v1/prices/openai/o3?channel=all&tier=standard&{AS_INSTANTS}"
    assert links["poll"] == "/v1/prices/openai/o3?channel=all&tier=standard"


def test_who_polls_events_is_given_those_that_came_since_and_no_others(own):
    client = ready(create(own.log.database.path, fill=False))
    head = own.log.head().position
    address = f"/v1/events?after={head - 10}&type=launched"
    poll = client.get(address).json()["links"]["poll"]
    assert poll == f"/v1/events?after={head}&type=launched"
    assert client.get(poll).json()["data"] == []
    new = event("launched", "new", subject="a/b", what="model", occurred="2026-11-28")
    own.append([new, price("x", "2026-11-28", input="1")])
    news = client.get(poll).json()
    assert [row["id"] for row in news["data"]] == ["new"]
    assert news["links"]["poll"] == f"/v1/events?after={head + 2}&type=launched"
    client.__exit__(None, None, None)
