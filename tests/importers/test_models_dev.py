"""models.dev: what its rows state, and which are held back."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.models_dev import models_dev, read
from tests.importers import reading
from tests.importers.payloads import HALF, anything, as_json, broken_off, nested
from tests.ingest import feeds
from tests.properties import examples

DAY = "2026-03-01"


def model(cost=None, **more):
    return {"name": "A model", **({} if cost is None else {"cost": cost}), **more}


def payload(models, provider="acme"):
    return as_json({provider: {"id": provider, "models": models}})


def row(given, id="m-1", provider="acme", stated=DAY):
    (found,) = reading.rows(models_dev, payload({id: given}, provider), stated)
    return found


def lines(cost):
    return reading.price_list(row(model(cost)))


def test_it_is_an_importer_of_a_source_without_dates_under_mit():
    assert (models_dev.source, models_dev.dated, models_dev.licence) == ("models-dev", False, "MIT")
    assert models_dev.address == "https://models.dev/api.json"


def test_a_row_states_the_prices_of_its_provider_per_million_tokens_since_it_is_unknown_when():
    found = row(model({"input": 2.5, "output": 10}))
    assert found.key == "acme/m-1"
    assert found.says["acme/m-1"] == {
        "type": "price_changed",
        "subject": "acme/m-1",
        "occurred": "unknown",
        "components": [
            {"direction": "input", "amount": "2.5"},
            {"direction": "output", "amount": "10"},
        ],
    }


def test_amounts_keep_the_digits_that_the_source_wrote():
    (found,) = read(b'{"a": {"models": {"m": {"cost": {"input": 0.10000000000000000001}}}}}', DAY)
    assert reading.price_list(found) == ["input 0.10000000000000000001"]


def test_audio_reasoning_and_cached_tokens_are_lines_of_their_own():
    cost = {"input": 1, "reasoning": 4, "cache_read": 0.1, "cache_write": 1.25}
    cost |= {"input_audio": 3, "output_audio": 12}
    assert lines(cost) == [
        "input 1",
        "reasoning 4",
        "cache_read 0.1",
        "cache_write 1.25",
        "audio input 3",
        "audio output 12",
    ]


@pytest.mark.parametrize(
    ("spelt", "direction"),
    [
        ("cached_input", "cache_read"),
        ("cached_read", "cache_read"),
        ("cached_write", "cache_write"),
    ],
)
def test_older_spellings_of_cached_prices_mean_the_same(spelt, direction):
    assert lines({"input": 1, spelt: 0.5}) == ["input 1", f"{direction} 0.5"]


def test_a_price_that_stands_in_two_spellings_is_held_back():
    assert "twice" in row(model({"cache_read": 1, "cached_input": 2})).problem


def test_long_requests_have_prices_of_their_own_above_a_length():
    over = {"input": 4, "output": 18}
    tier = {**over, "tier": {"type": "context", "size": 200_000}}
    for longer in ({"context_over_200k": over}, {"tiers": [tier]}):
        assert lines({"input": 2, "output": 12, **longer}) == [
            "input 2",
            "output 12",
            "input 4 above 200000",
            "output 18 above 200000",
        ]


def test_tiers_take_the_place_of_the_older_form_that_repeats_them():
    tier = {"input": 10, "tier": {"type": "context", "size": 272_000}}
    both = {"input": 5, "tiers": [tier], "context_over_200k": {"input": 10}}
    assert lines(both) == ["input 5", "input 10 above 272000"]


def test_zeros_alone_state_no_price_and_beside_a_price_they_are_prices():
    assert lines({"input": 0, "output": 0, "cache_read": 0}) == []
    assert lines({"input": 0.02, "output": 0}) == ["input 0.02", "output 0"]


@pytest.mark.parametrize("given", [model(), model({}), model({"input": None})])
def test_a_row_without_prices_or_a_date_states_nothing(given):
    found = row(given)
    assert (found.problem, found.says) == (None, {})


def test_a_release_date_is_a_launch_as_exact_as_it_is_given():
    found = row(model(release_date="2025-08", open_weights=False))
    assert found.says == {
        "acme/m-1/launch": {
            "type": "launched",
            "subject": "acme/m-1",
            "what": "model",
            "occurred": "2025-08",
            "open_weights": False,
        }
    }


def test_open_weights_are_launched_as_such():
    launch = row(model(release_date="2025-08-05", open_weights=True)).says["acme/m-1/launch"]
    assert (launch["what"], launch["open_weights"]) == ("open_weights", True)


def test_providers_of_one_model_each_state_their_own_date_and_price():
    def offer(day, price):
        return {"models": {"m-1": model({"input": price}, release_date=day)}}

    given = {"acme": offer("2025-05-14", 3), "reseller": offer("2025-05-22", 4)}
    said = [row.says for row in read(as_json(given), DAY)]
    assert [each.popitem()[1]["occurred"] for each in said] == ["2025-05-14", "2025-05-22"]
    assert [each.popitem()[1]["subject"] for each in said] == ["acme/m-1", "reseller/m-1"]


def test_deprecated_without_a_date_is_noted_and_ends_nothing():
    found = row(model({"input": 1}, release_date="2024-01-01", status="deprecated"))
    assert {each["type"] for each in found.says.values()} == {"price_changed", "launched"}
    assert all("deprecated" in each["note"] for each in found.says.values())
    assert "note" not in row(model({"input": 1}, status="beta")).says["acme/m-1"]


def test_a_subject_has_its_provider_in_lower_case_and_its_model_as_it_is_spelled():
    found = row(model({"input": 1}), "@cf/Meta/Llama-3", "CloudCo")
    assert found.key == "CloudCo/@cf/Meta/Llama-3"
    assert found.says[found.key]["subject"] == "cloudco/@cf/Meta/Llama-3"


def test_half_a_character_in_a_name_is_written_out():
    found = row(model({"input": 1}), "\ud800")
    assert found.key == "acme/\\ud800"
    assert found.problem.isascii()


@pytest.mark.parametrize("id", ["Llama (merged) 2", "", "a//b", "x" * 300, "ü"])
def test_a_name_that_no_subject_can_have_is_held_back(id):
    found = row(model({"input": 1}), id)
    assert found.key == f"acme/{id}"
    assert "cannot be the id of a model" in found.problem


@pytest.mark.parametrize(
    "day", ["2025-25-11", "2025-02-30", "soon", "2025-Q2", "unknown", 2025, "0001-01-01"]
)
def test_what_is_no_date_is_held_back(day):
    assert "is no date" in row(model({"input": 1}, release_date=day)).problem


def test_what_is_sold_today_was_not_released_tomorrow():
    assert row(model(release_date="2026-03-01")).problem is None
    assert row(model(release_date="2026-03")).problem is None
    assert "is after 2026-03-01" in row(model(release_date="2026-03-02")).problem


@pytest.mark.parametrize(
    ("cost", "why"),
    [
        ({"input": 10_001}, "10001 USD per million tokens is not believed"),
        ({"input": -1}, "input -1 is no price"),
        ({"input": "much"}, 'input "much" is no price'),
        ({"input": True}, "input true is no price"),
        ({"input": {}}, "input {} is no price"),
        ({"input": 1, "tiers": {}}, "tiers {} are no list"),
        ({"input": 1, "tiers": [{"input": 2}]}, "null is no tier"),
        ({"input": 1, "tiers": [{"tier": {"type": "speed", "size": 1}}]}, "no length that we know"),
        ({"input": 1, "tiers": [{"tier": {"type": "context", "size": 0}}]}, "no length"),
        ({"input": 1, "context_over_200k": 2}, "2 is no tier"),
        ([1], "[1] is no list of prices"),
    ],
)
def test_prices_without_a_meaning_that_we_know_are_held_back(cost, why):
    found = row(model(cost))
    assert why in found.problem
    assert json.dumps(cost) in found.given


def test_a_price_of_an_unknown_kind_is_held_back_alone_and_once():
    long = {"input": 2, "wish": 80, "tier": {"type": "context", "size": 200_000}}
    cost = {"input": 1, "wish": 40, "tiers": [long]}
    known, strange = read(payload({"m-1": model(cost)}), DAY)
    assert reading.price_list(known) == ["input 1", "input 2 above 200000"]
    assert (strange.key, strange.problem) == ("acme/m-1#wish", '"wish" is no price that we know')


NO_FILES = [b"", b"{", b"{}", b"[]", b"null", b"\xff\xfe", b'{"a": 1}', b'{"a": {}}', b"[" * 10**5]
NO_FILES += [
    b'{"a": {"models": []}}',
    b'{"a": {"models": {"m": 1}}}',
    b'{"a": 1e99999999999999999}',
]
NO_FILES += [b"9" * 5000]


@pytest.mark.parametrize("given", NO_FILES)
def test_what_is_no_file_of_the_source_is_refused(given):
    with pytest.raises(InvalidInput, match=r"This is no api\.json of models\.dev"):
        list(read(given, DAY))


def test_however_deeply_it_is_nested_it_is_held_back_or_refused():
    for payload in nested(b'{"a": {"models": {"m": {"cost": %s}}}}'):
        found = reading.rows_or_refusal(models_dev, payload, DAY)
        assert found is None or [bool(row.problem) for row in found] == [True]


NUMBERS = st.integers(-2, 20_000) | st.decimals(-1, 10, places=3).map(float) | st.floats()
ANY = anything(NUMBERS, HALF)
NAMES = st.sampled_from(["input", "output", "cache_read", "cached_input", "image", "tiers"])
TIER = {"tier": st.fixed_dictionaries({"type": st.just("context"), "size": NUMBERS})}
TIERS = {"tiers": st.lists(st.fixed_dictionaries({"input": NUMBERS, **TIER}), max_size=3)}
COSTS = st.dictionaries(NAMES, NUMBERS | ANY) | st.fixed_dictionaries({"input": NUMBERS, **TIERS})
MODELS = st.dictionaries(
    st.sampled_from(["release_date", "open_weights", "status", "name"]), ANY
).flatmap(lambda more: (COSTS | ANY).map(lambda cost: {**more, "cost": cost}))
NAMED = st.text(max_size=6) | HALF | st.sampled_from(["acme", "Acme", "m-1", "a/b", "@cf/x"])
FILES = st.dictionaries(
    NAMED, st.builds(lambda models: {"models": models}, st.dictionaries(NAMED, MODELS | ANY))
)


@examples(300)
@given(st.binary() | broken_off((FILES | ANY).map(as_json)))
def test_whatever_is_read_gives_rows_that_mean_something_or_is_refused(payload):
    reading.rows_or_refusal(models_dev, payload, DAY, repeats=True)


@pytest.mark.no_cover
@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_reads_and_nearly_every_row_is_understood():
    for file in feeds.files("models.dev/*.json.gz"):
        rows = reading.rows(models_dev, file.payload, file.stated)
        assert len(rows) > 100
        types = Counter(fields["type"] for row in rows for fields in row.says.values())
        odd = [row.problem for row in rows if row.problem]
        # Names with spaces of one reseller, dates with a 25th month, prices of pictures: few.
        assert len(odd) <= 0.02 * len(rows), odd
        # Each row has had a date of release so far, so none of them is empty.
        assert types["launched"] == len(rows) - len(odd)
        # Free rows and subscriptions are about a quarter of them.
        assert types["price_changed"] > 0.6 * len(rows)


# Currencies


def test_of_sellers_who_charge_in_euros_it_lists_euros():
    price = {"input": 1.8, "output": 5.5}
    for provider, id, currency in [
        ("scaleway", "glm-5.2", "EUR"),
        ("cortecs", "glm-5.2", "EUR"),
        ("cortecs", "kimi-k2.5", None),  # entered in dollars
        ("acme", "glm-5.2", None),
    ]:
        said = row(model(price), id, provider).says[f"{provider}/{id}"]
        assert said.get("currency") == currency
