"""What HTTP asks of the pages, and what is seen over several requests."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys_api.app import create
from tests import given
from tests.api.conftest import ready
from tests.given import event, price

PAGES = ["/", "/docs", "/guide", "/guide/time", "/openapi.json", "/problems/not-found"]


@pytest.mark.parametrize("address", PAGES)
def test_head_is_get_without_the_body(client, address):
    same = {"X-Request-ID": "asked-once"}
    got, headed = client.get(address, headers=same), client.head(address, headers=same)
    assert headed.status_code == got.status_code == 200
    assert headed.content == b""
    assert headed.headers == got.headers


def test_the_page_is_not_sent_again_to_who_has_it_already(client):
    tag = client.get("/").headers["etag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_an_event_is_not_told_before_the_log_had_it(client):
    event = "/v1/events/openai-api-developers-2023-11-06"
    position = client.get(event).json()["data"]["position"]
    assert client.get(f"{event}?position={position}").status_code == 200
    before = client.get(f"{event}?position={position - 1}")
    assert before.status_code == 404
    assert str(position) in before.json()["detail"]


BEDROCK = "us.anthropic.claude-3-5-sonnet-20241022-v2:0"


def test_the_id_of_a_channel_has_a_price_and_a_history_there(client):
    for more in ("", "/vintages"):
        answer = client.get(f"/v1/prices/{BEDROCK}{more}").json()
        assert answer["data"]
        assert answer["meta"]["resolved"]["channel"] == "bedrock"


@pytest.mark.parametrize(
    "address", [f"/v1/deprecations?subject={BEDROCK}", f"/v1/prices/{BEDROCK}?channel=all"]
)
def test_the_id_of_a_channel_is_answered_by_what_holds_there(client, address):
    rows = client.get(address).json()["data"]
    assert "bedrock" in {row["channel"] for row in rows}


def test_the_id_of_a_channel_asked_at_another_is_not_known_there(client):
    reply = client.get(f"/v1/resolve?name={BEDROCK}&channel=azure")
    assert reply.status_code == 404
    assert reply.json()["candidates"] == ["bedrock"]


def test_a_provider_has_no_cost(client):
    reply = client.get("/v1/cost/openai?input=1000")
    assert reply.status_code == 422
    assert "one model" in reply.json()["detail"]


@pytest.mark.parametrize("what", ["prices", "deprecations"])
def test_several_subjects_are_answered_in_their_order_and_those_not_known_are_listed(client, what):
    names = ("anthropic/claude-opus-4-20250514", "claude-opus-44", "openai/gpt-4o-2024-05-13")
    asked = "&".join(f"subject={name}" for name in names)
    answer = client.get(f"/v1/{what}?{asked}&limit=500").json()
    first, _, last = names
    order = list(dict.fromkeys(row["subject"] for row in answer["data"]))
    assert order == [first, last]
    [unknown] = answer["meta"]["unknown"]
    assert unknown["name"] == "claude-opus-44"
    assert "Did you mean" in unknown["why"]
    assert unknown["candidates"]
    alone = [client.get(f"/v1/{what}?subject={name}").json()["data"] for name in (first, last)]
    assert answer["data"] == alone[0] + alone[1]


def test_the_next_page_of_several_subjects_is_of_the_same(client):
    page = client.get("/v1/prices?subject=o3&subject=gpt-4o&subject=nobody&limit=1").json()
    rest = client.get(page["links"]["next"].replace("limit=1", "limit=500")).json()
    assert {row["subject"] for row in rest["data"]} == {"openai/o3", "openai/gpt-4o"}
    assert [each["name"] for each in page["meta"]["resolutions"]] == ["o3", "gpt-4o"]
    assert rest["meta"] == page["meta"]


def test_one_subject_that_is_not_known_is_a_problem_and_so_are_several(client):
    assert client.get("/v1/prices?subject=nobody").status_code == 404
    several = client.get("/v1/prices?subject=nobody&subject=noone")
    assert several.status_code == 404
    assert "nobody is not known" in several.json()["detail"]
    assert "noone is not known" in several.json()["detail"]


def test_reading_is_open_to_pages_of_other_sites(client):
    reply = client.get("/v1/prices/openai/o3", headers={"Origin": "https://example.org"})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "ETag" in reply.headers["access-control-expose-headers"]
    asked = client.options(
        "/v1/prices/openai/o3",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"},
    )
    assert asked.status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Accept": "x" * 70_000}, {f"X-{n}": "x" for n in range(15_000)}]
)
def test_more_headers_than_any_question_needs_are_refused(client, headers):
    reply = client.get("/v1", headers=headers)
    assert reply.status_code == 431
    assert reply.json()["type"] == "/problems/headers-too-large"


@pytest.mark.no_cover
def test_while_the_document_is_made_others_are_answered(released_database):
    client = ready(create(released_database, fill=False))
    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(client.get, "/openapi.json") for _ in range(3)]
        answered = 0
        while not any(each.done() for each in made):
            assert client.get("/livez").status_code == 200
            answered += 1
    assert answered > 5
    assert len({each.result().content for each in made}) == 1
    client.__exit__(None, None, None)


def test_the_docs_need_no_network(client):
    page = client.get("/docs").text
    assert "http://" not in page
    assert "https://" not in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/static/{name}" in page
        assert client.get(f"/static/{name}").status_code == 200


def test_the_first_page_tells_what_happened_what_ends_and_what_changed(client):
    page = client.get("/").text
    for part in ("timeline", "ending", "changed", "age"):
        assert f'<section id="{part}">' in page
    assert page.count('class="mark launch') > 100


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


def test_a_browser_that_comes_before_the_log_is_filled_sees_a_page_and_asks_again(tmp_path):
    client = TestClient(create(tmp_path / "new.db"))
    reply = client.get("/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert reply.status_code == 503
    assert "being filled from the release" in reply.text
    assert reply.headers["content-type"].startswith("text/html")
    assert reply.headers["refresh"] == "2"
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', reply.text)
    assert client.get(style).status_code == 200


def test_a_paused_read_model_is_told_and_what_it_gave_is_answered_all_the_same(tmp_path):
    opened = Timeline.open(tmp_path / "x.db")
    opened.append([price("one", "2024-06-01", subject="a/b", input="1")])
    database = opened.log.database
    database.execute("UPDATE read_model SET problem = 'one: bad', position = 0 WHERE name = 'held'")
    database.close()
    client = ready(create(tmp_path / "x.db", fill=False))
    told = client.get("/readyz").json()["paused_read_models"]
    assert told == [{"name": "held", "problem": "one: bad"}]
    assert client.get("/v1/prices/a/b").json()["data"][0]["amount"] == "1"


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
