"""The article, checked: its claims in its own outline, each with the way to its sources."""

import pytest
from fastapi.testclient import TestClient

from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover
NOW = "as_of=2026-11-29&known_at=2026-11-29&position=12247"
ARTICLE = "fastest-growing-developer-ecosystem"


@pytest.fixture(scope="module")
def page(app):
    return tree(TestClient(app).get(f"/claims?document={ARTICLE}&{NOW}").text)


def parts(page):
    """The parts of the article, each with its claims."""
    return {
        text_of(next(section.iter("h2"))): [each.get("id") for each in section.iter("li")
                                            if (each.get("id") or "").startswith("MC-")]
        for section in page.iter("section")
        if (section.get("id") or "").startswith("line-")
    }  # fmt: skip


def test_all_122_claims_stand_in_reading_order(page, client):
    shown = [id for ids in parts(page).values() for id in ids]
    assert len(shown) == 122
    rows = client.get(f"/v1/claims?limit=200&{NOW}").json()["data"]
    lines = {row["id"]: (row["place"]["line"], row["place"]["sentence"]) for row in rows}
    assert [lines[id] for id in shown] == sorted(lines[id] for id in shown)


def test_the_parts_are_those_of_the_article(page):
    """Fourteen headings; of the risks the article names four, on its lines 118 to 126."""
    found = parts(page)
    assert len(found) == 14
    [risks] = [ids for heading, ids in found.items() if heading.startswith("The risks")]
    assert len(risks) == 11
    first, *_, last = found
    assert first.startswith("Title and opening")
    assert last.startswith("Conclusion")


def test_the_outline_leads_to_every_part(page):
    [outline] = [each for each in page.iter("nav") if "Outline" in (each.get("aria-label") or "")]
    anchors = [link.get("href") for link in outline.iter("a")]
    ids = {each.get("id") for each in page.iter() if each.get("id")}
    assert len(anchors) == 14
    assert {anchor.removeprefix("#") for anchor in anchors} <= ids


def test_a_claim_shows_figure_rule_verdict_and_the_way_to_its_sources(page):
    [claim] = [each for each in page.iter("li") if each.get("id") == "MC-004"]
    said = text_of(claim)
    assert "holds roughly" in said
    assert "> 2,000,000 developers" in said
    assert "Holds if the last value of cumulative_developers" in said
    outside = [
        each.get("href") for each in claim.iter("a") if "external" in (each.get("rel") or "")
    ]
    assert any(link.startswith("https://") for link in outside)
    assert any(
        (each.get("href") or "").startswith("/events/openai-api-developers-2023-11-06")
        for each in claim.iter("a")
    )


def test_every_claim_that_rests_on_facts_leads_to_a_source(page):
    for claim in page.iter("li"):
        if not (claim.get("id") or "").startswith("MC-"):
            continue
        rests = [each for each in claim.iter("a") if "/events/" in (each.get("href") or "")]
        if len(rests) > 1:  # besides the claim itself
            assert "Read at" in text_of(claim), claim.get("id")


def test_only_those_that_are_judged_otherwise_now_can_be_asked_for(client):
    then = "as_of=2023-12-31&known_at=2023-12-31"
    everything = tree(client.get(f"/claims?{then}").text)
    differing = [each for each in everything.iter("li") if list(each.iter("ins"))]
    assert differing
    asked = tree(client.get(f"/claims?{then}&changed=true").text)
    claims = [each for each in asked.iter("li") if (each.get("id") or "").startswith("MC-")]
    assert [each.get("id") for each in claims] == [each.get("id") for each in differing]
    [told] = [each for each in everything.iter("p") if each.get("class") == "then"]
    assert f"{len(differing)} things on this page are known otherwise now" in text_of(told)
