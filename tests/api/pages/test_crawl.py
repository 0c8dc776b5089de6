"""Every link of the pages leads somewhere: followed from the first page on, at several moments."""

import re
from collections import Counter, deque
from html import unescape

import pytest

from tests.api.pages.reading import tree
from tests.page_types import MOMENTS, at

pytestmark = pytest.mark.no_cover
SKIPPED = re.compile(r"/(v1/(log|events/stream)|static/swagger|feeds|docs)|.*/dependents")
"""What tests of their own ask."""
DEAR = re.compile(r"/(v1/)?(claims|changes)")
"""What takes long is followed in the long run alone."""
SHORT = 60
"""How many links every run follows."""
ALL_MOMENTS = 5000
"""How many links the long run follows."""
VALIDATED = 300
"""How many pages of each moment are read strictly: that takes longer than to make them."""


class Crawl:
    """Follows links from a page on, breadth first, of each kind of page about as many."""

    def __init__(self, client, start, most, skipped=SKIPPED, validated=0):
        self.client = client
        self.most = most
        self.skipped = skipped
        self.validated = validated
        """How many pages are read strictly, too."""
        self.waiting = deque([start])
        self.seen = {start}
        self.kinds: Counter[str] = Counter()
        self.ids: dict[str, set[str]] = {}
        """The anchors that each page has."""
        self.named: dict[tuple[str, str], str] = {}
        """A page that names an anchor, by the page that should have it and the anchor."""
        while self.waiting:
            self.visit(self.waiting.popleft())
        self.dead = {
            f"{by} to {address}#{anchor}"
            for (address, anchor), by in self.named.items()
            if address in self.ids and anchor not in self.ids[address]
        }

    def visit(self, address):
        """Ask for what is at an address; where that is a page, note where it leads."""
        reply = self.client.get(address)
        assert reply.status_code < 400, f"{address}: {reply.text[:300]}"
        is_page = reply.headers["content-type"].startswith("text/html")
        if not is_page or address.startswith("/docs"):
            return
        if len(self.ids) < self.validated:
            tree(reply.text)
        self.ids[address] = set(re.findall(r' id="([^"]*)"', reply.text))
        for link in re.findall(r'(?:href|src)="([/#][^"]*)"', reply.text):
            bare, _, anchor = unescape(link).partition("#")
            if anchor:
                self.named.setdefault((bare or address, anchor), address)
            self.note(bare)

    def note(self, address):
        """Visit an address later, unless that was done, or there are enough of its kind."""
        kind = "/".join(address.partition("?")[0].split("/")[:2])
        is_enough = len(self.seen) >= self.most or self.kinds[kind] * 6 > self.most
        if (
            address
            and address not in self.seen
            and not is_enough
            and not self.skipped.match(address)
        ):
            self.kinds[kind] += 1
            self.seen.add(address)
            self.waiting.append(address)


def test_links_lead_somewhere(client):
    quick = re.compile(f"{SKIPPED.pattern}|{DEAR.pattern}")
    crawl = Crawl(client, f"/?{MOMENTS['announced']}", SHORT, quick)
    assert len(crawl.seen) == SHORT
    assert crawl.dead == set()


@pytest.mark.endurance
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_thousands_of_links_lead_somewhere_and_every_page_is_valid(client, moment):
    most = -(-ALL_MOMENTS // len(MOMENTS))
    crawl = Crawl(client, at("/", moment), most, validated=VALIDATED)
    assert len(crawl.seen) == most
    assert crawl.dead == set()
