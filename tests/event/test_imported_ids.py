"""The ids of imported events are stored: they are written and read by one protocol."""

import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecosys.event.imported_ids import (
    MAX_NAME_LENGTH,
    ImportedId,
    Role,
    is_from,
    is_imported,
    is_reserved,
    safe,
)
from tests.given import price
from tests.properties import examples

ALONE = {Role.READ, Role.FILE, Role.GONE, Role.AGAIN}
NUMBERED = {Role.NO_LONGER_MOVED, Role.RENAMED}
NEVER_REPLAYED = {Role.HELD, Role.UNDONE}
days = st.sampled_from(("2025-09-01", "2025-08-20T22:26:19Z"))
letters = st.text(string.ascii_letters + string.digits + "._:@+~/-", max_size=60)
parts = st.sampled_from(
    (*map(str, Role), "~renamed-3", "~after-2025-01-01", "openai/", "@2025-09-01", "~20.", "~2")
)
MEANT_OTHERWISE = re.compile(
    "~(read|file|gone|again)|~(held|names|undone|rest)/.*"
    "|.*~(moved|moved-no-longer-(0|[1-9][0-9]*)|renamed-(0|[1-9][0-9]*)|after-[0-9][0-9T:.Z-]*)"
)
"""Names of which no statement is made: their ids would be read as something else."""
names = st.lists(letters | parts, max_size=4).map("".join)
"""Names of all characters that an id can hold, and of all that has a meaning in ids."""


@st.composite
def ids(draw):
    role = draw(st.sampled_from(Role))
    name = "" if role in ALONE else draw(names)
    number = draw(st.integers(0, 20)) if role in NUMBERED else None
    after = None if role in NEVER_REPLAYED else draw(st.none() | days)
    id = ImportedId("a-source", name, draw(days), role, number, after)
    assume(len(f"{role}{name}{number}~after-{after}") <= MAX_NAME_LENGTH)  # a longer one is cut
    assume(role in NEVER_REPLAYED or not MEANT_OTHERWISE.fullmatch(name))
    return id


@examples(1000)
@given(ids())
def test_what_is_written_is_read_as_it_was(id):
    assert ImportedId.parse(id.text) == id


@examples(1000)
@given(names)
def test_a_name_is_reserved_if_its_id_would_be_read_as_something_else(name):
    assume(len(name) <= MAX_NAME_LENGTH)
    assert is_reserved(name) == bool(MEANT_OTHERWISE.fullmatch(name))


@examples(500)
@given(st.text(max_size=300))
def test_whatever_text_is_read_is_written_as_it_was_or_cut(text):
    read = ImportedId.parse(text)
    if read is not None and safe(text) == text:
        assert read.text == text


@examples(500)
@given(st.text(max_size=300))
def test_every_name_can_stand_in_an_id_and_only_once_changes(name):
    assert safe(safe(name)) == safe(name)
    assert len(safe(name)) <= MAX_NAME_LENGTH


@pytest.mark.parametrize(
    ("id", "text"),
    [
        (ImportedId("plain", "openai/o3", "2025-09-01"), "plain/openai/o3@2025-09-01"),
        (ImportedId("plain", "a~20.b", "2025-09-01"), "plain/a~20.b@2025-09-01"),
        (ImportedId("plain", "", "2025-09-01", Role.READ), "plain/~read@2025-09-01"),
        (ImportedId("plain", "", "2025-09-01", Role.GONE), "plain/~gone@2025-09-01"),
        (ImportedId("plain", "", "2025-09-01", Role.AGAIN), "plain/~again@2025-09-01"),
        (ImportedId("plain", "~file", "2025-09-01", Role.HELD), "plain/~held/~file@2025-09-01"),
        (ImportedId("plain", "oai", "2025-09-01", Role.NAMES), "plain/~names/oai@2025-09-01"),
        (ImportedId("plain", "x", "2025-09-01", Role.MOVED), "plain/x~moved@2025-09-01"),
        (
            ImportedId("plain", "x", "2025-09-01", Role.NO_LONGER_MOVED, 0),
            "plain/x~moved-no-longer-0@2025-09-01",
        ),
        (ImportedId("plain", "x", "2025-09-01", Role.RENAMED, 1), "plain/x~renamed-1@2025-09-01"),
        (
            ImportedId("plain", "x", "2025-10-01", after="2025-09-01"),
            "plain/x~after-2025-09-01@2025-10-01",
        ),
        (
            ImportedId("plain", "x@2025-10-01", "2025-09-01", Role.UNDONE),
            "plain/~undone/x@2025-10-01@2025-09-01",
        ),
        (
            ImportedId("plain", "~gone@2025-10-01", "2025-10-01", Role.REST, after="2025-09-01"),
            "plain/~rest/~gone@2025-10-01~after-2025-09-01@2025-10-01",
        ),
    ],
)
def test_ids_are_written_as_they_stand_in_logs(id, text):
    assert id.text == text
    assert ImportedId.parse(text) == id


@pytest.mark.parametrize("id", ["openai-o3-price-2025-06-10", "plain/openai/o3", "o3@2025-09-01"])
def test_an_id_that_somebody_wrote_is_no_imported_one(id):
    assert ImportedId.parse(id) is None


@pytest.mark.parametrize(
    "name",
    ["~read", "~file", "~held/x", "~undone/x", "x~moved", "x~renamed-0", "x~after-2025-01-01"],
)
def test_a_name_that_would_be_read_as_something_else_is_reserved(name):
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["openai/o3", "x~2", "~ready", "a@b", "x~after-all", "x" * 300])
def test_other_names_are_not_reserved(name):
    assert not is_reserved(name)


def test_what_an_importer_appended_begins_with_its_voice():
    assert is_imported(price("plain/x@2025-09-01", "2025-09-01", input="1", voice="plain"))
    assert not is_imported(price("x-price", "2025-09-01", input="1", voice="plain"))
    assert is_from("plain", "plain/x@2025-09-01")
    assert not is_from("plain", "plain-2/x@2025-09-01")
