"""API keys: who may write over HTTP. A key is shown once, when it is made; its hash alone is kept.

They stand in the database of the log, and are no part of it: nothing of them is exported.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import get_args

from ecosys.errors import Conflict, InvalidInput, NotFound, StatementRefused
from ecosys.event import Scope
from ecosys.event.subject import SLUG
from ecosys.log.database import Database
from ecosys.values import clock as clocks
from ecosys.values import instant
from ecosys.values.clock import Clock
from ecosys.values.words import suggest

TABLE = "api_key"
COLUMNS = ("id", "name", "hash", "scopes", "created_at", "expires_at", "revoked_at", "used_at")
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""What a key can allow: new events; corrections, retractions and decisions; everything."""
PREFIX = "ecosys"
"""How every key begins, so that one that was published by mistake is found."""
SECRET_BYTES, ID_BYTES = 32, 6
MAX_NAME = 100
USE = 60 * instant.SECOND
"""How exactly the last use is told: it is not written again sooner."""
_FORM = re.compile(rf"{PREFIX}_([0-9a-f]{{{2 * ID_BYTES}}})_([A-Za-z0-9_-]{{43}})", re.ASCII)
_NOBODYS = sha256(b"").digest()
"""Is compared with where there is no such key, so that it takes as long."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key: not the key itself."""

    id: str
    """The part of it that is no secret."""
    name: str
    """Whose it is: stands in the events that are written by it."""
    scopes: frozenset[Scope]
    """What it allows."""
    created_at: int
    expires_at: int | None
    """The first instant at which it is not valid any more; None: it does not expire."""
    revoked_at: int | None
    used_at: int | None
    """Its last use, to the minute."""

    def is_valid(self, now: int) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def allows(self, needed: Iterable[Scope]) -> bool:
        """Whether it allows all of some scopes."""
        return "admin" in self.scopes or self.scopes.issuperset(needed)


class ApiKeys:
    """The keys of a database.

    >>> from tempfile import TemporaryDirectory
    >>> from ecosys.log.engines import open_database
    >>> folder = TemporaryDirectory()
    >>> keys = ApiKeys(open_database(f"{folder.name}/log.db"))
    >>> made, key = keys.create("anna", ["events:write"])
    >>> keys.find(key).name, keys.find(key[:-1] + "?")
    ('anna', None)
    >>> [each.id for each in keys.revoke("anna")] == [made.id], keys.find(key)
    (True, None)
    >>> keys.database.close()
    >>> folder.cleanup()
    """

    def __init__(self, database: Database, clock: Clock = clocks.system) -> None:
        self.database = database
        self.clock = clock

    def all(self) -> list[ApiKey]:
        """All keys that were ever made, the oldest first."""
        return [key for key, _ in self._rows("ORDER BY created_at, id")]

    def are_made(self) -> bool:
        """Whether any key was ever made: until then nobody can write over HTTP."""
        return bool(self._rows("LIMIT 1"))

    def find(self, key: str) -> ApiKey | None:
        """The valid key that somebody shows; None where it is none, or none any more.

        It takes as long whatever of it is right, and is looked up each time: what is revoked is
        refused at once.
        """
        form = _FORM.fullmatch(key)
        if form is None:
            return None
        rows = self._rows("WHERE id = ?", form[1])
        found, stored = rows[0] if rows else (None, _NOBODYS)
        is_right = compare_digest(stored, _hash(form[2]))
        return found if found and is_right and found.is_valid(self.clock()) else None

    def create(
        self, name: str, scopes: Iterable[str], expires_at: int | None = None
    ) -> tuple[ApiKey, str]:
        """Make a key for a name that had none, and the text of it, which is kept nowhere.

        InvalidInput where the name, a scope or the end means nothing; Conflict where somebody has
        that name.
        """
        if not re.fullmatch(SLUG, name) or len(name) > MAX_NAME:
            raise InvalidInput(
                f"{name!r} names no key: it stands in events, in lower case with hyphens.",
                hint="Write anna, or build-server.",
            )
        wanted = frozenset(map(_scope, scopes))
        if not wanted:
            raise InvalidInput("A key allows something.", hint=f"Scopes: {', '.join(SCOPES)}.")
        with self.database.writing():
            if self._rows("WHERE name = ? LIMIT 1", name):
                raise Conflict(
                    f"{name} has a key, or had one: what was written by it bears that name.",
                    hint=f"ecosys key rotate {name} makes a new one; or choose another name.",
                )
            return self._make(name, wanted, expires_at)

    def rotate(
        self, name: str, expires_at: int | None = None, old_until: int | None = None
    ) -> tuple[ApiKey, str]:
        """Make a new key of a name, with the same scopes, and the text of it.

        The old one is revoked; or it stays until an instant, while those who use it change over.
        Where no end is given the new one is valid for as long as the old one was.
        """
        with self.database.writing():
            *_, last = self._named(name)
            now = self.clock()
            if expires_at is None and last.expires_at is not None:
                expires_at = now + last.expires_at - last.created_at
            if old_until is None:
                self._revoke(name, now)
            else:
                self.database.execute(
                    f"UPDATE {TABLE} SET expires_at = ? WHERE name = ? AND revoked_at IS NULL"  # noqa: S608
                    " AND (expires_at IS NULL OR expires_at > ?)",
                    (old_until, name, old_until),
                )
            return self._make(name, last.scopes, expires_at)

    def revoke(self, name: str) -> list[ApiKey]:
        """Revoke all keys of a name; those that were valid. NotFound where there is none."""
        with self.database.writing():
            now = self.clock()
            valid = [key for key in self._named(name) if key.is_valid(now)]
            self._revoke(name, now)
        return valid

    def note_use(self, key: ApiKey) -> None:
        """Note that a key was used; within a transaction it is a part of that."""
        now = self.clock()
        if key.used_at is None or now - key.used_at >= USE:
            sql = f"UPDATE {TABLE} SET used_at = ? WHERE id = ?"  # noqa: S608
            self.database.execute(sql, (now, key.id))

    def _named(self, name: str) -> list[ApiKey]:
        found = [key for key, _ in self._rows("WHERE name = ? ORDER BY created_at, id", name)]
        if not found:
            names = {key.name for key in self.all()}
            raise NotFound(f"There is no key of {name}.", hint=suggest(name, names))
        return found

    def _make(
        self, name: str, scopes: frozenset[Scope], expires_at: int | None
    ) -> tuple[ApiKey, str]:
        now = self.clock()
        if expires_at is not None and expires_at <= now:
            raise InvalidInput(f"The end {instant.to_text(expires_at)} is past already.")
        id, secret = secrets.token_hex(ID_BYTES), secrets.token_urlsafe(SECRET_BYTES)
        made = ApiKey(id, name, scopes, now, expires_at, None, None)
        words = " ".join(scope for scope in SCOPES if scope in scopes)
        row = (id, name, _hash(secret), words, now, expires_at, None, None)
        self.database.insert(TABLE, COLUMNS, [row])
        return made, f"{PREFIX}_{id}_{secret}"

    def _revoke(self, name: str, now: int) -> None:
        sql = f"UPDATE {TABLE} SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL"  # noqa: S608
        self.database.execute(sql, (now, name))

    def _rows(self, rest: str, *given: object) -> list[tuple[ApiKey, bytes]]:
        """Keys, each with the hash of its secret."""
        sql = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} {rest}"  # noqa: S608
        try:
            rows = self.database.execute(sql, given)
        except StatementRefused:  # an older log that can only be read has no such table
            return []
        return [
            (ApiKey(id, name, frozenset(SCOPES).intersection(words.split()), *times), bytes(stored))
            for id, name, stored, words, *times in rows
        ]


def _scope(word: str) -> Scope:
    for scope in SCOPES:
        if scope == word:
            return scope
    raise InvalidInput(f"{word} is no scope. {suggest(word, SCOPES)}")


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
