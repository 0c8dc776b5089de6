"""Nothing from data is markup: texts that would be are shown as they are."""

import csv

import pytest
from markdown_it import MarkdownIt

from ecosys.errors import InvalidInput
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.api.pages.reading import tree
from tests.given import event, price
from tests.page_types import PAGE_TYPES

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;{{ 3*'run' }}"
URL = 'https://e.example/"onclick="x'
WHERE = ("/", "#", "?", "http://testserver/", "https://e.example/")
"""How the addresses of links may begin."""
FORMULA = '=HYPERLINK("https://e.example/","open")'
SOURCES = [{"source": "evil", "title": EVIL, "url": URL, "read": "2025-01-01"}]
MORE = {"sources": SOURCES, "note": EVIL}
DAY = {"occurred": "2024-01-01", **MORE}
PATHS = {
    **dict.fromkeys(PAGE_TYPES),
    "home": "/",
    "prices": "/prices?channel=all",
    "cost": "/cost?model=a/b",
    "deprecations": "/deprecations",
    "year": "/deprecations/2025",
    "models": "/models",
    "model": "/models/a/b?channel=all&tier=all",
    "providers": "/providers",
    "provider": "/providers/a",
    "metrics": "/metrics",
    "metric": "/metrics/properties",
    "vintages": "/metrics/properties/vintages",
    "lineage": "/metrics/properties/explain?about=a/b",
    "compare": "/compare?models=a/b",
    "claims": "/claims",
    "event": "/events/d",
    "dependents": "/events/p/dependents",
    "search": f"/search?q={EVIL}",
    "sources": "/sources",
    "moved": "/deprecations/moved",
    "contribute": "/contribute?corrects=d",
    "unknown": "/unknown",
}
"""An address of every type of page over a hostile log."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, empty_database):
    """A server over a log whose every free text is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "x.db"
    path.write_bytes(empty_database.read_bytes())
    client = ready(create(path, fill=False))
    client.app.state.timeline.append(
        [
            event("registered", "s", source="evil", name=EVIL, kind="secondary"),
            event("launched", "l", subject="a/b", what="model", surface=EVIL, **DAY),
            event("described", "d", subject="a/b", attribute="licence", value=EVIL, **DAY),
            event("described", "f", subject="a/b", attribute="sla", value=FORMULA, **DAY),
            price("p", "2024-06-01", subject="a/b", input="1", output="2", **MORE),
            price("r", "2024-06-01", subject="a/b", input="4", region=EVIL[:60], **MORE),
            price("q", "2024-09-01", subject="a/b", input="3", output="2", **MORE),
            event("deprecated", "e", subject="a/b", announced="2024-06-01", shutdown="2025-06-01",
                  replacements=[EVIL], **MORE),
            event("integrated", "i", integrator="c/d", subject="a/b", category="app", **DAY),
            event("claimed", "c", document="evil", place={"line": 1}, statement=EVIL,
                  subject="a/b", missing=EVIL, **DAY),
        ]
    )  # fmt: skip
    yield client
    client.__exit__(None, None, None)


@pytest.mark.parametrize(
    "path",
    [
        *PATHS.values(),
        *("/events/e", "/metrics/timeline", "/metrics/price_history?channel=all", "/search?q=evil"),
        "/models/a/b?as_of=2024-07-01&known_at=2024-07-01",
        *("/contribute?corrects=p", "/contribute?retracts=e", "/unknown?kind=launch"),
        "/unknown?kind=stale",
    ],
)
def test_a_text_of_the_data_is_a_text_of_the_page(hostile, path):
    assert path, "a new type of page is tried over a hostile log, too: name an address"
    reply = hostile.get(path)
    assert reply.status_code == 200, reply.text
    assert "<script>alert" not in reply.text
    assert "<img" not in reply.text
    page = tree(reply.text)
    scripts = [script.get("src", "") for script in page.iter("script")]
    assert all(src.startswith("/static/") for src in scripts)
    assert not [each for each in page.iter() if any(n.startswith("on") for n in each.attrib)]
    for link in page.iter("a"):
        assert link.get("href", "/").startswith(WHERE), link.attrib
    assert "runrun" not in "".join(page.itertext())


@pytest.mark.parametrize("path", [path for path in PATHS.values() if path and "script" not in path])
def test_a_text_of_the_data_is_a_text_of_what_machines_are_given(hostile, path):
    """Markdown is made into HTML by others, and a sheet runs what begins as a formula does."""
    page = tree(hostile.get(path).text)
    twins = {
        link.get("title"): link.get("href", "")
        for link in page.iter("link")
        if link.get("rel") == "alternate"
    }
    markdown = hostile.get(twins["Markdown"])
    assert markdown.status_code == 200, markdown.text
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown.text)
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert "<table>" in rendered or markdown.text == "No rows.\n"
    sheet = hostile.get(twins["CSV"])
    assert sheet.status_code == 200, sheet.text
    cells = [cell for row in csv.reader(sheet.text.splitlines()) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]


def test_an_address_that_runs_something_is_no_address_of_a_source(hostile):
    source = {"source": "evil", "url": "javascript:alert(1)", "read": "2025-01-01"}
    with pytest.raises(InvalidInput, match="javascript"):
        hostile.app.state.timeline.append(
            [event("described", "j", subject="a/b", attribute="sla", value="x",
                   occurred="2024-01-01", sources=[source])]
        )  # fmt: skip


def test_hostile_texts_are_there_at_all(hostile):
    shown = "".join(tree(hostile.get("/models/a/b").text).itertext())
    assert "<script>alert(1)</script>" in shown
