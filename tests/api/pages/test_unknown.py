"""What we do not know: each fact that is looked for leads to a form in which it is begun."""

import pytest

from ecosys.answers.unknown import KINDS
from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover
KNOWN = "as_of=2026-11-29&known_at=2026-11-29&position=12247"


def forms(page):
    """Where the rows lead to be told."""
    return [
        link.get("href")
        for link in page.iter("a")
        if link.get("href", "").startswith("/contribute?") and text_of(link) == "Tell it"
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_listed_and_leads_to_a_form_that_is_begun(client, kind):
    page = tree(client.get(f"/unknown?kind={kind}&{KNOWN}").text)
    links = forms(page)
    assert links
    reply = client.get(links[0])
    assert reply.status_code == 200, reply.text
    [form] = [each for each in tree(reply.text).iter("form") if "data-check" in each.attrib]
    filled = [each.get("name") for each in form.iter("input") if each.get("value")]
    assert {"event.subject", "event.event", "event.events"} & set(filled)


def test_the_counts_are_those_of_the_lists(client):
    page = tree(client.get(f"/unknown?{KNOWN}").text)
    counts = {
        text_of(next(each.iter("a"))): text_of(next(each.iter("strong")))
        for each in page.iter("li")
        if list(each.iter("strong"))
    }
    assert set(counts) == {kind.replace("_", " ") for kind in KINDS}
    listed = client.get(f"/v1/unknown?kind=launch&limit=1000&{KNOWN}").json()["data"]
    assert counts["launch"] == f"{len(listed):,}"


def test_what_was_looked_for_then_and_is_known_now_is_marked(client):
    page = tree(client.get("/unknown?kind=launch&as_of=2025-06-15&known_at=2025-06-15").text)
    found = [text_of(row) for row in page.iter("tr") if row.get("class") == "only_then"]
    assert any(row.startswith("google/gemini-2.5-flash ") for row in found)
