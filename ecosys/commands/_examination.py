"""What `ecosys doctor` looks at, each by a function that tells what it found."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ecosys import paths
from ecosys.errors import EcosysError
from ecosys.log import checking, migrate
from ecosys.log.database import Database
from ecosys.log.definitions import definition_faults
from ecosys.log.engines import as_it_is, is_made, open_database, path_of, url_of
from ecosys.log.log import Log
from ecosys.log.proof.keys import KEY, folder_of
from ecosys.log.proof.notary import open_notary, refuse_other
from ecosys.log.release import release_faults
from ecosys.log.sqlite import Sqlite
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.clock import Clock, system

OK, WARNING, FAILED = "ok", "warning", "failed"
LISTED = 3
"""How many faults of one kind are told."""
ROOM = 64 * 2**20
"""How many bytes should be free on a disk, at least."""
STALE_DAYS = 45
EXTRAS = {
    "postgres": "psycopg",
    "analytics": "duckdb",
    "sync": "httpx2",
    "mcp": "mcp",
}
"""By extra what it brings."""
OURS = "ECOSYS_"
OTHER_VARIABLES = {
    "ECOSYS_API_KEY",
    "ECOSYS_DATABASE",
    "ECOSYS_DEBUG",
    "ECOSYS_KEY",
    "ECOSYS_OVERLAY",
    "ECOSYS_SEGMENTS",
    "ECOSYS_SITE",
}
"""The variables that no option of a command has."""


class Finding(NamedTuple):
    """What was found of one thing."""

    check: str
    state: str
    """ok, warning, or failed: what is recorded or answered is not in order."""
    found: str
    do: str = ""
    """What to do about it."""


@dataclass(frozen=True)
class Patient:
    """A database that is looked at; nothing that is recorded changes by it."""

    url: str
    environment: Mapping[str, str]
    variables: frozenset[str]
    """The variables that options of commands have."""
    now: Clock = system

    @cached_property
    def database(self) -> Database:
        """The database as it is: its tables are not brought up to date."""
        return as_it_is(self.url)

    @cached_property
    def timeline(self) -> Timeline:
        """The timeline of the log."""
        return Timeline(Log(self.database))


def examine(patient: Patient) -> Iterator[Finding]:
    """All findings; what cannot be looked at is one that failed."""
    for look in ALWAYS:
        yield from _seen(look, patient)
    if not is_made(patient.url):
        yield Finding("log", WARNING, "there is none yet", "the first question fills one")
        return
    at = list(_seen(database, patient))
    yield from at
    if all(each.state == OK for each in at):
        for look in OF_A_LOG:
            yield from _seen(look, patient)


def _seen(look: Callable[[Patient], Iterator[Finding]], patient: Patient) -> Iterator[Finding]:
    try:
        yield from look(patient)
    except EcosysError as problem:
        yield Finding(look.__name__, FAILED, problem.message, problem.hint)
    except OSError as problem:
        yield Finding(look.__name__, FAILED, str(problem))


def settings(patient: Patient) -> Iterator[Finding]:
    """Variables of the environment that mean nothing."""
    known = patient.variables | OTHER_VARIABLES
    given = {name for name in patient.environment if name.startswith(OURS)}
    unknown = sorted(name for name in given - known if not name.startswith(f"{OURS}TEST_"))
    if unknown:
        yield Finding("settings", WARNING, f"{', '.join(unknown)}: no setting of ecosys", "see -h")
    else:
        named = ", ".join(sorted(given & known)) or "none"
        yield Finding("settings", OK, f"from the environment: {named}")


def extras(_: Patient) -> Iterator[Finding]:
    """What optional parts are installed."""
    there = sorted(name for name, module in EXTRAS.items() if find_spec(module))
    missing = sorted(EXTRAS.keys() - there)
    found = f"installed: {', '.join(there) or 'none'}"
    yield Finding("extras", OK, f"{found}; not: {', '.join(missing)}" if missing else found)


def disk(patient: Patient) -> Iterator[Finding]:
    """Whether there is room to write, and to make read models anew."""
    path = path_of(patient.url)
    folder = next(each for each in path.absolute().parents if each.is_dir())
    free = shutil.disk_usage(folder).free
    size = path.stat().st_size if path.is_file() else 0
    found = f"{free / 2**20:,.0f} MiB free in {folder}"
    if free < max(ROOM, size // 2):
        yield Finding("disk", WARNING, found, "a rebuild takes half as much as the log: make room")
    else:
        yield Finding("disk", OK, found)


def database(patient: Patient) -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    at, newest = migrate.revision(patient.database), migrate.newest()
    where = f"{patient.database}"
    if at == newest:
        yield Finding("database", OK, f"{where}, revision {at}")
    else:
        found = f"{where} has the tables of revision {at}, not {newest}"
        yield Finding(
            "database",
            WARNING,
            found,
            "ecosys backup FILE, then any question brings them up to date",
        )


def pages(patient: Patient) -> Iterator[Finding]:
    """Whether the file can be read as SQLite wrote it, and be written."""
    if not isinstance(patient.database, Sqlite):
        return
    ((found,),) = patient.database.execute("PRAGMA quick_check(1)")
    if found != "ok":
        yield Finding("pages", FAILED, found, "restore a backup")
    elif not os.access(path_of(patient.url), os.W_OK):
        yield Finding("pages", WARNING, "in order, and can only be read", "chmod u+w")
    else:
        yield Finding("pages", OK, "in order")


def log(patient: Patient) -> Iterator[Finding]:
    """Whether every event is what was recorded."""
    faults = list(islice(checking.faults(patient.database), LISTED))
    for fault in faults:
        yield Finding("log", FAILED, fault, "ecosys verify lists all; restore a backup")
    if not faults:
        head = patient.timeline.head()
        found = f"{head.position} events, the last of {instant.to_text(head.recorded_at)[:19]}Z"
        yield Finding("log", OK, found)


def guards(patient: Patient) -> Iterator[Finding]:
    """Whether tables and triggers are those that keep the log from being changed."""
    with TemporaryDirectory() as folder:
        fresh = open_database(Path(folder) / "fresh.db")
        try:
            faults = definition_faults(patient.database, fresh)
        finally:
            fresh.close()
    for fault in faults[:LISTED]:
        yield Finding("guards", FAILED, fault, "ecosys export, and import into a new database")
    if not faults:
        yield Finding("guards", OK, "tables and triggers as they were made")


def release(patient: Patient) -> Iterator[Finding]:
    """Whether what came with a release is what was released, and the newest."""
    from ecosys.seeding.open import newer_release

    faults = list(islice(release_faults(patient.timeline.log), LISTED))
    for fault in faults:
        yield Finding("release", FAILED, fault, "ecosys verify lists all; restore a backup")
    if newer := newer_release(patient.timeline):
        yield Finding("release", WARNING, f"{newer.version} is not taken in yet", "ecosys seed")
    elif not faults:
        yield Finding("release", OK, "as it was released")


def read_models(patient: Patient) -> Iterator[Finding]:
    """Whether read models go as far as the log."""
    keeper, end = patient.timeline.read_models, patient.timeline.head().position
    stand, paused = keeper.checkpoints(), keeper.paused()
    for name, problem in sorted(paused.items()):
        yield Finding("read_models", FAILED, f"{name} is paused: {problem}", "ecosys rebuild")
    behind = sorted(name for name, each in stand.items() if each.position < end)
    if late := [name for name in behind if name not in paused]:
        found = f"{', '.join(late)} not as far as the log"
        yield Finding("read_models", WARNING, found, "the next question brings them there")
    elif not paused:
        yield Finding("read_models", OK, f"{len(stand)}, up to the end of the log")


def key(patient: Patient) -> Iterator[Finding]:
    """Whether the key that signs is its owner's alone, and the log goes on from what it signed."""
    secret = paths.secret_key() or folder_of(patient.url) / KEY
    if not secret.is_file():
        yield Finding("key", OK, "none: one is made when the log is first signed")
        return
    refuse_other(open_notary(patient.database, patient.url))
    if os.name != "nt" and secret.stat().st_mode & 0o077:
        yield Finding("key", WARNING, f"{secret} can be read by others", f"chmod 600 {secret}")
    else:
        yield Finding("key", OK, f"{secret}; the log goes on from what was signed")


def clock(patient: Patient) -> Iterator[Finding]:
    """Whether the clock is not behind the log."""
    last, now = patient.timeline.head().recorded_at, patient.now()
    if last > now:
        found = f"it is {instant.to_text(now)[:19]}Z, and the log ends after that"
        yield Finding("clock", WARNING, found, "set the clock right")
    else:
        yield Finding("clock", OK, f"{instant.to_text(now)[:19]}Z")


def sources(patient: Patient) -> Iterator[Finding]:
    """When the sources that are synced were last read."""
    from ecosys.answers.readings import newest_readings
    from ecosys.importer import importers

    read = newest_readings(patient.timeline, patient.timeline.moment())
    ages = {
        name: (patient.now() - read[name]) // instant.DAY
        for name, each in importers.items()
        if each.fetched and name in read
    }
    old = sorted((name for name, days in ages.items() if days > STALE_DAYS), key=lambda n: -ages[n])
    if old:
        named = ", ".join(f"{name} {ages[name]} days" for name in old[:LISTED])
        more = f" and {len(old) - LISTED} more" if len(old) > LISTED else ""
        yield Finding("sources", WARNING, f"not read for long: {named}{more}", "ecosys sync")
    else:
        yield Finding("sources", OK, f"{len(ages)} that are synced, each read in {STALE_DAYS} days")


def quarantine(patient: Patient) -> Iterator[Finding]:
    """What was held back and waits for a decision."""
    from ecosys.answers.quarantine import OPEN, quarantine

    waiting = len(quarantine(patient.timeline, patient.timeline.moment(), OPEN).rows)
    if waiting:
        found = f"{waiting} statements wait for a decision"
        yield Finding("quarantine", WARNING, found, "ecosys quarantine lists them")
    else:
        yield Finding("quarantine", OK, "nothing waits for a decision")


ALWAYS = (settings, extras, disk)
OF_A_LOG = (pages, log, guards, release, read_models, key, clock, sources, quarantine)


def url_of_given(database: str | None) -> str:
    """The URL of the database that is named, or of the one that is used when none is."""
    return url_of(database or paths.default_database())
