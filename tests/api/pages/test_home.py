"""The first page: the ecosystem through time, and the figures above it."""

import pytest

from tests.api.pages.reading import drawn, text_of, tree

pytestmark = pytest.mark.no_cover
THEN = "/?as_of=2026-08-15&known_at=2026-06-01"


def lanes(page):
    """The lanes of the timeline."""
    return [each for each in drawn(page, "g") if each.get("class") == "lane"]


def marks(page):
    """The kinds of the marks of the timeline, lane by lane."""
    return {
        lane.get("data-name"): {
            shape.get("class").split()[1]
            for shape in lane.iter()
            if (shape.get("class") or "").startswith("mark ")
        }
        for lane in lanes(page)
    }


def figures(page):
    """The headline figures, by what they are."""
    return {
        text_of(next(each.iter("dt"))): next(each.iter("dd"))
        for each in page.iter("div")
        if each.get("class") == "figure"
    }


def test_the_timeline_is_drawn_on_the_server_with_every_kind_of_mark(client):
    drawn = marks(tree(client.get("/").text))
    assert set.union(*drawn.values()) == {"launch", "tie", "price", "end"}
    assert {"openai", "anthropic", "google"} <= drawn.keys()


def test_without_a_script_the_timeline_is_narrowed_by_asking(client):
    only_ends = marks(tree(client.get("/?kind=end").text))
    assert set.union(*only_ends.values()) == {"end"}
    one = marks(tree(client.get("/?provider=anthropic").text))
    assert list(one) == ["anthropic"]
    assert client.get("/?kind=wedding").status_code == 422


def test_marks_lead_to_their_events_and_tell_what_they_are(client):
    page = tree(client.get("/?provider=anthropic").text)
    (lane,) = lanes(page)
    links = list(drawn(lane, "a"))
    assert links
    for link in links:
        assert link.get("href").startswith("/events/")
        assert text_of(link)[:2] == "20"  # a date


def test_a_figure_stands_beside_what_is_known_of_it_now(client):
    page = tree(client.get(THEN).text)
    launches = figures(page)["launches in 90 days"]
    then, now = (int(text_of(next(launches.iter(tag)))) for tag in ("del", "ins"))
    assert then < now  # what was launched after the first of June nobody knew on it
    assert not list(figures(tree(client.get("/").text))["launches in 90 days"].iter("del"))


def test_a_figure_says_how_it_changed(client):
    told = figures(tree(client.get("/").text))
    changes = [text_of(next(each.iter("b"))) for each in told.values() if list(each.iter("b"))]
    assert len(changes) >= 3
    for change in changes:
        assert change[0] in "+−"


def test_the_bar_counts_what_is_known_otherwise_now(client):
    page = tree(client.get(THEN).text)
    (note,) = [each for each in page.iter("p") if each.get("role") == "note"]
    rows = [row for row in page.iter("tr") if row.get("class")]
    beside = [each for each in figures(page).values() if list(each.iter("ins"))]
    assert f"{len(rows) + len(beside)} things on this page" in text_of(note)


def test_the_slider_has_a_tick_for_each_year(client):
    page = tree(client.get("/").text)
    (years,) = page.iter("datalist")
    # 2016-01-01 is the 16801st day since 1970
    assert next(each.get("value") for each in years) == "16801"
    assert [each.get("label") for each in years][:2] == ["2016", "2017"]
