"""What can go wrong, named by meaning. The edges turn these into exit codes and HTTP statuses.

EcosysError
├── InvalidInput            what was given does not mean anything
│   └── InvalidCoordinate   a moment that cannot be asked for
├── NotAllowed              whoever asks has no key that allows it
├── NotFound                a name that the log does not know at the moment asked for
├── Ambiguous               a name that means several subjects
├── Refused                 an append that would break the log, nothing was written
│   ├── Conflict            an id that already stands for something else
│   └── Stale               the log has moved past the position that the writer expected
├── ProjectionFailed        a projection that met an event it cannot digest; it never skips one
├── Damaged                 stored bytes that do not give the recorded hash
└── Unavailable             the log cannot be opened or is not ready
    ├── Locked              another writer did not let go of the log in time
    ├── Unwritable          the log can be read and not written
    ├── Behind              this copy of the log has not come as far as was asked for
    └── StatementRefused    the database is in order, and what was asked of it is not
"""

from collections.abc import Sequence

MAX_LINE = 3_000
"""How many characters a line of a message has at most: what was given may be a megabyte."""


class EcosysError(Exception):
    """Base of every error that ecosys raises on purpose.

    `hint` says what to do about it; `candidates` are names that would have worked.

    >>> print(NotFound("o33 is not known.", hint="Did you mean o3?", candidates=["o3"]))
    o33 is not known. Did you mean o3?
    """

    def __init__(self, message: str, *, hint: str = "", candidates: Sequence[str] = ()) -> None:
        message = "\n".join(map(_cut, message.split("\n")))
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def _cut(line: str) -> str:
    if len(line) <= MAX_LINE:
        return line
    return f"{line[:MAX_LINE]} ... ({len(line):,} characters)"


class InvalidInput(EcosysError, ValueError):
    """What was given does not mean anything here. As a ValueError it is a fault for pydantic."""


class InvalidCoordinate(InvalidInput):
    """A moment that cannot be asked for: unreadable, or beyond what is recorded."""


class NotAllowed(EcosysError):
    """Whoever asks has no key that is valid, or one that does not allow it."""


class NotFound(EcosysError):
    """A name that the log does not know at the moment asked for."""


class Ambiguous(EcosysError):
    """A name that means several subjects; `candidates` lists them."""


class Refused(EcosysError):
    """An append that would break the log. Nothing was written."""


class Conflict(Refused):
    """Ids that already stand for other content; `candidates` lists them. Nothing was written."""


class Stale(Refused):
    """The log has moved past the position or version that the writer expected."""


class ProjectionFailed(EcosysError):
    """A projection met an event that it cannot digest. It answers nothing rather than skip one."""


class Damaged(EcosysError):
    """Stored bytes do not give the hash that was recorded for them."""


class Unavailable(EcosysError):
    """The log cannot be opened, or is not ready yet."""


class Locked(Unavailable):
    """Another writer did not let go of the log in time. Nothing was written."""


class Unwritable(Unavailable):
    """The log can be read and not written."""


class Behind(Unavailable):
    """A copy of the log that has not come as far as was asked for."""


class StatementRefused(Unavailable):
    """What was asked of the database is not in order: an unknown table, a constraint broken."""
