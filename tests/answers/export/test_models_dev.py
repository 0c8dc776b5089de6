"""models.dev's api.json: what stands in it, and that our own importer reads the same from it."""

from decimal import Decimal

from ecosys.answers.export import export
from ecosys.importer import get_importer
from tests import given
from tests.answers.export.reading import content, lost

LAUNCH = given.event(
    "launched",
    "launch",
    subject="openai/o3",
    what="model",
    occurred="2025-04-16",
    open_weights=False,
    context_window=200_000,
)
LONG = [
    {"direction": "input", "amount": "4", "above": 128_000},
    {"direction": "output", "amount": "16", "above": 128_000},
]
ASSUMED = {
    ("assumed", "attachment false"): 1,
    ("assumed", "limit output 0"): 1,
    ("assumed", "reasoning false"): 1,
    ("assumed", "temperature true"): 1,
    ("assumed", "tool_call true"): 1,
}


def test_a_model_stands_with_its_provider_its_prices_and_its_bands(timeline):
    price = given.price("p", "2025-06-10", input="2", output="8", cache_read="0.5", components=LONG)
    timeline.append([LAUNCH, price])
    (provider,) = content(timeline, "models.dev").values()
    (model,) = provider.pop("models").values()
    assert provider["id"] == "openai"
    assert provider["npm"] == "@ai-sdk/openai"
    assert model["release_date"] == "2025-04-16"
    assert model["limit"] == {"context": 200_000, "output": 0}
    assert model["open_weights"] is False
    assert model["cost"] == {
        "input": 2,
        "output": 8,
        "cache_read": Decimal("0.5"),
        "tiers": [{"input": 4, "output": 16, "tier": {"type": "context", "size": 128_000}}],
    }
    assert lost(timeline, "models.dev") == ASSUMED


def test_what_will_end_is_deprecated_and_what_has_ended_is_left_out(timeline):
    end = given.event(
        "deprecated", "e", subject="openai/o3", announced="2025-03-01", shutdown="2026-12-11"
    )
    timeline.append([LAUNCH, given.price("p", "2025-06-10", input="2", output="8"), end])
    before = content(timeline, "models.dev", "2026-12-10")
    assert before["openai"]["models"]["o3"]["status"] == "deprecated"
    assert content(timeline, "models.dev", "2026-12-11") == {}
    left = lost(timeline, "models.dev", "2026-12-11")
    assert left == {("end", ""): 1, ("launch", ""): 1, ("price of what has ended", ""): 2}


def test_an_earliest_possible_end_deprecates_nothing(timeline):
    soft = given.event(
        "deprecated", "e", subject="openai/o3", announced="2026-01", shutdown="not before 2027"
    )
    timeline.append([LAUNCH, given.price("p", "2025-06-10", input="2", output="8"), soft])
    assert "status" not in content(timeline, "models.dev")["openai"]["models"]["o3"]
    assert lost(timeline, "models.dev")["date of an end", "not before"] == 1


def test_a_price_list_without_output_and_a_provider_without_a_package_are_lost(timeline):
    timeline.append(
        [
            given.price("p", "2025-06-10", subject="openai/embed", input="0.1"),
            given.price("q", "2025-06-10", subject="acme/m", input="1", output="2"),
        ]
    )
    assert content(timeline, "models.dev") == {}
    assert lost(timeline, "models.dev") == {("price", ""): 3}


def test_our_importer_reads_from_it_nothing_but_what_the_log_says(seeded):
    moment = seeded.moment("2026-11-22", "2026-11-22", given.AUDITED)
    read = get_importer("models-dev").rows(
        export(seeded, moment, "models.dev").content, "2026-11-22"
    )
    assert [row for row in read if row.problem] == []
    by_key = {row.key: row for row in read}
    o3 = by_key["openai/o3"].says["openai/o3"]["components"]
    told = {(line["direction"], line["amount"]) for line in o3}
    assert told == {("input", "2"), ("output", "8"), ("cache_read", "0.5")}
    assert len(by_key) > 300
