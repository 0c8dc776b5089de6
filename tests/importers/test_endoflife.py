"""endoflife.date: soft and firm ends, its page and its API, and what is not believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.endoflife import endoflife
from tests.importers import reading
from tests.importers.payloads import as_json, damaged
from tests.ingest import feeds
from tests.properties import examples

DAY = "2026-08-21"


def release(eoas="false", eol="false", released="2025-01-10", id='"claude-x"', replacement="N/A"):
    return f"""
  - releaseCycle: {id}
    releaseLabel: Claude X
    releaseDate: {released}
    eoas: {eoas}
    eol: {eol}
    recommendedReplacement: "{replacement}"
"""


def page(*releases, title="Anthropic Claude"):
    return f"---\ntitle: {title}\nreleases:\n{''.join(releases)}\n---\n\n> Text --- and more.\n"


def rows(*releases):
    payload = as_json({"md": page(*releases)})
    return {row.key: row for row in reading.rows(endoflife, payload, DAY, repeats=True)}


def says(found):
    (row,) = found
    assert row.problem is None
    return reading.events(endoflife, row, DAY)


def end(**given):
    return says(rows(release(**given)).values()).get("anthropic/claude-x")


def test_the_end_of_a_model_that_is_not_deprecated_is_a_soft_date():
    event = end(eol="2027-07-24")
    assert (event.subject, event.occurred) == ("anthropic/claude-x", "unknown")
    assert event.shutdown == "not before 2027-07-24"
    assert event.shutdown.soft
    assert (event.announced, event.deprecated, event.replacements) == (None, None, ())


def test_the_end_of_a_model_that_is_deprecated_is_firm():
    event = end(eoas="2026-04-14", eol="2026-06-15", replacement="claude-y")
    assert (event.deprecated, event.shutdown) == ("2026-04-14", "2026-06-15")
    assert (event.announced, event.occurred) == (None, "unknown")
    assert event.replacements == ("claude-y",)


def test_what_is_true_without_a_day_is_past_and_its_day_unknown():
    assert end(eoas="true", eol="2026-06-15").shutdown == "2026-06-15"
    assert end(eoas="2026-04-14", eol="true").shutdown is None
    assert end(eoas="true", eol="true") is None


def test_a_model_without_an_end_is_only_launched():
    found = says(rows(release()).values())
    assert list(found) == ["anthropic/claude-x/launch"]
    (launch,) = found.values()
    assert (launch.type, launch.occurred, launch.name) == ("launched", "2025-01-10", "Claude X")


def test_a_release_date_that_its_comment_calls_unknown_is_left_out():
    assert says(rows(release(released="2023-03-14 # unknown date")).values()) == {}
    assert says(rows(release(released="2023-03-14 # no exact date - a thread")).values()) == {}
    assert says(rows(release(released="2023-03-14 # of the blog")).values())


def test_an_id_is_text_also_where_it_looks_like_a_number():
    assert list(rows(release(id="2.10"))) == ["anthropic/2.10"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"eol": "next year"}, "'next year' is not a date"),
        ({"eol": "2026-02-30"}, "February 2026 has 28 days"),
        ({"eol": "[2026-02-20]"}, "is not a date"),
        ({"eoas": "2026-07-01", "eol": "2026-06-01"}, "do not stand in their order"),
        ({"eol": "2024-06-01"}, "do not stand in their order"),
        ({"id": "claude x"}, "cannot be the id of a model"),
        ({"id": "[1]"}, "no release with a name"),
    ],
)
def test_what_is_not_understood_is_held_back_and_the_rest_is_read(given, why):
    bad, good = rows(release(**given), release(id="claude-y")).values()
    assert why in bad.problem
    assert good.says


def test_a_name_that_stands_twice_is_held_back_the_second_time():
    found = rows(release(), release())
    assert [row.problem for row in found.values()] == [None, "its name stands twice in the file"]


def api(**given):
    fields = {"name": "claude-x", "label": "Claude X", "releaseDate": "2025-01-10"}
    ends = {"isEoas": False, "eoasFrom": None, "isEol": False, "eolFrom": None}
    custom = {"custom": {"recommendedReplacement": "N/A"}}
    one = {**fields, **ends, **custom, **given}
    payload = as_json({"schema_version": "1", "result": {"name": "claude", "releases": [one]}})
    return reading.rows(endoflife, payload, DAY)


def test_its_api_says_the_same_as_its_page():
    assert says(api()) == says(rows(release()).values())
    soft = api(eolFrom="2027-07-24")
    assert says(soft) == says(rows(release(eol="2027-07-24")).values())
    custom = {"recommendedReplacement": "claude-y"}
    firm = api(isEoas=True, eoasFrom="2026-04-14", eolFrom="2026-06-15", custom=custom)
    page_says = release("2026-04-14", "2026-06-15", replacement="claude-y")
    assert says(firm) == says(rows(page_says).values())


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b'{"md": 1}',
        b'{"result": []}', b'{"result": {"name": "nodejs", "releases": [{"name": "22"}]}}',
        *(as_json({"md": md}) for md in (
            "", "no front matter", "---\ntitle: Claude\n", "---\ntitle: [\n---\n",
            "---\n- a\n---\n", "---\ntitle: Claude\nreleases: []\n---\n",
            "---\ntitle: Claude\nreleases: " + "[" * 1_000 + "\n---\n",
            page(release(), title="Node.js"),
        )),
    ],
)  # fmt: skip
def test_what_is_no_page_of_claude_is_refused(payload):
    with pytest.raises(InvalidInput, match="no data file of endoflife"):
        list(endoflife.rows(payload, DAY))


GOOD = page(release("2026-04-14", "2026-06-15"), release(eol="2027-01-01", id="claude-y"))
values = st.none() | st.booleans() | st.text(max_size=5) | st.integers() | st.just("2026-01-01")
NAMES = ["name", "label", "releaseDate", "isEoas", "eoasFrom", "isEol", "eolFrom", "custom"]
products = st.fixed_dictionaries(
    {
        "name": st.just("claude"),
        "releases": st.lists(st.dictionaries(st.sampled_from(NAMES), values) | values, max_size=3),
    }
)
pages = damaged(GOOD, st.text("!&*[]{}-:?|> a1\n'\"<=#", max_size=6) | st.text(max_size=3))
payloads = (
    st.binary(max_size=40)
    | pages.map(lambda text: as_json({"md": text}))
    | products.map(lambda product: as_json({"result": product}))
)


@examples(400)
@given(payloads)
def test_any_bytes_give_rows_or_are_refused(payload):
    reading.rows_or_refusal(endoflife, payload, DAY, repeats=True)


@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_of_the_feed_is_understood():
    files = feeds.files("endoflife.date/anthropic-claude_all_commits.jsonl.gz")
    assert len(files) == 14
    for file in files:
        found = reading.rows(endoflife, file.payload, file.stated)
        assert len(found) >= 18
        assert not [row.problem for row in found if row.problem]  # its build checks its dates
        assert all(row.says for row in found)
