"""modeldeprecations.dev: firm and soft ends, launches, and what is not believed."""

import gzip

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importers.modeldeprecations import modeldeprecations
from tests.importers import reading
from tests.importers.payloads import damaged, tar
from tests.ingest import feeds
from tests.properties import examples

DAY = "2026-08-11"


def model(text, provider="openai", id="o9"):
    return f"provider: {provider}\nmodel: {id}\nname: O Nine\nstatus: active\n{text}"


def rows(files):
    found = reading.rows(modeldeprecations, tar(files), DAY, repeats=True)
    return {row.key: row for row in found}


def row(text):
    (found,) = rows({"models/openai/o9.yaml": text}).values()
    return found


def says(text):
    found = row(text)
    assert found.problem is None
    return reading.events(modeldeprecations, found, DAY)


def test_an_announced_end_is_firm():
    (event,) = says(model("deprecated_on: 2026-01-10\nshutdown_on: 2026-07-10")).values()
    assert (event.subject, event.occurred) == ("openai/o9", "2026-01-10")
    assert (event.announced, event.shutdown) == ("2026-01-10", "2026-07-10")


def test_an_earliest_end_is_soft_and_the_announcement_unknown():
    (event,) = says(model("earliest_shutdown_on: 2026-07-10")).values()
    assert (event.announced, event.occurred) == (None, "unknown")
    assert event.shutdown == "not before 2026-07-10"
    assert event.shutdown.soft


def test_an_end_on_the_day_of_its_announcement_says_only_when_it_was_closed():
    (event,) = says(model("deprecated_on: 2026-04-04\nshutdown_on: 2026-04-04")).values()
    assert (event.announced, event.occurred) == (None, "unknown")
    assert (event.deprecated, event.shutdown) == ("2026-04-04", "2026-04-04")


def test_a_release_is_a_launch_beside_it():
    found = says(model("released_on: 2025-01-10\ndeprecated_on: 2026-01-10"))
    assert list(found) == ["openai/o9", "openai/o9/launch"]
    launch = found["openai/o9/launch"]
    assert (launch.type, launch.occurred, launch.name) == ("launched", "2025-01-10", "O Nine")
    assert found["openai/o9"].shutdown is None


@pytest.mark.parametrize("status", ["active", "deprecated", "retired"])
def test_a_status_without_a_date_states_nothing(status):
    assert says(f"provider: openai\nmodel: o9\nstatus: {status}") == {}


def test_what_it_only_suggests_is_no_recommendation():
    (event,) = says(model("""deprecated_on: 2026-01-10
replacements:
  - {provider: openai, model: o10, recommended: true}
  - {provider: xai, model: grok-9, recommended: true, note: elsewhere}
  - {provider: google, model: gemini-9, recommended: false}
""")).values()  # fmt: skip
    assert event.replacements == ("o10", "xai/grok-9")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (model("shutdown_on: next summer"), "'next summer' is not a date"),
        (model("shutdown_on: 2026-07"), "'2026-07' is not a date"),
        (model("shutdown_on: 2026-07-10 10:00:00"), "is not a date"),
        (model("shutdown_on: '2026-02-30'"), "February 2026 has 28 days"),
        (model("shutdown_on: 2026-02-30"), "not YAML: day"),
        (model("shutdown_on: 0026-02-20"), "outside 1900"),
        (model("deprecated_on: 2026-07-11\nshutdown_on: 2026-07-10"), "lies before 2026-07-11"),
        (model("released_on: 2026-07-11\nshutdown_on: 2026-07-10"), "when it was released"),
        (model("shutdown_on: 2026-07-10\nearliest_shutdown_on: 2026-07-10"), "firm end and a soft"),
        (model("", id="o 9"), "cannot be the id of a model"),
        (model("", id="4.1"), "model: Input should be a valid string"),
        ("provider: openai", "model: Field required"),
        ("- a", "dictionary"),
        ("a: [", "not YAML"),
        ("!!timestamp x", "not YAML"),
        ("[" * 1_000, "not YAML"),
        (b"\xff\xfe\x00", "not YAML"),
        ("# " + "x" * 100_001, "more than 100000 bytes"),
    ],
)
def test_what_is_not_understood_is_held_back(text, why):
    assert why in row(text).problem


def test_only_the_files_of_models_are_rows():
    found = rows({
        "models/openai/o9.yaml": model(""), "repo/models/xai/grok.yaml": model("", "xai", "grok"),
        "github/workflow.yaml": "a: 1", "models/schema.yaml": "a: 1",
    })  # fmt: skip
    assert list(found) == ["openai/o9", "xai/grok"]


def test_a_name_that_stands_twice_is_held_back_the_second_time():
    found = rows({"models/openai/o9.yaml": model(""), "models/azure/o9.yaml": model("")})
    assert [each.problem for each in found.values()] == [None, "its name stands twice in the file"]


@pytest.mark.parametrize(
    "payload", [b"", b"{}", b"\xff" * 600, tar({}), tar({"models/openai/o9.yaml": model("")})[:100],
                gzip.compress(tar({"models/openai/o9.yaml": model("")}))],
)  # fmt: skip
def test_what_is_no_file_of_the_source_is_refused(payload):
    with pytest.raises(InvalidInput, match="no data file of modeldeprecations"):
        list(modeldeprecations.rows(payload, DAY))


FIELDS = ["provider", "model", "name", "released_on", "deprecated_on", "shutdown_on",
          "earliest_shutdown_on", "replacements"]  # fmt: skip
values = st.none() | st.text(max_size=5) | st.integers() | st.dates() | st.datetimes()
contents = st.dictionaries(st.sampled_from(FIELDS), values).map(
    lambda more: yaml.safe_dump({"provider": "openai", "model": "o9", **more}, allow_unicode=True)
) | st.text("!&*[]{}-:?|> a1\n'\"<=", max_size=30).map(lambda text: model("") + text)
GOOD = tar(
    {"models/openai/o9.yaml": model("shutdown_on: 2026-07-10"), "models/xai/o9.yaml": model("")}
)
payloads = (
    st.binary(max_size=600)
    | damaged(GOOD, st.binary(max_size=6))
    | contents.map(lambda text: tar({"models/openai/o9.yaml": text}))
)


@examples(400)
@given(payloads)
def test_any_bytes_give_rows_or_are_refused(payload):
    reading.rows_or_refusal(modeldeprecations, payload, DAY, repeats=True)


@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_of_the_feed_is_understood():
    files = feeds.files("modeldeprecations.dev/*.tar.gz")
    assert len(files) == 2
    for file in files:
        found = reading.rows(modeldeprecations, file.payload, file.stated)
        assert len(found) > 150
        assert not [each.problem for each in found if each.problem]  # a check guards its dates
        assert sum(bool(each.says) for each in found) > 0.7 * len(found)
