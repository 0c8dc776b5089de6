"""genai-prices: its rules, its shape, and what of it is not understood."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput, NotFound
from ecosys.importers.genai_prices import _pattern, read
from ecosys.importing import run as running
from ecosys.importing.coverage import coverage
from ecosys.importing.names import Names
from tests.importing.feed import charged, dollars, each, imported, model, provider, snapshot
from tests.properties import examples

PRICES = each(1, 2)


def rows(*providers, stated="2026-03-01"):
    return {row.key: row for row in read(json.dumps(list(providers)).encode(), stated)}


def matches(clause, id):
    return re.fullmatch(f"(?is){_pattern(clause)}", id) is not None


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
    monkeypatch.setattr(running, "names_of", lambda _: Names())
    imported(timeline, snapshot("2026-03-01", grok))
    monkeypatch.undo()
    imported(timeline, snapshot("2026-04-01", grok))
    facts = timeline.held(timeline.moment(source="genai-prices"), "price_changed")
    assert [held.event.subject for held in facts] == ["xai/grok-4"]


def test_how_far_its_names_meet_those_of_others_is_told(own):
    known = provider("openai", model("o3", PRICES), model("gpt-x", PRICES))
    strange = provider("nobody", model("x", PRICES))
    imported(own, snapshot("2026-03-01", known, strange))
    found = coverage(own, "genai-prices")
    assert (found.subjects, found.met, found.strange) == (3, 1, ("nobody", "openai"))
    assert found.tell().startswith("1 of 3 subjects are spoken of by others too")


def test_what_is_not_understood_is_held_back_and_named(timeline):
    openai = provider("openai", model("o3", PRICES), model("o9", {"wishes_mtok": 3}))
    (outcome,) = imported(timeline, snapshot("2026-03-01", openai))
    assert (outcome.rows, outcome.taken, outcome.known, outcome.held_back) == (3, 2, 0, 1)
    assert outcome.odd == ["openai/o9: wishes_mtok is no unit that we know"]
    (record,) = [each for each in timeline.records() if each.event.type == "quarantined"]
    assert record.event.given == '{"wishes_mtok": "3"}'
    (again,) = imported(timeline, snapshot("2026-04-01", openai))
    assert (again.held_back, again.events) == (1, 1)  # it was held back before


@pytest.mark.parametrize(
    "prices",
    [
        [{"prices": PRICES}, {"prices": PRICES}],
        [{"constraint": {"start_date": "2026-01-01"}, "prices": PRICES}],
        [
            {"prices": PRICES},
            {"constraint": {"start_date": "2026-02-01"}, "prices": PRICES},
            {"constraint": {"start_date": "2026-01-01"}, "prices": PRICES},
        ],
        [
            {"prices": PRICES},
            {"constraint": {"start_date": "2026-02-01"}, "prices": PRICES},
            {"constraint": {"start_time": "01:00:00Z", "end_time": "02:00:00Z"}, "prices": PRICES},
        ],
        {"input_mtok": -1},
        [
            {"prices": PRICES},
            {
                "constraint": {"start_time": "01:00:00+02:00", "end_time": "02:00:00Z"},
                "prices": PRICES,
            },
        ],
    ],
)
def test_rows_without_a_meaning_that_we_know_are_held_back(prices):
    assert rows(provider("openai", model("o3", prices)))["openai/o3"].odd


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"{}", b"[1]", b'[{"id": 1}]', b"\xff\xfe", b"null"]
)
def test_what_is_no_file_of_the_source_is_refused(timeline, payload):
    with pytest.raises(InvalidInput, match="no data file of genai-prices"):
        list(read(payload, "2026-03-01"))
