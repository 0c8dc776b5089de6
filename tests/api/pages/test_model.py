"""The page of a model: its life, what became of its prices, its names."""

import pytest

from tests.api.pages.reading import drawn, text_of, tree

pytestmark = pytest.mark.no_cover
SONNET = "/models/anthropic/claude-sonnet-5"


def section(page, id):
    """A section of a page by its id."""
    (found,) = [each for each in page.iter("section") if each.get("id") == id]
    return found


def rows(within):
    """The rows of the tables of a section, as texts."""
    return [[text_of(cell) for cell in row] for row in within.findall(".//tbody/tr")]


def test_a_rise_that_was_called_off_stays_visible_in_words_and_in_the_picture(client):
    # announced on 2026-06-30 for 2026-09-01, withdrawn on 2026-08-10: input 3, output 15
    page = tree(client.get(SONNET).text)
    (row,) = [row for row in rows(section(page, "otherwise")) if "cancelled" in row]
    assert row[:3] == ["2026-08-10", "price of claude-sonnet-5: input 3, output 15", "2026-09-01"]
    told = [text_of(mark) for mark in drawn(section(page, "history"), "a")]
    (rise,) = [each for each in told if "input $3.00" in each]
    assert "2026-09-01" in rise
    assert "cancelled" in rise


def test_before_it_was_called_off_a_rise_is_a_price_to_come(client):
    page = tree(client.get(f"{SONNET}?as_of=2026-08-01&known_at=2026-08-01").text)
    then = [row for row in rows(section(page, "otherwise")) if "not known then" not in row[0]]
    assert [row for row in then if "cancelled" in row] == []


def test_the_values_at_the_head_stand_beside_what_is_known_now(client):
    page = tree(client.get(f"{SONNET}?as_of=2026-09-15&known_at=2026-08-09").text)
    figures = [each for each in page.iter("div") if each.get("class") == "figure"]
    (price,) = [each for each in figures if text_of(next(each.iter("dt"))) == "input"]
    assert (text_of(next(price.iter("del"))), text_of(next(price.iter("ins")))) == (
        "$3.00",
        "$2.00",
    )


def test_a_life_runs_from_the_launch_to_what_happens_after_the_end(client):
    page = tree(client.get("/models/openai/o3").text)
    life = rows(section(page, "life"))
    # launched 2025-04-16; its end was announced on 2026-06-11 for 2026-12-11
    own = [row[:2] for row in life if row[2] == "its own"]
    assert own[0] == ["2025-04-16", "available in general"]
    assert ["2026-06-11", "its end announced"] in own
    assert ["2026-12-11", "stops answering"] in own
    assert [row[0] for row in life] == sorted(row[0] for row in life)


def test_a_name_that_went_on_to_another_model_is_told_with_the_day(client):
    # openai/gpt-4 pointed to gpt-4-0314 until 2023-06-27
    page = tree(client.get("/models/openai/gpt-4-0314").text)
    (row,) = [row for row in rows(section(page, "names")) if row[0] == "openai/gpt-4"]
    assert row[2:5] == ["openai/gpt-4-0314", "2023-03-14", "2023-06-27"]


def test_prices_say_when_somebody_last_said_them(client):
    # the page of Anthropic's prices was read again on 2026-11-24 and still said so
    page = tree(client.get(SONNET).text)
    own = [row for row in rows(section(page, "prices")) if row[0] == "its own"]
    assert any("last said 2026-11-24" in row[-1] for row in own)


def test_every_fact_that_is_shown_leads_to_where_it_is_put_right(client):
    page = tree(client.get(SONNET).text)
    (table,) = section(page, "prices").iter("table")
    for row in table.findall(".//tbody/tr"):
        (edit,) = [link for link in row.iter("a") if link.get("class") == "edit"]
        reply = client.get(edit.get("href"))
        assert reply.status_code == 200
        (place,) = [each for each in tree(reply.text).iter("dt") if text_of(each) == "written in"]
        assert place is not None
        assert 'id="told"' in reply.text
