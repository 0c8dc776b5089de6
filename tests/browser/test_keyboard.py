"""Who has only keys comes everywhere, and sees where they are."""

import re

import pytest

from tests.browser.opened import open_page
from tests.page_types import PAGE_TYPES, TIMELESS

pytestmark = pytest.mark.no_cover
_FOCUSED = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {name: it.id || it.name || it.textContent.trim().slice(0, 30), tag: it.tagName,
          outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
          seen: box.width > 1 && box.height > 1 && box.right > 0};
}"""


def focused(page):
    """What has the focus, and whether that is seen."""
    return page.evaluate(_FOCUSED)


@pytest.mark.parametrize("path", [PAGE_TYPES["home"], PAGE_TYPES["prices"], TIMELESS["guide"]])
def test_the_first_key_offers_to_skip_what_is_on_every_page(tab, explorer, path):
    with open_page(tab, explorer, path):
        tab.keyboard.press("Tab")
        assert focused(tab)["name"] == "Skip to the content"
        assert focused(tab)["seen"]
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_wherever_keys_lead_it_is_seen(tab, explorer):
    with open_page(tab, explorer, PAGE_TYPES["prices"]):
        names = []
        for _ in range(40):
            tab.keyboard.press("Tab")
            at = focused(tab)
            assert at["outlined"], at
            assert at["seen"], at
            names.append(at["name"])
        wanted = {"q", "as_of", "known_at", "Show", "provider"}
        assert wanted <= set(names)


def test_the_moment_is_chosen_by_keys(tab, explorer):
    with open_page(tab, explorer, "/models/openai/o3"):
        tab.focus("#as_of")
        tab.keyboard.type("06152025")  # as a field of a date takes it in English
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile("as_of=2025-06-15"))
        assert "known_at" not in tab.url  # what is as usual is not named
        slider = tab.locator("input[type=range]").first
        before = tab.locator("#as_of").input_value()
        slider.focus()
        slider.press("ArrowRight")
        assert tab.locator("#as_of").input_value() > before
        slider.press("Enter")
        tab.wait_for_url(re.compile("as_of=2025-06-16"))


def test_filters_are_set_by_keys(tab, explorer):
    with open_page(tab, explorer, "/prices"):
        tab.focus("form.filter input[name=provider]")
        tab.keyboard.type("cohere")
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile("provider=cohere"))
        rows = tab.locator("tbody tr").all_inner_texts()
        assert rows
        assert all("cohere/" in row for row in rows)


def test_a_search_is_made_by_keys(tab, explorer):
    with open_page(tab, explorer, "/"):
        tab.focus("#q")
        tab.keyboard.type("gpt-4o")
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile("search"))
        assert tab.locator("main").inner_text().count("gpt-4o") > 3


def test_nothing_moves_for_who_wants_no_motion(tab, explorer):
    """The tab asks for reduced motion."""
    with open_page(tab, explorer, "/"):
        moving = tab.evaluate(
            """() => [...document.querySelectorAll("*")].filter((each) => {
                const style = getComputedStyle(each);
                return style.animationName !== "none"
                    || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0)
                    || style.scrollBehavior === "smooth";
            }).length"""
        )
        assert moving == 0


def test_a_printed_page_has_its_content_and_not_what_is_to_be_clicked(tab, explorer):
    with open_page(tab, explorer, PAGE_TYPES["prices"]):
        tab.emulate_media(media="print", color_scheme="dark")
        assert tab.locator("main table").is_visible()
        for each in (".bar nav", ".search", ".filter", ".moment button"):
            assert not tab.locator(each).first.is_visible(), each
        shown = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert shown == "rgb(255, 255, 255)"  # ink is for the letters
        assert tab.locator("#as_of").is_visible()
        tab.emulate_media(media="screen", color_scheme="light")
