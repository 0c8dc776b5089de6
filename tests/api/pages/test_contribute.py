"""The form by which a fact is contributed: filled in and sent as browsers do without a script."""

from urllib.parse import urlencode

import pytest
import yaml

from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover
PRICE = {
    "type": "price_changed",
    "event.subject": "openai/o3",
    "event.occurred": "2025-06-09",
    "event.components.0.direction": "input",
    "event.components.0.amount": "2",
    "event.sources.0.source": "openai",
    "event.sources.0.url": "https://openai.com/api/pricing",
}


def page(client, **fields):
    reply = client.get(f"/contribute?{urlencode(fields)}")
    assert reply.status_code == 200, reply.text
    return tree(reply.text)


def by_id(page, id):
    [found] = [each for each in page.iter() if each.get("id") == id]
    return found


def sent(page):
    """What a browser sends of the form as it stands."""
    [form] = [each for each in page.iter("form") if "data-check" in each.attrib]
    fields = {each.get("name"): each.get("value") or "" for each in form.iter("input")}
    for select in form.iter("select"):
        chosen = [each for each in select.iter("option") if "selected" in each.attrib]
        fields[select.get("name")] = chosen[0].get("value") if chosen else ""
    return fields


def block(page):
    [written] = yaml.safe_load("".join(by_id(page, "block").itertext()))
    return written


def test_every_type_has_a_form_that_is_valid(client):
    links = [link.get("href") for link in page(client).iter("a") if "type=" in link.get("href", "")]
    assert len(links) >= 16
    for link in links:
        form = tree(client.get(link).text)
        assert len(list(form.iter("input"))) > 3, link


def test_a_price_that_is_filled_in_comes_back_as_a_block_with_its_effect(client):
    told = page(client, **PRICE)
    assert block(told)["id"] == "openai-o3-price-2025-06-09"
    result = text_of(by_id(told, "result"))
    assert "openai/o3’s input price becomes 2 USD per 1M tokens from 2025-06-09" in result
    assert "before it was 10." in result
    assert "seeds/openai.yaml" in result


def test_a_form_that_is_sent_as_it_stands_says_the_same_again(client):
    first = page(client, **PRICE)
    assert block(page(client, **sent(first))) == block(first)


def test_what_is_wrong_stands_with_its_field_and_in_the_list(client):
    told = page(client, **{**PRICE, "event.components.0.amount": "two"})
    assert text_of(by_id(told, "note-event.components.0.amount"))
    assert "components.0.amount" in text_of(by_id(told, "result"))
    assert not [each for each in told.iter("pre") if each.get("id") == "block"]


def test_a_correction_begins_with_what_was_stated_and_only_wants_a_reason(client):
    begun = page(client, corrects="openai-o3-price-2025-06-10")
    fields = sent(begun)
    assert fields["event.statement.components.0.amount"] == "2"
    assert fields["event.statement.type"] == "price_changed"
    fields |= {"event.why": "The page has 3.", "event.statement.components.0.amount": "3"}
    written = block(page(client, **fields))
    assert written["type"] == "corrected"
    assert written["event"] == "openai-o3-price-2025-06-10"
    assert {"direction": "input", "amount": 3} in written["statement"]["components"]


def test_a_retraction_begins_with_its_event(client):
    fields = sent(page(client, retracts="openai-o3-price-2025-06-10"))
    assert fields["event.event"] == "openai-o3-price-2025-06-10"
    told = page(client, **{**fields, "event.why": "No such price."})
    assert block(told)["why"] == "No such price."


def test_an_event_leads_to_its_correction(client):
    event = tree(client.get("/events/openai-o3-price-2025-06-10").text)
    assert "/contribute?corrects=openai-o3-price-2025-06-10" in {
        link.get("href") for link in event.iter("a")
    }


def test_the_twin_says_the_same(client):
    told = page(client, **PRICE)
    [twin] = [link.get("href") for link in told.iter("link") if link.get("title") == "JSON"]
    row = client.get(twin).json()["data"]
    assert yaml.safe_load(row["block"]) == [block(told)]


@pytest.mark.parametrize(
    ("asked", "status"),
    [("type=sung", 422), ("corrects=nothing", 404), ("colour=red", 422), ("as_of=2025", 200)],
)
def test_what_means_nothing_is_refused(client, asked, status):
    assert client.get(f"/contribute?{asked}").status_code == status


def test_a_hostile_text_is_a_text(client):
    told = client.get(
        f"/contribute?{urlencode({**PRICE, 'event.note': '</pre><script>x</script>'})}"
    )
    assert "<script>x" not in told.text
    assert "<script>x" in "".join(tree(told.text).itertext())
