"""Every link of the pages leads somewhere: followed from the first page on, at several moments."""

import re
from collections import Counter, deque

import pytest

from tests.api.pages.reading import links, tree
from tests.page_types import MOMENTS

pytestmark = pytest.mark.no_cover
SKIPPED = re.compile(r"/(v1/(log|events/stream)|static/swagger|feeds|docs)|.*/dependents")
"""What tests of their own ask."""
DEAR = re.compile(r"/(v1/)?(claims|changes)")
"""What takes long is followed in the long run alone."""


def crawl(client, start, most, skipped=SKIPPED):
    """Follow links from a page on, breadth first, of each kind of page about as many."""
    waiting, seen = deque([start]), {start}
    kinds: Counter[str] = Counter()
    while waiting and len(seen) <= most:
        address = waiting.popleft()
        reply = client.get(address)
        assert reply.status_code < 400, f"{address}: {reply.text[:300]}"
        if not reply.headers["content-type"].startswith("text/html"):
            continue
        if not address.startswith("/docs"):
            anchored(address, reply.text)
        for link in links(reply.text):
            bare = link.partition("#")[0]
            kind = "/".join(bare.partition("?")[0].split("/")[:2])
            if bare in seen or skipped.match(bare):
                continue
            if kinds[kind] * 8 > most:
                continue
            kinds[kind] += 1
            seen.add(bare)
            waiting.append(bare)
    while waiting:
        address = waiting.popleft()
        assert client.get(address).status_code < 400, address
    return seen


def anchored(address, text):
    """Every anchor that a page names on itself is there."""
    ids = set(re.findall(r' id="([^"]*)"', text))
    for anchor in re.findall(r'href="#([^"]*)"', text):
        assert anchor in ids, f"{address}#{anchor}"


def test_links_lead_somewhere(client):
    quick = re.compile(f"{SKIPPED.pattern}|{DEAR.pattern}")
    assert len(crawl(client, f"/?{MOMENTS['announced']}", 30, quick)) > 25


@pytest.mark.endurance
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_thousands_of_links_lead_somewhere_and_every_page_is_valid(client, moment):
    start = f"/?{moment}" if moment else "/"
    seen = crawl(client, start, 1700)
    for address in sorted(seen)[:300]:
        reply = client.get(address)
        if reply.headers["content-type"].startswith("text/html") and not address.startswith(
            "/docs"
        ):
            tree(reply.text)
