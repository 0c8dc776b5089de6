"""tokencost: rows without a provider, and litellm's reading of all the others."""

import pytest

from ecosys.errors import InvalidInput
from ecosys.importers.tokencost import tokencost
from ecosys.ingest.run import run
from ecosys.ingest.snapshots import Snapshot
from ecosys.values import when
from tests.importers import reading
from tests.importers.payloads import as_json
from tests.ingest import feeds

DAY = "2024-02-01"
PRICE = {"mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}


def rows(models):
    payload = as_json(models)
    return {row.key: row for row in reading.rows(tokencost, payload, DAY)}


def test_a_row_without_a_provider_speaks_of_a_subject_of_the_source():
    found = rows({"gpt-9": PRICE, "maker/one:free": {**PRICE, "litellm_provider": None}})
    assert set(found) == {"tokencost/gpt-9", "tokencost/maker/one:free"}
    for key, row in found.items():
        assert row.says[key]["subject"] == key
        assert reading.price_list(row) == ["input 3", "output 15"]


def test_a_row_with_a_provider_speaks_of_the_provider_s_model():
    (row,) = rows({"one": {**PRICE, "litellm_provider": "acme"}}).values()
    assert (row.key, row.says["acme/one"]["subject"]) == ("acme/one", "acme/one")


def test_a_model_that_stands_under_two_names_is_stated_once():
    both = {**PRICE, "litellm_provider": "openai"}
    found = rows({"gpt-9": both, "openai/gpt-9": both})
    assert set(found) == {"openai/gpt-9", "openai/gpt-9 as gpt-9"}
    again = found["openai/gpt-9 as gpt-9"]
    assert (again.says, again.problem) == ({}, None)


def test_what_is_no_row_or_names_an_impossible_provider_is_held_back():
    found = rows({"one": PRICE, "two": 2, "three": {**PRICE, "litellm_provider": 3}})
    assert (found["two"].problem, found["three"].problem) == (
        "it has no fields",
        "it names no provider",
    )


@pytest.mark.parametrize("payload", [b"", b"[]", b'{"a": 1}', b'{"a": {"b": 1}}'])
def test_what_is_no_file_of_the_source_is_refused_by_its_name(payload):
    with pytest.raises(InvalidInput, match="no price file of tokencost"):
        tokencost.rows(payload, DAY)


def test_when_the_source_begins_to_name_providers_it_states_its_own_rows_no_longer(timeline):
    def snapshot(day, row):
        return Snapshot(day, when.read(day), as_json({"gpt-9": row}))

    given = [
        snapshot("2024-03-01", PRICE),
        snapshot("2024-04-01", {**PRICE, "litellm_provider": "openai"}),
    ]
    outcomes = list(run(timeline, tokencost, given))
    assert [(one.rows, one.taken) for one in outcomes] == [(1, 1), (1, 1)]
    records = [record.event for record in timeline.records()]
    stated = [event.subject for event in records if event.type == "price_changed"]
    ended = [event.events for event in records if event.type == "unstated"]
    assert stated == ["tokencost/gpt-9", "openai/gpt-9"]
    assert ended == [("tokencost/tokencost/gpt-9@2024-03-01",)]


@pytest.mark.no_cover
@pytest.mark.no_cover  # measuring would take most of its time
def test_every_snapshot_is_read():
    for file in feeds.files("tokencost/*.json.gz"):
        found = reading.rows(tokencost, file.payload, file.stated)
        # names with an asterisk, two names that disagree, a price in the wrong unit
        assert sum(row.problem is not None for row in found) <= 9
        # free or local models, and the second names of OpenAI's
        assert sum(row.problem is None and not row.says for row in found) <= 0.2 * len(found)
