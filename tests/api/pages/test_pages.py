"""Every page at several moments: valid, usable without seeing, never empty without a reason."""

from collections import Counter

import pytest

from tests.api.pages.reading import drawn, links, sections, tables, text_of, tree
from tests.page_types import MOMENTS, PAGE_TYPES, at

pytestmark = pytest.mark.no_cover  # they ask the whole released log
PAGES = [
    *PAGE_TYPES.values(),
    "/compare",
    "/compare?providers=openai,google",
    "/models/anthropic/claude-3-opus-20240229",
    "/metrics/deprecation_notice",
    "/metrics/head_start?subject=openai",
    "/metrics/cumulative_developers?subject=openai",
    "/contribute",
]
every_page = pytest.mark.parametrize("path", PAGES)
every_moment = pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)


@every_moment
@every_page
def test_a_page_is_valid_and_says_why_where_it_has_nothing(client, path, moment):
    reply = client.get(at(path, moment))
    assert reply.status_code == 200, reply.text
    page = tree(reply.text)
    for heading, said in sections(page):
        assert said, f"{heading} is empty"
    for table in tables(page):
        assert table.findall("./tbody/tr"), "a table without rows should say why"
    assert len(list(page.iter("h1"))) == 1
    ids = Counter(each.get("id") for each in page.iter() if each.get("id"))
    assert [id for id, count in ids.items() if count > 1] == []


@every_page
def test_a_page_can_be_used_by_who_sees_nothing_of_it(client, path):
    page = tree(client.get(path).text)
    assert page.get("lang") == "en"
    labelled = {label.get("for") for label in page.iter("label")}
    within = {field for label in page.iter("label") for field in label.iter()}
    for field in (*page.iter("input"), *page.iter("select")):
        told = field.get("type") == "hidden" or field in within or field.get("id") in labelled
        assert told, field.attrib
    parts = {part for picture in drawn(page, "svg") for part in list(picture.iter())[1:]}
    for picture in set(drawn(page, "svg")) - parts:
        assert picture.get("aria-label") or picture.get("aria-hidden")
    for link in (*page.iter("a"), *page.iter("button")):
        assert text_of(link) or link.get("aria-label"), link.attrib


@every_page
def test_nothing_of_a_page_is_written_into_it_or_fetched_from_others(client, path):
    reply = client.get(path)
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "sha256" not in policy
    page = tree(reply.text)
    assert not list(page.iter("style"))
    for script in page.iter("script"):
        assert script.get("src", "").startswith("/static/")
        assert not text_of(script)
    for each in page.iter():
        assert "style" not in each.attrib
        assert not [name for name in each.attrib if name.startswith("on")]
        if each.tag in ("link", "img", "script", "iframe", "form"):
            address = each.get("href") or each.get("src") or each.get("action") or "/"
            assert address.startswith(("/", "data:"))


@every_page
def test_what_a_page_says_is_there_for_machines_at_the_same_moment(client, path):
    moment = MOMENTS["announced"]
    page = tree(client.get(at(path, moment)).text)
    twins = [
        link.get("href", "")
        for link in page.iter("link")
        if link.get("rel") == "alternate" and link.get("title") in ("JSON", "CSV", "Markdown")
    ]
    assert len(twins) == 3
    for twin in twins:
        reply = client.get(twin)
        assert reply.status_code == 200, f"{twin}: {reply.text[:300]}"
        if "application/json" in reply.headers["content-type"] and "as_of=" in twin:
            known = reply.json()["meta"]["known_at"]
            assert known[:10] == moment.rpartition("=")[2]


def test_a_page_leads_on_at_its_moment(client):
    moment = MOMENTS["announced"]
    page = tree(client.get(at("/models/anthropic/claude-sonnet-5", moment)).text)
    (main,) = page.iter("main")
    pages = ("/models", "/providers", "/events", "/prices", "/metrics")
    onward = [link.get("href", "") for link in main.iter("a")]
    onward = [link for link in onward if link.startswith(pages)]
    assert len(onward) > 10
    assert [link for link in onward if moment not in link] == []


def test_home_is_small(client):
    reply = client.get("/", headers={"Accept-Encoding": "gzip"})
    loaded = [link for link in links(reply.text) if link.startswith("/static/")]
    assert len(loaded) == 3  # what draws charts comes with none: it saves the timeline
    parts = [reply, *(client.get(each, headers={"Accept-Encoding": "gzip"}) for each in loaded)]
    assert sum(int(part.headers["content-length"]) for part in parts) < 100_000


def test_a_file_that_pages_load_is_kept_for_ever_by_its_version(client):
    sheet = next(each for each in links(client.get("/guide").text) if "style.css" in each)
    assert "immutable" in client.get(sheet).headers["cache-control"]
    assert "immutable" not in client.get("/static/style.css").headers["cache-control"]
    assert "immutable" not in client.get("/static/style.css?v=old").headers["cache-control"]


def test_a_page_is_not_sent_again_to_who_has_it(client):
    tag = client.get("/models/openai/o3").headers["etag"]
    again = client.get("/models/openai/o3", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_provider_that_is_asked_for_as_a_model_has_its_page_elsewhere(client):
    reply = client.get("/models/openai?as_of=2025-06-15", follow_redirects=False)
    assert reply.status_code == 307
    assert reply.headers["location"] == "/providers/openai?as_of=2025-06-15"


def test_a_name_leads_to_what_it_means_and_says_so(client):
    page = tree(client.get("/models/o3").text)
    assert "o3 means openai/o3" in text_of(page)
