"""Importer: how one public source is read, and what each of its rows states in our words.

To add one, add a file to `ecosys/importers/` that declares an `Importer` of the file's name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any

from ecosys.errors import InvalidInput
from ecosys.event.ids import free_id
from ecosys.plugins import Registry
from ecosys.values.words import suggest

MAX_PARTS = 2_000_000
"""How many values, lists and objects a file may have, by its signs `,`, `[` and `{`."""
PARTS = r"from-\d{4}[^/]*|end|launch"
"""What parts of rows are called, unless an importer says otherwise: a date, the end, the launch."""
Fields = Mapping[str, Any]
"""An event's plain fields, without id, version, stated, sources and voice."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a source: a model with its prices, a notice, a figure.

    >>> end = {"type": "deprecated", "subject": "acme/one", "shutdown": "2026-07-01"}
    >>> Row("acme/one", {"acme/one/end": end}).problem is None
    True
    >>> Row("acme/two", problem="'soon' is not a date", given="soon").says
    {}
    """

    key: str
    """Its name in the source: `anthropic/claude-2`."""
    says: Mapping[str, Fields] = field(default_factory=dict)
    """What it states, by the name of the statement: the key itself, or the key, a / and a part.
    Parts are called `from-2025-06-10`, `end` or `launch`, or as its importer declares."""
    problem: str | None = None
    """Why it cannot be taken as it is; it is then held back. It can be given as `odd` too."""
    given: str = ""
    """What stands there, in short, for whoever decides."""
    odd: InitVar[str | None] = None

    def __post_init__(self, odd: str | None) -> None:
        if odd is not None:
            object.__setattr__(self, "problem", odd)


@dataclass(frozen=True, slots=True)
class Importer:
    """How one source is read.

    >>> def read(payload, stated):
    ...     for name in payload.decode().split():
    ...         yield Row(name, {name: {"type": "launched", "subject": name, "what": "model",
    ...                                 "occurred": "unknown"}})
    >>> acme = Importer(source="acme", read=read, dated=False)
    >>> [row.key for row in acme.rows(b"acme/one acme/two", "2026-01-01")]
    ['acme/one', 'acme/two']
    """

    source: str
    """The slug of the source, and of its importer."""
    read: Callable[[bytes, str], Iterable[Row]]
    """The rows of a file and of the day on which it was stated; InvalidInput: it is none."""
    dated: bool
    """Whether its rows carry dates of their own: what is changed without one was then wrong.
    Otherwise what changes changed between two readings."""
    unpriced_is_free: bool = False
    """Whether what a listed model is not priced for costs nothing by the source's own reading."""
    licence: str | None = None
    """The licence of the data; none: it names none, and users fetch it themselves."""
    address: str | None = None
    """Where it is published."""
    fetched: bool = False
    """Whether the address gives a file that `read` reads, so that it can be kept current."""
    parts: str = PARTS
    """What parts of its rows are called, as a regular expression; see `Row.says`."""

    def row_of(self, name: str) -> str:
        """The row that a statement belongs to: its name without the part of the row.

        >>> importer_for("litellm").row_of("openai/o3/end")
        'openai/o3'
        """
        return re.sub(rf"/(?:{self.parts})$", "", name)

    def rows(self, payload: bytes, stated: str) -> list[Row]:
        """All rows of a file; one whose name was there before has a problem.

        InvalidInput: it is no file of the source's.

        >>> twice = Importer("acme", lambda payload, stated: [Row("one"), Row("one")], dated=True)
        >>> [row.problem for row in twice.rows(b"", "2026-01-01")]
        [None, 'its name stands twice in the file']
        """
        if sum(map(payload.count, (b",", b"[", b"{"))) > MAX_PARTS:
            raise InvalidInput(
                f"This is no file of {self.source}: it has more than {MAX_PARTS:,} parts."
            )
        try:
            return list(_named_once(self.read(payload, stated)))
        except RecursionError:
            raise InvalidInput(
                f"This is no file of {self.source}: it is nested too deeply."
            ) from None


def _named_once(rows: Iterable[Row]) -> Iterator[Row]:
    keys: set[str] = set()
    names: set[str] = set()
    for number, row in enumerate(rows):
        if row.key in keys:
            problem = "its name stands twice in the file"
        elif not names.isdisjoint(row.says):
            problem = "it says what another row says by that name"
        else:
            problem = None
        # A source may name a row as we name a repeated one.
        key = free_id(f"{row.key}#{number}", keys) if problem else row.key
        keys.add(key)
        names.update(() if problem else row.says)
        yield Row(key, problem=problem, given=row.given) if problem else row


def _declared(value: object, name: str) -> Importer:
    if not isinstance(value, Importer):
        raise TypeError(f"{name} is not an Importer")
    if value.source.replace("-", "_") != name:
        raise TypeError(f"{name} holds the importer of {value.source}")
    return value


importers: Registry[Importer] = Registry("ecosys.importers", kind=_declared)
"""All importers by the name of their file."""


def get_importer(source: str, beside: Iterable[str] = ()) -> Importer:
    """The importer of a source; InvalidInput says what was probably meant, `beside` included.

    >>> get_importer("models-dv")
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: There is no importer of models-dv. Did you mean models-dev?
    """
    importer = importer_for(source)
    if importer is None:
        known = [*beside, *(each.source for each in importers.values())]
        hint = importers.why_missing(source.replace("-", "_")) or suggest(source, known)
        raise InvalidInput(f"There is no importer of {source}.", hint=hint)
    return importer


def importer_for(source: str) -> Importer | None:
    """The importer of a source; None: there is none.

    >>> importer_for("models-dev").licence
    'MIT'
    """
    return importers.get(source.replace("-", "_"))
