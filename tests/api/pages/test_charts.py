"""Where things stand in pictures, worked out by hand."""

from decimal import Decimal
from itertools import pairwise

from ecosys.projection import Point
from ecosys.values.instant import BEFORE_ALL
from ecosys_api.charts.bars import LEFT as BARS_BEGIN
from ecosys_api.charts.bars import MAX_BARS, Bar, bar_chart
from ecosys_api.charts.ecosystem import MAX_NAMED, Happening, lanes, marks, price_moves
from ecosys_api.charts.lanes import Lane, Mark, Span, lane_chart
from ecosys_api.charts.points import picture
from ecosys_api.charts.prices import lines_of
from ecosys_api.charts.scale import Amounts
from ecosys_api.charts.steps import LABEL, MAX_LINES, Line, Step, step_chart
from ecosys_api.page.addresses import Addresses
from tests.given import at

LINKS = Addresses("", {})
AS_OF = at("2026-01-01")


def step(day, value):
    return Step(at(day), value, f"{day}: {value}", f"/events/{day}")


def test_a_price_that_falls_is_drawn_as_a_step_down():
    line = Line("input", [step("2025-01-01", 10), step("2025-07-01", 2)])
    chart = step_chart("prices", [line], AS_OF)
    [drawn] = chart.lines
    high, low = drawn.dots[0][1], drawn.dots[1][1]
    assert high < low  # down is more
    assert f"V{low}" in drawn.path
    assert [tick.text for tick in chart.up] == ["0", "5", "10"]
    assert chart.is_ratio is False
    assert [label.text for label in chart.labels] == ["input 2"]


def test_what_is_announced_is_drawn_apart_from_what_is_so():
    line = Line("input", [step("2025-01-01", 10), step("2026-06-01", 2)])
    [drawn] = step_chart("prices", [line], AS_OF).lines
    assert drawn.path
    assert drawn.coming.startswith(f"M{step_chart('prices', [line], AS_OF).moment} ")


def test_after_its_end_a_line_is_not_drawn_on():
    line = Line("input", [step("2025-01-01", 10), step("2025-07-01", None)])
    chart = step_chart("prices", [line], AS_OF)
    [drawn] = chart.lines
    assert drawn.coming == ""
    assert len(drawn.dots) == 1
    assert "V" not in drawn.path


def test_values_that_differ_by_more_than_thirty_times_are_drawn_as_ratios():
    assert Amounts.of([1, 31], 0, 100).is_ratio
    assert not Amounts.of([1, 30], 0, 100).is_ratio
    assert not Amounts.of([0, 30], 0, 100).is_ratio


def test_names_at_the_ends_of_lines_stand_apart():
    lines = [Line(f"line {n}", [step("2025-01-01", 10 + n / 100)]) for n in range(5)]
    places = [label.at for label in step_chart("x", lines, AS_OF).labels]
    assert all(later - before >= LABEL for before, later in pairwise(places))


def test_more_lines_than_hues_are_named_and_not_drawn():
    lines = [Line(f"line {n}", [step("2025-01-01", n + 1)]) for n in range(MAX_LINES + 2)]
    chart = step_chart("x", lines, AS_OF)
    assert len(chart.lines) == MAX_LINES
    assert list(chart.left_out) == [f"line {MAX_LINES}", f"line {MAX_LINES + 1}"]


def test_without_a_value_there_is_no_picture():
    assert step_chart("x", [Line("a", [step("2025-01-01", None)])], AS_OF) is None
    assert step_chart("x", [], AS_OF) is None
    assert bar_chart("x", []) is None
    assert lane_chart("x", [Lane("a", "", [])], AS_OF) is None
    assert picture("x", [], LINKS, AS_OF) is None


def test_what_was_so_before_anybody_said_it_stands_at_the_edge():
    line = Line("input", [Step(BEFORE_ALL, 3.0, "", ""), step("2025-07-01", 2)])
    [drawn] = step_chart("x", [line], AS_OF).lines
    assert drawn.dots[0][0] == 46.0  # where the picture begins


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


def test_bars_below_zero_go_the_other_way():
    chart = bar_chart("x", [Bar("a", 3, "", ""), Bar("b", -1, "", "")])
    up, down = chart.bars
    # a is three of four parts of 610 wide, from the zero at one part; b the part before it
    assert chart.zero == BARS_BEGIN + 152.5
    assert (up.x, up.width) == (chart.zero, 457.5)
    assert (down.x, down.width) == (float(BARS_BEGIN), 152.5)


def test_the_smaller_bars_are_counted():
    chart = bar_chart("x", [Bar(f"b{n}", n, "", "") for n in range(MAX_BARS + 3)])
    assert (len(chart.bars), chart.left_out) == (MAX_BARS, 3)


def figure(subject, day, value, **labels):
    return Point(subject, day, Decimal(value), "stars", events=(f"{subject}-{day}",), labels=labels)


def test_a_metric_that_ran_through_time_is_lines_and_one_of_a_day_bars():
    ran = [figure(name, f"2025-0{n}-01", n) for name in "ab" for n in range(1, 5)]
    drawn = picture("Stars", ran, LINKS, AS_OF)
    assert [len(line.dots) for line in drawn.lines.lines] == [4, 4]
    assert drawn.bars is None
    today = [figure(name, "2025-01-01", 3) for name in "abc"]
    drawn = picture("Stars", today, LINKS, AS_OF)
    assert [bar.bar.name for bar in drawn.bars.bars] == ["a", "b", "c"]
    assert drawn.lines is None


def test_labels_tell_series_apart_where_there_are_few_of_them():
    points = [figure("a", "2025-01-01", n, part=f"part_{n}", figure=str(n * 7)) for n in (1, 2)]
    drawn = picture("Stars", points, LINKS, AS_OF)
    assert sorted(bar.bar.name for bar in drawn.bars.bars) == ["part 1 7", "part 2 14"]
