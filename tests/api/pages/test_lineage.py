"""Where a number comes from, as a tree: figure, events, sources; what is not shown is counted."""

import re

import pytest

from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover


def branches(page):
    """The figures of a tree, each with the events beneath it."""
    (root,) = [each for each in page.iter("ul") if each.get("class") == "tree"]
    found = []
    for item in root.findall("./li/details"):
        leaves = item.findall("./ul/li")
        found.append((text_of(next(item.iter("summary"))), leaves))
    return found


def test_a_share_opens_to_the_downloads_it_was_computed_from_and_where_they_were_read(client):
    page = tree(client.get("/metrics/provider_share/explain?about=openai&as_of=2026-04-01").text)
    ((said, leaves),) = branches(page)
    row = next(
        each
        for each in client.get("/v1/metrics/provider_share?as_of=2026-04-01").json()["data"]
        if each["subject"] == "openai"
    )
    assert said.startswith(row["value"])
    linked = [link.get("href", "") for leaf in leaves for link in leaf.iter("a")]
    for event in row["events"]:
        assert any(each.startswith(f"/events/{event}?") for each in linked), event
    assert any(each.startswith("https://github.com/hugovk/top-pypi-packages") for each in linked)


def test_what_is_too_much_to_show_is_counted_and_leads_on(client):
    page = tree(client.get("/metrics/price_index/explain").text)
    for said, leaves in branches(page):
        (told,) = re.findall(r"([\d,]+) events?$", said)
        count = int(told.replace(",", ""))
        shown = [leaf for leaf in leaves if leaf.find("details") is not None]
        if count > len(shown):
            assert f"{count - len(shown):,} more events" in text_of(leaves[-1])
    (pages,) = [each for each in page.iter("nav") if each.get("class") == "pages"]
    assert "page=2" in next(pages.iter("a")).get("href", "")


def test_a_figure_in_the_table_of_a_metric_leads_to_its_tree(client):
    page = tree(client.get("/metrics/provider_share").text)
    links = [link.get("href", "") for link in page.iter("a")]
    row = client.get("/v1/metrics/provider_share").json()["data"][0]
    own = next(each for each in links if f"/explain?about={row['subject']}" in each)
    ((said, _),) = branches(tree(client.get(own).text))
    assert said.startswith(row["value"])


def test_a_number_that_rests_on_an_event_leads_to_what_else_it_rests_on(client):
    page = tree(client.get("/events/openai-o3-price-2025-06-10/dependents").text)
    links = [link.get("href", "") for link in page.iter("a")]
    assert "/metrics/price_history/explain?about=openai/o3&at=2025-06-10" in links
    rows = [[text_of(cell) for cell in row.iter("td")] for row in page.iter("tr")]
    price = ["2 USD per 1M tokens", "line input; channel first party", "2025-06-10"]
    assert ["price history", "openai/o3", *price] in rows


def test_a_figure_that_is_not_there_is_said_to_be_so(client):
    page = tree(client.get("/metrics/provider_share/explain?about=nobody").text)
    assert "No figure of this metric fits at this moment." in text_of(page)
