"""Contracts of every event type, ours and those of other packages."""

import json
from pathlib import Path

import pytest
import rfc8785
from jsonschema import Draft202012Validator

from ecosys.errors import InvalidInput
from ecosys.event import Fact, event_types
from ecosys.event.codec import canonical, decode, parse, plain, schema, version_of
from ecosys.read_models.held import held
from ecosys.seeding import seed, write
from ecosys.values.when import UNKNOWN
from tests.given import SOURCES

GOLDEN = Path(__file__).parent.parent / "golden"
TYPES = sorted(event_types)


def golden(name: str) -> list[Path]:
    return sorted(GOLDEN.glob(f"{name}.v*.json"))


def test_no_type_is_broken():
    assert event_types.broken == []


@pytest.mark.parametrize("name", TYPES)
def test_every_type_is_named_in_the_past_tense_like_its_file_and_says_what_it_states(name):
    cls = event_types[name]
    assert name.replace("_", "").lower() == cls.__name__.lower()
    assert cls.__doc__
    assert cls.__doc__.strip().endswith(".")


@pytest.mark.parametrize("name", TYPES)
def test_every_field_is_explained(name):
    described = schema(event_types[name])["properties"]
    silent = [field for field, found in described.items() if not found.get("description")]
    assert set(silent) <= {"type", "version"}


@pytest.mark.parametrize("name", TYPES)
def test_there_is_a_golden_file_of_every_version(name):
    versions = [path.name for path in golden(name)]
    wanted = range(1, version_of(event_types[name]) + 1)
    assert versions == [f"{name}.v{version}.json" for version in wanted]


def test_what_events_say_in_words_changes_only_with_the_version_of_the_rows_that_keep_it():
    read = {path.stem: decode(path.read_text("utf-8").rstrip()) for path in GOLDEN.glob("*.json")}
    told = [f"{name}: {event.describe()}" for name, event in sorted(read.items())]
    kept = (GOLDEN / "words.txt").read_text("utf-8").splitlines()
    assert [f"{held.name} {held.version}", *told] == kept, "raise the version of `held` too"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_bytes_once_written_are_read_for_ever(path):
    text = path.read_text(encoding="utf-8").rstrip("\n")
    read = decode(text)
    assert read.type == path.name.split(".")[0]
    if f".v{version_of(type(read))}." in path.name:
        assert canonical(read) == text


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_what_is_stored_is_canonical_json(path):
    text = path.read_text(encoding="utf-8").rstrip("\n")
    assert rfc8785.dumps(json.loads(text)).decode() == text
    written = canonical(decode(text))
    assert rfc8785.dumps(json.loads(written)).decode() == written


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_an_event_survives_every_way_of_being_written(path, tmp_path):
    read = decode(path.read_text(encoding="utf-8"))
    assert decode(canonical(read)) == read
    assert parse(plain(read)) == read
    block = tmp_path / "block.yaml"
    block.write_text(write.block(read), encoding="utf-8")
    assert seed.read_file(block)[0].event == read


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_the_schema_of_a_type_accepts_it(path):
    read = decode(path.read_text(encoding="utf-8"))
    Draft202012Validator(schema(type(read))).validate(plain(read))


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_unknown_fields_are_refused(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    with pytest.raises(InvalidInput, match="there is no such field"):
        parse({**data, "colour": "red"})


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_an_event_never_changes(path):
    read = decode(path.read_text(encoding="utf-8"))
    with pytest.raises(Exception, match="frozen"):
        setattr(read, "id", "other")  # noqa: B010


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_an_event_can_be_told_in_a_line(path):
    told = decode(path.read_text(encoding="utf-8")).describe()
    assert told
    assert "\n" not in told


@pytest.mark.parametrize("name", TYPES)
def test_a_fact_about_the_world_needs_a_source(name):
    cls = event_types[name]
    if issubclass(cls, Fact):
        data = json.loads(golden(name)[0].read_text(encoding="utf-8"))
        with pytest.raises(InvalidInput, match="sources"):
            parse({**data, "sources": []})


def test_an_unknown_type_is_kept_and_says_nothing():
    text = '{"colour":"red","id":"x","type":"painted","version":1}'
    read = decode(text)
    assert read.type == "painted"
    assert read.subjects == ()
    assert list(read.statements()) == []


def test_a_version_from_the_future_is_kept_and_says_nothing():
    text = '{"id":"x","subject":"a/b","type":"launched","version":99,"what":"model"}'
    assert decode(text).subjects == ()
    with pytest.raises(InvalidInput, match="version 99 of launched is not known"):
        parse(json.loads(text))


def test_an_older_version_is_brought_to_the_present_shape(monkeypatch):
    from typing import Literal

    from ecosys.event import event as events

    class Painted(Fact):
        """Something was painted."""

        type: Literal["painted"]
        version: Literal[2]
        upgrades = {1: lambda fields: {"paint": fields.pop("color"), **fields}}  # noqa: RUF012
        paint: str
        """The paint."""

    monkeypatch.setitem(events.event_types.members, "painted", Painted)
    old = {"type": "painted", "version": 1, "id": "x", "occurred": "2025-01-01",
           "color": "red", "sources": SOURCES}  # fmt: skip
    read = parse(old)
    assert (read.paint, read.version) == ("red", 2)
    assert decode(json.dumps(old)) == read
    with pytest.raises(InvalidInput, match="Known: 1 to 2"):
        parse({**old, "version": 3})


def test_unknown_sorts_before_every_date():
    assert UNKNOWN.start < 0
