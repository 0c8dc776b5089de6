"""Connections to a server: how they are opened, and who has which."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg
from psycopg import RawCursor, RawServerCursor, sql
from psycopg.adapt import Dumper
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper

from ecosys.log.database import Query, Rows
from ecosys.log.postgres import errors
from ecosys.log.postgres.address import Address, Server
from ecosys.log.postgres.errors import translating
from ecosys.log.postgres.statements import filled

Result = TypeVar("Result")
MAX_IDLE = 8
"""How many connections are kept open that nobody uses."""
ANSWER_SECONDS = 60
"""How long a statement may take: longer than a writer waits for another, and not for ever."""
COMMIT_SECONDS = 10
"""The same of the end of a transaction, which waits for other servers that are to have it too.

No time limit of the server ends that wait, and who cancels it is told that all is well. So the
connection is closed by us: what is not acknowledged is appended again.
"""


class Silent(psycopg.OperationalError):
    """A server has not answered in time; its connection was closed."""


class BoolDumper(Dumper):
    """Writes a truth value as the number that it is in SQLite."""

    oid = Int8Dumper.oid

    def dump(self, obj: bool) -> bytes:
        """One or zero."""
        return b"1" if obj else b"0"


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """Is closed when nobody holds it any more; notes what the server warns of.

    Statements whose outcome nobody waits for are sent with the next one for which somebody does:
    that takes no longer than it alone. What is wrong with them is said then.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        """What the server warned of since somebody looked."""
        self.waiting: list[str] = []
        """What is sent with the next statement."""
        self.patience: float | None = None
        """For how many seconds an answer is waited for; None: for ever."""
        self.is_silent = False
        """Whether it was waited for in vain."""
        self.server: Server = "", ""
        """Where it leads to."""
        self.add_notice_handler(self._note)

    def wait(self, gen: Generator[Any, Any, Result], *args: Any, **kwargs: Any) -> Result:
        """Wait for the server. Silent, where that takes too long: a frozen one holds nobody up."""
        seconds = self.patience
        return super().wait(
            gen if seconds is None else self._bounded(gen, seconds), *args, **kwargs
        )

    def _bounded(
        self, gen: Generator[Any, Any, Result], seconds: float
    ) -> Generator[Any, Any, Result]:
        """The same wait as a generator that ends; psycopg looks at it ten times a second."""
        deadline = monotonic() + seconds
        try:
            wanted = next(gen)
            while True:
                came = yield wanted
                if not came and monotonic() > deadline:
                    self.is_silent = True
                    self.pgconn.finish()
                    raise Silent(f"no answer in {seconds:g} s.")
                wanted = gen.send(came)
        except StopIteration as end:
            result: Result = end.value
            return result

    def __del__(self, *_: object) -> None:
        with suppress(Exception):  # it was never opened
            self.close()

    @property
    def is_in_transaction(self) -> bool:
        """Whether it is within a transaction, be it one that failed."""
        return self.info.transaction_status not in (
            TransactionStatus.IDLE,
            TransactionStatus.UNKNOWN,
        )

    @property
    def has_failed(self) -> bool:
        """Whether it is within a transaction that can only be undone."""
        return self.info.transaction_status == TransactionStatus.INERROR

    def now(self, query: str, given: Sequence[object] = ()) -> Rows:
        """Run a statement, after those that wait, and return its rows."""
        if self.waiting:
            self.later(query, given)
            return self.flush()
        return _rows(self.execute(query, given))

    def together(self, begin: Sequence[str], queries: Iterable[Query] = ()) -> list[Rows]:
        """Begin a transaction and run queries in it, sent as one text; the rows of each query."""
        self.waiting = list(begin)
        for query in queries:
            self.later(*query)
        return self._send()[len(begin) :]

    def later(self, query: str, given: Sequence[object] = ()) -> None:
        """Run a statement with the next one for which somebody waits."""
        self.waiting.append(filled(query, [self._literal(each) for each in given]))

    def flush(self) -> Rows:
        """Run what waits, as one text, and return the rows of the last of it."""
        return self._send()[-1] if self.waiting else []

    def _send(self) -> list[Rows]:
        """Run what waits, as one text, and return the rows of each part."""
        text, self.waiting = ";\n".join(self.waiting), []
        cursor = self.execute(text, prepare=False)
        results = [_rows(cursor)]
        while cursor.nextset():
            results.append(_rows(cursor))
        return results

    def _literal(self, value: object) -> str:
        """A value as it is written in SQL; what is met most takes no detour."""
        if type(value) is int and value >= 0:
            return str(value)
        if type(value) is str and "\\" not in value and "\0" not in value:
            return f"""'{value.replace("'", "''")}'"""
        if type(value) is bytes:
            return f"decode('{value.hex()}', 'hex')"
        return sql.Literal(value).as_string(self)

    def _note(self, told: psycopg.errors.Diagnostic) -> None:
        if told.severity_nonlocalized == "WARNING":
            self.warnings.append(told.message_primary or "a warning")


def _rows(cursor: psycopg.Cursor[tuple[Any, ...]]) -> Rows:
    result = cursor.pgresult
    return cursor.fetchall() if result and result.nfields else []


class Connections:
    """The connections of this process to one database.

    Whoever is within a transaction has a connection to himself; others borrow one for a statement.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._all: WeakSet[Connection] = WeakSet()
        self._local = threading.local()
        self._silent: Server | None = None
        """The server that did not answer last: of several it is tried after the others."""

    @property
    def own(self) -> Connection | None:
        """The connection that this thread has to itself; None: it is in no transaction."""
        return getattr(self._local, "connection", None)

    def open(self) -> Connection:
        """A new connection: what is given is marked $1, $2 ..., and sent as columns hold it."""
        opened = self.open_plain()
        opened.cursor_factory, opened.server_cursor_factory = RawCursor, RawServerCursor
        opened.patience = ANSWER_SECONDS
        opened.adapters.register_dumper(int, Int8Dumper)
        opened.adapters.register_dumper(bool, BoolDumper)
        opened.adapters.register_dumper(str, StrDumper)
        return opened

    def open_plain(self) -> Connection:
        """A new connection that takes all as psycopg does."""
        settings = {"lock_timeout": round(errors.BUSY_SECONDS * 1000)}
        given = self.address.options(settings, last=self._silent)
        with translating(self.address):
            opened = Connection.connect("", autocommit=True, **given)
        opened.server = opened.info.host, str(opened.info.port)
        self._all.add(opened)
        return opened

    def run(self, act: Callable[[Connection], Result], *, again: bool) -> Result:
        """Do something with the connection of this thread's transaction, or with one that is free.

        Where the server had closed that one, it may be done `again` with a new one.
        """
        if (own := self.own) is not None:
            return act(own)
        connection, result = self._begun(act, again=again)
        self._give_back(connection)
        return result

    @contextmanager
    def keeping(self, begin: Callable[[Connection], Result]) -> Iterator[tuple[Connection, Result]]:
        """A connection that this thread has to itself for a transaction, and what began it."""
        connection, result = self._begun(begin, again=True)
        self._local.connection = connection
        try:
            yield connection, result
        finally:
            self._local.connection = None
            self._give_back(connection)

    def forget_idle(self) -> None:
        """Close those that nobody uses: the server that they led to may be gone."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self) -> None:
        """Close all of them."""
        self.forget_idle()
        for connection in list(self._all):
            connection.close()

    def _begun(
        self, act: Callable[[Connection], Result], *, again: bool
    ) -> tuple[Connection, Result]:
        """A connection, and what was done with it first."""
        connection = self._idle_one() or self.open()
        try:
            return connection, act(connection)
        except psycopg.OperationalError:
            was_lost = connection.closed
            self._give_back(connection)
            if not (was_lost and again):
                raise
        except BaseException:
            self._give_back(connection)
            raise
        self.forget_idle()
        return self._begun(act, again=False)

    def _idle_one(self) -> Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: Connection) -> None:
        connection.waiting = []
        if connection.is_silent:  # the others that lead there would not be answered either
            self._silent = connection.server
            self.forget_idle()
        if not connection.closed and connection.is_in_transaction:
            connection.rollback()
        with self._lock:
            if not connection.closed and len(self._idle) < MAX_IDLE:
                self._idle.append(connection)
                return
        connection.close()
