"""Nothing from data is markup: texts that would be are shown as they are."""

import pytest

from ecosys_api.app import create
from tests.api.conftest import ready
from tests.api.pages.reading import tree
from tests.given import event, price

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;{{ 3*'run' }}"
URL = 'https://e.example/"onclick="x'
SOURCES = [{"source": "evil", "title": EVIL, "url": URL, "read": "2025-01-01"}]
MORE = {"sources": SOURCES, "note": EVIL}
DAY = {"occurred": "2024-01-01", **MORE}


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
            price("p", "2024-06-01", subject="a/b", input="1", output="2", **MORE),
            price("r", "2024-06-01", subject="a/b", input="4", region=EVIL[:60], **MORE),
            price("q", "2024-09-01", subject="a/b", input="3", output="2", **MORE),
            event("deprecated", "e", subject="a/b", announced="2024-06-01", shutdown="2025-06-01",
                  replacements=[EVIL], **MORE),
            event("integrated", "i", integrator="c/d", subject="a/b", category="app", **DAY),
        ]
    )  # fmt: skip
    yield client
    client.__exit__(None, None, None)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/models/a/b", "/models/a/b?channel=all&tier=all", "/providers/a", "/events/d"),
        *("/events/e", "/events/p/dependents", "/prices?channel=all", "/deprecations", "/models"),
        *("/metrics/properties", "/metrics/timeline", "/metrics/price_history?channel=all"),
        *("/search?q=evil", "/providers", "/claims", f"/search?q={EVIL}", "/cost?model=a/b"),
        "/models/a/b?as_of=2024-07-01&known_at=2024-07-01",
        *("/contribute?corrects=d", "/contribute?corrects=p", "/contribute?retracts=e", "/unknown"),
        *("/unknown?kind=launch", "/unknown?kind=stale", "/deprecations/moved"),
    ],
)
def test_a_text_of_the_data_is_a_text_of_the_page(hostile, path):
    reply = hostile.get(path)
    assert reply.status_code == 200, reply.text
    assert "<script>alert" not in reply.text
    assert "<img" not in reply.text
    page = tree(reply.text)
    scripts = [script.get("src", "") for script in page.iter("script")]
    assert all(src.startswith("/static/") for src in scripts)
    assert not [each for each in page.iter() if any(n.startswith("on") for n in each.attrib)]
    assert "runrun" not in "".join(page.itertext())


def test_hostile_texts_are_there_at_all(hostile):
    shown = "".join(tree(hostile.get("/models/a/b").text).itertext())
    assert "<script>alert(1)</script>" in shown
