"""Pictures drawn on the server: they show what their specifications say, where that stands."""

from xml.etree import ElementTree as ET

import altair
import pytest
from jsonschema import Draft7Validator

from ecosys_api.charts.bars import Bar, bar_chart
from ecosys_api.charts.spec import rows_of
from ecosys_api.charts.steps import Line, Step, step_chart
from ecosys_api.charts.theme import THEMES, config
from ecosys_api.web import content
from tests.given import at

AS_OF = at("2026-01-01")


def step(day, value, name="input"):
    return Step(at(day), value, f"{day} {name}: {value}", f"/events/{name}-{day}")


def prices():
    """Two lines: one fell, one is announced to end."""
    read = Line("input", [step("2025-01-01", 10), step("2025-07-01", 2)])
    write = [step("2025-01-01", 40, "output"), step("2026-02-01", None, "output")]
    return step_chart("Prices", [read, Line("output", write)], AS_OF)


def ratios():
    return step_chart(
        "Ratios", [Line("a", [step("2025-01-01", 300), step("2025-06-01", 1)])], AS_OF
    )


def bars():
    return bar_chart("Bars", [Bar("a", 3, "a: 3", "/a"), Bar("<b>", -1, "<b>: -1", "/b")])


def ranges():
    """A figure that is known from 10 to 40, and one that is known."""
    both = [Step(at("2025-01-01"), 10, "10 to 40", "/a", high=40), step("2025-07-01", 20)]
    return step_chart("Ranges", [Line("a", both)], AS_OF)


def bar_ranges():
    return bar_chart("Ranges", [Bar("a", 1, "1 to 3", "/a", high=3), Bar("b", 2, "2", "/b")])


every_chart = pytest.mark.parametrize("make", [prices, ratios, bars, ranges, bar_ranges])


def drawn(chart):
    return ET.fromstring(chart.svg)


def all_of(picture, tag, style):
    return [each for each in picture.iter(tag) if style in each.get("class", "").split()]


@pytest.fixture(scope="module")
def language():
    """The language of specifications, as its makers describe it."""
    return Draft7Validator(altair.load_schema())


@every_chart
@pytest.mark.parametrize("theme", THEMES)
def test_a_specification_is_of_the_language(language, make, theme):
    spec = {**make().spec, "config": config(theme)}
    assert [fault.message for fault in language.iter_errors(spec)] == []


@every_chart
def test_each_row_that_can_be_looked_up_is_a_mark_with_its_text_and_its_address(make):
    chart = make()
    name = "bars" if make in (bars, bar_ranges) else "points"
    rows = rows_of(chart.spec, name)
    marks = [(a.findtext("title"), a.get("href")) for a in drawn(chart).iter("a")]
    assert marks == [(row["text"], row["href"]) for row in rows]


def test_points_stand_where_their_dates_and_amounts_are():
    picture = drawn(prices())
    circles = [(float(c.get("cx")), float(c.get("cy"))) for c in picture.iter("circle")]
    (first, ten), (later, two), (same, forty) = circles
    assert first == same < later
    # 0 to 40 and a fortieth of it above and below fill 260 pixels: 10 is 30 of 42 parts up from 40
    assert forty == pytest.approx(14 + 260 / 42, abs=0.1)
    assert ten - forty == pytest.approx(30 * 260 / 42, abs=0.1)
    assert two - forty == pytest.approx(38 * 260 / 42, abs=0.1)


def test_equal_ratios_are_equal_distances():
    picture = drawn(ratios())
    across = [line for line in all_of(picture, "line", "grid") if line.get("y1") == line.get("y2")]
    low, *between, high = sorted((float(line.get("y1")) for line in across), reverse=True)
    names = [text.text for text in all_of(picture, "text", "quiet")]
    assert names[-4:] == ["1", "10", "100", "1,000"]
    third = (low - high) / 3
    assert between == pytest.approx([low - third, low - 2 * third], abs=0.2)


def test_a_line_falls_where_its_value_does_and_ends_where_it_ends():
    so, coming, *_ = (path.get("d") for path in drawn(prices()).iter("path"))
    assert so.count("V") == 1
    assert coming.count("M") == 1
    assert "V" not in coming
    last = [path.get("d") for path in drawn(prices()).iter("path")][-1]
    moment = all_of(drawn(prices()), "line", "today")[0].get("x1")
    assert last.startswith(f"M{moment} ")
    assert not last.endswith("H810")  # where the picture ends: it stopped before


def test_bars_below_zero_go_the_other_way():
    up, down = (rect for rect in drawn(bars()).iter("rect"))
    # a is three of four parts of 610 wide, from the zero at one part; b the part before it
    assert (float(up.get("x")), float(up.get("width"))) == (300 + 152.5, 457.5)
    assert (float(down.get("x")), float(down.get("width"))) == (300, 152.5)


def test_a_range_reaches_from_its_lower_to_its_upper_end():
    picture = drawn(ranges())
    [line] = all_of(picture, "line", "range")
    low, _ = picture.iter("circle")
    assert (line.get("x1"), line.get("x2")) == (low.get("cx"), low.get("cx"))
    assert line.get("y1") == low.get("cy")
    # 40 is the highest amount of the scale; a fortieth of 40 is left free above, of 42 in all
    assert float(line.get("y2")) == pytest.approx(14 + 260 / 42, abs=0.1)


def test_without_ranges_there_is_no_layer_of_them():
    names = [[layer["name"] for layer in make().spec["layer"]] for make in (bars, prices)]
    assert not any("ranges" in each for each in names)


def test_a_range_of_a_bar_is_told_and_reaches_beyond_it():
    picture = drawn(bar_ranges())
    [line] = all_of(picture, "line", "range")
    second, first = picture.iter("rect")  # the larger one stands first
    # 3 is all of 610 wide from 300 on: 1 is a third
    assert float(first.get("width")) == pytest.approx(610 / 3, abs=0.1)
    ends = float(line.get("x1")), float(line.get("x2"))
    assert ends == pytest.approx((300 + 610 / 3, 910), abs=0.1)
    assert [each.text for each in all_of(picture, "text", "strong")] == ["2", "1 to 3"]
    assert second.get("y") < first.get("y")


def test_what_is_drawn_is_escaped():
    assert "<b>" not in bars().svg
    assert "&lt;b&gt;" in bars().svg


def test_the_colours_of_charts_are_those_of_pages():
    sheet = content("style.css").decode()
    light, dark = sheet.partition("@media (prefers-color-scheme: dark)")[::2]
    for theme, text in ((THEMES["light"], light), (THEMES["dark"], dark)):
        for name in ("paper", "ink", "quiet", "line", "strong_line", "accent"):
            assert f"--{name.replace('_', '-')}: {getattr(theme, name)};" in text
        for number, name in enumerate(("launch", "tie", "price", "end")):
            assert f"--{name}: {theme.hues[number]};" in text
        for number in (4, 5, 6):
            assert f"--hue{number}: {theme.hues[number]};" in text
