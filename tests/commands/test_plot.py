"""Metrics drawn on a terminal: each line is where it has to be, worked out by hand."""

from decimal import Decimal

import pytest

from ecosys.commands import _plot
from ecosys.commands._plot import as_text, plot
from ecosys.errors import InvalidInput
from ecosys.projection import Point
from tests.given import at

AS_OF = at("2025-12-31")


def point(day, value, subject="acme", high=None, **labels):
    amount = None if value is None else Decimal(value)
    most = None if high is None else Decimal(high)
    return Point(subject, day, amount, "stars", labels=labels, high=most)


def lines(points, width=60, as_of=AS_OF):
    return [as_text(line) for line in plot("stars_of", points, as_of, width)]


def year(*values, subject="acme"):
    months = ("2025-01-01", "2025-05-01", "2025-09-01")
    return [point(day, value, subject) for day, value in zip(months, values, strict=True)]


def test_a_value_that_doubles_is_a_step_up_at_its_date():
    title, *plane = lines(year(10, 10, 20))
    assert title == "stars_of"
    # 0 to 20 on 16 rows: 20 is the first, 10 the eighth or ninth, 0 the last
    assert plane[0].startswith("20 ┤")
    assert plane[15] == " 0 ┤"
    high, low = plane[0][4:], next(line for line in plane if line.startswith("10 ┤"))[4:]
    # 56 columns for the year: May is 120 days, September 243 days after its first of 364
    may, september = round(120 / 364 * 55), round(243 / 364 * 55)
    assert [at for at, char in enumerate(low) if char == "●"] == [0, may]
    assert high.strip() == "●" + "─" * (55 - september)
    assert high.index("●") == september
    assert low[september] == "┘"


def test_dates_stand_below_and_what_is_counted_is_told():
    _, *rest = lines(year(10, 10, 20))
    below = rest[17]
    assert [word for word in below.split() if word] == ["2025", "Apr", "Jul", "Oct"]
    edge = rest[16]
    assert edge[4 + round(90 / 364 * 55)] == "┬"  # April is 90 days after January
    assert lines([point("2025-01-01", 1)])[0] == "stars_of"
    other = Point("acme", "2025-01-01", Decimal(1), "USD")
    assert as_text(plot("prices", [other], AS_OF, 60)[0]) == "prices, USD"


def test_series_are_told_apart_by_letters_without_any_colour():
    told = lines([*year(10, 12, 14), *year(1, 2, 3, subject="bell")])
    assert told[-2:] == ["a acme: 14 since 2025-09-01", "b bell: 3 since 2025-09-01"]
    assert sum(line.count("a") for line in told[1:17]) == 3
    assert sum(line.count("b") for line in told[1:17]) == 3


def test_what_is_to_come_is_dashed():
    plane = lines(year(10, 10, 10), as_of=at("2025-07-02"))
    [line] = [each for each in plane if "●" in each and "─" in each]
    assert "╌" in line
    assert line.index("╌") > line.rindex("─")


def test_values_that_differ_much_are_drawn_as_ratios_and_it_says_so():
    title, *plane = lines(year(1, 10, 100))
    assert title == "stars_of, logarithmic"
    marked = {line.split(" ┤")[0].strip(): "●" in line for line in plane[:16] if " ┤" in line}
    assert marked == {"100": True, "10": True, "1": True}


def test_what_does_not_run_through_time_is_bars_from_zero():
    told = lines([point("2025", 30, "a"), point("2025", 15, "b"), point("2025", -15, "c")])
    _, first, second, third = told
    # names take 1 and a space, the longest value 3 and a space: 60 - 1 - 3 - 4 = 52 for 45 units
    assert first == f"a {' ' * 17}{'█' * 34}▋ 30"
    assert second == f"b {' ' * 17}{'█' * 17}▍ 15"
    assert third.endswith("█▍ -15")


def test_what_is_not_drawn_is_told():
    points = [point("2025", 1, high=5), point("2025", None, "b"), point("unknown", 3, "c")]
    *_, apart, ranges = lines(points)
    assert apart == "2 rows without a date or a value, or in other units, are not drawn."
    assert ranges == "Of a range the lower end is drawn."
    assert lines([point("2025", None)]) == ["stars_of: there is no value to draw."]


def test_no_line_is_wider_than_asked_for():
    points = [*year(10, 12, 14), *year(1, 2, 3, subject="a-very-long-name-of-somebody/and-more")]
    for width in (40, 80, 200):
        assert all(len(line) <= width for line in lines(points, width)[:-2])


def test_a_name_that_would_move_the_cursor_is_shown_escaped():
    told = "\n".join(lines([point("2025", 1, "acme\x1b[2J")]))
    assert "\x1b" not in told
    assert "\\x1b" in told


def test_the_command_draws_with_the_receipt_and_refuses_what_is_no_picture(run):
    done = run("metric", "deprecation_notice", "--plot")
    assert done.exit_code == 0, done.output
    assert "deprecation_notice, " in done.output
    assert "\x1b" not in done.output  # it is no terminal
    assert "as of " in done.output
    for beside in ("--vintages", "--explain", "--format=json"):
        with pytest.raises(InvalidInput, match="--plot cannot stand beside"):
            run("metric", "deprecation_notice", "--plot", beside)


def test_a_terminal_has_colours(monkeypatch):
    styled = _plot._styled(plot("stars_of", year(1, 2, 3), AS_OF, 60)[1])
    assert [span.style for span in styled.spans] == [_plot.COLORS[0]] * len(styled.spans)
    assert styled.spans
