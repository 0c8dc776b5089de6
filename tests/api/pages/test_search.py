"""The search over everything finds sections of the guide."""

import pytest

from tests.api.pages.reading import links


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("known when", "/guide/time#2-known-when"),  # by its heading
        ("time", "/guide/time"),  # a page, by its title
        ("moved gpt-4-0314", "/guide/time#6-a-rescheduling"),  # by what it says
    ],
)
def test_a_section_of_the_guide_is_found_and_led_to(client, sought, found):
    reply = client.get("/search", params={"q": sought})
    _, _, ours = reply.text.partition("The guide <span")
    hits = links(ours.partition("</section>")[0])
    assert found in hits
    for hit in hits[:5]:
        page, _, anchor = hit.partition("#")
        assert not anchor or f'id="{anchor}"' in client.get(page).text


def test_headings_stand_before_what_only_says_it(client):
    page = client.get("/search", params={"q": "not before"}).text.partition("The guide <span")[2]
    assert links(page)[0] == "/guide/time#7-not-before"
