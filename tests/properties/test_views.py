"""Views: of every history they show what holds, and what is in force, as the rules say."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.event import Recorded
from ecosys.log.sqlite import Sqlite
from ecosys.log.sqlite.query import ReadOnly
from ecosys.moment import Held, Moment
from ecosys.moment.series import by_voice, statements
from ecosys.timeline import Timeline
from ecosys.timeline.sql_views import views
from ecosys.values import instant
from tests.properties import examples
from tests.properties.accounts import holding
from tests.properties.histories import BEGINNING, histories, moments


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "log.db"
    Timeline.open(path).log.database.close()
    return path


@contextmanager
def recorded(empty: Path, log: Sequence[Recorded]) -> Iterator[Path]:
    """A database with a log, whose rows are made as it grows."""
    now = [BEGINNING]
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, folder))
        timeline = Timeline.open(path, clock=lambda: now[0])
        for record in log:
            now[0] = record.recorded_at
            timeline.log.append([record.event], origin=record.origin)
        timeline.log.database.close()
        yield path


def shown(path: Path, moment: Moment, query: str) -> list[tuple[object, ...]]:
    """What a query gives at a moment."""
    by_name = {view.name: view.query for view in views(moment, Sqlite.dialect)}
    with ReadOnly.open(path, by_name) as asked, asked.ask(query, 10) as (_, rows):
        return list(rows)


def named(series: object) -> str:
    """The name of a series, as JSON."""
    return json.dumps(series, ensure_ascii=False, separators=(",", ":"))


def drawn(data: st.DataObject, log: Sequence[Recorded]) -> Moment:
    """A moment at which all sources are asked, as the views do."""
    return replace(data.draw(moments(log)), source=None)


def in_force(facts: Sequence[Held], moment: Moment) -> list[tuple[object, ...]]:
    """What each voice says in each series at a moment, as the view tells it."""
    said = []
    for key, stated in statements(facts).items():
        type, series = cast("tuple[str, object]", key)
        for (own, voice), each in by_voice(stated).items():
            covering = [one for one in each if one.holds(moment.as_of)]
            if covering:
                newest = max(covering, key=lambda one: one.order).held
                said.append((type, named(series), voice, int(own), newest.id, newest.position))
    return sorted(said)


@examples(200)
@given(st.data())
def test_each_voice_has_in_force_what_the_rules_say(empty: Path, data: st.DataObject) -> None:
    log = data.draw(histories(max_size=8))
    with recorded(empty, log) as path:
        for _ in range(3):
            moment = drawn(data, log)
            rows = shown(
                path, moment, "SELECT type, series, voice, own, event, position FROM statement"
            )
            assert sorted(rows) == in_force(holding(log, moment, history=False), moment)


@examples(100)
@given(st.data())
def test_the_bounds_of_all_versions_tell_what_holds_at_any_moment(
    empty: Path, data: st.DataObject
) -> None:
    log = data.draw(histories(max_size=8))
    anywhen = Moment(0, 0, 0)
    with recorded(empty, log) as path:
        for _ in range(3):
            moment = drawn(data, log)
            facts = holding(log, moment, history=False)
            rows = shown(path, anywhen, f"SELECT type, event, position FROM fact_all {at(moment)}")
            assert sorted(rows) == sorted(
                (held.type, held.id, held.position)
                for held in facts
                if held.start is not None and held.start <= moment.as_of < held.until
            )
            fact = "SELECT type, event, position FROM fact"
            assert sorted(shown(path, moment, fact)) == sorted(rows)


def at(moment: Moment) -> str:
    """The condition that the guide gives, for an instant."""
    as_of, known_at = map(instant.to_text, (moment.as_of, moment.known_at))
    return f"""WHERE valid_from <= '{as_of}' AND (valid_to IS NULL OR valid_to > '{as_of}')
        AND known_from <= '{known_at}' AND (known_to IS NULL OR known_to > '{known_at}')
        AND position_from <= {moment.position}
        AND (position_to IS NULL OR position_to > {moment.position})"""


@examples(100)
@given(st.data())
def test_what_is_in_force_shows_the_bounds_that_it_has_at_any_moment(
    empty: Path, data: st.DataObject
) -> None:
    log = data.draw(histories(max_size=8))
    columns = """type, subject, series, value, event, position, valid_from, valid_to,
        known_from, known_to, position_from, position_to"""
    with recorded(empty, log) as path:
        every = shown(path, Moment(0, 0, 0), f"SELECT {columns} FROM statement_all")
        for _ in range(3):
            moment = drawn(data, log)
            assert set(shown(path, moment, f"SELECT {columns} FROM statement")) <= set(every)
