"""Pages that are written once for all moments between two boundaries, and dated for each asker."""

import pytest

from ecosys.answers import bodies
from ecosys_api import replies

PRICES = "/v1/prices/deepseek/deepseek-chat"
SHARES = "/v1/metrics/provider_share?subject=openai"


@pytest.fixture
def written(app, monkeypatch):
    """How often rows are written as JSON."""
    count = []

    def data(*given):
        count.append(1)
        return bodies.data(*given)

    monkeypatch.setattr(replies, "data", data)
    app.state.timeline.memory.clear()
    return count


def ask(client, path, at):
    return client.get(f"{path}{'&' if '?' in path else '?'}as_of={at}").json()


@pytest.mark.parametrize("path", [PRICES, "/v1/prices?provider=deepseek", SHARES])
def test_between_two_boundaries_rows_are_written_once_and_each_asker_told_its_own_moment(
    client, written, path
):
    first, second = (ask(client, path, f"2026-03-05T09:00:0{second}Z") for second in (1, 2))
    assert len(written) == 1
    assert first["data"] == second["data"]
    assert [each["meta"]["as_of"] for each in (first, second)] == [
        "2026-03-05T09:00:01.000000Z",
        "2026-03-05T09:00:02.000000Z",
    ]
    assert "as_of=2026-03-05T09:00:02.000000Z" in second["links"]["self"]


def test_a_price_that_begins_within_a_day_is_told_from_that_second_on(client, written):
    # DeepSeek's discount of 0.14 ended on 8 February 2025 at 16:00 UTC; 0.27 since
    def in_force(at):
        rows = ask(client, PRICES, f"2025-02-08T{at}Z")["data"]
        return {
            row["per_million"]
            for row in rows
            if row["direction"] == "input" and row["status"] == "in_force" and "hours" not in row
        }

    assert [in_force(at) for at in ("15:59:58", "15:59:59")] == [{"0.14"}] * 2
    assert [in_force(at) for at in ("16:00:00", "16:00:01")] == [{"0.27"}] * 2


def test_a_date_means_no_time_of_day_and_is_answered_for_itself(client, written):
    for at in ("2026-03-05T09:00:01Z", "2026-03-05", "2026-03-05T23:59:59.999999Z"):
        ask(client, PRICES, at)
    assert len(written) == 2  # the last two are the same moment


def test_what_else_is_asked_is_another_page(client, written):
    for more in ("", "&tier=standard", "&include=sources", "&limit=1", "&limit=1&cursor=1"):
        ask(client, f"{PRICES}?{more}", "2026-03-05T09:00:01Z")
    assert len(written) == 5


def test_a_metric_that_grows_from_instant_to_instant_is_asked_at_each(client):
    path = "/v1/metrics/pricing_volatility?subject=openai"
    morning, evening = (
        ask(client, path, f"2026-03-05T{hour}:00Z")["data"] for hour in ("01", "22")
    )
    assert morning != evening
