"""Figures in files count as if each were an event of its own."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from ecosys.answers.observations.observations import figures, observations
from ecosys.errors import InvalidInput, NotFound
from ecosys.event.codec import plain
from tests.answers.observations.conftest import single
from tests.given import event


def told(log, as_of="2026-11-22", known_at="2026-11-22", **asked):
    """What is answered, as (by whom, when, how much)."""
    rows = observations(log, log.moment(as_of, known_at), "downloads", **asked).rows
    return [(row.subject, row.at, int(row.value)) for row in rows]


DAILY = [
    ("pypi/a", "2024-12-31", 1),
    ("pypi/a", "2025-01-01", 10),
    ("pypi/b", "2025-01-01", 100),
    ("pypi/a", "2025-01-02", 1000),
]


def test_flows_of_a_day_are_added_up(timeline, named):
    timeline.append([named("s", DAILY)])
    assert told(timeline) == [("pypi", "2024", 1), ("pypi", "2025", 1110)]
    by_month = [("pypi/a", "2024-12", 1), ("pypi/a", "2025-01", 1010), ("pypi/b", "2025-01", 100)]
    assert told(timeline, by="subject", every="month") == by_month


@pytest.mark.parametrize(("kind", "period"), [("stock", None), ("flow", "30 days")])
def test_of_levels_and_of_what_overlaps_the_last_in_a_period_counts(timeline, named, kind, period):
    timeline.append([named("s", DAILY, kind=kind, period=period)])
    assert told(timeline) == [("pypi", "2024", 1), ("pypi", "2025", 1100)]


def test_shares_of_subjects_are_never_added_up(timeline, named):
    rows = [("pypi/a", "2025-01-01", 30), ("pypi", "2025-01-01", 7), ("pypi/b", "2025-01-01", 40)]
    timeline.append([named("s", rows, kind="share", period=None)])
    assert told(timeline) == [("pypi", "2025", 7)]
    assert [value for *_, value in told(timeline, by="subject")] == [7, 30, 40]


def test_what_lies_after_the_moment_is_not_there_yet(timeline, named):
    timeline.append([named("s", DAILY)])
    assert told(timeline, as_of="2025-01-01") == [("pypi", "2024", 1), ("pypi", "2025", 110)]
    assert told(timeline, known_at="2024-12-31") == [("pypi", "2024", 1)]


def test_what_was_stated_later_was_not_known_before(timeline, named):
    stated = ["2025-01-01", "2025-01-10", "2025-01-10", "2025-01-02"]
    timeline.append([named("s", DAILY, stated=stated)])
    assert told(timeline, known_at="2025-01-02") == [("pypi", "2024", 1), ("pypi", "2025", 1000)]
    assert told(timeline, known_at="2025-01-10")[1] == ("pypi", "2025", 1110)


def test_a_figure_that_was_stated_anew_counts_from_then_on(timeline, named):
    rows = [("pypi/a", "2025-01-01", 10), ("pypi/a", "2025-01-01", 12)]
    timeline.append([named("s", rows, stated=["2025-01-01", "2025-02-01"])])
    assert told(timeline, known_at="2025-01-31") == [("pypi", "2025", 10)]
    assert told(timeline, known_at="2025-02-01") == [("pypi", "2025", 12)]


def test_of_two_segments_that_overlap_the_later_counts_where_they_do(timeline, named):
    timeline.append([named("s", DAILY), named("t", [("pypi/a", "2025-01-01", 11)])])
    assert told(timeline) == [("pypi", "2024", 1), ("pypi", "2025", 1111)]


def test_a_segment_is_corrected_by_another_file(timeline, named):
    wrong, right = named("s", DAILY), named("t", [("pypi/a", "2025-01-01", 11)])
    timeline.append([wrong])
    before = timeline.moment().position
    statement = right.model_copy(update={"id": "s"})
    stated = plain(statement)
    timeline.append([event("corrected", "c", event="s", statement=stated, why="x", fault="ours")])
    assert told(timeline) == [("pypi", "2025", 11)]
    then = timeline.moment(position=before)
    assert [int(row.value) for row in observations(timeline, then, "downloads").rows] == [1, 1110]


def test_a_retracted_segment_counts_no_more(timeline, named):
    timeline.append(
        [named("s", DAILY), event("retracted", "r", event="s", fault="ours", why="wrong")]
    )
    with pytest.raises(NotFound, match="No figure of downloads"):
        told(timeline)


def test_figures_in_files_and_events_are_added_up_together(timeline, named):
    timeline.append([named("s", DAILY), single("e", "pypi/c", "2025-01-03", 5)])
    assert told(timeline) == [("pypi", "2024", 1), ("pypi", "2025", 1115)]


def test_what_counts_otherwise_is_never_added_to_it(timeline, named):
    timeline.append([named("s", DAILY), single("e", "pypi/c", "2025-01-03", 5, period="week")])
    rows = observations(timeline, timeline.moment(), "downloads").rows
    assert [(row.period, row.at, int(row.value)) for row in rows] == [
        ("day", "2024", 1),
        ("day", "2025", 1110),
        ("week", "2025", 5),
    ]


def test_whole_decimals_wider_than_a_machine_word_are_added_up_exactly(timeline, named):
    large = Decimal(10) ** 25
    timeline.append([named("s", [("pypi/a", "2025-01-01", large), ("pypi/a", "2025-01-02", 1)],
                           value=pa.decimal128(30, 0))])  # fmt: skip
    assert told(timeline) == [("pypi", "2025", 10**25 + 1)]


def test_every_point_opens_up_to_the_event_and_the_row(timeline, named):
    timeline.append([named("s", DAILY), single("e", "pypi/a", "2025-01-03", 5)])
    [_, point] = observations(timeline, timeline.moment(), "downloads").rows
    assert (point.figures, point.because, point.events) == (4, (1, 2), ("s", "e"))
    rows = figures(timeline, timeline.moment(), "downloads", "pypi/a").rows
    assert [(row.day, int(row.value), row.position, row.row, row.event) for row in rows] == [
        ("2024-12-31", 1, 1, 0, "s"),
        ("2025-01-01", 10, 1, 1, "s"),
        ("2025-01-02", 1000, 1, 3, "s"),
        ("2025-01-03", 5, 2, None, "e"),
    ]


@pytest.mark.parametrize("asked", [{"by": "model"}, {"every": "week"}])
def test_what_figures_are_not_added_up_by_is_refused(timeline, named, asked):
    timeline.append([named("s", DAILY)])
    with pytest.raises(InvalidInput, match=r"is not known.*"):
        told(timeline, **asked)


@pytest.mark.parametrize(("kind", "period"), [("stock", None), ("flow", "day"), ("flow", "week")])
def test_files_events_and_a_fold_by_hand_give_the_same(timeline, named, kind, period):
    """1,000 figures, half in two files, half in events; the fold in plain Python is the judge."""
    draw = random.Random(kind + str(period))
    first = date(2023, 6, 1)
    places = {
        (f"{owner}/{name}", str(first + timedelta(days=draw.randrange(900))))
        for owner in ("acme", "beta", "pypi")
        for name in "abcd"
        for _ in range(85)
    }
    rows = [(*place, draw.randrange(10**6)) for place in sorted(places)]
    draw.shuffle(rows)
    third = len(rows) // 3
    counted = {"kind": kind, "period": period}
    singles = [single(f"e{at}", *row, **counted) for at, row in enumerate(rows[2 * third :])]
    timeline.append(
        [named("s", rows[:third], **counted), named("t", rows[third : 2 * third], **counted)]
    )
    timeline.append(singles)
    assert told(timeline, every="month") == _by_hand(rows, adds=(kind, period) == ("flow", "day"))


def _by_hand(rows, *, adds):
    of_subject: dict[tuple[str, str], int] = defaultdict(int)
    for subject, day, value in sorted(rows, key=lambda row: row[1]):
        key = (day[:7], subject)
        of_subject[key] = of_subject[key] * adds + value
    of_provider: dict[tuple[str, str], int] = defaultdict(int)
    for (month, subject), value in of_subject.items():
        of_provider[month, subject.partition("/")[0]] += value
    return [(name, month, value) for (month, name), value in sorted(of_provider.items())]
