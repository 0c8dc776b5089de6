"""How many names can be pointed to another model."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, event, price
from tests.projections.folding import fold
from tests.properties import examples


def alias(id, name, occurred, to, **fields):
    return event(
        "alias_moved", id, alias=f"openai/{name}", occurred=occurred, stated="2025-01-01",
        to=f"openai/{to}" if to else None, **fields,
    )  # fmt: skip


def priced(name, occurred="2024-01-01"):
    return price(f"price-{name}", occurred, subject=f"openai/{name}", input="2")


def counted(*events, **asked):
    points, _ = fold("alias_exposure", *events, **asked)
    return {p.labels["statistic"]: p for p in points if p.subject == "openai"}


def moves(*events, **asked):
    points, _ = fold("alias_exposure", *events, **asked)
    return {p.subject: p for p in points if p.labels["statistic"] == "moves"}


NEWEST = alias("one", "newest", "2024-01-01", "a")
PRICES = (priced("newest"), priced("a"), priced("b"), priced("c"), priced("d"))


def test_names_are_moving_pinned_or_neither_is_said():
    found = counted(*PRICES, NEWEST)
    assert found["names"].value == 5
    assert found["moving"].value == 1
    assert found["pinned"].value == 1  # a, to which the alias points
    assert found["unsaid"].value == 3  # b, c and d
    assert found["repointed"].value == 0
    assert found["share_moving"].value == Decimal("0.2")
    assert found["share_moving"].high == Decimal("0.8")


def test_each_change_of_target_is_a_move():
    found = moves(
        *PRICES,
        NEWEST,
        alias("two", "newest", "2024-03-01", "b"),
        alias("again", "newest", "2024-04-01", "b"),
        alias("three", "newest", "2024-05-01", "a"),
    )
    point = found["openai/newest"]
    assert (point.value, point.comparator) == (2, ">=")
    assert point.labels["target"] == "openai/a"


def test_a_target_that_ended_while_the_name_went_on_was_a_move():
    ended = alias("one", "newest", "2024-01-01", "a", until="2024-06-01")
    point = moves(*PRICES, ended)["openai/newest"]
    assert (point.value, point.labels["target"]) == (1, "not said")


def test_a_name_that_ended_with_its_target_cannot_be_called_and_did_not_move():
    ended = alias("one", "newest", "2024-01-01", "a", until="2024-06-01")
    shut = event(
        "deprecated", "a-ends", subject="openai/a", announced="2024-01-01", shutdown="2024-06-01"
    )
    assert moves(*PRICES, ended, shut) == {}


def test_a_model_s_own_name_given_to_another_model_has_moved():
    late = alias("late", "d", "2024-03-01", "a")
    assert moves(*PRICES, late)["openai/d"].value == 1


def test_what_was_shut_down_cannot_be_called():
    shut = event(
        "deprecated", "d-ends", subject="openai/d", announced="2024-01-01", shutdown="2024-06-01"
    )
    assert counted(*PRICES, shut)["names"].value == 4
    assert counted(*PRICES, shut, as_of="2024-05-31")["names"].value == 5


def test_a_name_that_moves_by_design_has_moved_an_unknown_number_of_times():
    design = event(
        "described", "design", subject="openai/d", occurred="2024-01-01", attribute="points_to",
        value="whatever is newest",
    )  # fmt: skip
    point = moves(*PRICES, design)["openai/d"]
    assert point.value is None
    assert counted(*PRICES, design)["moving"].value == 1


def test_a_price_of_the_service_as_a_whole_is_no_name():
    service = (
        price("service", "2024-01-01", subject="openai/api", input="2"),
        event("launched", "api", subject="openai/api", what="api", occurred="2020-06-11"),
    )
    assert counted(*PRICES, *service)["names"].value == 5


def test_below_three_names_there_is_no_share():
    found = counted(priced("newest"), NEWEST)
    assert found["share_moving"].value is None


@examples(100)
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=8))
def test_moves_are_the_changes_of_target_whatever_was_said_in_between(run):
    steps = [alias(f"s{at}", "newest", f"2024-02-{at + 1:02}", to) for at, to in enumerate(run)]
    known = [alias("first", "newest", "2024-01-01", run[0])]
    found = moves(*PRICES, *known, *steps)["openai/newest"].value
    assert found == sum(before != after for before, after in pairwise(run))


@examples(100)
@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_every_name_is_counted_once(priced_ones, pointing):
    events = [priced(name) for name in sorted(priced_ones)]
    events += [alias(f"p-{name}", name, "2024-01-01", "z") for name in sorted(pointing)]
    found = counted(*events)
    if not events:
        assert found == {}
        return
    parts = [found[part].value for part in ("moving", "pinned", "unsaid")]
    assert sum(parts) == found["names"].value == len(priced_ones | pointing)


def test_in_the_released_log_names_and_moves_are_those_counted_apart(seeded):
    # Counted from the YAML without this package: OpenAI's ids with a list price on the day that
    # were not shut down are 43 models; five more names are aliases without a price of their own.
    # mistral-ocr-latest stood for 2503, 2505, 2512, 4-0 and 4-1: four moves.
    at = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    points = seeded.project("alias_exposure", at).points
    openai = {p.labels["statistic"]: p for p in points if p.subject == "openai"}
    assert openai["names"].value == 48
    assert openai["moving"].value == 16
    assert openai["share_moving"].value == Decimal("0.333333")
    moved = {p.subject: p.value for p in points if p.labels["statistic"] == "moves"}
    assert moved["mistral/mistral-ocr-latest"] == 4
    assert moved["openai/gpt-4.1"] == 0
    # deepseek-chat: v3.1, terminus, v3.2-exp, v3.2, v4-flash, and V3 before all of them.
    at = seeded.moment(as_of="2026-06-30", known_at="2026-11-22", position=AUDITED)
    moved = {p.subject: p.value for p in seeded.project("alias_exposure", at).points}
    assert moved["deepseek/deepseek-chat"] == 5
