"""Errors: what PostgreSQL says becomes an error of ours, by its SQLSTATE."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from ecosys.errors import Damaged, EcosysError, Locked, StatementRefused, Unavailable, Unwritable

BUSY_SECONDS = 30
"""How long a writer waits for another."""


@contextmanager
def translating(address: object) -> Iterator[None]:
    """What PostgreSQL says of a database becomes an error of ours."""
    try:
        yield
    except psycopg.Error as problem:
        if (error := error_of(problem, address)) is None:
            raise  # a fault of ours
        raise error from None


def error_of(problem: psycopg.Error, address: object) -> EcosysError | None:
    """Our error for one of PostgreSQL; None where it is of how psycopg was used."""
    state = problem.sqlstate
    if state is None:
        return _of_psycopg(problem, address)
    kind, told, hint = _KINDS.get(state) or _CLASSES.get(state[:2]) or _OTHER
    words = problem.diag.message_primary or str(problem)
    return kind(told.format(address=address, problem=words, seconds=BUSY_SECONDS), hint=hint)


def _of_psycopg(problem: psycopg.Error, address: object) -> EcosysError | None:
    """What psycopg itself says: no server answers, or it cannot send a value."""
    if isinstance(problem, psycopg.OperationalError):
        return _unreached(problem, address)
    if isinstance(problem, psycopg.DataError):
        return StatementRefused(f"{address}: {problem}.")
    return None


def _unreached(problem: psycopg.Error, address: object) -> Unavailable:
    """Why there is no connection: the words of each host that was tried."""
    words = str(problem)
    for part, (told, hint) in _REFUSALS.items():
        if part in words:
            return Unavailable(told.format(address=address), hint=hint)
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    reason = lines[-1].rstrip(".") if lines else type(problem).__name__
    return Unavailable(
        f"{address} cannot be reached: {reason}.",
        hint="Is the server running, and are host and port right?",
    )


_REFUSALS = {
    "password authentication failed": (
        "{address} refused the password.",
        "Give the right one in the URL, in PGPASSWORD or in a password file.",
    ),
    "no password supplied": (
        "{address} asks for a password.",
        "Give one in the URL, in PGPASSWORD or in a password file.",
    ),
    "does not exist": ("{address} does not exist.", "Make it first: createdb NAME."),
}
"""What libpq says when it is not let in: it names no SQLSTATE then."""

Kind = tuple[type[EcosysError], str, str]
_LOCKED: Kind = (
    Locked,
    "{address} has been locked by another writer for {seconds:g} s.",
    "Try again when that has ended.",
)
_FULL: Kind = (
    Unavailable,
    "{address}: there is no room left on the server's disk; nothing was written.",
    "Make room on the server.",
)
_REFUSED: Kind = StatementRefused, "{address}: {problem}.", ""
_DAMAGED: Kind = (
    Damaged,
    "{address} is damaged: {problem}.",
    "Take a copy that was made before, or fill another database.",
)
_READ_ONLY: Kind = (
    Unwritable,
    "{address} cannot be written: {problem}.",
    "Name the server that takes writes, or a user who may write.",
)
_BEHIND: Kind = (
    Unavailable,
    "{address} ended a question: {problem}.",
    "It is a replica, which had to take in what was written meanwhile. Ask again; its setting "
    "max_standby_streaming_delay says how long it waits for questions.",
)
_ENDED: Kind = (
    Unavailable,
    "{address} ended the connection: {problem}.",
    "Try again once the server answers.",
)
_OTHER: Kind = Unavailable, "{address}: {problem}.", ""
_KINDS: Mapping[str, Kind] = {
    "25006": _READ_ONLY,
    "28P01": (Unavailable, *_REFUSALS["password authentication failed"]),
    "3D000": (Unavailable, *_REFUSALS["does not exist"]),
    "40001": _BEHIND,
    "40P01": _LOCKED,
    "42501": _READ_ONLY,
    "53100": _FULL,
    "53300": (Unavailable, "{address}: {problem}.", "Try again when others are done."),
    "55P03": _LOCKED,
    "57014": (Unavailable, "{address} took too long: {problem}.", ""),
    "58P01": _DAMAGED,
    "P0001": _REFUSED,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
"""For each SQLSTATE: our error, what it says, and what to do."""
_CLASSES: Mapping[str, Kind] = {
    "08": _ENDED,
    "0A": _REFUSED,
    "22": _REFUSED,
    "23": _REFUSED,
    "2B": _REFUSED,
    "42": _REFUSED,
    "54": _REFUSED,
    "57": _ENDED,
}
"""The same for whole classes of them."""
