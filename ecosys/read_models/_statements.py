"""Statements: what each version states, as rows that are sought by series, voice and valid time.

Of what a voice says of a series the latest that is valid by then answers. So its statements are
sought from the day asked about backwards. Who asks with the knowledge of long ago need not pass all
that was said since: nothing that was known by then begins later than the voice ever announced
ahead, which `ahead` tells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from pydantic_core import to_json

from ecosys.event import Event
from ecosys.log.log import Log
from ecosys.log.query import values

Key = TypeVar("Key", bound=tuple[object, ...])
Voice = tuple[int, str, int]
"""A series, who says something of it, and whether that was first recorded in this log."""
MAX_KEYS = 250
"""How many keys are sought at once."""
NEVER = -(2**62)
"""How far ahead a voice announces that dates nothing."""
TABLES = ("held_5_series", "held_5_voice", "held_5_statement")
SCHEMA = (
    """
    CREATE TABLE held_5_series (
        series INTEGER PRIMARY KEY,
        type TEXT NOT NULL,
        name TEXT NOT NULL,
        UNIQUE (type, name)
    )""",
    """
    CREATE TABLE held_5_voice (
        number INTEGER PRIMARY KEY,
        series BIGINT NOT NULL,
        voice TEXT NOT NULL,
        own INTEGER NOT NULL,
        ahead BIGINT NOT NULL,
        UNIQUE (series, voice, own)
    )""",
    """
    CREATE TABLE held_5_statement (
        number INTEGER PRIMARY KEY,
        version BIGINT NOT NULL,
        place INTEGER NOT NULL,
        said_by BIGINT NOT NULL,
        valid_from BIGINT,
        value TEXT
    )""",
    "CREATE INDEX ix_held_5_statement_version ON held_5_statement (version)",
    # A range that holds a moment would not narrow a slice: what is stated holds until another takes
    # its place, so that of all that was stated up to then one in many answers. Sought by voice the
    # last one is found at once: on PostgreSQL 400 lines of 20,000 events in 3 ms; by GiST over the
    # ranges of valid, knowledge and position in 72, and rows take three times as long to be added.
    "CREATE INDEX ix_held_5_statement_said ON held_5_statement (said_by, valid_from)",
)
_STATED = """
    FROM held_5_statement AS stated
    LEFT JOIN held_5 AS told ON told.version = stated.version
    LEFT JOIN held_5_voice AS said ON said.number = stated.said_by
    LEFT JOIN held_5_series AS named ON named.series = said.series
"""
COMPARED = {
    "held_5_statement": f"""
        SELECT stated.version, place, named.type, name, said.voice, said.own, stated.valid_from,
            value {_STATED}""",
    "held_5_voice": f"""
        SELECT DISTINCT named.type, name, said.voice, said.own,
            CASE WHEN ahead < stated.valid_from - told.known_from THEN 1 ELSE 0 END {_STATED}""",
    "held_5_series": f"SELECT DISTINCT named.type, name {_STATED}",
}
"""What the tables say without the numbers of series, voices and statements: those are given in the
order in which events came. How far ahead a voice announces is never less than any statement of it
needs; it may be more, since what is taken back leaves it."""


class Stating(NamedTuple):
    """A version that states something."""

    version: int
    event: Event
    voice: str
    own: bool
    valid_from: int | None
    known_from: int

    @property
    def ahead(self) -> int:
        """How long before it is so it is known."""
        return NEVER if self.valid_from is None else self.valid_from - self.known_from


def write(log: Log, stating: Iterable[Stating]) -> None:
    """Write what versions state."""
    told = [
        (each, place, (each.event.type, name), value)
        for each in stating
        for place, (name, value) in enumerate(stated_texts(each.event))
    ]
    series = _series(log, list(dict.fromkeys(name for _, _, name, _ in told)))
    said = [(series[name], each.voice, int(each.own)) for each, _, name, _ in told]
    ahead: dict[Voice, int] = {}
    for key, (each, *_) in zip(said, told, strict=True):
        ahead[key] = max(ahead.get(key, NEVER), each.ahead)
    voices = _voices(log, ahead)
    ((last,),) = log.database.execute("SELECT coalesce(max(number), 0) FROM held_5_statement")
    log.database.insert(
        "held_5_statement",
        ("number", "version", "place", "said_by", "valid_from", "value"),
        (
            (number, each.version, place, voices[key], each.valid_from, value)
            for number, (key, (each, place, _, value)) in enumerate(
                zip(said, told, strict=True), start=last + 1
            )
        ),
    )


def stated_texts(event: Event) -> list[tuple[str, str | None]]:
    """What an event states, as the texts of series and values; of a whole statement no value.

    There are none where series or values are of kinds that text cannot tell.

    >>> from ecosys.testing import given
    >>> [licence] = given({"type": "described", "id": "a", "subject": "acme/m",
    ...     "attribute": "licence", "value": "MIT", "occurred": "2024",
    ...     "sources": [{"source": "acme"}]}).records
    >>> stated_texts(licence.event)
    [('["acme/m","first_party","licence"]', '"MIT"')]
    """
    texts: list[tuple[str, str | None]] = []
    for series, value in event.statements():
        if value is event:
            text = None
        elif value is None or isinstance(value, str):
            text = to_json(value).decode()
        elif event.stated_model is not None and isinstance(value, event.stated_model):
            text = value.model_dump_json(exclude_defaults=True)
        else:
            return []
        if not _is_plain(series):
            return []
        texts.append((to_json(series).decode(), text))
    return texts


def _is_plain(series: object) -> bool:
    """Whether a series is read as it is written: parts, each of them plain or made of such."""
    if not isinstance(series, tuple):
        return False
    inner = (each for part in series for each in (part if isinstance(part, tuple) else (part,)))
    return all(part is None or isinstance(part, str | int) for part in inner)


def _series(log: Log, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of series, new ones for those that were not stated before."""
    known: dict[tuple[str, str], int] = {}
    for some in _parts(wanted):
        sql = (
            f"SELECT type, name, series FROM {values(len(some), 2)}"  # noqa: S608  marks alone
            " CROSS JOIN held_5_series WHERE type = column1 AND name = column2"
        )
        given = [text for each in some for text in each]
        known |= {(type, name): number for type, name, number in log.database.execute(sql, given)}
    ((last,),) = log.database.execute("SELECT coalesce(max(series), 0) FROM held_5_series")
    new = {each: last + at for at, each in enumerate((w for w in wanted if w not in known), 1)}
    rows = ((number, *each) for each, number in new.items())
    log.database.insert("held_5_series", ("series", "type", "name"), rows)
    return known | new


def _voices(log: Log, ahead: Mapping[Voice, int]) -> dict[Voice, int]:
    """The numbers of voices in series, new ones for those not heard there before."""
    known: dict[Voice, int] = {}
    for some in _parts(list(ahead)):
        sql = (
            f"SELECT series, voice, own, number, ahead FROM {values(len(some), 3)}"  # noqa: S608
            " CROSS JOIN held_5_voice WHERE series = column1 AND voice = column2 AND own = column3"
        )
        given = [part for each in some for part in each]
        for series, voice, own, number, before in log.database.execute(sql, given):
            known[series, voice, own] = number
            if ahead[series, voice, own] > before:
                update = "UPDATE held_5_voice SET ahead = ? WHERE number = ?"
                log.database.execute(update, (ahead[series, voice, own], number))
    ((last,),) = log.database.execute("SELECT coalesce(max(number), 0) FROM held_5_voice")
    new = {each: last + at for at, each in enumerate((w for w in ahead if w not in known), 1)}
    rows = ((number, *each, ahead[each]) for each, number in new.items())
    log.database.insert("held_5_voice", ("number", "series", "voice", "own", "ahead"), rows)
    return known | new


def _parts(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[start : start + MAX_KEYS] for start in range(0, len(keys), MAX_KEYS))
