"""Notice: the days between the announcement of an end and the shutdown."""

from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import event
from tests.projections.conftest import set_by
from tests.projections.folding import fold, points
from tests.properties import examples

ANNOUNCED = date(2025, 1, 1)


def ending(name, shutdown, announced="2025-01-01", **fields):
    dates = {"announced": announced, "shutdown": shutdown}
    known = {key: value for key, value in dates.items() if value is not None}
    return event("deprecated", name, subject=f"openai/{name}", stated="2025-01-01",
                 **known, **fields)  # fmt: skip


def after(days):
    return str(ANNOUNCED + timedelta(days=days))


def statistics(found, provider="openai"):
    return {each.labels["statistic"]: each.value for each in found if each.subject == provider}


# By hand


def test_notices_of_30_90_and_360_days_have_a_median_of_90():
    facts = (
        ending("a", "2025-01-31"),
        ending("b", "2025-04-01"),
        ending("c", "2025-12-27"),
    )
    assert statistics(points("deprecation_notice", *facts)) == {
        "median": 90,
        "lower_quartile": 60,  # half-way from 30 to 90
        "upper_quartile": 225,  # half-way from 90 to 360
        "minimum": 30,
        "counted": 3,
        "unknown": 0,
    }


@pytest.mark.parametrize(
    "dates",
    [
        {"shutdown": "2025-06-30", "announced": None},
        {"shutdown": None},
        {"shutdown": "2025-06"},
        {"shutdown": "not before 2025-06-30"},
    ],
)
def test_a_date_that_is_missing_soft_or_coarse_leaves_the_notice_unknown(dates):
    found, coverage = fold("deprecation_notice", ending("vague", **dates))
    told = statistics(found)
    assert (told["counted"], told["unknown"]) == (0, 1)
    assert told["median"] is told["minimum"] is told["lower_quartile"] is None
    assert coverage.missing == ("openai/vague",)


def test_a_move_of_the_shutdown_does_not_restart_the_notice():
    move = event(
        "rescheduled", "moved", event="a", stated="2025-01-21", shutdown="2025-03-02"
    )  # 20 days later, to 60 days after the announcement
    facts = (ending("a", "2025-01-31"), move)
    assert statistics(points("deprecation_notice", *facts))["median"] == 60
    before = points("deprecation_notice", *facts, known_at="2025-01-20")
    assert statistics(before)["median"] == 30


def test_an_announcement_of_many_ids_may_be_counted_once():
    facts = [*(ending(f"a{n}", "2025-01-31") for n in range(5)), ending("b", "2025-04-11")]
    assert statistics(points("deprecation_notice", *facts))["median"] == 30
    told = statistics(points("deprecation_notice", *facts, per="announcement"))
    assert (told["counted"], told["median"]) == (2, 65)  # between 30 and 100


def test_an_end_at_another_seller_is_told_of_that_seller_alone():
    facts = (ending("a", "2025-01-31"), ending("b", "2025-04-01", channel="azure"))
    medians = {
        channel: statistics(points("deprecation_notice", *facts, channel=channel))["median"]
        for channel in ("first_party", "azure", "all")
    }
    assert medians == {"first_party": 30, "azure": 90, "all": 60}


# By property

NOTICES = st.lists(st.integers(0, 1000), max_size=8)
VAGUE = st.lists(st.sampled_from([None, "2025-06", "2026", "not before 2025-06-30"]), max_size=4)


@examples(150)
@given(NOTICES, VAGUE)
def test_the_median_is_that_of_the_known_and_the_unknown_never_count(days, vague):
    facts = [ending(f"n{n}", after(each)) for n, each in enumerate(days)]
    facts += [ending(f"v{n}", each) for n, each in enumerate(vague)]
    told = statistics(points("deprecation_notice", *facts))
    if not facts:
        assert told == {}
        return
    assert (told["counted"], told["unknown"]) == (len(days), len(vague))
    assert told["median"] == (Decimal(str(median(days))) if days else None)
    assert told["minimum"] == (min(days) if days else None)


@examples(100)
@given(NOTICES.filter(bool), NOTICES)
def test_what_is_announced_later_changes_no_answer_of_before(days, later):
    facts = [ending(f"n{n}", after(each)) for n, each in enumerate(days)]
    more = [
        event("deprecated", f"later{n}", subject=f"openai/later{n}", stated="2026-01-01",
              announced="2026-01-01", shutdown=str(date(2026, 1, 1) + timedelta(days=each)))
        for n, each in enumerate(later)
    ]  # fmt: skip
    asked = {"as_of": "2025-12-31", "known_at": "2025-12-31"}
    before = points("deprecation_notice", *facts, **asked)
    assert points("deprecation_notice", *facts, *more, **asked) == before


# Over the released log


def endings_of_providers(exported, day):
    """The newest announcement of each end at the provider itself, as last moved.

    A mirror counts where nobody else says anything; those called off are left out.
    """
    said = exported[(exported.type == "deprecated") & exported.channel.isna()]
    is_own = said.voice.isna() | (said.voice == said.subject.str.partition("/")[0])
    own = set(said[is_own].subject)
    said = said[is_own | ~said.subject.isin(own)]
    moves = exported[exported.type == "rescheduled"].sort_values("stated", kind="stable")
    cancelled = moves[moves.cancelled.eq(True)]
    occurred = set_by(said)
    said = said.assign(occurred=occurred)[(occurred <= day) & ~said.id.isin(cancelled.event)]
    moved = moves.dropna(subset=["shutdown"]).groupby("event").shutdown.last()
    said = said.assign(shutdown=said.id.map(moved).fillna(said.shutdown))
    said = said.assign(is_whole=said.deployment.isna() & said.region.isna())
    in_order = said.sort_values(["is_whole", "occurred"], kind="stable")
    return in_order.drop_duplicates("subject", keep="last")


def days_of(dates):
    """The days of dates that are known to the day; neither coarse nor an earliest possible one."""
    exact = dates.str.extract(r"^(\d{4}-\d{2}-\d{2})(?:T.*)?$", expand=False)
    return pd.to_datetime(exact, format="%Y-%m-%d")


def test_pandas_finds_the_same_notices(seeded, exported):
    known = endings_of_providers(exported, "2026-10-31")
    notices = (days_of(known.shutdown) - days_of(known.announced)).dt.days
    by = notices.groupby(known.subject.str.partition("/")[0])
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    found = seeded.project("deprecation_notice", moment).points
    assert {each.subject for each in found} == set(by.groups)
    for provider, days in by:
        told = statistics(found, provider)
        assert (told["counted"], told["unknown"]) == (
            int(days.count()),
            int(days.isna().sum()),
        ), provider
        for name, value in (
            ("median", days.median()),
            ("lower_quartile", days.quantile(0.25)),
            ("upper_quartile", days.quantile(0.75)),
            ("minimum", days.min()),
        ):
            if told[name] is None:
                assert days.count() < (2 if "quartile" in name else 1)
            else:
                assert float(told[name]) == pytest.approx(value), (provider, name)


def test_anthropic_gives_sixty_days_at_the_least(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    found = seeded.project("deprecation_notice", moment, {"subject": "anthropic"}).points
    assert statistics(found, "anthropic")["minimum"] == 60  # as its documentation promises
