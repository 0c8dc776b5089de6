"""The moment of a page: what was known then stands beside what is known now, where it differs."""

import pytest

from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover
SONNET = "/models/anthropic/claude-sonnet-5?as_of=2026-09-15"


def changed(page):
    """What was known then and now, pair by pair."""
    then, now = ([text_of(each) for each in page.iter(tag)] for tag in ("del", "ins"))
    return list(zip(then, now, strict=True))


def test_an_announced_increase_that_was_withdrawn_stands_beside_what_became_of_it(client):
    page = tree(client.get(f"{SONNET}&known_at=2026-08-09").text)
    assert ("$3.00", "$2.00") in changed(page)
    assert ("$15.00", "$10.00") in changed(page)


def test_of_what_is_known_now_nothing_is_marked(client):
    page = tree(client.get(SONNET).text)
    assert changed(page) == []
    assert "As known on" not in text_of(page)


def test_the_end_of_gpt_4_0314_is_told_as_it_was_known_before_it_was_moved(client):
    address = "/models/openai/gpt-4-0314?as_of=2023-07-01&known_at=2023-07-01"
    page = tree(client.get(address).text)
    assert ("2023-09-13", "2024-06-13 at the earliest") in changed(page)


def test_what_was_not_known_then_is_marked_and_leads_nowhere(client):
    page = tree(client.get("/models?provider=anthropic&as_of=2025-01-01&known_at=2025-01-01").text)
    new = [row for row in page.iter("tr") if row.get("class") == "only_now"]
    assert new
    for row in new:
        assert "not known then" in text_of(row)
        first = next(row.iter("td"))
        assert not list(first.iter("a"))


def test_the_fields_of_a_page_show_its_moment_and_keep_what_else_is_asked(client):
    page = tree(client.get("/prices?provider=openai&as_of=2025-06-15&known_at=2025-06-01").text)
    (form,) = [each for each in page.iter("form") if "moment" in each.get("class", "")]
    given = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert given == {"provider": "openai", "as_of": "2025-06-15", "known_at": "2025-06-01"}


def test_what_a_form_leaves_empty_is_not_asked(client):
    plain = client.get("/models?provider=cohere").text
    assert client.get("/models?provider=cohere&status=&as_of=&known_at=&context=").text == plain


@pytest.mark.parametrize("position", [5000, 5716])
def test_a_page_of_an_older_log_says_which(client, position):
    page = tree(client.get(f"/models/openai/o3?position={position}").text)
    assert f"{position:,} events" in text_of(page)


def test_the_values_of_a_provider_stand_beside_what_is_known_now(client):
    page = tree(client.get("/providers/anthropic?as_of=2026-08-15&known_at=2026-06-01").text)
    figures = [each for each in page.iter("div") if each.get("class") == "figure"]
    (models,) = [each for each in figures if text_of(next(each.iter("dt"))) == "models"]
    then, now = (int(text_of(next(models.iter(tag)))) for tag in ("del", "ins"))
    assert then < now
