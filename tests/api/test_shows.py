"""What the API must be able to show, with the figures as literals."""

from decimal import Decimal

import pytest


def get(client, address, status=200):
    reply = client.get(f"/v1/{address}")
    assert reply.status_code == status, reply.text
    return reply.json()


@pytest.mark.parametrize(
    ("when", "input", "output"),
    [
        ("as_of=2025-06-01", "10", "40"),
        ("as_of=2025-06-15", "2", "8"),
        ("as_of=2025-06-15&known_at=2025-06-15", "2", "8"),
        ("as_of=2025-06-15&known_at=2025-06-01", "10", "40"),
    ],
)
def test_the_price_of_o3_is_that_of_its_day_as_known_then(client, when, input, output):
    cost = get(client, f"cost/openai/o3?input=1000000&output=1000000&{when}")["data"]
    assert (cost["input"], cost["output"]) == (input, output)


@pytest.mark.parametrize(
    ("known", "input", "output"), [("2026-08-09", "3", "15"), ("2026-09-20", "2", "10")]
)
def test_an_announced_increase_that_was_withdrawn_is_known_until_then(client, known, input, output):
    cost = get(
        client,
        "cost/anthropic/claude-sonnet-5?input=1000000&output=1000000"
        f"&as_of=2026-09-15&known_at={known}",
    )["data"]
    assert (cost["input"], cost["output"]) == (input, output)


def test_openai_has_two_million_developers_from_its_developer_day_on(client):
    address = "metrics/cumulative_developers?subject=openai&as_of=2023-12-31"
    points = get(client, address)["data"]
    assert points[-1]["at"] == "2023-11-06"
    assert points[-1]["value"] == "2000000"
    before = get(client, f"{address}&known_at=2023-10-01")["data"]
    assert "2000000" not in [point["value"] for point in before]


def test_a_figure_leads_to_its_event_and_its_source(client):
    address = "metrics/cumulative_developers/explain?subject=openai&as_of=2023-12-31&at=2023-11-06"
    (explained,) = get(client, address)["data"]
    (ground,) = explained["because"]
    assert explained["point"]["because"] == [ground["position"]]
    assert ground["sources"][0]["url"].startswith("https://")
    event = get(client, f"events/{ground['id']}")["data"]
    assert event["position"] == ground["position"]
    assert event["data"]["value"] == "2000000"


def shutdown_of(client, known: str, subject: str = "openai/gpt-4-0314") -> dict:
    rows = get(client, f"deprecations?provider=openai&limit=500{known}")["data"]
    (row,) = [row for row in rows if row["subject"] == subject]
    return row


def test_the_end_of_gpt_4_0314_is_told_as_it_was_known(client):
    assert shutdown_of(client, "&known_at=2023-07-01")["shutdown"] == "2023-09-13"
    assert shutdown_of(client, "&known_at=2023-10-01")["shutdown"] == "2024-06-13"
    assert shutdown_of(client, "&known_at=2023-10-01")["bound"] == "not_before"
    assert shutdown_of(client, "")["shutdown"] == "2026-03-26"


def test_no_later_year_was_known_of_gpt_4_0314_before_it_was_moved(client):
    reply = client.get("/v1/deprecations?provider=openai&known_at=2023-07-01&limit=500")
    rows = [row for row in reply.json()["data"] if row["subject"] == "openai/gpt-4-0314"]
    assert [row["shutdown"][:4] for row in rows] == ["2023"]


def statistics(client, provider: str) -> dict[str, dict]:
    points = get(client, f"metrics/deprecation_notice?subject={provider}")["data"]
    return {point["labels"]["statistic"]: point for point in points}


def test_openai_gives_a_median_of_182_days_and_once_gave_3(client):
    found = statistics(client, "openai")
    assert found["median"]["value"] == "182"
    assert found["minimum"]["value"] == "3"
    told = [get(client, f"events/{id}")["data"] for id in found["minimum"]["events"]]
    shortest = {event["subject"] for event in told if "subject" in event}
    assert shortest == {
        "openai/code-davinci-001",
        "openai/code-cushman-001",
        "openai/code-cushman-002",
    }


def test_anthropic_gives_a_median_of_63_days(client):
    assert statistics(client, "anthropic")["median"]["value"] == "63"


def test_where_google_names_no_announcement_the_notice_is_unknown(client):
    found = statistics(client, "google")
    assert int(found["unknown"]["value"]) > 10
    rows = get(client, "deprecations?provider=google&limit=500")["data"]
    without = [row for row in rows if row["announced"] is None]
    assert without
    assert all(row["notice_days"] is None for row in without)


def test_langchain_passed_80_000_stars_on_a_day_that_the_monthly_series_lacks(client):
    address = "metrics/time_to_adoption?subject=langchain/langchain"
    (point,) = get(client, address)["data"]
    assert point["at"] == "2024-03-23"
    assert int(Decimal(point["labels"]["figure"])) >= 80_000


def test_a_share_names_what_it_could_see(client):
    answer = get(client, "metrics/provider_share")
    coverage = answer["meta"]["coverage"]
    assert "not a market share" in coverage["definition"]
    assert len(coverage["included"]) >= 3
    assert sum(Decimal(point["value"]) for point in answer["data"]) == pytest.approx(
        Decimal(1), abs=Decimal("0.00001")
    )


def test_there_are_three_thousand_events_and_more(client):
    assert get(client, "providers")["meta"]["position"] >= 3000
