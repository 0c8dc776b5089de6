"""Five questions of somebody who is here for the first time: three clicks, or one search, each.

Links are followed and forms are sent as a browser does without a script.
"""

from datetime import date
from urllib.parse import urlencode

import pytest

from ecosys_api.pages._sought import understood
from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover
MAX_CLICKS = 3
THEN = "as_of=2023-07-01&known_at=2023-07-01"
END_OF_2024 = "as_of=2024-12-31&known_at=2024-12-31"


class Newcomer:
    """Somebody with a browser, who begins at the first page and counts what it takes."""

    def __init__(self, client, moment=""):
        self.client, self.clicks, self.searches = client, 0, 0
        self._open(f"/?{moment}")

    def _open(self, address):
        reply = self.client.get(address)
        assert reply.status_code == 200, f"{address}: {reply.text[:300]}"
        self.page = tree(reply.text)

    def click(self, said, within=None):
        """Follow the first link whose text, or title, has something in it."""
        self.clicks += 1
        for link in (within or self.page).iter("a"):
            if said in text_of(link) or said in (link.get("title") or ""):
                return self._open(link.get("href").partition("#")[0])
        raise AssertionError(f"no link says {said}")

    def search(self, words):
        """Send what is typed into the field that every page has."""
        self.searches += 1
        form = next(each for each in self.page.iter("form") if each.get("role") == "search")
        self._send(form, q=words)

    def fill(self, action, **fields):
        """Fill in a form of the page and send it: one click."""
        self.clicks += 1
        forms = [each for each in self.page.iter("form") if each.get("class") == action]
        self._send(forms[0], **fields)

    def _send(self, form, **fields):
        given = {each.get("name"): each.get("value") for each in form.iter("input")}
        for select in form.iter("select"):
            chosen = [each for each in select.iter("option") if "selected" in each.attrib]
            given[select.get("name")] = chosen[0].get("value") if chosen else None
        asked = {name: value for name, value in {**given, **fields}.items() if name and value}
        self._open(f"{form.get('action')}?{urlencode(asked)}")

    def rows(self):
        """The rows of the tables of the page, each as its cells."""
        for row in self.page.iter("tr"):
            if cells := row.findall("td"):
                yield [text_of(cell) for cell in cells]

    def is_quick(self):
        return (
            self.clicks <= MAX_CLICKS
            and self.searches <= 1
            and not (self.searches and self.clicks > 1)
        )


def test_what_did_a_model_cost_on_a_day_takes_one_search(client):
    """o3 was launched at 10 and 40 dollars per million tokens; OpenAI cut that on 2025-06-10."""
    newcomer = Newcomer(client)
    newcomer.search("What was the price of o3 on 2025-06-01?")
    assert "input $10.00, output $40.00 per million tokens" in text_of(newcomer.page)
    newcomer.click("openai/o3 on 2025-06-01")
    assert "$10.00" in text_of(newcomer.page)
    assert newcomer.is_quick()


def test_what_did_a_model_cost_on_a_day_takes_three_clicks(client):
    newcomer = Newcomer(client)
    newcomer.click("Prices")
    newcomer.fill("filter", q="openai/o3", provider="openai")
    newcomer.fill("moment", as_of="2025-06-15")
    [prices] = [row for row in newcomer.rows() if row[0] == "openai/o3"]
    assert "$2.00" in prices
    assert "$8.00" in prices
    assert newcomer.is_quick()


def test_what_ends_within_90_days_takes_one_click(client):
    """On 2023-06-13 OpenAI named three models that would go on 2023-09-13, 74 days after July 1st;
    in September it moved the first two to a later day."""
    newcomer = Newcomer(client, THEN)
    newcomer.click("ends within 90 days")
    named = [cell.split()[0] for row in newcomer.rows() for cell in row[:2] if "/" in cell]
    assert set(named) == {"openai/gpt-3.5-turbo-0301", "openai/gpt-4-0314", "openai/gpt-4-32k-0314"}
    assert newcomer.is_quick()


def test_what_ends_within_90_days_takes_one_search(client):
    newcomer = Newcomer(client, THEN)
    newcomer.search("what ends within 90 days")
    newcomer.click("What ends within 90 days")
    assert any("openai/gpt-4-0314" in cell for row in newcomer.rows() for cell in row)
    assert newcomer.is_quick()


def test_who_leads_in_package_downloads_takes_one_click(client):
    """Downloads of client libraries in 30 days, counted on PyPI on 2024-11-26: of 61,457,569 in all
    47,253,031 were of OpenAI's, 5,565,586 of Cohere's, which came next."""
    newcomer = Newcomer(client, END_OF_2024)
    newcomer.click("most downloads in Python")
    first, second = list(newcomer.rows())[:2]
    assert first[0] == "openai"
    assert float(first[2].rstrip("%")) in (
        round(47_253_031 / 61_457_569, 6),
        round(4_725_303_100 / 61_457_569, 1),
    )
    assert second[0] == "cohere"
    assert newcomer.is_quick()


def test_was_the_article_right_about_the_head_start_takes_one_search(client):
    """Anthropic's API opened on 2023-03-14, OpenAI's on 2020-06-11; the article says two years."""
    newcomer = Newcomer(client)
    newcomer.search("was the article right about the head start?")
    newcomer.click("two-year head start")
    [claim] = [each for each in newcomer.page.iter("li") if each.get("id") == "MC-097"]
    years = (date(2023, 3, 14) - date(2020, 6, 11)).days / 365.25
    assert f"{years:.6f} years" in text_of(claim)
    assert "holds roughly" in text_of(claim)
    assert newcomer.is_quick()


def test_where_a_number_comes_from_takes_three_clicks(client):
    newcomer = Newcomer(client, END_OF_2024)
    newcomer.click("most downloads in Python")
    newcomer.click("pypi-cohere-2024-11-26")
    said = text_of(newcomer.page)
    assert "5565586" in said or "5,565,586" in said
    read = [
        link.get("href")
        for link in newcomer.page.iter("a")
        if "external" in (link.get("rel") or "") and "top-pypi-packages" in link.get("href", "")
    ]
    assert read
    assert newcomer.is_quick()


@pytest.mark.parametrize(
    ("text", "words", "day", "days"),
    [
        ("o3 2025-06-01", ("o3",), "2025-06-01", None),
        ("what does gpt-4o cost in 2025-06?", ("gpt-4o",), "2025-06", None),
        ("gpt-4o-2024-08-06", ("gpt-4o-2024-08-06",), "", None),
        ("o3 2025-13-99", ("o3", "2025-13-99"), "", None),
        ("what dies in the next 30 days", (), "", 30),
        ("head start", ("head", "start"), "", None),
    ],
)
def test_of_what_is_typed_names_days_and_spans_are_told_apart(text, words, day, days):
    sought = understood(text)
    assert (sought.words, sought.day, sought.days) == (words, day, days)


def test_a_page_is_found_by_what_it_is_for(client):
    for words, title in [
        ("calendar", "Deprecations"),
        ("cost calculator", "What would it cost?"),
        ("contribute", "Contribute a fact"),
        ("what is missing", "What we do not know"),
    ]:
        newcomer = Newcomer(client)
        newcomer.search(words)
        newcomer.click(title)
