"""Events of a type that no installed package knows are kept and shown, inside of others too."""

import json

import pytest

from ecosys.errors import InvalidInput
from ecosys.event import Unrecognised, codec
from ecosys.log.line import Line, canonical_json, parse
from tests import given
from tests.given import event

SUNG = {"type": "sung", "version": 1, "id": "s", "song": "Yesterday", "stated": "2026-11-20"}
BODIES = [
    codec.canonical(event("registered", "acme", source="acme", name="Acme", kind="provider")),
    canonical_json(SUNG),
    canonical_json({"type": "corrected", "version": 1, "id": "c", "event": "s", "fault": "ours",
                    "why": "misheard", "statement": {**SUNG, "song": "Today"}}),
    canonical_json({"type": "quarantined", "version": 1, "id": "q", "source": "acme", "row": "x",
                    "reason": "odd", "stated": "2026-11-20", "statement": {**SUNG, "id": "t"}}),
    canonical_json({"type": "retracted", "version": 99, "id": "r", "event": "s", "mood": "sad"}),
]  # fmt: skip


@pytest.fixture
def exported(tmp_path):
    """A log that was exported where the type was installed."""
    path = tmp_path / "elsewhere.jsonl"
    lines = [Line(number, given.NOW, "ecosys", body) for number, body in enumerate(BODIES, start=1)]
    path.write_text("".join(f"{line.text}\n" for line in lines))
    return path


@pytest.fixture
def run(run, exported):
    """Run a command line on that log."""
    assert run("import ecosys", str(exported)).exit_code == 0
    return run


def test_the_log_shows_them_in_a_line_each(run):
    shown = run("log").output
    assert "sung s" in shown
    assert "corrected c" in shown
    assert "retracted r" in shown


def test_the_machine_forms_hold_what_was_recorded(run):
    rows = json.loads(run("log --format json").output)["data"]
    data = [row["data"] for row in rows]
    assert data[1] == SUNG
    assert data[2]["statement"]["song"] == "Today"
    assert data[3]["statement"] == {**SUNG, "id": "t"}
    assert data[4]["mood"] == "sad"


@pytest.mark.parametrize("line", ["", "quarantine", "explain s", "explain c", "rebuild",
                                  "changes", "conflicts", "claims", "metric timeline"])  # fmt: skip
def test_every_question_goes_on(run, line):
    assert run(line).exit_code == 0


def test_they_are_exported_byte_for_byte(run, exported, tmp_path):
    run("export --output", str(tmp_path / "again.jsonl"))
    assert (tmp_path / "again.jsonl").read_bytes() == exported.read_bytes()


def test_what_was_held_back_of_an_unknown_type_is_read_as_it_was_recorded():
    for body in BODIES:
        read = codec.decode(body)
        assert codec.canonical(read) == body
    assert isinstance(codec.decode(BODIES[2]).statement, Unrecognised)


@pytest.mark.parametrize("body", ["[]", '{"id":"x"}', '{"id":"x","type":"sung"}', "1",
                                  '{"id":"x","sources":"no","type":"sung","version":1}',
                                  '{"id":"x","type":["sung"],"version":1}'])  # fmt: skip
def test_a_line_that_holds_no_event_is_refused(run, tmp_path, body):
    path = tmp_path / "odd.jsonl"
    text = Line(1, given.NOW, "ecosys", body).text
    assert parse(text, "odd.jsonl:1").body == body
    path.write_text(f"{text}\n")
    with pytest.raises(InvalidInput):
        run(f"import ecosys --database {tmp_path / 'new.db'}", str(path))


def test_new_events_of_an_unknown_type_are_refused_inside_of_others_too():
    with pytest.raises(InvalidInput, match="'sung' is not an event type"):
        codec.parse({**json.loads(BODIES[3]), "id": "q2"})
