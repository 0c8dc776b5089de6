"""Outcomes: what requests with an Idempotency-Key came to, for whoever sends one again.

They are kept for a day beside the log, each written with what it tells of, in one transaction.
"""

from ecosys.errors import InvalidInput, StatementRefused
from ecosys.log.database import Database
from ecosys.values import clock as clocks
from ecosys.values import instant
from ecosys.values.clock import Clock

TABLE = "outcome"
COLUMNS = ("name", "idempotency_key", "request", "outcome", "at")
AGE = instant.DAY
"""How long they are kept."""


class Reused(InvalidInput):
    """An Idempotency-Key that already stands for another request."""


class Outcomes:
    """What the requests of each API key came to.

    >>> from tempfile import TemporaryDirectory
    >>> from ecosys.log.engines import open_database
    >>> folder = TemporaryDirectory()
    >>> outcomes = Outcomes(open_database(f"{folder.name}/log.db"))
    >>> with outcomes.database.writing():
    ...     outcomes.note("anna", "7f1f", b"a request", "done")
    >>> outcomes.find("anna", "7f1f", b"a request"), outcomes.find("ben", "7f1f", b"another")
    ('done', None)
    >>> outcomes.find("anna", "7f1f", b"another")
    Traceback (most recent call last):
    ecosys.log.outcomes.Reused: The Idempotency-Key 7f1f stands for another request. ...
    >>> outcomes.database.close()
    >>> folder.cleanup()
    """

    def __init__(self, database: Database, clock: Clock = clocks.system) -> None:
        self.database = database
        self.clock = clock

    def find(self, name: str, key: str, request: bytes) -> str | None:
        """What a request came to before; None where it is new, or a day has passed.

        `request` is its hash. Reused where the key stands for another one.
        """
        sql = (
            f"SELECT request, outcome FROM {TABLE}"  # noqa: S608
            " WHERE name = ? AND idempotency_key = ? AND at > ?"
        )
        try:
            rows = self.database.execute(sql, (name, key, self.clock() - AGE))
        except StatementRefused:  # an older log that can only be read has no such table
            return None
        for before, outcome in rows:
            if bytes(before) != request:
                raise Reused(
                    f"The Idempotency-Key {key} stands for another request.",
                    hint="Make a new one for each request, and repeat it only with the same one.",
                )
            return str(outcome)
        return None

    def note(self, name: str, key: str, request: bytes, outcome: str) -> None:
        """Keep what a request came to, in the transaction that brings it about.

        What came of the same one meanwhile stays. Reused where it was another one.
        """
        if self.find(name, key, request) is not None:
            return
        now = self.clock()
        self.database.execute(f"DELETE FROM {TABLE} WHERE at <= ?", (now - AGE,))  # noqa: S608
        self.database.insert(TABLE, COLUMNS, [(name, key, request, outcome, now)])
