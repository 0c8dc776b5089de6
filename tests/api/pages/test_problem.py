"""What is wrong with a request is told to a browser as a page, to programs as a problem."""

import pytest

from tests.api.pages.reading import text_of, tree

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
WRONG = [
    ("/models/openai/nothing-of-that-name", 404),
    ("/models/openai/o3?as_of=2024-01-01&known_at=2024-01-01", 404),
    ("/nothing", 404),
    ("/prices?provdier=openai", 422),
    ("/prices?as_of=yesterday", 422),
    ("/metrics/price_index?nonsense=1", 422),
    ("/events/no-such-event", 404),
    ("/events/no-such-event/dependents", 404),
    ("/deprecations/soon", 422),
]


@pytest.mark.parametrize(("address", "status"), WRONG)
def test_a_browser_is_shown_a_page(client, address, status):
    reply = client.get(address, headers=BROWSER)
    assert reply.status_code == status
    assert reply.headers["content-type"].startswith("text/html")
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "Home" in text_of(tree(reply.text))


@pytest.mark.parametrize(("address", "status"), WRONG)
def test_a_program_is_told_a_problem(client, address, status):
    reply = client.get(address)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert (
        client.get(f"/v1{address}", headers=BROWSER)
        .headers["content-type"]
        .startswith("application/problem+json")
    )


def test_what_was_not_known_yet_leads_to_what_is_known_today(client):
    page = tree(client.get(WRONG[1][0], headers=BROWSER).text)
    assert "/models/openai/o3" in [link.get("href") for link in page.iter("a")]


def test_what_is_given_is_shown_as_it_is(client):
    text = client.get("/models/<script>alert(1)</script>", headers=BROWSER).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
