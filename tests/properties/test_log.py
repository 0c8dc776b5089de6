"""The log against a list in memory; its hashes recomputed from what the standards say."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import rfc8785
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ecosys.errors import Conflict, InvalidCoordinate, Refused, Stale
from ecosys.event import Event, Head, Recorded, as_recorded
from ecosys.event.codec import plain
from ecosys.log.log import ANY, RELEASED, Expected, Log
from ecosys.log.query import Filter
from ecosys.timeline import Timeline
from tests import given as made
from tests.properties import examples
from tests.properties.histories import ABOUT, BEGINNING, FACTS, HOUR, SUBJECTS, Writer

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SMALL = st.integers(0, 9)
HOURS = st.sampled_from([0, 1, 30, 900])


# What the standards say


def tree_hash(entries: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of a list of entries: RFC 6962, section 2.1."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while 2 * split < len(entries):
        split *= 2
    return sha256(b"\x01" + tree_hash(entries[:split]) + tree_hash(entries[split:])).digest()


def line(event: dict[str, Any], position: int, recorded_at: int, origin: str) -> bytes:
    """A recorded event as it is hashed: canonical JSON by RFC 8785."""
    at = (EPOCH + timedelta(microseconds=recorded_at)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return rfc8785.dumps(
        {"event": event, "origin": origin, "position": position, "recorded_at": at}
    )


@cache
def stored_line(body: str, position: int, recorded_at: int, origin: str) -> bytes:
    """The line made from what stands in the database: a body in canonical form."""
    event = json.loads(body)
    assert rfc8785.dumps(event) == body.encode()
    return line(event, position, recorded_at, origin)


def stored_lines(path: Path) -> list[bytes]:
    """The lines of the log as another program finds them in the file."""
    sql = "SELECT body, position, recorded_at, origin FROM event ORDER BY position"
    with closing(sqlite3.connect(path)) as other:
        return [stored_line(*row) for row in other.execute(sql)]


# Appends that must be refused: the events, what is expected, the error

Refusal = tuple[list[Event], Expected, type[Refused]]


def other_content(log: "Logged", writer: Writer) -> Refusal:
    one = writer.draw(st.sampled_from(writer.events))
    other = one.model_copy(update={"note": "Something else."})
    return [other], ANY, Conflict


def other_position(log: "Logged", writer: Writer) -> Refusal:
    place = writer.draw(SMALL.filter(lambda place: place != len(log.taken)))
    return [], Expected(position=place), Stale


def other_version(log: "Logged", writer: Writer) -> Refusal:
    subject = writer.draw(st.sampled_from(SUBJECTS))
    last = log.last_about(subject)
    return [], Expected(subjects={subject: writer.draw(SMALL.filter(last.__ne__))}), Stale


def unheard_of(log: "Logged", writer: Writer) -> Refusal:
    return [retraction("nobody")], ANY, Refused


def forward(log: "Logged", writer: Writer) -> Refusal:
    later = writer.write_a("described", log.now)
    return [retraction(later.id), later], ANY, Refused


def foreseen(log: "Logged", writer: Writer) -> Refusal:
    fact = writer.write_a("described", log.now)
    return [made.event(**{**plain(fact), "stated": "2199"})], ANY, Refused


def retraction(id: str) -> Event:
    return made.event("retracted", f"{id}-retracted", event=id, fault="ours", why="wrong")


FAULTS: list[Callable[["Logged", Writer], Refusal]] = [
    other_content,
    other_position,
    other_version,
    unheard_of,
    forward,
    foreseen,
]


@cache
def empty() -> bytes:
    """The bytes of an empty database."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "log.db")
        Timeline.open(path).log.database.close()
        return path.read_bytes()


class Logged(RuleBasedStateMachine):
    """A log in a file, beside the list of what it took and of the lines that this gives."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.now = BEGINNING
        self.taken: list[Recorded] = []
        self.lines: list[bytes] = []
        self.path, self.log = self.fresh("log.db")

    def fresh(self, name: str) -> tuple[Path, Log]:
        path = Path(self.folder.name, name)
        path.write_bytes(empty())
        return path, self.opened(path)

    def opened(self, path: Path) -> Log:
        return Timeline.open(path, clock=lambda: self.now).log

    def teardown(self) -> None:
        self.log.database.close()
        self.folder.cleanup()

    # What the list says

    def writer(self, data: st.DataObject) -> Writer:
        """Draws events, for now only thought of, that may follow what the log took."""
        writer = Writer(data.draw, [tuple(FACTS), ABOUT], SUBJECTS, "e")
        writer.events = [record.event for record in self.taken]
        return writer

    def some(self, writer: Writer) -> list[Event]:
        """A few events, some of them given before: in this append or an older one."""
        given = []
        for again in writer.draw(st.lists(st.booleans(), min_size=1, max_size=6)):
            known = again and writer.events
            one = writer.draw(st.sampled_from(known)) if known else writer.write(self.now)
            given.append(one)
        return given

    def keys(self, event: Event) -> set[tuple[str, str]]:
        """The subjects and types by which an event is found: its own, or of what it is about."""
        if not event.targets:
            return {(subject, event.type) for subject in event.subjects or ("",)}
        targets = [record.event for record in self.taken if record.id in event.targets]
        return {key for target in targets for key in self.keys(target)}

    def last_about(self, subject: str) -> int:
        """The position of the last event about a subject, 0 for none."""
        found = [
            record.position
            for record in self.taken
            for about, _ in self.keys(record.event)
            if about == subject
        ]
        return max(found, default=0)

    # What is done

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        for own in (False, True):
            self.append(data, hours=0, own=own, sure=True)

    @rule(data=st.data(), hours=HOURS, own=st.booleans(), sure=st.booleans())
    def append(self, data: st.DataObject, hours: int, own: bool, sure: bool) -> None:
        self.now = BEGINNING + hours * HOUR
        given = self.some(self.writer(data))
        versions = {subject: self.last_about(subject) for subject in SUBJECTS}
        expected = Expected(len(self.taken), versions) if sure else ANY
        origin = None if own else RELEASED
        done = self.log.append(given, expected=expected, origin=origin)
        before = len(self.taken)
        self.take(given, self.own_origin if own else RELEASED)
        places = {record.id: record.position for record in self.taken}
        assert done.positions == tuple(places[event.id] for event in given)
        assert done.added == len(self.taken) - before

    def take(self, given: Sequence[Event], origin: str) -> None:
        """Append what is new to the list; its time does not run backwards."""
        now = max(self.now, self.taken[-1].recorded_at if self.taken else 0)
        for event in given:
            if event.id not in [record.id for record in self.taken]:
                place = len(self.taken) + 1
                self.taken.append(as_recorded(place, now, origin, event))
                self.lines.append(line(plain(event), place, now, origin))

    @property
    def own_origin(self) -> str:
        ((origin,),) = self.log.database.execute("SELECT own_origin FROM log_head")
        return str(origin)

    @rule(data=st.data(), fault=st.sampled_from(FAULTS))
    def refuse(self, data: st.DataObject, fault: Callable[["Logged", Writer], Refusal]) -> None:
        writer = self.writer(data)
        given = self.some(writer)
        wrong, expected, error = fault(self, writer)
        with pytest.raises(error) as caught:
            self.log.append([*given, *wrong], expected=expected)
        if error is Conflict:
            assert caught.value.candidates == (wrong[0].id,)

    @rule()
    def open_again(self) -> None:
        self.log.database.close()
        self.log = self.opened(self.path)

    @rule()
    def rebuild(self) -> None:
        self.log.rebuild()

    # What must be so

    @invariant()
    def it_holds_what_it_took(self) -> None:
        assert self.log.read() == self.taken
        last = self.taken[-1].recorded_at if self.taken else 0
        assert self.log.head() == Head(len(self.taken), last)
        assert self.log.check() == len(self.taken)

    @invariant()
    def the_bytes_stored_give_its_root(self) -> None:
        assert stored_lines(self.path) == self.lines
        assert self.log.root(len(self.taken)) == tree_hash(self.lines).hex()

    @rule(position=SMALL)
    def a_past_position_has_the_root_of_its_lines_and_their_origin(self, position: int) -> None:
        if position <= len(self.taken):
            assert self.log.root(position) == tree_hash(self.lines[:position]).hex()
            origins = [record.origin for record in self.taken[:position]]
            mine = self.own_origin if self.own_origin in origins else RELEASED
            assert self.log.origin(position) == mine
        else:
            with pytest.raises(InvalidCoordinate):
                self.log.root(position)

    @rule(
        types=st.sets(st.sampled_from(sorted(FACTS))),
        subject=st.sampled_from([None, "openai", "open", *SUBJECTS]),
        after=SMALL,
        upto=st.none() | SMALL,
        limit=st.none() | SMALL,
    )
    def reading_by_type_and_subject_is_reading_all_and_choosing(
        self, types: set[str], subject: str | None, after: int, upto: int | None, limit: int | None
    ) -> None:
        wanted = [
            record
            for record in self.taken[after:upto]
            if any(
                (not types or type in types)
                and (subject is None or f"{about}/".startswith(f"{subject}/"))
                for about, type in self.keys(record.event)
            )
        ]
        where = Filter(tuple(sorted(types)), subject)
        assert self.log.read(where, after=after, upto=upto, limit=limit) == wanted[:limit]

    @rule(parts=st.lists(SMALL, max_size=2).map(sorted))
    def a_copy_in_any_parts_is_the_same_log(self, parts: list[int]) -> None:
        path, copy = self.fresh("copy.db")
        lines = list(self.log.lines())
        for start, end in zip([0, *parts], [*parts, None], strict=True):
            copy.replay(lines[start:end])
        copy.database.close()
        assert stored_lines(path) == self.lines


@pytest.mark.hypothesis
def test_a_log_keeps_all_that_it_took_in_its_order_and_nothing_else() -> None:
    run_state_machine_as_test(Logged, settings=settings(examples(100), stateful_step_count=25))
