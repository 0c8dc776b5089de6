"""What HTTP asks of every address."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from ecosys import instant
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests import given
from tests.api.conftest import ready
from tests.given import event, price

LISTS = [
    "/v1/changes?since=90d",
    "/v1/deprecations",
    "/v1/events",
    "/v1/metrics",
    "/v1/metrics/price_history?subject=openai/o3",
    "/v1/metrics/price_history/explain?subject=openai/o3",
    "/v1/metrics/price_history/vintages?subject=openai/o3",
    "/v1/models",
    "/v1/prices",
    "/v1/prices/openai/o3",
    "/v1/prices/openai/o3/vintages",
    "/v1/providers",
    "/v1/sources",
]
SINGLES = [
    "/v1/cost/openai/o3?input=1000",
    "/v1/resolve?name=openai/o3",
    "/v1/subjects/openai/o3",
]
PLAIN = ["/", "/docs", "/v1", "/v1/schemas", "/v1/schemas/price_changed", "/openapi.json"]


@pytest.mark.parametrize("address", LISTS)
def test_every_list_has_data_meta_and_links(client, address):
    body = client.get(address).json()
    assert set(body) == {"data", "meta", "links"}
    assert body["data"]
    assert {"as_of", "known_at", "position", "log", "schema_version"} <= set(body["meta"])
    assert set(body["meta"]["log"]) == {"origin", "position", "root"}


@pytest.mark.parametrize("address", LISTS + SINGLES)
def test_asked_again_at_the_coordinates_of_the_answer_the_bytes_are_the_same(client, address):
    first = client.get(address)
    meta = first.json()["meta"]
    join = "&" if "?" in address else "?"
    pinned = (
        f"{address}{join}as_of={meta['as_of']}&known_at={meta['known_at']}"
        f"&position={meta['position']}"
    )
    again = client.get(pinned)
    assert again.json()["data"] == first.json()["data"]
    assert again.json()["meta"] == meta
    assert "immutable" in again.headers["cache-control"]
    assert "immutable" not in first.headers["cache-control"]


@pytest.mark.parametrize("address", LISTS + SINGLES + PLAIN)
def test_head_is_get_without_the_body(client, address):
    got, headed = client.get(address), client.head(address)
    assert headed.status_code == got.status_code == 200
    assert headed.content == b""
    assert headed.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize("address", LISTS + SINGLES + ["/", "/v1", "/v1/schemas"])
def test_what_one_has_already_is_not_sent_again(client, address):
    tag = client.get(address).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.get(address, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_every_list_has_twins(client, address):
    path, _, query = address.partition("?")
    query = f"?{query}" if query else ""
    rows = client.get(address).json()["data"]
    table = client.get(f"{path}.csv{query}")
    assert table.headers["content-type"].startswith("text/csv")
    read = list(csv.DictReader(io.StringIO(table.text)))
    assert len(read) == len(rows)
    markdown = client.get(f"{path}.md{query}")
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert markdown.text.count("\n") == len(rows) + 2
    metadata = client.get(f"{path}.metadata.json{query}").json()
    assert metadata["licence"] == "CC-BY-4.0"
    assert all(column["description"] for column in metadata["columns"])
    join = "&" if query else "?"
    assert client.get(f"{address}{join}format=csv").text == table.text
    assert client.get(address, headers={"Accept": "text/csv"}).text == table.text


def test_pages_follow_each_other_to_the_end_without_a_gap(client):
    for address in ("/v1/prices?limit=100&channel=all", "/v1/events?limit=500&type=launched"):
        seen, following = [], address
        while following:
            reply = client.get(following)
            body = reply.json()
            seen += [str(row) for row in body["data"]]
            following = body["links"]["next"]
            assert (following in reply.headers.get("link", "")) if following else True
        assert len(seen) == len(set(seen)) > 300


def test_a_page_in_a_row_has_the_coordinates_of_the_first(client):
    first = client.get("/v1/prices?limit=10").json()
    given_ = parse_qs(urlsplit(first["links"]["next"]).query)
    assert given_["as_of"] == [first["meta"]["as_of"]]
    assert given_["position"] == [str(first["meta"]["position"])]


def test_reading_is_open_to_pages_of_other_sites(client):
    reply = client.get("/v1/prices/openai/o3", headers={"Origin": "https://example.org"})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "ETag" in reply.headers["access-control-expose-headers"]
    asked = client.options(
        "/v1/prices/openai/o3",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"},
    )
    assert asked.status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(client, method):
    reply = getattr(client, method)("/v1/events")
    assert reply.status_code == 405
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_docs_need_no_network(client):
    page = client.get("/docs").text
    assert "http://" not in page
    assert "https://" not in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/static/{name}" in page
        assert client.get(f"/static/{name}").status_code == 200


def test_the_page_answers_five_questions(client):
    page = client.get("/").text
    assert page.count("<h2>") == 6
    for figure in ("10", "40", "claude-sonnet-5", "as of", "stated"):
        assert figure in page


def test_every_link_of_the_page_leads_somewhere(client):
    import re

    links = re.findall(r'href="(/[^"]*)"', client.get("/").text)
    assert len(links) > 15
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_until_the_log_is_filled_nothing_but_health_is_answered(tmp_path):
    app = create(tmp_path / "new.db")
    client = TestClient(app)  # without its lifespan: the filling has not begun
    assert client.get("/livez").status_code == 200
    reply = client.get("/readyz")
    assert reply.status_code == 503
    reply = client.get("/v1/prices/openai/o3")
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "1"
    assert reply.json()["type"] == "/problems/unavailable"


@pytest.fixture
def scheduled(tmp_path):
    """A log with prices that change at midnight and within a day."""
    opened = Timeline.open(tmp_path / "x.db", clock=lambda: given.at("2025-01-01"))
    opened.append(
        [
            event("launched", "l", subject="a/b", what="model", occurred="2024-01-01",
                  stated="2024-01-01"),
            price("one", "2024-06-01", subject="a/b", input="1"),
            price("two", "2025-03-01", subject="a/b", input="2", stated="2024-12-01"),
            price("three", "2025-03-02T16:00Z", subject="a/b", input="3", stated="2024-12-01"),
        ]
    )  # fmt: skip
    opened.log.database.close()
    return tmp_path / "x.db"


def test_the_tag_changes_when_a_scheduled_change_takes_effect(scheduled):
    now = ["2025-02-28T23:59:59Z"]
    client = ready(create(scheduled, clock=lambda: instant.parse(now[0]), fill=False))

    def ask(at: str) -> tuple[str, str]:
        now[0] = at
        reply = client.get("/v1/cost/a/b?input=1000000")
        return reply.json()["data"]["input"], reply.headers["etag"]

    before = ask("2025-02-28T12:00:00Z")
    assert ask("2025-02-28T23:59:59Z") == before
    after = ask("2025-03-01T00:00:00Z")
    assert (before[0], after[0]) == ("1", "2")
    assert before[1] != after[1]
    assert ask("2025-03-01T23:00:00Z") == after
    same_day = ask("2025-03-02T15:59:59Z")
    at_its_hour = ask("2025-03-02T16:00:00Z")
    assert (same_day[0], at_its_hour[0]) == ("2", "3")
    assert same_day[1] != at_its_hour[1]
    client.__exit__(None, None, None)
