"""Costs by the hour, by what is known of a price, and in words where there is none."""

from pathlib import Path

import pytest

from ecosys.answers.cost import cost
from ecosys.errors import InvalidInput, NotFound
from ecosys.timeline import Timeline
from ecosys.values import amount, instant
from tests.given import event, price

PEAK = "mon-fri 01:00-04:00,06:00-10:00"
BY_THE_HOUR = price(
    "deepseek",
    "2026-08-23",
    subject="deepseek/v4",
    input="0.66",
    components=[{"direction": "input", "amount": "1.32", "hours": PEAK}],
)
MONDAY, TUESDAY, SUNDAY = "2026-11-30", "2026-12-01", "2026-12-06"


class Clock:
    """A clock that shows what it is set to."""

    def __init__(self) -> None:
        self.now = instant.parse("2026-11-24T00:00Z")

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock):
    opened = Timeline.open(tmp_path / "own.db", clock=clock)
    opened.append([BY_THE_HOUR])
    yield opened
    opened.log.database.close()


def input_cost(timeline, **moment):
    row, _ = cost(timeline, timeline.moment(**moment), "deepseek/v4", {"input": 1_000_000})
    return amount.text(row.input)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (f"{MONDAY}T00:30Z", "0.66"),
        (f"{MONDAY}T02:00Z", "1.32"),
        (f"{MONDAY}T05:00Z", "0.66"),
        (f"{TUESDAY}T09:59Z", "1.32"),
        (f"{TUESDAY}T10:00Z", "0.66"),
        (f"{SUNDAY}T02:00Z", "0.66"),
    ],
)
def test_now_costs_what_it_costs_at_this_hour(log, clock, now, expected):
    clock.now = instant.parse(now)
    assert input_cost(log) == expected == input_cost(log, as_of=now)


def test_asked_again_at_the_moment_that_now_counted_as_it_costs_the_same(log, clock):
    night = {"direction": "input", "amount": "0.1", "hours": "16:30-00:30"}
    log.append([price("night", "2026-11-23", subject="deepseek/v4", components=[night])])
    for hour in range(24):
        clock.now = instant.parse(f"{TUESDAY}T{hour:02}:10Z")
        counted = log.moment()
        assert input_cost(log) == input_cost(log, as_of=instant.to_text(counted.as_of))
    clock.now = instant.parse(f"{TUESDAY}T00:10Z")
    assert input_cost(log) == "0.1"


def test_between_two_turns_of_the_hours_now_is_the_same_moment(log, clock):
    moments = set()
    for minute in range(0, 24 * 60, 15):
        clock.now = instant.parse(f"{MONDAY}T{minute // 60:02}:{minute % 60:02}Z")
        moments.add(instant.to_text(log.moment().as_of)[:16])
    assert moments == {f"{MONDAY}T{turn}" for turn in ("00:00", "01:00", "04:00", "06:00", "10:00")}


def test_hours_that_an_overlay_or_a_correction_states_turn_too(log, clock):
    late = {"direction": "input", "amount": "3", "hours": "21:00-22:00"}
    right = price("deepseek", "2026-08-23", subject="deepseek/v4", input="1", components=[late])
    statement = right.model_dump(exclude_defaults=True)
    corrected = event(
        "corrected", "c", event="deepseek", statement=statement, fault="ours", why="?"
    )
    supposed = log.what_if(overlay=[corrected])
    clock.now = instant.parse(f"{MONDAY}T21:30Z")
    assert (input_cost(log), input_cost(supposed)) == ("0.66", "3")
    log.append([corrected])
    assert input_cost(log) == "3"


# Where prices are listed in several currencies


def test_amounts_of_several_currencies_are_never_added(timeline):
    yuan = price("cny", "2025-01-01", input="14", output="56", currency="CNY")
    batch = [{"direction": "input", "amount": "1", "tier": "batch"}]
    timeline.append([price("usd", "2025-01-01", input="2", components=batch), yuan])

    def total(**more):
        counted = {"input": 1_000_000, "output": 1_000_000}
        row, _ = cost(timeline, timeline.moment(), "o3", counted, **more)
        return row.currency, row.total, row.unpriced

    assert total() == total(currency="USD")
    assert total(currency="CNY") == ("CNY", 70, ())
    assert total(currency="USD") == ("USD", None, ("output",))
    assert total(tier="batch")[0] == "USD"
    with pytest.raises(NotFound, match=r"No rate of USD is known on 2026-11-22\. Known: EUR"):
        total(currency="EUR")


def test_of_several_currencies_without_dollars_one_must_be_named(timeline):
    for currency in ("CNY", "EUR"):
        timeline.append([price(currency, "2025-01-01", input="14", currency=currency)])
    with pytest.raises(NotFound, match=r"prices in CNY and EUR\. Add currency=: CNY, EUR"):
        cost(timeline, timeline.moment(), "o3", {"input": 1_000_000})


def test_what_several_sellers_charge_is_never_mixed(timeline):
    timeline.append([price("own", "2025-01-01", input="2"),
                     price("azure", "2025-01-01", output="9", channel="azure")])  # fmt: skip
    with pytest.raises(InvalidInput, match="one seller; openai/o3 is sold at azure, first_party"):
        cost(timeline, timeline.moment(), "o3", {"input": 1}, channel="all")
