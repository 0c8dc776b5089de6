"""Backup: all that a log's database holds as one file, proved before it gets its name."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecosys.errors import Damaged, InvalidInput, Refused, Unwritable
from ecosys.event import Head
from ecosys.log import checking, migrate
from ecosys.log.database import Database
from ecosys.log.log import Log
from ecosys.log.proof.checkpoint import Checkpoint
from ecosys.log.proof.notary import refuse_other_log
from ecosys.log.sqlite import Sqlite
from ecosys.log.sqlite.file import beside

ENDS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file: of a file that is gone it would be read into a new one."""
AWAY = "Name a new file, or move it away."


def back_up(database: Database, path: Path) -> Head:
    """Write what is committed to a new file, while others write on; the end of what it holds.

    InvalidInput where the file is there, Refused for a database on a server, Damaged where the
    copy is not what was recorded, Unwritable where it has no room; then there is no file.
    """
    if not isinstance(database, Sqlite):
        raise Refused(
            f"{database} is backed up by what its server has: pg_dump.",
            hint="The guide tells how, and how a point in time is restored: PostgreSQL.",
        )
    with _named_once_done(path) as draft:
        database.copy(draft)
        return _proved(Sqlite(draft))


def restore(backup: Path, path: Path, signed: Iterable[Checkpoint] = ()) -> Head:
    """Make a database of a backup, its tables as this version has them; the end of its log.

    Damaged also where the log does not go on from a checkpoint that was signed of it: events are
    missing. Else as `back_up`; the backup is left as it is.
    """
    if not backup.is_file():
        raise InvalidInput(f"{backup} is no file.", hint="Name what ecosys backup wrote.")
    with _named_once_done(path) as draft:
        source = Sqlite(backup)
        try:
            source.copy(draft)
        finally:
            source.close()
        copy = Sqlite(draft)
        if not copy.tables():
            raise InvalidInput(f"{backup} holds no log.", hint="Name what ecosys backup wrote.")
        migrate.upgrade(copy)
        return _proved(copy, signed)


def _proved(copy: Sqlite, signed: Iterable[Checkpoint] = ()) -> Head:
    """The end of a log, once every page, hash and name is in order; then its file is closed."""
    try:
        ((found,),) = copy.execute("PRAGMA quick_check(1)")
        if found != "ok":
            raise Damaged(f"The database has a fault: {found}.")
        checking.checked(copy)
        log = Log(copy)
        for checkpoint in signed:
            refuse_other_log(log, checkpoint)
        copy.execute("PRAGMA journal_mode = DELETE")  # nothing stands in a file beside it
        return log.head()
    finally:
        copy.close()


@contextmanager
def _named_once_done(path: Path) -> Iterator[Path]:
    """A draft beside a path that takes its name in the end; where something fails it goes."""
    for each in (path, *(beside(path, end) for end in ENDS)):
        if each.exists():
            raise InvalidInput(f"{each} is there already.", hint=AWAY)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        os.close(handle)
    except OSError as problem:
        raise Unwritable(f"{path} cannot be written: {problem.strerror}.") from None
    draft = Path(name)
    try:
        yield draft
        _on_disk(draft)
        path.touch(exist_ok=False)  # never over what somebody else has put there meanwhile
        draft.replace(path)
        _on_disk(path.parent)
    except FileExistsError:
        raise InvalidInput(f"{path} is there already.") from None
    finally:
        draft.unlink(missing_ok=True)


def _on_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":  # where a folder cannot be opened
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
