"""How much of PostgreSQL's speed a log keeps, on a server that this starts, with fsync on.

Batches: both sides write the same rows to the same tables, each batch durable before the next
begins. psycopg is given finished rows, which it copies; ours is given events, and plain data too,
which it must read and check first. The recorder of eventsourcing, another event store, is given
finished texts for its own table, which it adds by functions in the database.

Writers: eight processes append one durable event each time. A bare one locks the same row of the
same head, adds the same finished rows and moves the head on. Then as many threads of one process
append the same by a group commit.

By time on the clock, as the server works too: on a machine that does something else the figures say
little.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from time import monotonic, sleep

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ecosys.event import Event, codec
from ecosys.log.engines import open_database
from ecosys.log.group_commit import GroupCommit
from ecosys.log.log import EVENT_COLUMNS, Log
from tests.benchmarks import databases
from tests.benchmarks.append import BATCH, EVENTS, statements
from tests.benchmarks.result import Result
from tests.engines import make

ROUNDS = 3
WRITERS = 8
SECONDS = 4.0
KEYS = ("subject", "concerns", "position")
TABLES = {"event": EVENT_COLUMNS, "event_subject": KEYS}
INSERT = f"INSERT INTO event ({', '.join(EVENT_COLUMNS)}) VALUES (%s, %s, %s, %s, %s, %s, %s)"
HEAD = "UPDATE log_head SET position = %s, recorded_at = %s, frontier = %s, root = %s"


def run() -> Iterator[Result]:
    """Compare by time on the clock; of each side the best of several rounds, taken in turns."""
    with databases.on_postgres() as url:
        yield from _batches(url)
        yield from _writers(url)


def _batches(url: str) -> Iterator[Result]:
    data = [dict(each) for each, _ in zip(statements(), range(EVENTS), strict=False)]
    made = list(map(codec.parse, data))
    ours, plain, bare, others = [], [], [], []
    for _ in range(ROUNDS):
        log = Log(open_database(make(url, "plain")))
        plain.append(_append(log, lambda part: map(codec.parse, data[part])))
        log.database.close()
        log = Log(open_database(make(url, "ours")))
        ours.append(_append(log, lambda part: made[part]))
        events, keys = (_rows(log, *each) for each in TABLES.items())
        log.database.close()
        bare.append(_copy(make(url, "bare"), events, keys))
        others.append(_record(make(url, "other", "template0"), events))
    what = f"append {EVENTS:,} events to PostgreSQL in batches of {BATCH:,}, the log alone"
    best = min(ours)
    theirs, recorder = f"psycopg COPY {_speed(bare)}", f"eventsourcing {_speed(others)}"
    yield Result(what, theirs, f"ecosys {_speed(ours)}", min(bare) / best, 0.5)
    yield Result(what, recorder, f"ecosys {_speed(ours)}", min(others) / best, 2)
    what = "the same from plain data, which is read and checked"
    yield Result(what, theirs, f"ecosys {_speed(plain)}", min(bare) / min(plain))


def _speed(taken: Sequence[float]) -> str:
    return f"{EVENTS / min(taken):,.0f}/s"


def _rows(log: Log, table: str, columns: Sequence[str]) -> list[tuple]:
    return log.database.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY position")


def _append(log: Log, batch: Callable[[slice], Iterable[Event]]) -> float:
    start = monotonic()
    for at in range(0, EVENTS, BATCH):
        log.append(batch(slice(at, at + BATCH)))
    return monotonic() - start


def _copy(url: str, events: Sequence[tuple], keys: Sequence[tuple]) -> float:
    with psycopg.connect(url) as connection:
        start = monotonic()
        for at in range(0, len(events), BATCH):
            some = events[at : at + BATCH]
            first, last = some[0][0], some[-1][0]
            added = [key for key in keys if first <= key[2] <= last]
            for (table, columns), rows in zip(TABLES.items(), (some, added), strict=True):
                sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
                with connection.cursor() as cursor, cursor.copy(sql) as copy:
                    for row in rows:
                        copy.write_row(row)
            connection.execute(HEAD, (last, some[-1][3], b"", ""))
            connection.commit()
        return monotonic() - start


def _record(url: str, events: Sequence[tuple]) -> float:
    """What the recorder of eventsourcing takes for the same texts."""
    from eventsourcing.persistence import StoredEvent  # type: ignore[import-not-found,unused-ignore]
    from eventsourcing.postgres import (  # type: ignore[import-not-found,unused-ignore]
        PostgresApplicationRecorder,
        PostgresDatastore,
    )

    given = conninfo_to_dict(url)
    named = {name: str(given.get(name, "")) for name in ("dbname", "host", "port", "user")}
    datastore = PostgresDatastore(
        named["dbname"],
        named["host"],
        named["port"],
        named["user"],
        password="",
        originator_id_type="text",
        enable_db_functions=True,
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="stored_events")
    recorder.create_table()
    made = [StoredEvent(id, 1, type, body.encode()) for _, id, type, _, _, body, _ in events]
    start = monotonic()
    for at in range(0, len(made), BATCH):
        recorder.insert_events(made[at : at + BATCH])
    taken = monotonic() - start
    datastore.close()
    return taken


def _writers(url: str) -> Iterator[Result]:
    ours, bare, grouped = [], [], []
    for _ in range(ROUNDS):
        ours.append(_rate(make(url, "ours"), append_singly))
        bare.append(_rate(make(url, "bare"), insert_singly))
        grouped.append(_grouped(make(url, "grouped")))
    theirs = f"bare psycopg {max(bare):,.0f}/s"
    what = f"{WRITERS} processes append one durable event each time to PostgreSQL"
    yield Result(what, theirs, f"ecosys {max(ours):,.0f}/s", max(ours) / max(bare), 0.8)
    what = f"{WRITERS} threads append so by the group commit of one process"
    yield Result(what, theirs, f"ecosys {max(grouped):,.0f}/s", max(grouped) / max(bare), 2)


def _grouped(url: str) -> float:
    """Events a second of threads whose commits are joined."""
    log = Log(open_database(url))
    group, begin = GroupCommit(log), monotonic() + 1

    def append(writer: int) -> int:
        made = iter([codec.parse(each) for each in _singles(writer)])
        return _until_end(begin, lambda _: group.append([next(made)]))

    with ThreadPoolExecutor(WRITERS) as pool:
        count = sum(pool.map(append, range(WRITERS)))
    assert log.head().position == count
    log.database.close()
    return count / SECONDS


def _rate(url: str, write: Callable[[str, float, int], int]) -> float:
    """Events a second of all writers together, who begin at once."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.benchmarks.postgres"])
    begin = monotonic() + 8
    with ProcessPoolExecutor(WRITERS, mp_context=context) as pool:
        counts = list(pool.map(partial(write, url, begin), range(WRITERS)))
    return sum(counts) / SECONDS


def _until_end(begin: float, act: Callable[[int], object]) -> int:
    """How often something could be done in the time that there is."""
    sleep(max(0.0, begin - monotonic()))
    count = 0
    while monotonic() < begin + SECONDS:
        act(count)
        count += 1
    return count


def append_singly(url: str, begin: float, writer: int) -> int:
    """Append as ecosys does: events that are made before."""
    log = Log(open_database(url))
    made = iter([codec.parse(each) for each in _singles(writer)])
    log.head()
    return _until_end(begin, lambda _: log.append([next(made)]))


def insert_singly(url: str, begin: float, writer: int) -> int:
    """Add finished rows under the lock of the head."""
    bodies = iter([(each["id"], codec.canonical(codec.parse(each))) for each in _singles(writer)])
    with psycopg.connect(url) as connection:
        connection.commit()

        def insert(_: int) -> None:
            id, body = next(bodies)
            cursor = connection.execute("SELECT position FROM log_head FOR UPDATE")
            ((end,),) = cursor.fetchall()
            position = end + 1
            connection.execute(
                INSERT,
                (position, id, "price_changed", 1, "log", body, b"\0" * 32),
            )
            connection.execute(
                "INSERT INTO event_subject VALUES (%s, %s, %s)",
                ("acme/m", "price_changed", position),
            )
            connection.execute(HEAD, (position, 1, b"\0" * 320, "0" * 64))
            connection.commit()

        return _until_end(begin, insert)


def _singles(writer: int) -> list[dict[str, object]]:
    return [
        {
            "type": "price_changed",
            "id": f"w{writer}-{number}",
            "subject": f"acme/m{number % 50}",
            "occurred": "2025-01-01",
            "components": [{"direction": "input", "amount": "1"}],
            "sources": [{"source": "acme"}],
        }
        for number in range(4000)
    ]
