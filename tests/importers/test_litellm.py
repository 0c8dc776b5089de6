"""litellm: its fields, its dates, its names, and what of it is not understood."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.litellm import FIELDS, TIERS, litellm, read
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.values import when
from tests.importers import reading
from tests.importers.payloads import HALF, anything, as_json, damaged, nested
from tests.ingest import feeds
from tests.properties import examples

DAY = "2026-01-01"
NO_PROVIDER = "it names no provider"
PRICE = {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}


def model(provider="acme", mode="chat", **fields):
    return {"litellm_provider": provider, "mode": mode, **fields}


def rows(models):
    payload = models if isinstance(models, bytes) else as_json(models)
    return {row.key: row for row in reading.rows(litellm, payload, DAY)}


def row(**fields):
    (found,) = rows({"one": model(**fields)}).values()
    return found


def lines(**fields):
    return reading.price_list(row(**fields))


def test_a_price_per_token_is_stated_per_million_and_exactly():
    assert lines(**PRICE) == ["input 3", "output 15"]
    noisy = b'{"one": {"litellm_provider": "acme", "mode": "", "input_cost_per_token": %s}}'
    (found,) = rows(noisy % b"2.9999900000000002e-06").values()
    assert reading.price_list(found) == ["input 2.9999900000000002"]


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("input_cost_per_token_batches", "batch input 1"),
        ("input_cost_per_token_batch_requests", "batch input 1"),
        ("output_cost_per_token_flex", "flex output 1"),
        ("cache_read_input_token_cost_priority", "priority cache_read 1"),
        ("input_cost_per_token_above_128k_tokens", "input 1 above 128000"),
        ("cache_creation_input_token_cost", "cache_write 1"),
        ("cache_creation_input_token_cost_above_1hr", "cache_write_1h 1"),
        (
            "cache_creation_input_token_cost_above_1hr_above_200k_tokens",
            "cache_write_1h 1 above 200000",
        ),
        ("output_cost_per_token_above_272k_tokens_priority", "priority output 1 above 272000"),
        ("input_cost_per_token_cache_hit", "cache_read 1"),
        ("cache_read_input_audio_token_cost", "audio cache_read 1"),
        ("input_cost_per_audio_token", "audio input 1"),
        ("output_cost_per_image_token_batches", "batch image output 1"),
        ("output_cost_per_reasoning_token", "reasoning 1"),
        ("citation_cost_per_token", "citation input 1"),
        ("output_cost_per_token_ultrafast", "ultrafast output 1"),
        ("output_cost_per_token_balanced", "balanced output 1"),
        ("input_cost_per_token_decisions", "decisions input 1"),
        ("input_cost_per_video_token_batches", "batch video input 1"),
        ("output_cost_per_video_token", "video output 1"),
        ("explicit_cache_read_input_token_cost", "explicit cache_read 1"),
        ("cache_creation_input_token_cost_above_12hr", "12h cache_write 1"),
        (
            "cache_creation_input_token_cost_above_12hr_above_272k_tokens_flex",
            "12h_flex cache_write 1 above 272000",
        ),
    ],
)
def test_a_price_of_a_token_is_told_by_the_parts_of_its_field(field, line):
    assert lines(**{field: 1e-06}) == [line]


@pytest.mark.parametrize(
    ("field", "price", "line"),
    [
        ("input_cost_per_character", 1e-06, "input 1 1M characters"),
        ("output_cost_per_pixel", 1e-08, "image output 0.01 megapixel"),
        ("output_cost_per_image", 0.04, "image output 0.04 image"),
        ("output_cost_per_image_premium_image", 0.04, "premium image output 0.04 image"),
        (
            "output_cost_per_image_above_512_and_512_pixels_and_premium_image",
            0.04,
            "above_512x512_premium image output 0.04 image",
        ),
        ("input_cost_per_audio_per_second", 0.01, "audio input 0.01 second"),
        (
            "input_cost_per_video_per_second_above_8s_interval",
            0.01,
            "above_8s_interval video input 0.01 second",
        ),
        ("input_cost_per_second", 0.01, "request 0.01 second"),
        ("input_cost_per_query", 0.002, "search 0.002 query"),
        ("input_cost_per_request", 0.005, "request 0.005 request"),
        ("annotation_cost_per_page", 0.003, "annotation image input 0.003 page"),
        ("code_interpreter_cost_per_session", 0.03, "code_interpreter request 0.03 session"),
        ("google_maps_grounding_cost_per_query", 0.025, "google_maps search 0.025 query"),
        ("ocr_cost_per_credit", 0.015, "image input 0.015 credit"),
        ("annotation_cost_per_page_batches", 0.002, "annotation_batch image input 0.002 page"),
        ("input_cost_per_text_message", 0.004, "text_message request 0.004 message"),
        ("cost_per_second", 0.01, "request 0.01 second"),
        ("output_cost_per_second_720p", 0.05, "720p request 0.05 second"),
        ("output_cost_per_image_1024", 0.05, "1024 image output 0.05 image"),
        ("output_cost_per_image_0.5K", 0.05, "0_5k image output 0.05 image"),
    ],
)
def test_a_price_of_anything_else_is_told_by_the_parts_of_its_field(field, price, line):
    assert lines(**{field: price}) == [line]


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        ("audio_transcription", "audio input 0.01 second"),
        ("audio_speech", "audio output 0.01 second"),
        ("video_generation", "video output 0.01 second"),
    ],
)
def test_what_a_second_counts_is_told_by_the_mode(mode, line):
    assert lines(mode=mode, output_cost_per_second=0.01) == [line]
    assert lines(mode=mode, output_cost_per_second_4k=0.01) == [f"4k {line}"]


def test_pages_of_a_batch_that_are_read_and_those_that_are_annotated_have_two_prices():
    prices = {"ocr_cost_per_page_batches": 0.001, "annotation_cost_per_page_batches": 0.002}
    assert lines(mode="ocr", **prices) == [
        "annotation_batch image input 0.002 page",
        "batch image input 0.001 page",
    ]


def test_only_what_is_made_in_a_size_is_priced_by_its_resolution():
    found = rows({"one": model(**PRICE, input_cost_per_token_4k=1e-06)})
    assert found["acme/one#input_cost_per_token_4k"].problem


def test_a_second_of_audio_that_is_priced_on_both_sides_is_one_price():
    both = {"input_cost_per_second": 0.0001, "output_cost_per_second": 0.0001}
    assert lines(mode="audio_transcription", **both) == ["audio input 0.0001 second"]
    both["input_cost_per_second"] = 0
    assert lines(mode="audio_transcription", **both) == ["audio input 0.0001 second"]


def test_the_image_that_is_made_may_be_priced_as_input():
    assert lines(mode="image_generation", input_cost_per_pixel=2e-08, output_cost_per_pixel=0) == [
        "image output 0.02 megapixel"
    ]
    two = {"input_cost_per_image": 0.01, "output_cost_per_image": 0.1}
    assert lines(mode="image_edit", **two) == [
        "image input 0.01 image",
        "image output 0.1 image",
    ]


def test_a_search_is_priced_by_how_much_it_brings_or_once_where_that_is_the_same():
    sizes = ("low", "medium", "high")
    prices = dict(zip((f"search_context_size_{size}" for size in sizes), (1, 2, 3), strict=True))
    assert lines(search_context_cost_per_query=prices) == [
        "high_context search 3 query",
        "low_context search 1 query",
        "medium_context search 2 query",
    ]
    same = dict.fromkeys(prices, 0.01)
    assert lines(search_context_cost_per_query=same) == ["search 0.01 query"]


def test_a_size_of_searches_that_we_do_not_know_is_held_back_by_itself():
    sizes = {"search_context_size_low": 1, "search_context_size_huge": 9}
    found = rows({"one": model(search_context_cost_per_query=sizes)})
    assert reading.price_list(found["acme/one"]) == ["low_context search 1 query"]
    assert found["acme/one#search_context_cost_per_query.search_context_size_huge"].problem


def test_a_guardrail_is_priced_by_what_it_looks_for():
    units = {"topicPolicyUnits": 0.00015, "contentPolicyImageUnits": 0.00075, "wordPolicyUnits": 0}
    assert lines(mode="guardrail", guardrail_cost_per_unit=units) == [
        "content_image request 0.00075 unit",
        "topic request 0.00015 unit",
    ]


OFF_PEAK = {"input_cost_per_token": 1e-06, "cache_read_input_token_cost": 1e-07}


def off_peak(**hours):
    """The hours at which the lines of off-peak prices hold; all hours have the same lines."""
    listed = lines(**PRICE, off_peak_pricing={**OFF_PEAK, **hours})
    usual, cheaper = ["input 3", "output 15"], ("cache_read 0.1 ", "input 1 ")
    assert [line for line in listed if not line.startswith(cheaper)] == usual
    cached, sent = (
        [line.removeprefix(start) for line in listed if line.startswith(start)] for start in cheaper
    )
    assert cached == sent
    return cached


@pytest.mark.parametrize(
    ("given", "spans"),
    [
        ({"hours_utc": "16:30-18:00"}, ["mon-sun 16:30-18:00"]),
        ({"hours_utc": ["16:30-00:30"]}, ["mon-sun 00:00-00:30,16:30-24:00"]),
        (
            {"windows": [{"hours_utc": ["10:00-00:00", "04:00-06:00"], "weekdays": [1, 2, 3]}]},
            ["mon-wed 04:00-06:00,10:00-24:00"],
        ),
        (
            {
                "windows": [
                    {"hours_utc": "01:00-02:00", "weekdays": ["Thursday", "tues", "fri"]},
                    {"hours_utc": "00:00-00:00", "weekdays": [7]},
                    {"hours_utc": "01:30-03:00", "weekdays": ["friday"]},
                ]
            },
            ["tue 01:00-02:00", "thu 01:00-02:00", "fri 01:00-03:00", "sun 00:00-24:00"],
        ),
        ({"windows": []}, []),
    ],
)
def test_off_peak_prices_hold_at_their_hours_beside_those_of_all_others(given, spans):
    assert off_peak(**given) == spans


def test_a_night_window_of_some_days_is_open_at_both_ends_of_those_days():
    window = {"hours_utc": "22:00-02:00", "weekdays": [3]}
    assert off_peak(windows=[window]) == ["wed 00:00-02:00,22:00-24:00"]


def test_days_of_another_calendar_are_turned_into_those_of_utc():
    # Saturday begins in Shanghai at 16:00 UTC on Friday.
    window = {"hours_utc": "00:00-00:00", "weekdays": ["saturday"]}
    assert off_peak(windows=[window], weekday_timezone="Asia/Shanghai") == [
        "fri 16:00-24:00",
        "sat 00:00-16:00",
    ]


@pytest.mark.parametrize(
    "given",
    [
        "cheaper at night",
        [1],
        {**OFF_PEAK, "hours_utc": "late"},
        {**OFF_PEAK, "hours_utc": 4},
        {**OFF_PEAK, "windows": ["04:00-06:00"]},
        {**OFF_PEAK, "windows": [{"weekdays": [1]}]},
        {**OFF_PEAK, "windows": [{"hours_utc": "04:00-06:00", "weekdays": [8]}]},
        {**OFF_PEAK, "windows": [{"hours_utc": "04:00-06:00", "weekdays": "monday"}]},
        {**OFF_PEAK, "hours_utc": "04:00-06:00", "weekday_timezone": "Europe/Berlin"},
        {**OFF_PEAK, "hours_utc": "04:00-06:00", "cost_per_wish": 1},
        {"hours_utc": "04:00-06:00", "input_cost_per_token": -1},
    ],
)
def test_off_peak_prices_that_are_not_understood_hold_back_the_row(given):
    assert row(**PRICE, off_peak_pricing=given).problem


def test_ranges_are_bands_of_the_whole_request():
    ranges = [
        {"range": [0, 32000.0], "input_cost_per_token": 1e-06},
        {"range": [32000.0, 1000000.0], "input_cost_per_token": 2e-06},
    ]
    assert lines(tiered_pricing=ranges) == ["input 1", "input 2 above 32000"]
    assert "bands" not in row(tiered_pricing=ranges).says["acme/one"]


@pytest.mark.parametrize(
    "ranges",
    [
        "0 to 32000",
        [[0, 32000]],
        [{"input_cost_per_token": 1e-06}],
        [{"range": [0], "input_cost_per_token": 1e-06}],
        [{"range": [0, 10], "input_cost_per_token": 1e-06},
         {"range": [20, 30], "input_cost_per_token": 1e-06}],
        [{"range": [0, 0.5]}, {"range": [0.5, 1], "input_cost_per_token": 1e-06}],
        [{"max_results_range": [1, "all"], "input_cost_per_query": 0.1}],
    ],
)  # fmt: skip
def test_ranges_that_do_not_join_are_held_back(ranges):
    assert row(tiered_pricing=ranges).problem


def test_a_search_may_be_priced_by_its_results():
    ranges = [{"max_results_range": [0, 25], "input_cost_per_query": 0.005}]
    assert lines(tiered_pricing=ranges) == ["0_to_25_results search 0.005 query"]


def test_the_date_of_deprecation_is_that_of_the_shutdown():
    found = row(**PRICE, deprecation_date="2026-06-30")
    assert set(found.says) == {"acme/one", "acme/one/end"}
    assert found.says["acme/one/end"] == {
        "type": "deprecated",
        "subject": "acme/one",
        "occurred": "unknown",
        "shutdown": "2026-06-30",
    }
    assert set(row(deprecation_date="2026-06-30").says) == {"acme/one/end"}


@pytest.mark.parametrize("date", ["next summer", "2026-02-30", "2026-06", "0001-01-01", 20260630])
def test_what_is_no_day_is_held_back(date):
    assert row(**PRICE, deprecation_date=date).problem


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"input_cost_per_token": 0, "output_cost_per_token": 0.0}, []),
        ({"input_cost_per_token": 1e-06, "output_cost_per_token": 0}, ["input 1", "output 0"]),
        ({"input_cost_per_query": 0.002, "input_cost_per_token": 0}, ["search 0.002 query"]),
        ({"input_cost_per_token": 1e-06, "cache_read_input_token_cost": 0}, ["input 1"]),
        ({"input_cost_per_token": 1e-06, "input_cost_per_token_above_128k_tokens": 0}, ["input 1"]),
        ({"input_cost_per_token": 1e-06, "output_cost_per_token": None}, ["input 1"]),
        ({}, []),
    ],
)
def test_a_zero_is_stated_only_for_tokens_that_are_sold(fields, said):
    assert lines(**fields) == said


@pytest.mark.parametrize(
    "fields",
    [
        {"input_cost_per_token": 0.135},
        {"input_cost_per_token": 0.001},
        {"input_cost_per_character": 0.01},
        {"input_cost_per_query": 30},
    ],
)
def test_a_price_in_the_wrong_unit_is_not_believed(fields):
    assert "is not believed" in row(**PRICE | fields).problem


@pytest.mark.parametrize("price", [-1e-06, "free", True, [1e-06], {"usd": 1e-06}, float("nan")])
def test_what_is_no_price_is_held_back(price):
    assert row(input_cost_per_token=price).problem


def test_a_price_that_we_do_not_know_is_held_back_by_itself():
    found = rows({"one": model(**PRICE, cost_per_wish=1, wish_price=[2], price_of_none=None)})
    assert reading.price_list(found["acme/one"]) == ["input 3", "output 15"]
    wish, other = found["acme/one#cost_per_wish"], found["acme/one#wish_price"]
    assert (wish.problem, wish.given) == (
        "'cost_per_wish' is no price that we know",
        '{"cost_per_wish": 1}',
    )
    assert (other.says, len(found)) == ({}, 3)


def test_a_price_that_we_do_not_know_in_many_ranges_is_held_back_once():
    ranges = [{"range": [0, 10], "x_cost": 1}, {"range": [10, 20], "x_cost": 2}]
    assert set(rows({"one": model(tiered_pricing=ranges)})) == {"acme/one", "acme/one#x_cost"}


def test_fields_that_are_no_prices_are_passed_over():
    assert row(**PRICE, supports_wishes=True, metadata={"price": 1}).problem is None


def test_what_is_held_back_by_itself_is_known_the_next_time(timeline):
    def taken(day, **fields):
        payload = as_json({"one": model(**PRICE, cost_per_wish=1, **fields)})
        return take(timeline, litellm, Snapshot(day, when.read(day), payload))

    first = taken("2026-01-01")
    assert (first.rows, first.taken, first.held_back) == (2, 1, 1)
    second = taken("2026-02-01", cache_read_input_token_cost=3e-07)
    assert (second.rows, second.taken, second.held_back) == (2, 1, 1)
    held = [record for record in timeline.records() if record.event.type == "quarantined"]
    assert [record.event.row for record in held] == ["acme/one#cost_per_wish"]


def test_prices_in_another_unit_of_account_are_left_out():
    assert lines(**PRICE, input_dbu_cost_per_token=4e-05) == ["input 3", "output 15"]


def test_one_thing_priced_in_two_units_is_stated_in_tokens():
    assert lines(**PRICE, input_cost_per_character=2e-07) == ["input 3", "output 15"]
    two = {"input_cost_per_token_cache_hit": 1e-06, "cache_read_input_token_cost": 2e-06}
    assert "is priced 2 and 1" in row(**two).problem or "is priced 1 and 2" in row(**two).problem


def test_the_template_and_the_rules_for_names_that_are_missing_state_nothing():
    template = {"litellm_provider": "one of", "deprecation_date": "a date", "mode": "one of"}
    rules = {"rules": [{"pattern": "^one", "input_cost_per_token": 1}]}
    found = rows({"sample_spec": template, "fallback_generalizations": rules, "one": model()})
    for name in ("sample_spec", "fallback_generalizations"):
        assert (found[name].says, found[name].problem) == ({}, None)


def test_a_further_name_of_a_row_states_nothing_unless_there_is_no_such_row():
    found = rows({"newest": {"alias_of": "one"}, "one": model(**PRICE)})
    assert set(found) == {"acme/one", "acme/one as newest"}
    assert (found["acme/one as newest"].says, found["acme/one as newest"].problem) == ({}, None)
    for target in ("two", ["one"], None):
        missing = rows({"newest": {"alias_of": target}, "one": model(**PRICE)})
        assert missing["newest#alias_of"].problem == "it is another name of no row"


@pytest.mark.parametrize(
    ("name", "provider", "subject"),
    [
        ("one", "acme", "acme/one"),
        ("acme/one", "acme", "acme/one"),
        ("acme/maker/One:free", "acme", "acme/maker/One:free"),
        ("other/one", "acme", "acme/other/one"),
        ("one", "Acme", "acme/one"),
    ],
)
def test_a_model_is_named_by_its_provider(name, provider, subject):
    found = rows({name: model(provider, **PRICE)})[subject]
    assert found.says[subject]["subject"] == subject


@pytest.mark.parametrize("name", ["*/one", "one/", "", " ", "\ud800", "a b", "x" * 300])
def test_what_cannot_be_the_id_of_a_model_is_held_back(name):
    (found,) = rows({name: model(**PRICE)}).values()
    assert "cannot be the id" in found.problem
    assert found.key.isprintable()


def test_of_two_names_of_a_model_the_fuller_one_speaks():
    same = rows({"one": model(**PRICE), "acme/one": model(**PRICE, supports_vision=True)})
    assert same["acme/one"].says
    assert (same["acme/one as one"].says, same["acme/one as one"].problem) == ({}, None)
    less = rows({"one": model(input_cost_per_token=3e-06), "acme/one": model(**PRICE)})
    assert less["acme/one as one"].problem is None
    more = rows({"one": model(**PRICE, cost_per_wish=1), "acme/one": model(**PRICE)})
    assert more["acme/one as one"].problem
    other = rows({"one": model(input_cost_per_token=1e-06), "acme/one": model(**PRICE)})
    assert reading.price_list(other["acme/one"]) == ["input 3", "output 15"]
    assert other["acme/one as one"].problem == "it says otherwise than the row of acme/one"


def test_of_a_name_that_stands_twice_the_last_counts():
    one, two = json.dumps(model(input_cost_per_token=1e-06)), json.dumps(model(**PRICE))
    found = rows(f'{{"one": {one}, "one": {two}}}'.encode())
    assert reading.price_list(found["acme/one"]) == ["input 3", "output 15"]


def test_a_row_without_a_provider_is_held_back():
    assert rows({"gpt-9": {"mode": "chat", **PRICE}})["gpt-9"].problem == NO_PROVIDER
    assert rows({"one": model(), "two": 2})["two"].problem == "it has no fields"


def test_what_is_changed_was_changed_between_two_readings(timeline):
    def taken(day, price):
        payload = as_json({"one": model(input_cost_per_token=price)})
        return take(timeline, litellm, Snapshot(day, when.read(day), payload))

    first, second = taken("2026-01-01", 3e-06), taken("2026-02-01", 2e-06)
    assert (first.rows, first.taken, second.taken) == (1, 1, 1)
    events = [record.event for record in timeline.records()]
    prices = [event for event in events if event.type == "price_changed"]
    assert [str(event.occurred) for event in prices] == ["unknown", "2026-01-01..2026-02-01"]


@pytest.mark.parametrize(
    "payload",
    [
        *(b"", b"{", b"[]", b"null", b"{}", b'{"a": 1}', b'{"a": {"b": 1}}', b"\xff\xfe", b"NaN"),
        b'{"a": {"mode": "chat", "input_cost_per_token": 1e99999999999999999999}}',
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_file_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no price file of litellm"):
        list(read(payload, DAY))


@pytest.mark.parametrize("field", ["tiered_pricing", "mode", "input_cost_per_token", "metadata"])
def test_what_is_nested_too_deeply_harms_nothing(field):
    template = b'{"a": {"litellm_provider": "b", "mode": "chat", "%s": %%s}}' % field.encode()
    for payload in nested(template):
        reading.rows_or_refusal(litellm, payload, DAY)


numbers = st.sampled_from([0, 1e-06, 2e-06, 0.0, 32000, 1e9, -1, "1e-6", "x", None, True])
odd = anything(numbers, HALF)
suffixes = st.sampled_from(["", "_above_128k_tokens", *(f"_{name}" for name in TIERS)])
places = ("tiered_pricing", "search_context_cost_per_query", "guardrail_cost_per_unit")
names = st.builds(str.__add__, st.sampled_from(list(FIELDS)), suffixes) | st.sampled_from(
    [*places, "off_peak_pricing", "deprecation_date", "mode", "x_price", "alias_of"]
)
ranges = st.lists(
    st.fixed_dictionaries(
        {"range": st.lists(numbers, min_size=2, max_size=2), "input_cost_per_token": numbers}
    ),
    max_size=3,
)
models = st.builds(
    lambda provider, prices, rest: {"litellm_provider": provider, "mode": "chat"} | prices | rest,
    st.sampled_from(["acme", "Acme", "b/c", 7]),
    st.dictionaries(names, numbers, max_size=6),
    st.dictionaries(names | st.text(max_size=4), odd | ranges, max_size=3),
)
keys = st.sampled_from(["one", "acme/one", "two", "a/b", "c", "sample_spec"])
files = st.dictionaries(keys | st.text(max_size=4) | HALF, models | odd, max_size=4)


@examples(500)
@given(files)
def test_whatever_its_fields_hold_gives_rows_or_a_refusal(models):
    reading.rows_or_refusal(litellm, as_json(models), DAY)


WHOLE = as_json({"one": model(**PRICE, deprecation_date=DAY), "acme/one": model()})


@examples(300)
@given(damaged(WHOLE, st.binary(max_size=4)))
def test_whatever_is_changed_in_its_bytes_gives_rows_or_a_refusal(payload):
    reading.rows_or_refusal(litellm, payload, DAY)


@pytest.mark.no_cover
@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_is_read():
    for file in feeds.files("litellm/*.json.gz"):
        found = reading.rows(litellm, file.payload, file.stated)
        nameless = [row for row in found if row.problem == NO_PROVIDER]
        assert len(nameless) in (0, 5)
        rest = [row for row in found if row.problem != NO_PROVIDER]
        # wrong units of one reseller, names with an asterisk, two names that disagree
        assert sum(row.problem is not None for row in rest) <= max(4, 0.02 * len(rest))
        # free or local models, and the second names of others
        assert sum(row.problem is None and not row.says for row in rest) <= 0.2 * len(rest)
