"""genai-prices: its rules, its shape, and what of it is not understood."""

import re
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.answers.cost import cost
from ecosys.errors import InvalidInput, NotFound
from ecosys.importers.genai_prices import genai_prices, read
from ecosys.importers.genai_prices.clauses import pattern
from ecosys.ingest import run as running
from ecosys.ingest.mapping import Names
from ecosys.ingest.overlap import name_overlap
from tests.importers import reading
from tests.importers.payloads import as_json
from tests.ingest.feed import charged, dollars, each, imported, model, provider, snapshot
from tests.properties import examples

PRICES = each(1, 2)


def rows(*providers):
    found = reading.rows(genai_prices, as_json(providers), "2026-03-01")
    return {row.key: row for row in found}


def matches(clause, id):
    return re.fullmatch(f"(?is){pattern(clause)}", id) is not None


@pytest.mark.parametrize(
    ("clause", "yes", "no"),
    [
        ({"equals": "gpt-4o"}, "GPT-4o", "gpt-4o-mini"),
        ({"starts_with": "gpt-4"}, "gpt-4o", "xgpt-4"),
        ({"ends_with": ":free"}, "llama:free", "llama:free2"),
        ({"contains": "claude.2"}, "x-claude.2-y", "claude-2"),
        ({"regex": "^o[13]$"}, "o3", "o33"),
        ({"regex": "mini"}, "gpt-4o-mini-x", "gpt-4o"),
        ({"or": [{"equals": "a"}, {"starts_with": "b"}]}, "bc", "ab"),
        ({"and": [{"starts_with": "a"}, {"contains": "b"}]}, "axb", "ax"),
    ],
)
def test_a_clause_matches_what_it_says(clause, yes, no):
    assert matches(clause, yes)
    assert not matches(clause, no)


ids = st.text("abc-.", min_size=1, max_size=6)
clauses = st.recursive(
    st.builds(lambda kind, text: {kind: text},
              st.sampled_from(["equals", "starts_with", "ends_with", "contains"]), ids),
    lambda inner: st.builds(lambda kind, some: {kind: some}, st.sampled_from(["or", "and"]),
                            st.lists(inner, min_size=1, max_size=3)),
    max_leaves=6,
)  # fmt: skip
MEANS = {
    "equals": lambda name, text: name == text,
    "starts_with": lambda name, text: name.startswith(text),
    "ends_with": lambda name, text: name.endswith(text),
    "contains": lambda name, text: text in name,
    "or": lambda name, some: any(meant(each, name) for each in some),
    "and": lambda name, some: all(meant(each, name) for each in some),
}


def meant(clause, id):
    ((kind, value),) = clause.items()
    return MEANS[kind](id, value)


@examples(300)
@given(clauses, ids)
def test_nested_clauses_mean_what_their_words_say(clause, id):
    assert matches(clause, id) == meant(clause, id)


def test_the_first_model_that_matches_answers(timeline):
    first = model("claude-2", each(8, 24), {"contains": "claude"})
    imported(
        timeline, snapshot("2026-03-01", provider("anthropic", first, model("claude-3", PRICES)))
    )
    assert charged(timeline, "anthropic/claude-3", "2026-03-01", "2026-03-01") == dollars("8", "24")
    assert charged(timeline, "anthropic/gpt", "2026-03-01", "2026-03-01") is None


def test_what_no_rule_of_the_source_matches_is_not_found_though_we_know_it(own):
    imported(own, snapshot("2026-03-01", provider("openai", model("gpt-x", PRICES))))
    assert own.resolve("openai/o3", own.moment()).how == "exact"
    with pytest.raises(NotFound, match="no id of genai-prices by its own rules"):
        own.resolve("openai/o3", own.moment(source="genai-prices"))


def test_the_rules_are_those_that_were_known(timeline):
    early = snapshot("2026-03-01", provider("openai", model("o3", PRICES, {"equals": "o3"})))
    late = snapshot("2026-04-01", provider("openai", model("o3", PRICES, {"starts_with": "o3"})))
    imported(timeline, early, late)
    assert charged(timeline, "openai/o3-x", "2026-03-01", "2026-03-15") is None
    assert charged(timeline, "openai/o3-x", "2026-03-01", "2026-04-15") == dollars("1", "2")


def test_a_provider_falls_back_to_the_models_of_another(timeline):
    azure = provider("azure", model("phi", PRICES), fallback_model_providers=["openai"])
    imported(timeline, snapshot("2026-03-01", azure, provider("openai", model("o3", each(2, 8)))))
    assert charged(timeline, "azure/o3", "2026-03-01", "2026-03-01") == dollars("2", "8")


def test_its_name_of_a_provider_is_turned_into_ours(timeline):
    imported(timeline, snapshot("2026-03-01", provider("x-ai", model("grok-4", PRICES))))
    assert charged(timeline, "x-ai/grok-4", "2026-03-01", "2026-03-01") == dollars("1", "2")
    (held,) = timeline.held(timeline.moment(), "price_changed")
    assert held.event.subject == "xai/grok-4"


def test_a_name_that_is_mapped_otherwise_later_speaks_of_that_subject_from_then_on(
    timeline, monkeypatch
):
    grok = provider("x-ai", model("grok-4", PRICES))
    monkeypatch.setattr(running, "names_of", lambda *_: Names())
    imported(timeline, snapshot("2026-03-01", grok))
    monkeypatch.undo()
    imported(timeline, snapshot("2026-04-01", grok))
    facts = timeline.held(timeline.moment(source="genai-prices"), "price_changed")
    assert [held.event.subject for held in facts] == ["xai/grok-4"]


def test_how_far_its_names_meet_those_of_others_is_told(own):
    known = provider("openai", model("o3", PRICES), model("gpt-x", PRICES))
    strange = provider("nobody", model("x", PRICES))
    imported(own, snapshot("2026-03-01", known, strange))
    found = name_overlap(own, "genai-prices")
    assert (found.subjects, found.shared, found.others_at) == (3, 1, ("nobody", "openai"))
    assert found.describe().startswith("1 of 3 subjects are spoken of by others too")


def test_what_is_not_understood_is_held_back_and_named(timeline):
    openai = provider("openai", model("o3", PRICES), model("o9", {"input_wishes_mtok": 3}))
    (outcome,) = imported(timeline, snapshot("2026-03-01", openai))
    assert (outcome.rows, outcome.taken, outcome.known, outcome.held_back) == (3, 2, 0, 1)
    assert outcome.problems == ["openai/o9: input_wishes_mtok is no unit that we know"]
    (record,) = [each for each in timeline.records() if each.event.type == "quarantined"]
    assert record.event.given == '{"input_wishes_mtok": "3"}'
    (again,) = imported(timeline, snapshot("2026-04-01", openai))
    assert (again.held_back, again.events) == (1, 1)  # it was held back before


def since(day, prices):
    return {"constraint": {"start_date": day}, "prices": prices}


def night(start, end, prices=None):
    return {"constraint": {"start_time": start, "end_time": end}, "prices": prices or PRICES}


@pytest.mark.parametrize(
    "prices",
    [
        [],
        [{"prices": PRICES}, night("01:00:00Z", "03:00:00Z"), night("02:00:00Z", "04:00:00Z")],
        {"input_mtok": 1, "input_text_mtok": 2},
        {"input_mtok": -1},
        [
            {"prices": PRICES},
            night("01:00:00+02:00", "02:00:00Z"),
        ],
        [{"prices": PRICES}, since("soon", PRICES)],
        [{"prices": PRICES}, since("2026-13-01", PRICES)],
    ],
)
def test_rows_without_a_meaning_that_we_know_are_held_back(prices):
    assert rows(provider("openai", model("o3", prices)))["openai/o3"].problem


O3 = "openai/o3"


def asked(timeline, *days, known_at="2026-03-15"):
    """What o3 cost on each day for a million tokens in and out, in dollars."""
    found = [charged(timeline, O3, day, known_at) for day in days]
    return [tuple(float(part or 0) for part in each) if each else None for each in found]


def o3(timeline, prices, **more):
    one = {**model("o3", prices), **more}
    return imported(timeline, snapshot("2026-03-01", provider("openai", one)))


def test_where_no_condition_is_met_the_first_row_answers(timeline):
    o3(timeline, [since("2026-02-01", each(1, 2)), since("2026-03-01", each(3, 4))])
    days = ("2026-01-01", "2026-02-01", "2026-03-01")
    assert asked(timeline, *days) == [(1, 2), (1, 2), (3, 4)]


def test_a_row_that_a_later_one_hides_never_answers(timeline):
    hidden = since("2026-02-01", each(5, 5))
    o3(timeline, [{"prices": each(1, 2)}, hidden, since("2026-01-01", each(3, 4))])
    assert asked(timeline, "2025-12-31", "2026-01-01", "2026-02-02") == [(1, 2), (3, 4), (3, 4)]


def test_what_stands_before_a_row_that_always_holds_never_answers(timeline):
    last = {"prices": each(7, 8)}
    o3(timeline, [{"prices": each(1, 2)}, since("2026-02-01", each(5, 5)), last])
    assert asked(timeline, "2026-01-01", "2026-02-02") == [(7, 8), (7, 8)]


def test_hours_hold_before_and_after_a_date_that_stands_before_them(timeline):
    later = since("2026-02-01", each(3, 4))
    o3(timeline, [{"prices": each(1, 2)}, later, night("01:00:00", "02:00:00", each(9, 9))])
    days = ("2026-01-15T01:30Z", "2026-01-15T03:00Z", "2026-02-15T01:30Z", "2026-02-15T03:00Z")
    assert asked(timeline, *days) == [(9, 9), (1, 2), (9, 9), (3, 4)]


def test_a_date_that_stands_after_hours_ends_them(timeline):
    hourly = night("01:00:00", "02:00:00", each(9, 9))
    o3(timeline, [{"prices": each(1, 2)}, hourly, since("2026-02-01", each(3, 4))])
    days = ("2026-01-15T01:30Z", "2026-02-15T01:30Z")
    assert asked(timeline, *days) == [(9, 9), (3, 4)]


def test_a_dated_row_without_bands_ends_those_of_the_row_before(timeline):
    banded = each({"base": 5, "tiers": [{"start": 200_000, "price": 10}]}, 25)
    o3(timeline, [{"prices": banded}, since("2026-02-13", each(5, 25))])
    assert asked(timeline, "2026-02-01", "2026-02-13") == [(10, 25), (5, 25)]


def test_what_is_not_priced_is_free_there_and_unknown_to_all_others(timeline):
    o3(timeline, {"input_mtok": 2})
    used = {"input": 1_000_000, "output": 1_000_000}
    alone, _ = cost(timeline, timeline.moment(source="genai-prices"), O3, used)
    assert (alone.input, alone.output, alone.total, alone.unpriced) == (2, 0, 2, ("output",))
    merged, _ = cost(timeline, timeline.moment(), O3, used)
    assert (merged.input, merged.output, merged.total, merged.unpriced) == (
        2, None, None, ("output",),
    )  # fmt: skip


@pytest.mark.parametrize("prices", [{}, {"audio_hours": 0.36}])
def test_tokens_are_free_there_where_none_are_priced(timeline, prices):
    o3(timeline, prices)
    assert asked(timeline, "2026-03-01") == [(0, 0)]
    with pytest.raises(NotFound) if prices else nullcontext():
        assert cost(timeline, timeline.moment(), O3, {"input": 1})[0].total is None


def test_variants_are_tiers_and_the_first_that_holds_answers(timeline):
    variants = [
        {"when": {"service_tier": "default"}, "prices": {}},
        {**since("2026-02-01", {"input_mtok": 0.4}), "when": {"processing": "batch"}},
        {"when": {"processing": "batch"}, "prices": each(0.5, 1)},
        {"when": {"route": "mistral/eu"}, "prices": each(1.1, 2.2)},
    ]
    o3(timeline, each(1, 2), price_variants=variants)

    def at(day, tier):
        moment = timeline.moment(day, source="genai-prices")
        found, _ = cost(timeline, moment, O3, {"input": 1_000_000, "output": 1_000_000}, tier=tier)
        return float(found.input or 0), float(found.output or 0)

    assert at("2026-01-01", "batch") == (0.5, 1)
    assert at("2026-02-01", "batch") == (0.4, 1)
    assert at("2026-02-01", "route_mistral_eu") == (1.1, 2.2)
    assert asked(timeline, "2026-02-01") == [(1, 2)]


@pytest.mark.parametrize(
    ("unit", "line"),
    [
        ("cache_write_1h_mtok", {"direction": "cache_write_1h", "amount": "10"}),
        ("cache_audio_read_mtok", {"direction": "cache_read", "modality": "audio"}),
        ("output_reasoning_mtok", {"direction": "reasoning", "unit": None}),
        ("web_searches_kcount", {"direction": "search", "unit": "query", "amount": "0.01"}),
        ("input_document_kpages", {"direction": "input", "unit": "page", "amount": "0.01"}),
        ("audio_hours", {"direction": "request", "unit": "hour", "amount": "10"}),
    ],
)
def test_its_units_are_ours(unit, line):
    says = rows(provider("openai", model("o3", {"output_mtok": 3, unit: 10})))[O3].says
    (found,) = [each for each in says[O3]["components"] if each["direction"] != "output"]
    assert {name: found.get(name) for name in line} == line


def test_a_price_of_an_unknown_kind_of_thing_is_held_back_alone(timeline):
    (outcome,) = o3(timeline, {"input_mtok": 1, "wishes_kcount": 3})
    assert outcome.problems == ["openai/o3#wishes_kcount: wishes_kcount is no unit that we know"]
    assert asked(timeline, "2026-03-01") == [(1, 0)]


def test_a_price_to_come_may_be_put_right(timeline):
    for day, price in (("2026-03-01", 3), ("2026-04-01", 4)):
        coming = [{"prices": PRICES}, since("2127-01-01", each(price, price))]
        imported(timeline, snapshot(day, provider("openai", model("o3", coming))))
    assert asked(timeline, "2127-01-01") == [(3, 3)]
    assert asked(timeline, "2127-01-01", known_at="2026-04-15") == [(4, 4)]


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"{}", b"[1]", b'[{"id": 1}]', b"\xff\xfe", b"null"]
)
def test_what_is_no_file_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no data file of genai-prices"):
        list(read(payload, "2026-03-01"))
