"""What stands in pictures, worked out by hand."""

from decimal import Decimal
from itertools import pairwise

import pytest

from ecosys.projection import Point
from ecosys.values.instant import BEFORE_ALL
from ecosys.values.scale import Amounts
from ecosys_api.charts.bars import MAX_BARS, Bar, bar_chart
from ecosys_api.charts.ecosystem import MAX_NAMED, Happening, lanes, marks, price_moves
from ecosys_api.charts.lanes import Lane, Mark, Span, lane_chart
from ecosys_api.charts.points import picture
from ecosys_api.charts.prices import lines_of
from ecosys_api.charts.spec import rows_of
from ecosys_api.charts.steps import LABEL, MAX_LINES, Line, Step, step_chart
from ecosys_api.page.addresses import Addresses
from tests.given import at

LINKS = Addresses("", {})
AS_OF = at("2026-01-01")


def step(day, value):
    return Step(at(day), value, f"{day}: {value}", f"/events/{day}")


def runs(chart, series, state):
    """Where a line runs: its rows of one state."""
    rows = rows_of(chart.spec, "lines")
    return [(r["at"], r["value"]) for r in rows if (r["series"], r["state"]) == (series, state)]


def test_a_price_that_falls_is_a_step_down():
    line = Line("input", [step("2025-01-01", 10), step("2025-07-01", 2)])
    chart = step_chart("prices", [line], AS_OF)
    until = ("2026-01-01", 2)
    assert runs(chart, "input", "so") == [("2025-01-01", 10), ("2025-07-01", 2), until]
    assert [row["value"] for row in rows_of(chart.spec, "points")] == [10, 2]
    assert [row["text"] for row in rows_of(chart.spec, "names")] == ["input 2"]
    up = next(each for each in chart.spec["layer"] if each["name"] == "lines")["encoding"]["y"]
    assert up["axis"]["values"] == [0, 5, 10]
    assert chart.notes == []


@pytest.mark.parametrize("name", ["input", "anthropic/claude-sonnet-5", "anthropic/" + "x" * 30])
def test_names_at_the_ends_of_lines_have_the_room_that_they_need(name):
    short = step_chart("prices", [Line("a", [step("2025-01-01", 10)])], AS_OF).spec
    chart = step_chart("prices", [Line(name, [step("2025-01-01", 10)])], AS_OF).spec
    [text] = [row["text"] for row in rows_of(chart, "names")]
    widest = 7  # of a bold letter of 12 pixels, on average
    assert len(text) * widest < chart["padding"]["right"] - 8
    assert chart["width"] + chart["padding"]["right"] == short["width"] + short["padding"]["right"]


def test_what_is_announced_is_drawn_apart_from_what_is_so():
    line = Line("input", [step("2025-01-01", 10), step("2026-06-01", 2)])
    chart = step_chart("prices", [line], AS_OF)
    assert runs(chart, "input", "so") == [("2025-01-01", 10), ("2026-01-01", 10)]
    began, cut, _ = runs(chart, "input", "to come")
    assert (began, cut) == (("2026-01-01", 10), ("2026-06-01", 2))


def test_after_its_end_a_line_is_not_drawn_on():
    line = Line("input", [step("2025-01-01", 10), step("2025-07-01", None)])
    chart = step_chart("prices", [line], AS_OF)
    ended = [("2025-01-01", 10), ("2025-07-01", 10), ("2025-07-01", None)]
    assert runs(chart, "input", "so") == ended
    assert [value for _, value in runs(chart, "input", "to come")] == [None]
    assert len(rows_of(chart.spec, "points")) == 1


def test_what_is_known_now_is_drawn_apart_from_what_was_known_then():
    then, now = step("2025-01-01", 10), step("2025-01-01", 8)
    chart = step_chart("x", [Line("in", [then]), Line("in", [now], is_other=True)], AS_OF)
    assert {value for _, value in runs(chart, "in", "so")} == {10}
    assert {value for _, value in runs(chart, "in", "known now")} == {8}
    assert [row["text"] for row in rows_of(chart.spec, "names")] == ["in 10"]


def test_values_that_differ_by_more_than_thirty_times_are_drawn_as_ratios():
    assert Amounts.of([1, 31], 0, 100).is_ratio
    assert not Amounts.of([1, 30], 0, 100).is_ratio
    assert not Amounts.of([0, 30], 0, 100).is_ratio
    lines = [Line(name, [step("2025-01-01", value)]) for name, value in (("a", 1), ("b", 31))]
    assert "logarithmic" in step_chart("x", lines, AS_OF).notes[0]


def test_names_at_the_ends_of_lines_stand_apart():
    lines = [Line(f"line {n}", [step("2025-01-01", 10 + n / 100)]) for n in range(5)]
    places = [row["place"] for row in rows_of(step_chart("x", lines, AS_OF).spec, "names")]
    assert all(later - before >= LABEL for before, later in pairwise(places))


def test_more_lines_than_hues_are_named_and_not_drawn():
    lines = [Line(f"line {n}", [step("2025-01-01", n + 1)]) for n in range(MAX_LINES + 2)]
    chart = step_chart("x", lines, AS_OF)
    assert len({row["series"] for row in rows_of(chart.spec, "lines")}) == MAX_LINES
    [note] = chart.notes
    assert note.endswith(f"line {MAX_LINES}, line {MAX_LINES + 1}.")


def test_without_a_value_there_is_no_picture():
    assert step_chart("x", [Line("a", [step("2025-01-01", None)])], AS_OF) is None
    assert step_chart("x", [], AS_OF) is None
    assert bar_chart("x", []) is None
    assert lane_chart("x", [Lane("a", "", [])], AS_OF) is None
    assert picture("x", [], LINKS, AS_OF) is None


def test_what_was_so_before_anybody_said_it_stands_at_the_edge():
    line = Line("input", [Step(BEFORE_ALL, 3.0, "", ""), step("2025-07-01", 2)])
    spec = step_chart("x", [line], AS_OF).spec
    across = next(each for each in spec["layer"] if each["name"] == "lines")["encoding"]["x"]
    first, _ = rows_of(spec, "points")
    assert first["at"] == across["scale"]["domain"][0]


def test_marks_to_come_are_told_from_those_that_were():
    lane = Lane(
        "a", "", [Mark(at("2025-01-01"), "launch", "", ""), Mark(at("2027-01-01"), "end", "", "")]
    )
    chart = lane_chart("x", [lane], AS_OF)
    assert [mark.is_coming for mark in chart.lanes[0].marks] == [False, True]
    assert list(chart.kinds) == ["launch", "end"]


def test_a_span_reaches_from_its_start_to_its_end():
    lane = Lane(
        "a",
        "",
        [Mark(at("2025-01-01"), "launch", "", ""), Mark(AS_OF, "end", "", "")],
        [Span(at("2025-01-01"), AS_OF, "alive")],
    )
    [drawn] = lane_chart("x", [lane], AS_OF).lanes
    [span] = drawn.spans
    assert span.x == drawn.marks[0].x
    assert round(span.x + span.width, 3) == drawn.marks[1].x


def test_kinds_that_are_set_apart_stand_beneath_each_other_in_the_order_of_the_legend():
    day = at("2025-01-01")
    lane = Lane("a", "", [Mark(day, kind, "", "") for kind in ("end", "launch", "price", "tie")])
    chart = lane_chart("x", [lane], AS_OF, apart=True)
    heights = {mark.kind: mark.y for mark in chart.lanes[0].marks}
    assert sorted(heights, key=lambda kind: heights[kind]) == list(chart.kinds)
    # a mark is eight high: no two kinds of one day touch, nor do lanes
    assert all(after - before >= 8 for before, after in pairwise(sorted(heights.values())))
    assert max(heights.values()) - min(heights.values()) + 8 <= chart.lane


def test_marks_of_a_lane_stand_in_the_order_of_time_whatever_they_are():
    days = ("2025-03-01", "2025-01-01", "2025-02-01")
    lane = Lane("a", "", [Mark(at(day), "launch", day, "") for day in days])
    chart = lane_chart("x", [lane], AS_OF)
    assert [mark.text for mark in chart.lanes[0].marks] == sorted(days)


def test_who_looks_closer_sees_dates_between_those_seen_from_afar():
    lane = Lane("a", "", [Mark(at("2020-01-01"), "launch", "", "")])
    chart = lane_chart("x", [lane], AS_OF)
    assert [tick.text for tick in chart.across] == [str(year) for year in range(2020, 2027)]
    assert [tick.text for tick in chart.between][:3] == ["Apr", "Jul", "Oct"]
    assert not {tick.at for tick in chart.between} & {tick.at for tick in chart.across}


def happening(provider, day, what, kind="launch"):
    return Happening(provider, kind, day, what, f"{provider}-{day}")


def test_what_a_provider_launched_on_one_day_is_one_mark():
    names = [f"m{n}" for n in range(MAX_NAMED + 2)]
    [mark] = marks([happening("acme", "2025-01-01", name) for name in names], LINKS)
    assert mark.text == "2025-01-01: m0; m1; m2; m3 and 2 more"
    assert mark.href == "/events/acme-2025-01-01"


def test_providers_of_which_more_is_recorded_come_first():
    told = [happening("b", "2025-01-01", "x"), happening("a", "2019-01-01", "y")]
    told += [happening("c", f"2025-0{n}-01", "z") for n in range(1, 4)]
    drawn = lanes(told, LINKS, at("2020-01-01"))
    assert [lane.name for lane in drawn] == ["c", "b"]  # a did nothing since
    assert drawn[0].href == "/providers/c"


def price_point(day, value, line="input"):
    labels = {"line": line, "channel": "first_party"}
    amount = None if value is None else Decimal(value)
    return Point("acme/m", day, amount, "USD per 1M tokens", events=(f"p-{day}",), labels=labels)


def test_a_price_that_is_stated_anew_is_no_change_and_one_that_changed_is():
    points = [
        price_point("2025-01-01", "10"),
        price_point("2025-03-01", "10"),
        price_point("2025-06-10", "2"),
    ]
    [move] = price_moves(points)
    assert (move.date, move.what) == ("2025-06-10", "m input −80 %")


def test_prices_by_other_units_are_in_the_table_alone():
    other = Point(
        "acme/m",
        "2025-01-01",
        Decimal(1),
        "USD per image",
        labels={"line": "output", "channel": "first_party"},
    )
    assert [line.name for line in lines_of([price_point("2025-01-01", "1"), other], LINKS)] == [
        "input"
    ]


def test_bars_are_in_order_of_what_they_say():
    chart = bar_chart("x", [Bar("b", -1, "", ""), Bar("a", 3, "", "")])
    assert [row["name"] for row in rows_of(chart.spec, "bars")] == ["a", "b"]


def test_the_smaller_bars_are_counted():
    chart = bar_chart("x", [Bar(f"b{n}", n, "", "") for n in range(MAX_BARS + 3)])
    assert len(rows_of(chart.spec, "bars")) == MAX_BARS
    assert chart.notes == ["3 smaller ones are in the table."]


def figure(subject, day, value, **labels):
    return Point(subject, day, Decimal(value), "stars", events=(f"{subject}-{day}",), labels=labels)


def test_a_metric_that_ran_through_time_is_lines_and_one_of_a_day_bars():
    ran = [figure(name, f"2025-0{n}-01", n) for name in "ab" for n in range(1, 5)]
    drawn = picture("Stars", ran, LINKS, AS_OF)
    assert [row["series"] for row in rows_of(drawn.spec, "points")] == [*"aaaabbbb"]
    today = [figure(name, "2025-01-01", 3) for name in "abc"]
    drawn = picture("Stars", today, LINKS, AS_OF)
    assert [row["name"] for row in rows_of(drawn.spec, "bars")] == ["a", "b", "c"]


def bar_names(*points):
    return sorted(row["name"] for row in rows_of(picture("x", points, LINKS, AS_OF).spec, "bars"))


def test_labels_tell_series_apart_where_there_are_few_of_them():
    points = [figure("a", "2025-01-01", n, part=f"part_{n}") for n in (1, 2)]
    assert bar_names(*points) == ["part 1", "part 2"]


def test_numbers_tell_series_apart_only_where_words_do_not():
    day = "2025-01-01"
    both = [figure("a", day, n, part=f"p{n}", figure=f"{n}0000") for n in (1, 2)]
    assert bar_names(*both) == ["p1", "p2"]
    numbers = [figure("a", day, n, size=f"{n}0000") for n in (1, 2)]
    assert bar_names(*numbers) == ["10,000", "20,000"]


def test_a_figure_that_is_not_exact_is_told_as_it_is_meant():
    at_most = Point("a", "2025-01-01", Decimal(1969), "days", comparator="<=")
    about = Point("b", "2025-01-01", Decimal(10), "days", comparator="~", high=Decimal(99))
    rows = rows_of(picture("Lead", [at_most, about], LINKS, AS_OF).spec, "bars")
    assert [row["label"] for row in rows] == ["<= 1,969", "~ 10 to 99"]
    assert rows[1]["text"] == "b 2025-01-01: ~ 10 to 99 days"
