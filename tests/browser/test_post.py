"""Who has a key posts from the form; the key is nowhere but in its field."""

import json
import shutil
from urllib.parse import urlencode

import pytest

from ecosys.log.api_keys import ApiKeys
from ecosys.timeline import Timeline
from ecosys_api.errors import PROBLEMS
from tests import explorer as served
from tests.browser.axe import findings
from tests.browser.opened import open_page
from tests.pictures import wait_for

pytestmark = pytest.mark.no_cover
LAUNCH = {
    "type": "launched",
    "event.what": "model",
    "event.occurred": "2025-06-09",
    "event.sources.0.source": "openai",
    "event.sources.0.url": "https://openai.com/",
}
EVERYWHERE = """(key) => [location.href, JSON.stringify(history.state), document.cookie,
  JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}),
  document.documentElement.outerHTML].filter((each) => (each ?? "").includes(key))"""


@pytest.fixture(scope="module")
def writable(released_database, tmp_path_factory, explorer):
    """The address of a server that may be written to, and keys to it by what they allow."""
    folder = tmp_path_factory.mktemp("writable")
    database = shutil.copy(released_database, folder / "keys.db")
    timeline = Timeline.open(database)
    keys = ApiKeys(timeline.log.database)
    texts = {scope: keys.create(scope.split(":")[0], [scope])[1]
             for scope in ("events:write", "corrections:write")}  # fmt: skip
    timeline.log.database.close()
    served.start(database, folder)
    address = (folder / served.ADDRESS).read_text()
    wait_for(f"{address}/readyz")
    yield address, texts
    served.stop(folder)


def filled(**more):
    return f"/contribute?{urlencode({**LAUNCH, **more})}"


def post(tab, key):
    tab.fill("#key", key)
    tab.click("#post button")
    tab.wait_for_selector("#post button:enabled")
    return tab.inner_text("#posted")


def test_an_event_is_posted_and_its_page_is_there(tab, writable):
    server, keys = writable
    key = keys["events:write"]
    with open_page(tab, server, filled(**{"event.subject": "openai/posted-1"})) as opened:
        assert tab.get_attribute("#key", "type") == "password"
        said = post(tab, key)
        assert said.startswith("Recorded: ")
        assert "at position" in said
        assert post(tab, key) == said  # the same request is answered as before
        assert tab.evaluate(EVERYWHERE, key) == []
        assert not [address for address in opened.asked if key in address]
        tab.click("#posted a")
        tab.wait_for_url("**/events/**")
        assert "posted-1" in tab.inner_text("main")
        tab.go_back()
        assert tab.input_value("#key") == ""
        assert opened.errors == []


def test_what_was_changed_is_checked_before_it_is_posted(tab, writable):
    server, keys = writable
    with open_page(tab, server, filled(**{"event.subject": "openai/posted-2"})):
        tab.fill("[name='event.subject']", "openai/posted-3")
        assert tab.is_disabled("#post button")
        tab.wait_for_selector("#post button:enabled")
        assert "posted-3" in post(tab, keys["events:write"])
        tab.fill("[name='event.occurred']", "soon")
        tab.wait_for_selector("#post", state="hidden")


def test_what_the_server_refuses_stands_at_its_field(tab, writable):
    server, keys = writable
    with open_page(tab, server, filled(**{"event.subject": "openai/posted-4"})):
        tab.evaluate(
            """() => {
              const place = document.getElementById("json"), event = JSON.parse(place.textContent);
              place.textContent = JSON.stringify({...event, occurred: "soon"});
            }"""
        )
        assert "422" in post(tab, keys["events:write"])
        assert "soon" in tab.inner_text("[id='note-event.occurred']")


def test_who_may_not_is_told_so(tab, writable):
    server, keys = writable
    with open_page(tab, server, filled(**{"event.subject": "openai/posted-5"})):
        assert "needs a key" in post(tab, "")
        assert "401" in post(tab, f"ecosys_{'0' * 12}_{'A' * 43}")
        assert "403" in post(tab, keys["corrections:write"])


@pytest.mark.parametrize("name", ["too-large", "too-many-writes"])
def test_what_is_too_much_is_told_in_words(tab, writable, name):
    server, keys = writable
    status, title = PROBLEMS[name]
    body = {"type": f"/problems/{name}", "title": title, "status": status, "detail": "Too much."}
    tab.route("**/v1/events", lambda route: route.fulfill(
        status=status, body=json.dumps(body), content_type="application/problem+json",
        headers={"Retry-After": "7"}))  # fmt: skip
    with open_page(tab, server, filled(**{"event.subject": "openai/posted-6"})):
        said = post(tab, keys["events:write"])
        assert title in said
        assert "7 seconds" in said
    tab.unroute("**/v1/events")


def test_where_no_answer_comes_it_may_be_posted_again(tab, writable):
    server, keys = writable
    names = []

    def lost(route):
        names.append(route.request.headers["idempotency-key"])
        route.abort()

    with open_page(tab, server, filled(**{"event.subject": "openai/posted-7"})):
        tab.route("**/v1/events", lost)
        assert "No answer came" in post(tab, keys["events:write"])
        post(tab, keys["events:write"])
        tab.unroute("**/v1/events")
        assert post(tab, keys["events:write"]).startswith("Recorded: ")
    assert names[0] == names[1]
    assert len(names[0]) == 32


def test_without_a_script_there_is_a_command_and_no_field_for_a_key(bare_phone, writable):
    server, _ = writable
    with open_page(bare_phone, server, filled(**{"event.subject": "openai/posted-8"})):
        assert not bare_phone.is_visible("#key")
        assert "ecosys add --remote" in bare_phone.locator("#result").text_content()


def test_axe_finds_nothing_where_it_is_posted(tab, writable):
    server, _ = writable
    with open_page(tab, server, filled(**{"event.subject": "openai/posted-9"})):
        assert tab.is_visible("#key")
        assert findings(tab) == []
