"""llm-prices: three forms of one table, bands told by names, and what of it is not understood."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.llm_prices import llm_prices, read
from tests.importers import reading
from tests.importers.payloads import anything, as_json, damaged
from tests.ingest import feeds
from tests.properties import examples

DAY = "2026-03-01"


def price(input, output, cached=None, start=None, end=None):
    return {
        "input": input,
        "output": output,
        "input_cached": cached,
        "from_date": start,
        "to_date": end,
    }


def model(id, *prices, name=None):
    return {"id": id, "name": name or id.title(), "price_history": list(prices)}


def vendors(*models, vendor="openai", **more):
    return {"vendors": {f"data/{vendor}.json": {"vendor": vendor, "models": list(models)}}, **more}


def page(*entries):
    table = "".join(f"            {entry},\n" for entry in entries)
    return {"html": f"<html><script>\n        const presets = {{\n{table}        }};\n</script>"}


def rows(data):
    return {row.key: row for row in reading.rows(llm_prices, as_json(data), DAY)}


def says(data):
    return {
        name: event
        for row in rows(data).values()
        for name, event in reading.events(llm_prices, row, DAY).items()
    }


def lines(event):
    return {(line.direction, line.above): line.amount for line in event.components}


def test_a_price_is_of_a_million_tokens_and_what_is_null_is_not_listed():
    (event,) = says(vendors(model("gpt-x", price(2.5, 10)))).values()
    assert (event.subject, event.occurred) == ("openai/gpt-x", "unknown")
    assert lines(event) == {("input", 0): "2.5", ("output", 0): "10"}


def test_digits_are_kept_as_they_stand():
    payload = b'{"vendors": {"a": {"vendor": "o", "models": [{"id": "m", "price_history": ['
    payload += b'{"input": 0.10000000000000000001, "output": 1e-1}]}]}}}'
    (row,) = read(payload, DAY)
    assert reading.price_list(row) == ["input 0.10000000000000000001", "output 0.1"]


def test_a_price_holds_from_its_first_day_until_the_first_day_on_which_it_does_not():
    late, early = price(3, 15, start="2026-09-01"), price(2, 10, 0.2, end="2026-09-01")
    found = says(vendors(model("gpt-x", late, early)))
    assert list(found) == ["openai/gpt-x", "openai/gpt-x/from-2026-09-01"]
    before, after = found.values()
    assert (before.occurred, before.until, after.until) == ("unknown", "2026-09-01", None)
    assert after.occurred == "2026-09-01"
    assert lines(before)["cache_read", 0] == "0.2"


def test_both_forms_of_its_files_say_the_same():
    history = [price(2, 10, end="2026-09-01"), price(3, 15, start="2026-09-01")]
    flat = [{"id": "gpt-x", "vendor": "openai", "name": "X", **one} for one in history]
    assert rows({"prices": flat}) == rows(vendors(model("gpt-x", *history)))


def test_the_price_of_long_requests_is_a_band_of_the_model():
    long = model("gpt-x-272k", price(5, 20), name="GPT-X >272k")
    found = says(vendors(model("gpt-x", price(2.5, 10), name="GPT-X ≤272k"), long))
    event = found["openai/gpt-x-272k"]
    assert (event.subject, event.bands) == ("openai/gpt-x", "cliff")
    assert lines(event) == {("input", 272_000): "5", ("output", 272_000): "20"}


def test_a_number_in_an_id_alone_is_no_band():
    (event,) = says(vendors(model("gpt-4-32k", price(60, 120)))).values()
    assert (event.subject, lines(event)["input", 0]) == ("openai/gpt-4-32k", "60")


def test_a_band_that_the_id_does_not_bear_out_is_held_back():
    found = rows(vendors(model("gpt-x-128k", price(1, 2), name="GPT-X >200k")))
    assert "its id does not" in found["openai/gpt-x-128k"].problem


def test_a_model_that_stands_there_twice_with_one_price_is_one_row():
    twice = [model("grok-x", price(0.2, 0.5)), model("grok-x", price(0.2, 0.5), name="Grok ≤128k")]
    (row,) = rows(vendors(*twice, vendor="xai")).values()
    assert list(row.says) == ["xai/grok-x"]


@pytest.mark.parametrize(
    ("prices", "why"),
    [
        ([price(1, 2), price(2, 4)], "two of its prices hold at once"),
        ([price(1, 2), price(2, 4, start="2026-01-01")], "two of its prices hold at once"),
        ([price(1, 2, start="last spring")], "'last spring' is not a date"),
        ([price(1, 2, start="2026-02-30")], "February 2026 has 28 days"),
        ([price(1, 2, start="2026-02-01", end="2026-01-01")], "before it begins"),
        ([price(10_001, 2)], "input 10001 USD per million tokens is not believed"),
        ([price(-1, 2)], "is negative"),
        ([price(True, 2)], "not an exact number"),
        ([{**price(1, 2), "input_audio": 3}], "input_audio is no price that we know"),
        ([{"input": 1, "from_date": 2026}], "from_date"),
        (["free"], "dictionary"),
    ],
)
def test_prices_without_a_meaning_that_we_know_are_held_back(prices, why):
    row = rows(vendors(model("gpt-x", *prices)))["openai/gpt-x"]
    assert why in row.problem
    assert row.given


def test_a_row_of_zeros_alone_states_nothing_and_a_zero_beside_a_price_is_one():
    found = rows(vendors(model("free", price(0, 0)), model("embedding", price(0.1, 0))))
    assert found["openai/free"].says == {}
    assert not found["openai/free"].problem
    assert reading.price_list(found["openai/embedding"]) == ["input 0.1", "output 0"]


def test_a_model_without_a_price_states_nothing():
    found = rows(vendors(model("a", price(None, None)), model("b")))
    assert [(row.says, row.problem) for row in found.values()] == [({}, None), ({}, None)]


def test_a_commit_with_a_broken_file_is_refused_so_that_nobody_seems_gone():
    with pytest.raises(InvalidInput, match=r"a file is broken: \['data/anthropic"):
        rows(vendors(model("gpt-x", price(1, 2)), invalid_json=["data/anthropic.json"]))
    data = vendors(model("gpt-x", price(1, 2)))
    data["vendors"]["data/xai.json"] = '{"vendor": "xai", "models": ['
    with pytest.raises(InvalidInput, match=r"data/xai\.json is broken"):
        rows(data)


def test_what_is_no_model_is_held_back_at_its_place():
    found = rows(vendors({"name": "?"}, "gpt", model("gpt x", price(1, 2))))
    assert [key for key, row in found.items() if row.problem] == [
        "data/openai.json#0",
        "data/openai.json#1",
        "openai/gpt x",
    ]


def test_the_page_says_its_prices_in_a_script_and_whose_they_are_by_their_family():
    found = says(page(
        "'claude-x': { name: 'Claude X', input: 3.00, output: 15.00 }",
        "'gemini-x-128k': { name: 'Gemini X >128k', input: 0.15, output: 0.60 }",
    ))  # fmt: skip
    assert {name: event.subject for name, event in found.items()} == {
        "anthropic/claude-x": "anthropic/claude-x",
        "google/gemini-x-128k": "google/gemini-x",
    }
    assert lines(found["anthropic/claude-x"]) == {("input", 0): "3", ("output", 0): "15"}


def test_a_price_that_the_script_switches_is_two_of_the_instant():
    switch = """'deepseek-x': {
                name: 'DeepSeek X',
                getPrice: () => {
                    const cutoffDate = new Date('2025-02-08T16:00:00Z');
                    const currentDate = new Date();

                    if (currentDate < cutoffDate) {
                        return { input: 0.14, output: 0.28 };
                    } else {
                        return { input: 0.27, output: 1.10 };
                    }
                }
            }"""
    found = says(page("'o3': { name: 'o3', input: 1, output: 2 }", switch))
    assert found["deepseek/deepseek-x"].until == "2025-02-08T16:00:00Z"
    after = found["deepseek/deepseek-x/from-2025-02-08T16:00:00Z"]
    assert lines(after) == {("input", 0): "0.27", ("output", 0): "1.1"}


def test_what_the_page_does_not_say_plainly_is_held_back():
    entry = "{ name: 'X', input: 1, output: 2 }"
    found = rows(page(
        f"'llama-x': {entry}", "'o3': { name: 'o3', input: f(), output: 2 }",
        f"'o4': {entry}", f"'o4': {entry}",
    ))  # fmt: skip
    assert [row.problem for row in found.values()] == [
        "nothing says whose model it is",
        "the script says no price that we can read",
        "it stands twice in the table",
        None,
    ]


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"{", b"[]", b"null", b"{}", b'"vendors"', b"\xff\xfe", b'{"vendors": []}',
        b'{"prices": {}}', b'{"html": "<p>"}', b'{"x": 1e99999999999999999999}', b"[" * 100_000,
        b'{"html": "let presets = {};\\n const other = {\\n a: {} \\n};"}',
    ],
)  # fmt: skip
def test_what_is_no_file_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no data file of llm-prices"):
        list(read(payload, DAY))


NAMES = ["vendor", "models", "id", "name", "price_history", "input", "from_date"]
ANY = anything(names=st.sampled_from(NAMES))
PLACES = st.sampled_from(["vendors", "prices", "html", "invalid_json"])
GOOD = as_json(vendors(model("a-9k", price(1, 2), name="A >9k"), model("b", price(3, 4))))
PAGE = as_json(page("'o1': { name: 'o1', input: 1, output: 2 }"))
PUT = st.text(max_size=4).map(str.encode)
payloads = (
    st.binary(max_size=40)
    | damaged(GOOD, PUT)
    | damaged(PAGE, PUT)
    | st.dictionaries(PLACES, ANY, max_size=2).map(as_json)
    | ANY.map(lambda one: as_json(vendors(one, model("b", one))))
)


@examples(300)
@given(payloads)
def test_any_bytes_give_rows_or_are_refused(payload):
    reading.rows_or_refusal(llm_prices, payload, DAY)


@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_of_the_feed_is_understood():
    pages = feeds.files("llm-prices/html_era_commits.jsonl.gz")
    commits = feeds.files("llm-prices/all_commits_data.jsonl.gz")
    head = feeds.files("llm-prices/historical-v1.HEAD.json.gz", "2026-08-22")
    loading = [file for file in pages if b"let presets = {};" in file.payload]
    assert len(loading) == 5  # the last ones: their prices stand in files
    broken = [file for file in commits if json.loads(file.payload).get("invalid_json")]
    assert len(broken) == 2
    for files, why in ((loading, "no table"), (broken, "a file is broken")):
        for file in files:
            with pytest.raises(InvalidInput, match=why):
                list(read(file.payload, file.stated))
    whose: dict[str, str] = {}
    for file in (*pages, *commits, *head):
        if file in (*loading, *broken):
            continue
        found = reading.rows(llm_prices, file.payload, file.stated)
        assert len(found) >= 11
        for row in found:
            assert row.says  # it lists no model without a price
            assert not row.problem
            vendor, _, id = row.key.partition("/")
            assert whose.setdefault(id, vendor) == vendor  # as its page, so its files
