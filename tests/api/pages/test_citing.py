"""How a page is cited: by what can be pasted elsewhere, and leads back to the same for ever."""

import re

import pytest

from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover  # they ask the whole released log
PAGES = ["/metrics/provider_share", "/metrics/price_index?subject=openai", "/claims"]
SITE = "http://testserver"


def cited(page):
    """What the section says: its sentence, its address, its root, its BibTeX."""
    [section] = [each for each in tree(page).iter("section") if each.get("id") == "cite"]
    address, root = (text_of(each) for each in section.iter("dd"))
    [bibtex] = section.iter("pre")
    return text_of(next(section.iter("p"))), address, root, "".join(bibtex.itertext())


@pytest.mark.parametrize("path", PAGES)
def test_the_address_for_ever_leads_to_a_page_that_is_cited_the_same(client, path):
    sentence, address, root, bibtex = cited(client.get(path).text)
    assert address.startswith(SITE)
    assert all(f"{name}=" in address for name in ("as_of", "known_at", "position"))
    again = client.get(address.removeprefix(SITE))
    assert cited(again.text) == (sentence, address, root, bibtex)


@pytest.mark.parametrize("path", PAGES)
def test_the_root_is_that_of_the_log_at_the_position_of_the_address(client, path):
    sentence, address, root, bibtex = cited(client.get(path).text)
    position = address.rpartition("position=")[2]
    about = client.get(f"/v1/models?limit=1&position={position}").json()["meta"]
    assert about["log"]["root"] == root
    assert root in bibtex
    assert f"position {position}" in sentence


@pytest.mark.parametrize("path", PAGES)
def test_bibtex_is_an_entry_with_the_address_whole(client, path):
    _, address, _, bibtex = cited(client.get(path).text)
    assert re.match(r"@misc{[a-z0-9-]+,\n", bibtex)
    assert bibtex.endswith("}")
    assert bibtex.count("{") == bibtex.count("}")
    assert f"howpublished = {{\\url{{{address}}}}}" in bibtex
    fields = dict(re.findall(r"^  ([a-z]+) = \{(.*)\},?$", bibtex, re.MULTILINE))
    assert {"title", "author", "year", "note", "howpublished"} == set(fields)


def test_who_asks_by_another_name_of_the_site_is_told_that_one(client):
    path = "/metrics/provider_share?as_of=2026-01-01"
    for host in ("one.example", "two.example"):
        page = client.get(path, headers={"Host": host}).text
        assert cited(page)[1].startswith(f"http://{host}/metrics/provider_share?")
        chart = client.get(f"/charts{path}".replace("?", ".svg?"), headers={"Host": host}).text
        assert f"http://{host}/metrics/provider_share?" in chart
