"""What links lead to: the next page of an answer, and the answers behind the first page."""

import re

import pytest

pytestmark = pytest.mark.no_cover  # measuring would take most of its time


def test_pages_follow_each_other_to_the_end_without_a_gap(client):
    for address in ("/v1/prices?limit=100&channel=all", "/v1/events?limit=500&type=launched"):
        seen, following = [], address
        while following:
            reply = client.get(following)
            body = reply.json()
            seen += [str(row) for row in body["data"]]
            following = body["links"]["next"]
            assert (following in reply.headers.get("link", "")) if following else True
        assert len(seen) == len(set(seen)) > 300


def test_an_answer_of_more_rows_than_a_page_can_have_goes_on(client):
    address = "/v1/metrics/price_history/vintages?subject=openai&limit=500"
    first = client.get(address).json()
    second = client.get(first["links"]["next"]).json()
    assert len(first["data"]) == 500
    assert second["data"]


def test_every_link_of_the_page_leads_somewhere(client):
    links = re.findall(r'href="(/[^"]*)"', client.get("/").text)
    assert len(links) > 15
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
