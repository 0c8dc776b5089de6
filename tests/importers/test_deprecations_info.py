"""deprecations.info: what its days mean, by provider and time, and what is not believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.deprecations_info import deprecations_info, read
from tests.importers import reading
from tests.importers.payloads import as_json
from tests.ingest import feeds
from tests.properties import examples

DAY = "2026-04-28"


def late(provider, model_id, day, shutdown, **more):
    """A row in the form since 30 March 2026."""
    seen = {"announcement_date": "2026-04-20", "first_observed": "2026-04-20"}
    row = {"provider": provider, "model_id": model_id, "shutdown_date": shutdown, **seen}
    return {**row, "deprecation_date": day, "replacement_models": None, **more}


def early(provider, model_id, day, shutdown, **more):
    """A row in the form before."""
    row = {"provider": provider, "model_id": model_id, "model_name": model_id}
    return {**row, "announcement_date": day, "shutdown_date": shutdown, **more}


def rows(*given, **more):
    payload = as_json({"data": "same-as-v1", "v1": list(given), **more})
    found = reading.rows(deprecations_info, payload, DAY, repeats=True)
    return {row.key: row for row in found}


def dates(*given):
    """The days that the one row states: announced, deprecated, shutdown."""
    (row,) = rows(*given).values()
    assert row.problem is None
    if not row.says:
        return None
    event = reading.events(deprecations_info, row, DAY)[row.key]
    assert event.subject == row.key
    assert event.occurred == (event.announced or "unknown")
    return event.announced, event.deprecated, event.shutdown


@pytest.mark.parametrize("form", [late, early])
@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ("OpenAI", ("2026-01-10", None, "2026-07-10")),
        ("Anthropic", ("2026-01-10", None, "2026-07-10")),
        ("AWS Bedrock", ("2026-01-10", None, "2026-07-10")),
        ("Google Vertex", ("2026-01-10", None, "2026-07-10")),
        ("Google Vertex AI", ("2026-01-10", None, "2026-07-10")),
        ("Azure", (None, "2026-01-10", "2026-07-10")),
        ("Google", (None, None, "2026-07-10")),
        ("Cohere", (None, None, "2026-07-10")),
        ("Groq", (None, None, "2026-07-10")),
    ],
)
def test_the_day_of_the_page_is_an_announcement_only_where_it_is_known_to_be_one(
    form, provider, said
):
    assert dates(form(provider, "model-x", "2026-01-10", "2026-07-10")) == said


@pytest.mark.parametrize("provider", ["Azure", "Google", "xAI", "Cohere"])
def test_where_the_day_is_that_of_the_shutdown_the_notice_is_not_known(provider):
    row = late(provider, "model-x", "2026-07-10", "2026-07-10")
    assert dates(row) == (None, None, "2026-07-10")


def test_the_day_on_which_the_scraper_first_saw_a_row_is_no_announcement():
    seen = early("OpenAI", "o9", "2026-01-10", "2026-07-10", first_observed="2026-01-10")
    assert dates(seen) == (None, None, "2026-07-10")
    assert dates(late("OpenAI", "o9", "", "2026-07-10")) == (None, None, "2026-07-10")


def test_a_shutdown_may_be_open_and_an_announcement_unknown():
    assert dates(late("OpenAI", "o9", "2026-01-10", "")) == ("2026-01-10", None, None)
    assert dates(early("Anthropic", "claude-x", "", "2026-07-10")) == (None, None, "2026-07-10")


def test_a_row_without_a_day_that_means_something_states_nothing():
    assert dates(early("xAI", "grok-x", "", "")) is None
    assert dates(late("Google", "gemini-x", "2026-01-10", "")) is None  # of its release notes


def test_a_provider_is_written_as_a_slug():
    assert list(rows(late("AWS Bedrock", "amazon.nova-v1:0", "2026-01-10", "2026-07-10"))) == [
        "aws-bedrock/amazon.nova-v1:0"
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (early("AWS Bedrock", "a", "2024-10-04", "September 4, 2025 (all regions)"), "not a date"),
        (early("Anthropic", "a", "N/A", "Not sooner than May 14, 2026"), "not a date"),
        (early("OpenAI", "a", "2026-02-30", "2026-07-10"), "February 2026 has 28 days"),
        (late("OpenAI", "a", "2026-08-10", "2026-07-10"), "lies before 2026-08-10"),
        (late("Groq", "a", "2026-08-10", "2026-07-10"), "lies before 2026-08-10"),
        (early("OpenAI", "Evals platform", "2026-01-10", "2026-07-10"), "cannot be the id"),
        (early("OpenAI", "/v1/answers", "2026-01-10", "2026-07-10"), "cannot be the id"),
        (early("Cohere", "command, classify", "", "2026-07-10"), "cannot be the id"),
        (early("Bedrock", "January 30, 2026 \n (us-gov-east-1, us-gov-west-1, ap-northeast-1, "
               "ap-south-1 Regions)", "", "2026-04-30"), "too long for a model"),
        (early("Azure", "N/A", "2026-01-10", "2026-07-10"), "names no model"),
        (early("Google", "gemini-x", "2026-01-10", "2026-07-10",
               deprecation_context="Released gemini-x, the stable version"), "a launch"),
        ({"provider": 3}, "provider: Input should be a valid string"),
        ("o9", "dictionary"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_held_back(given, why):
    (row,) = rows(given).values()
    assert why in row.problem
    assert row.given
    assert len(row.key) <= 90
    assert "\n" not in row.key


def test_the_first_rows_name_their_models_in_titles():
    title = {"provider": "Anthropic", "title": "Anthropic: claude-x", "content": "Model claude-x"}
    page = {"provider": "Cohere", "title": "Cohere API Deprecations", "content": "none"}
    dated = {**title, "announcement_date": "2024-09-04", "shutdown_date": "2024-11-06"}
    payload = as_json({"data": [dated, page], "v1": None})
    first, second = read(payload, "2025-08-22")
    assert first.says["anthropic/claude-x"]["announced"] == "2024-09-04"
    assert second.problem == "it names no model"


def test_a_name_that_stands_twice_is_held_back_the_second_time():
    found = rows(early("xAI", "grok-x", "", ""), early("xAI", "grok-x", "", ""))
    assert [row.problem for row in found.values()] == [None, "its name stands twice in the file"]


def test_replacements_are_names_and_nothing_else():
    def named(**more):
        (row,) = rows(late("OpenAI", "o9", "2026-01-10", "2026-07-10", **more)).values()
        return row.says["openai/o9"].get("replacements")

    assert named(replacement_models=["o10", "---", " o10 ", "N/A", ""]) == ["o10"]
    assert named(replacement_model="command-r, command-a") == ["command-r", "command-a"]
    assert named(replacement_models=["---"]) is None


def test_the_list_is_read_as_it_is_published():
    payload = as_json([late("OpenAI", "o9", "2026-01-10", "2026-07-10")])
    (row,) = read(payload, DAY)
    assert row.says


@pytest.mark.parametrize(
    "payload",
    [b"", b"{", b"{}", b"[]", b"null", b"3", b'"same-as-v1"', b"\xff\xfe", b"[" * 100_000,
     b'{"data": "same-as-v1", "v1": null}', b'{"v1": {}}'],
)  # fmt: skip
def test_what_is_no_file_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no data file of deprecations"):
        list(deprecations_info.rows(payload, DAY))


values = st.none() | st.text(max_size=6) | st.integers() | st.lists(st.text(max_size=3), max_size=2)
days = st.sampled_from(["", "2026-01-10", "2026-07-10", "2026-13-01", "soon", "0000-01-01"])
notices = st.dictionaries(
    st.sampled_from(["title", "content", "replacement_models", "first_observed"]), values
).flatmap(
    lambda more: st.builds(
        lambda form, *three: {**form(*three[:2], *three[2:]), **more},
        st.sampled_from([late, early]),
        st.sampled_from(["OpenAI", "Azure", "x AI", "Ü", ""]),
        st.sampled_from(["o9", "a b", "N/A", "", "a" * 300]) | st.text(max_size=3),
        days,
        days,
    )
)
payloads = st.binary(max_size=40) | st.lists(notices | values, min_size=1, max_size=4).map(
    lambda some: as_json({"v1": some})
)


@examples(300)
@given(payloads)
def test_any_bytes_give_rows_or_are_refused(payload):
    reading.rows_or_refusal(deprecations_info, payload, DAY, repeats=True)


@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_of_the_feed_is_understood():
    for file in feeds.files("deprecations.info/commits_to_2026-04.jsonl.gz"):
        at = file.stated
        found = reading.rows(deprecations_info, file.payload, at, repeats=True)
        odd = sum(row.problem is not None for row in found) / len(found)
        # Titles and free text until 26 August 2025 at noon; then Bedrock's models by their names,
        # not their ids, a quarter of all rows and more; none of it since 26 March 2026.
        assert odd <= (1 if at < "2025-08-26T12" else 0.6 if at < "2025-09" else
                       0.45 if at < "2026-03-26" else 0)  # fmt: skip
        if at >= "2026-03-26":
            assert sum(bool(row.says) for row in found) > 0.8 * len(found)
