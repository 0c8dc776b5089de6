"""Behind a proxy: links lead where they do outside, and only who is trusted says where that is."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from ecosys_api.app import create
from ecosys_api.errors import PROBLEMS
from tests.api.conftest import ready

HEADER = {"X-Forwarded-Prefix": "/ecosys"}
PAGES = ["/", "/guide", "/guide/running", "/docs"]
QUICK = ("/ecosys/guide", "/ecosys/docs", "/ecosys/static", "/ecosys/openapi", "/ecosys/v1")
"""Where links lead that take no long to answer: tests/api/pages follows the others."""
LISTED = "/v1/prices?provider=deepseek&limit=2&channel=all&as_of=2025-06-15"
NO_MODEL = "/v1/prices/openai/nothing"


@pytest.fixture(scope="module")
def outside(released_database):
    """A server that stands at /ecosys outside."""
    client = ready(create(released_database, fill=False, root_path="/ecosys"))
    yield client
    client.__exit__(None, None, None)


@pytest.fixture(scope="module")
def trusting(released_database):
    """A server that trusts its client."""
    client = ready(create(released_database, fill=False, proxies="10.0.0.0/8, testclient"))
    yield client
    client.__exit__(None, None, None)


def links(reply):
    """Where a page leads on the same server, and what it loads."""
    found = re.findall(r'(?:href|src|url)(?:="|: ")(/[^"]*)"', reply.text)
    return [unescape(link) for link in found]


@pytest.mark.no_cover  # many links are followed
@pytest.mark.parametrize("page", [pytest.param("/", marks=pytest.mark.endurance), *PAGES[1:]])
def test_links_of_a_page_have_what_stands_before_it_outside_and_lead_somewhere(outside, page):
    found = links(outside.get(page))
    assert len(found) >= 4
    assert [link for link in found if not link.startswith("/ecosys/")] == []
    for link in [link for link in found if link.startswith(QUICK)]:
        assert outside.get(link).status_code == 200, link  # a proxy that cuts nothing off
        assert outside.get(link.removeprefix("/ecosys")).status_code == 200  # one that does


def test_the_next_page_is_where_it_is_outside(outside):
    reply = outside.get(LISTED)
    following = reply.json()["links"]["next"]
    assert following.startswith("/ecosys/v1/prices?")
    assert f'<{following}>; rel="next"' in reply.headers["link"]
    assert reply.headers["link"].startswith("</ecosys/v1/prices?")
    assert outside.get(following).json()["data"]


def test_a_twin_is_one_outside_too(outside):
    for prefix in ("", "/ecosys"):
        twin = outside.get(f"{prefix}/v1/prices/openai/o3.csv?as_of=2025-06-15")
        assert twin.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "status"),
    [(NO_MODEL, 404), ("/nothing", 404), ("/v1/prices?limit=x", 422), ("/static/nothing", 404)],
)
def test_the_type_of_a_problem_is_where_it_is_outside(outside, address, status):
    told = outside.get(address)
    assert told.status_code == status
    kind = told.json()["type"]
    assert kind.removeprefix("/ecosys/problems/") in PROBLEMS
    assert outside.get(kind).status_code == 200


@pytest.mark.no_cover
def test_the_index_and_the_document_name_addresses_outside(outside):
    index = outside.get("/v1").json()
    for address in (*index["addresses"].values(), *index["metrics"].values()):
        assert address.startswith("/ecosys/")
    document = outside.get("/openapi.json").json()
    assert document["servers"] == [{"url": "/ecosys"}]
    assert "/v1/prices" in document["paths"]


def test_what_a_language_model_and_a_feed_reader_are_told_leads_outside(outside):
    assert "](/ecosys/v1/metrics)" in outside.get("/llms.txt").text
    assert 'href="/ecosys/feeds/changes.atom"' in outside.get("/ecosys/feeds/changes.atom").text


@pytest.mark.no_cover
def test_the_root_alone_is_the_page(outside):
    assert outside.get("/ecosys").text == outside.get("/ecosys/").text == outside.get("/").text


def test_health_is_asked_inside_and_outside(outside):
    assert outside.get("/readyz").status_code == outside.get("/ecosys/readyz").status_code == 200


@pytest.mark.no_cover  # the page is made anew for each
def test_a_proxy_that_is_trusted_says_what_stands_before(trusting):
    for page in PAGES:
        assert links(trusting.get(page, headers=HEADER))[0].startswith("/ecosys/")
        assert not links(trusting.get(page))[0].startswith("/ecosys/")
    reply = trusting.get(LISTED, headers=HEADER)
    assert reply.json()["links"]["next"].startswith("/ecosys/v1/")
    assert trusting.get(LISTED).json()["links"]["next"].startswith("/v1/")  # not what was kept


def test_what_rests_on_the_word_of_a_proxy_is_kept_for_nobody_else(trusting):
    told = trusting.get(LISTED, headers=HEADER).headers["vary"].split(", ")
    assert {"Accept", "X-Forwarded-Prefix"} <= set(told)
    assert "X-Forwarded-Prefix" not in trusting.get(LISTED).headers["vary"]


def test_what_the_server_was_told_stands_before_cannot_be_changed_by_a_request(
    released_database,
):
    made = create(released_database, fill=False, root_path="/ecosys", proxies="*")
    client = ready(made)
    index = client.get("/v1", headers={"X-Forwarded-Prefix": "/other"}).json()
    assert index["addresses"]["models"] == "/ecosys/v1/models"
    client.__exit__(None, None, None)


@pytest.mark.no_cover
@pytest.mark.parametrize("told", ['/"><script>', "//evil.example", "ecosys", "/" + "x" * 300])
def test_what_can_be_no_prefix_is_none(trusting, told):
    reply = trusting.get("/", headers={"X-Forwarded-Prefix": told})
    assert reply.text == trusting.get("/").text


@pytest.mark.no_cover
def test_who_is_not_trusted_says_nothing_about_it(client):
    assert client.get("/", headers=HEADER).text == client.get("/").text
    reply = client.get(NO_MODEL, headers=HEADER)
    assert reply.json()["type"] == "/problems/not-found"


def test_the_server_may_know_what_stands_before(app):
    told = TestClient(app, root_path="/ecosys").get(LISTED)
    assert told.json()["links"]["next"].startswith("/ecosys/v1/prices?")
