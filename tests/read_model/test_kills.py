"""Read models of a log whose writers are killed, and of one that is read while it is written."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from ecosys.read_model import Keeper
from ecosys.timeline import Timeline
from tests.read_model.models import noted, noting

pytestmark = pytest.mark.no_cover
BATCH = 10
APPENDS = f"""
import itertools, sys
from ecosys.timeline import Timeline
from tests.given import price

timeline = Timeline.open(sys.argv[1])
for turn in itertools.count(timeline.head().position):
    names = [f"{{sys.argv[2]}}-{{turn}}-{{at}}" for at in range({BATCH})]
    batch = [price(name, "2025-01-01", subject=f"acme/{{name}}", input="1") for name in names]
    print(timeline.append(batch).positions[-1], flush=True)
"""
REBUILDS = """
import sys
from ecosys.read_model import keeper
from ecosys.timeline import Timeline

keeper.BATCH_SIZE = 20  # many transactions, between which others append
timeline = Timeline.open(sys.argv[1])
while True:
    print(timeline.head().position, flush=True)
    timeline.rebuild()
"""
UPGRADES = """
import itertools, sys
from ecosys.read_model import Keeper, keeper
from ecosys.timeline import Timeline
from tests.read_model.models import noting

keeper.BATCH_SIZE = 20
log = Timeline.open(sys.argv[1]).log
kept = log.database.execute("SELECT max(version) FROM read_model WHERE name = 'noted'")
for version in itertools.count(kept[0][0] or 1):
    print(log.head().position, flush=True)
    Keeper(log, [noting(version=version)]).catch_up(log.head().position)
"""
TABLES = {
    "held_5": "*",
    "held_5_subject": "*",
    "held_5_statement JOIN held_5_voice ON held_5_voice.number = said_by"
    " JOIN held_5_series USING (series)": "version, place, type, name, valid_from, value",
    "held_5_voice JOIN held_5_series USING (series)": "type, name, voice, own, ahead",
    "subject_2": "*",
    "voice_2": "*",
}


@contextmanager
def running(script: str, path: Path | str, name: str = "a") -> Iterator[subprocess.Popen[str]]:
    """A process that says after each turn how far the log goes; in the end it is killed."""
    command = [sys.executable, "-c", script, str(path), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def killed(script: str, path: Path | str, seconds: float, name: str = "a") -> int:
    """Let a process work for a time once it began, and kill it: how far it said the log goes."""
    with running(script, path, name) as process:
        assert process.stdout is not None
        said = int(process.stdout.readline())
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        return max([said, *map(int, process.stdout.read().split("\n")[:-1])])


def rows(timeline: Timeline) -> dict[str, list[tuple[object, ...]]]:
    execute = timeline.log.database.execute
    return {
        table: sorted(execute(f"SELECT {columns} FROM {table}"), key=repr)
        for table, columns in TABLES.items()
    }


def refuse_what_is_lost_or_wrong(path: Path | str, acknowledged: int) -> None:
    timeline = Timeline.open(path)
    assert timeline.head().position >= acknowledged
    assert timeline.log.check() == timeline.head().position
    assert len(timeline.held(timeline.moment())) == timeline.head().position
    kept = rows(timeline)
    timeline.rebuild()
    assert rows(timeline) == kept
    assert not [name for name in timeline.log.database.tables() if "__" in name]
    refuse_other_versions(timeline)
    timeline.log.database.close()


def refuse_other_versions(timeline: Timeline) -> None:
    """Each version goes as far as it says; once one is complete the older ones are gone."""
    log = timeline.log
    ids = [record.id for record in log.read()]
    kept = log.database.execute(
        "SELECT version, position FROM read_model WHERE name = 'noted' ORDER BY version"
    )
    for version, position in kept:
        assert noted(log, f"noted_{version}") == ids[:position]
    if kept:
        assert Keeper(log, [noting(version=version)]).catch_up(len(ids))
        tables = [name for name in log.database.tables() if name.startswith("noted")]
        assert tables == [f"noted_{version}"]


SCRIPTS = {"appends": APPENDS, "rebuilds": REBUILDS, "upgrades": UPGRADES}


@pytest.mark.parametrize(
    ("engine", "script"),
    [*(("sqlite", script) for script in SCRIPTS), ("postgresql", "rebuilds")],
    indirect=["engine"],
)
def test_after_a_kill_nothing_acknowledged_is_lost_and_the_rows_are_right(new_database, script):
    path = new_database()
    acknowledged = killed(APPENDS, path, 0.2)
    acknowledged = max(acknowledged, killed(SCRIPTS[script], path, 0.1))
    refuse_what_is_lost_or_wrong(path, acknowledged)


def test_who_appends_beside_a_rebuild_is_kept_and_so_is_what_both_left_when_killed(tmp_path):
    path = tmp_path / "x.db"
    killed(APPENDS, path, 0.5)
    with running(REBUILDS, path) as rebuilding:
        assert rebuilding.stdout is not None
        began = int(rebuilding.stdout.readline())
        acknowledged = killed(APPENDS, path, 0.5, "b")
    assert acknowledged > began
    refuse_what_is_lost_or_wrong(path, acknowledged)


@pytest.mark.endurance
@pytest.mark.engines
@pytest.mark.parametrize("script", SCRIPTS)
def test_so_it_is_after_fifty_kills(new_database, script):
    path = new_database()
    acknowledged = killed(APPENDS, path, 1)
    for _ in range(50):
        acknowledged = max(acknowledged, killed(SCRIPTS[script], path, random.uniform(0, 0.4)))
        refuse_what_is_lost_or_wrong(path, acknowledged)


@pytest.mark.engines
def test_who_reads_beside_writers_sees_whole_appends_only(new_database):
    path = new_database()
    timeline = Timeline.open(path)
    with running(APPENDS, path, "a") as one, running(APPENDS, path, "b") as other:
        for writer in (one, other):
            assert writer.stdout is not None
            writer.stdout.readline()  # it has begun
        seen: set[int] = set()
        end = monotonic() + 60
        while len(seen) < 5 and monotonic() < end:
            moment = timeline.moment()
            held = timeline.held(moment)
            assert len(held) == moment.position
            assert moment.position % BATCH == 0
            seen.add(moment.position)
    assert len(seen) == 5
    timeline.log.database.close()
