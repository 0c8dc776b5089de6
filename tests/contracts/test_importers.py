"""Contracts of every importer, ours and those of other packages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.importer import Row, importers
from tests.properties import examples

NAMES = sorted(importers)
JUNK = (b"", b"{", b"null", b"[]", b"{}", b"[1]", b'"x"', b"\xff\xfe\x00", b"a,b\n1,2\n", b"<html>",
        b'{"data": 1}', b'[{"id": null}]', b"[" * 100_000, b"NaN", b'{"a": NaN}')  # fmt: skip


def test_no_importer_is_broken():
    assert importers.broken == []


@pytest.mark.parametrize("name", NAMES)
def test_every_importer_is_named_for_its_source_which_is_registered(name, seeded):
    source = importers[name].source
    assert source == name.replace("_", "-")
    assert source in seeded.ranks(seeded.moment())


@pytest.mark.parametrize("name", NAMES)
def test_every_importer_has_tests_of_its_own(name):
    assert (Path(__file__).parent.parent / "importers" / f"test_{name}.py").is_file()


def taken(name, payload):
    """The rows of a payload, or None where it is refused."""
    try:
        rows = importers[name].rows(payload, "2026-03-01")
    except InvalidInput:
        return None
    assert all(isinstance(row, Row) and row.key for row in rows)
    return rows


@pytest.mark.parametrize("payload", JUNK, ids=range(len(JUNK)))
@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_file_of_a_source_is_refused_or_says_nothing(name, payload):
    assert not any(row.says for row in taken(name, payload) or ())


@pytest.mark.parametrize("name", NAMES)
@examples(60)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_whatever_break_an_importer(name, payload):
    taken(name, payload)
