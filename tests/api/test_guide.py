"""The guide as it is served."""

import re
from html import unescape

import pytest

from ecosys_api.routes.guide import OF_A_PACKAGE, parts, titles
from tests.documents import GUIDE, PAGES

ADDRESSES = ["/guide", *(f"/guide/{page.stem}" for page in PAGES)]


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', page)]


def content(page: str) -> str:
    """What of a page of the guide is its own: the list of pages, and the text."""
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_html_with_its_title_and_its_tables(client, address):
    reply = client.get(address)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    name = address.rpartition("/")[2] if address.count("/") > 1 else "index"
    title = titles()[name]
    assert f"<h1>{title}</h1>" in reply.text
    assert f"<title>{title} – ecosys</title>" in reply.text
    written = (GUIDE / f"{name}.md").read_text(encoding="utf-8")
    assert reply.text.count("<table>") == len(re.findall(r"\n\|(?:---\|)+\n", written))
    assert "|---|" not in reply.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_of_a_page_leads_to_a_page(client, address):
    found = links(content(client.get(address).text))
    assert len(found) >= len(PAGES)
    for link in found:
        assert ".md" not in link or link.startswith("/feeds/")
        if link.startswith("/"):
            assert client.get(link).status_code == 200, link
        else:
            assert link.startswith(("http://127.0.0.1:8000", "https://", "data:")), link


def test_every_section_has_an_address_of_its_own(client):
    addresses = [(page, section.anchor) for page, section in parts()]
    assert len(set(addresses)) == len(addresses) > len(ADDRESSES)
    pages = {page: client.get(page).text for page in ADDRESSES}
    for page, anchor in addresses:
        assert not anchor or pages[page].count(f'id="{anchor}"') == 1, (page, anchor)


def test_every_example_of_a_question_leads_to_its_answer(client):
    """Those that show a problem lead nowhere."""
    page = content(client.get("/guide/questions").text)
    shown = page.count("$ curl")
    asked = [link for link in links(page) if link.startswith("/v1/") and "position=5716" in link]
    assert shown == len(asked) + 4 + 1  # four problems, and one that is asked at no moment
    assert "/v1/cost/openai/o3?input=1000&output=500&as_of=2025-06-15" in " ".join(asked)


def test_an_example_on_the_command_line_leads_to_the_answer_of_the_api(client):
    found = links(content(client.get("/guide/time").text))
    assert "/v1/prices/openai/o3?as_of=2025-06-09&known_at=2025-06-09" in found
    assert not [link for link in found if "verify" in link]


def test_examples_of_a_package_that_one_makes_lead_nowhere(client):
    for name in OF_A_PACKAGE:
        assert not [
            link for link in links(content(client.get(f"/guide/{name}").text)) if "/v1" in link
        ]


def test_every_page_is_listed_on_the_first_and_led_to_by_the_others(client):
    assert set(titles()) == {page.stem for page in PAGES}
    assert set(ADDRESSES) - set(links(client.get("/guide").text)) == {"/guide/index"}


def test_the_page_and_the_docs_lead_to_the_guide(client):
    for address in ("/", "/docs"):
        assert "/guide" in links(client.get(address).text)


def test_what_is_shown_is_shown_as_it_stands(client):
    page = client.get("/guide/projection").text
    assert "@projection(takes=[&quot;outage_reported&quot;]" in page
    assert "<script" not in content(page)


@pytest.mark.parametrize("name", ["tiem", "time.md", "../time", "%2e%2e/index", ""])
def test_a_page_that_there_is_not_is_a_problem(client, name):
    reply = client.get(f"/guide/{name}")
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_misspelt_page_is_answered_with_what_was_meant(client):
    assert client.get("/guide/tiem").json()["hint"].startswith("Did you mean time")


def test_a_page_is_not_sent_again_to_who_has_it_already(client):
    tag = client.get("/guide/time").headers["etag"]
    assert client.get("/guide/time", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.no_cover
def test_the_guide_is_no_part_of_the_api_that_is_documented(client):
    assert not [path for path in client.get("/openapi.json").json()["paths"] if "guide" in path]
