"""How many models are announced to end soon, and how old those became that ended."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, event, price
from tests.projections.folding import fold
from tests.properties import examples


def priced(name):
    return price(f"price-{name}", "2024-01-01", subject=f"openai/{name}", input="2")


def ends(name, shutdown, announced="2025-01-01"):
    return event(
        "deprecated", f"{name}-ends", subject=f"openai/{name}", announced=announced,
        stated=announced, shutdown=shutdown,
    )  # fmt: skip


def launched(name, occurred, what="model", **fields):
    return event(
        "launched", f"{name}-launched", subject=f"openai/{name}", what=what, occurred=occurred,
        **fields,
    )  # fmt: skip


def counted(*events, as_of="2025-06-30", **asked):
    points, _ = fold("deprecation_risk", *events, as_of=as_of, **asked)
    return {p.labels["statistic"]: p.value for p in points if p.subject == "openai"}


MODELS = [priced(name) for name in "abcd"]


def test_only_firm_ends_within_the_time_asked_for_count():
    found = counted(
        *MODELS,
        ends("a", "2026-06-30"),  # the last day of the year ahead
        ends("b", "2026-07-01"),  # the day after it
        ends("c", "not before 2026-01-01"),
    )
    assert found["models"] == 4
    assert (found["ending"], found["ending_soft"]) == (1, 1)
    assert found["share_ending"] == Decimal("0.25")
    assert counted(*MODELS, ends("b", "2026-07-01"), within=366)["ending"] == 1


def test_what_has_ended_is_no_model_any_more():
    found = counted(*MODELS, ends("a", "2025-06-30"))
    assert (found["models"], found["ending"]) == (3, 0)


def test_an_end_announced_after_the_moment_is_not_known_of_then():
    assert counted(*MODELS, ends("a", "2026-01-01", "2025-07-01"))["ending"] == 0


def test_a_name_for_a_model_that_ends_is_counted_apart():
    pointing = event("alias_moved", "alias", alias="openai/d", to="openai/a", occurred="2024-01-01")
    found = counted(*MODELS, pointing, ends("a", "2026-01-01"))
    assert (found["ending"], found["ending_through_alias"]) == (1, 1)
    assert found["share_ending"] == Decimal("0.25")
    assert found["share_with_aliases"] == Decimal("0.5")


def test_lifetimes_run_from_the_launch_to_the_shutdown_of_what_has_ended():
    found = counted(
        launched("a", "2024-01-01"), ends("a", "2025-01-11", "2024-12-01"),  # 376 days
        launched("b", "2024-01-01"), ends("b", "2025-01-21", "2024-12-01"),  # 386
        launched("c", "2024-01"), ends("c", "2025-01-31", "2024-12-01"),  # the day is not known
        launched("d", "2024-01-01"), ends("d", "2026-01-01"),  # still answers
        launched("e", "2024-01-01", "product"), ends("e", "2025-02-01", "2024-12-01"),
    )  # fmt: skip
    assert found["lifetimes"] == 2
    assert found["lifetime_unknown"] == 1
    assert found["median_lifetime"] == 381
    assert (found["shortest_lifetime"], found["longest_lifetime"]) == (376, 386)


def test_a_launch_at_another_channel_says_nothing_about_the_provider_s_own():
    found = counted(
        launched("a", "2024-01-01", channel="azure"), ends("a", "2025-01-11", "2024-12-01")
    )
    assert (found["lifetimes"], found["median_lifetime"]) == (0, None)


def test_below_three_models_there_is_no_share():
    points, coverage = fold("deprecation_risk", priced("a"), priced("b"))
    assert [p.value for p in points if p.labels["statistic"] == "share_ending"] == [None]
    assert coverage.reason == "not enough facts: 2 models with a price, 3 are needed"


@examples(100)
@given(st.lists(st.none() | st.integers(-200, 600), min_size=3, max_size=8), st.integers(1, 500))
def test_parts_never_exceed_the_whole_and_looking_further_finds_no_less(days, within):
    today = date(2025, 6, 30)
    events = [priced(f"m{at}") for at, _ in enumerate(days)]
    events += [
        ends(f"m{at}", str(today + timedelta(days=ahead)), "2024-06-01")
        for at, ahead in enumerate(days)
        if ahead is not None
    ]
    found, further = counted(*events, within=within), counted(*events, within=within + 90)
    if not found:
        assert all(ahead is not None and ahead <= 0 for ahead in days)
        return
    assert found["models"] == sum(1 for ahead in days if ahead is None or ahead > 0)
    assert found["ending"] == sum(1 for ahead in days if ahead is not None and 0 < ahead <= within)
    assert found["ending"] <= further["ending"] <= found["models"]
    if found["share_ending"] is not None:
        assert 0 <= found["share_ending"] <= 1


def test_in_the_released_log_14_of_43_models_of_openai_are_announced_to_end(seeded):
    # From the YAML without this package: 43 models with a list price that were not shut down; of
    # 133 ids that have ended 28 have a launch to the day, the median lies between 548 and 555.
    at = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    points = seeded.project("deprecation_risk", at, {"subject": "openai"}).points
    found = {p.labels["statistic"]: p.value for p in points}
    assert (found["models"], found["ending"]) == (43, 14)
    assert found["share_ending"] == Decimal("0.325581")
    assert (found["lifetimes"], found["lifetime_unknown"]) == (28, 105)
    assert found["median_lifetime"] == Decimal("551.5")
    assert (found["shortest_lifetime"], found["longest_lifetime"]) == (137, 1332)
