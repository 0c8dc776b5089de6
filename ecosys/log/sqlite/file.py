"""The file of an SQLite database: where it may be, how it is opened, and what can go wrong."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ecosys.errors import (
    Damaged,
    EcosysError,
    InvalidInput,
    Locked,
    StatementRefused,
    Unavailable,
    Unwritable,
)

BUSY_SECONDS = 30
CHECKPOINT_PAGES = 4000
"""After how many pages (16 MB) the write-ahead log is folded into the file."""
PAUSE_SECONDS = 0.05
ANOTHER = "Name another file with --database or ECOSYS_DATABASE."


class State(NamedTuple):
    """By what one sees that a file was written to."""

    modified: int
    """When, in nanoseconds."""
    size: int
    """How many bytes it has."""
    waiting: int
    """How many bytes wait beside it, in its write-ahead log or its journal."""

    @classmethod
    def of(cls, path: Path) -> "State":
        """The state of a file; all zero where there is none."""
        waiting = 0
        with suppress(OSError):  # it may go at any moment, as SQLite is done with it
            waiting += beside(path, "-wal").stat().st_size
        with suppress(OSError):
            waiting += beside(path, "-journal").stat().st_size
        with suppress(OSError):
            found = path.stat()
            return cls(found.st_mtime_ns, found.st_size, waiting)
        return cls(0, 0, 0)


class Connection(sqlite3.Connection):
    """Is closed when nobody holds it any more: its thread has ended, or its database is gone."""

    frozen_at: State | None = None
    """The state of a file that is read as one that nobody writes; None: others may write it."""
    refusal: str = ""
    """Why that file cannot be written."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # the file could not be opened
            self.close()


def make_place(path: Path) -> None:
    """Make the folder of a database; InvalidInput where there is something that is no file."""
    if path.name == ":memory:":
        raise InvalidInput("A log is kept in a file, not in memory.", hint=ANOTHER)
    try:
        if path.exists() and not path.is_file():
            kind = "a folder" if path.is_dir() else "no file"
            raise InvalidInput(f"{path} is {kind}.", hint=ANOTHER)
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InvalidInput(f"{path} lies below what is no folder.", hint=ANOTHER) from None
    except OSError as problem:
        raise Unavailable(f"{path} cannot be opened: {problem.strerror}.", hint=ANOTHER) from None


def beside(path: Path, end: str) -> Path:
    """What SQLite keeps beside a database: its name with an end."""
    return path.with_name(path.name + end)


def connect(path: Path) -> Connection:
    """A connection to a database, which is made where there is none.

    Where what SQLite keeps beside a file cannot be made, nobody who writes it has it open, and
    nothing of it waits there, it is read as a file that nobody writes.
    """
    connection = _opened(path, "rwc")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE then fires DELETE's
    return connection


def connect_to_read(path: Path) -> Connection:
    """A connection that cannot write; one to a file beside which nothing can be made as above."""
    return _opened(path, "ro")


def _opened(path: Path, mode: str) -> Connection:
    state = State.of(path)
    try:
        return _connect(path, mode)
    except sqlite3.OperationalError as problem:
        if _kind(problem) not in _UNWRITABLE or not state.size or state.waiting:
            raise
        connection = _connect(path, "ro&immutable=1")
        connection.frozen_at, connection.refusal = state, str(problem)
        return connection


@contextmanager
def looking(path: Path) -> Iterator[Connection | None]:
    """A connection that leaves everything as it is, to tell whose a file is; None: it is empty.

    Only what a killed program left undone is undone, as by whoever opens the file next.
    """
    state = State.of(path)
    if not state.size:
        yield None
        return
    try:
        connection = _connect(path, "ro" if state.waiting else "ro&immutable=1")
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
        connection = _connect(path, "rw")
    with closing(connection):
        yield connection


def use_wal(connection: Connection, path: Path) -> None:
    """Turn the write-ahead log on; of several that do it at once each has its turn."""
    if connection.frozen_at:
        raise Unwritable(f"{path} cannot be written: {connection.refusal}.", hint=ANOTHER)
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:  # here SQLite itself does not always wait
            if _kind(problem) != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """What SQLite says of a file becomes an error of ours."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a fault of ours
    except sqlite3.DatabaseError as problem:
        raise _translated(problem, path) from None
    except UnicodeDecodeError as problem:  # SQLite quotes its own schema, which is no text any more
        raise Damaged(f"{path} is damaged: {problem.reason}.", hint=_RESTORE) from None


def _connect(path: Path, mode: str) -> Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # another thread may close it
        factory=Connection,
    )
    connection.execute("PRAGMA schema_version")  # opens the file
    return connection


def _kind(problem: sqlite3.DatabaseError) -> int:
    """The kind of a refusal, without what is particular about it."""
    code: int | None = getattr(problem, "sqlite_errorcode", None)
    if code is None:  # Python itself refuses: a text that is none is bytes that nobody wrote
        is_text = isinstance(problem, sqlite3.OperationalError)
        return sqlite3.SQLITE_CORRUPT if is_text else sqlite3.SQLITE_ERROR
    return code & 0xFF


_UNWRITABLE = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)
"""How SQLite refuses a file beside which it can make nothing."""


def _translated(problem: sqlite3.DatabaseError, path: Path) -> EcosysError:
    undone = getattr(problem, "sqlite_errorcode", None) in (
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY_ROLLBACK,
        sqlite3.SQLITE_READONLY_RECOVERY,
        sqlite3.SQLITE_READONLY_CANTINIT,
    )
    if undone and State.of(path).waiting:
        return Unavailable(
            f"{path} cannot be opened: a part of it stands in the file beside it (-wal or "
            "-journal), and nothing can be written there.",
            hint="Copy both to a folder that you may write, and name the copy with --database.",
        )
    kind, told, hint = _KINDS.get(_kind(problem), (Unavailable, "{path}: {problem}.", ""))
    return kind(told.format(path=path, problem=problem, seconds=BUSY_SECONDS), hint=hint)


_LOCKED = (
    Locked,
    "{path} has been locked by another program for {seconds} s.",
    "Try again when that has ended.",
)
_UNOPENED = (
    Unavailable,
    "{path} cannot be opened.",
    f"May you read and write it, and may this program open more files (ulimit -n)? {ANOTHER}",
)
_RESTORE = "Take a copy that was made before, or fill another file: ecosys seed --database NEW.db."
_DAMAGED = Damaged, "{path} is damaged: {problem}.", _RESTORE
_REFUSED = StatementRefused, "{path}: {problem}.", ""
_KINDS: Mapping[int, tuple[type[EcosysError], str, str]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_FULL: (
        Unavailable,
        "{path}: there is no room left on the disk; nothing was written.",
        f"Make room. {ANOTHER}",
    ),
    sqlite3.SQLITE_IOERR: (
        Unavailable,
        "{path}: the disk refused ({problem}); nothing was written.",
        "Is there room left, and is the disk in order?",
    ),
    sqlite3.SQLITE_READONLY: (Unwritable, "{path} cannot be written.", ANOTHER),
    sqlite3.SQLITE_CANTOPEN: _UNOPENED,
    sqlite3.SQLITE_PERM: _UNOPENED,
    sqlite3.SQLITE_AUTH: _UNOPENED,
    sqlite3.SQLITE_NOTADB: (InvalidInput, "{path} is not a database.", ANOTHER),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: _REFUSED,
    sqlite3.SQLITE_ERROR: _REFUSED,
    sqlite3.SQLITE_MISMATCH: _REFUSED,
    sqlite3.SQLITE_TOOBIG: _REFUSED,
}
"""For each kind of refusal of SQLite: our error, what it says, and what to do."""
