"""Columns: what the views show of a version, as expressions over its row.

`v` is the row of the version, `e` that of the event whose words stand, `r` the rank of its voice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from sys import maxsize

from ecosys.moment.series import OWN, UNRANKED
from ecosys.read_models import held
from ecosys.values import instant

SINCE_EVER = "0001-01-01T00:00:00.000000Z"
"""What stands for the start of what was already so when it was first stated."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the expression that gives it, and what it holds."""

    sql: str
    meaning: str


Columns = Mapping[str, Column]


def _at(column: str) -> str:
    """An instant as text that sorts by time. Whole seconds and the rest, also before 1970."""
    rest = f"(({column} % 1000000 + 1000000) % 1000000)"
    seconds = f"strftime('%Y-%m-%dT%H:%M:%S', ({column} - {rest}) / 1000000, 'unixepoch')"
    return f"{seconds} || printf('.%06dZ', {rest})"


def _start(column: str) -> str:
    return f"CASE WHEN {column} <= {instant.BEFORE_ALL} THEN '{SINCE_EVER}' ELSE {_at(column)} END"


def _end(column: str) -> str:
    return f"CASE WHEN {column} < {instant.AFTER_ALL} THEN {_at(column)} END"


def _field(name: str, default: str | None = None) -> str:
    """A field of an event as it stands."""
    sql = f"json_extract(coalesce(v.text, e.body), '$.{name}')"
    return sql if default is None else f"coalesce({sql}, '{default}')"


def _part(*path: int) -> str:
    """A part of the name of a series."""
    return f"json_extract(v.series, '${''.join(f'[{at}]' for at in path)}')"


def _number(sql: str) -> str:
    """Exact digits as a number that can be computed with; 15 of them are right."""
    return f"CAST(printf('%.15g', {sql}) AS REAL)"


_UNIT = "coalesce(json_extract(v.value, '$.unit'), '1M tokens')"
_AMOUNT = "json_extract(v.value, '$.amount')"
_PER_MILLION = f"""CASE WHEN {_AMOUNT} NOT IN ('none', 'unpublished') THEN CASE {_UNIT}
 WHEN '1M tokens' THEN CAST({_AMOUNT} AS REAL)
 WHEN '1K tokens' THEN {_number(f"CAST({_AMOUNT} AS REAL) * 1000")}
 WHEN 'token' THEN {_number(f"CAST({_AMOUNT} AS REAL) * 1000000")} END END"""
_SHUTDOWN = _field("shutdown")
_SHUTDOWN_DAY = f"""CASE WHEN {_SHUTDOWN} LIKE 'not before %' THEN substr({_SHUTDOWN}, 12)
 WHEN {_SHUTDOWN} LIKE 'not after %' THEN substr({_SHUTDOWN}, 11)
 WHEN {_SHUTDOWN} LIKE '%..%' THEN substr({_SHUTDOWN}, instr({_SHUTDOWN}, '..') + 2)
 ELSE {_SHUTDOWN} END"""
_BOUND = f"""CASE WHEN {_SHUTDOWN} LIKE 'not before %' THEN 'not_before'
 WHEN {_SHUTDOWN} LIKE 'not after %' OR {_SHUTDOWN} LIKE '%..%' THEN 'not_after' END"""

BOUNDS: Columns = {
    "valid_from": Column(_start("v.valid_from"), "since when it is so in the world"),
    "valid_to": Column(_end("v.valid_to"), "when it ends by its own words; null: open"),
    "known_from": Column(_start("v.known_from"), "since when it was publicly known"),
    "known_to": Column(_end("v.known_to"), "since when something else is known; null: open"),
    "position_from": Column("v.position_from", "the first position of the log at which it stands"),
    "position_to": Column(
        f"nullif(v.position_to, {maxsize})", "the first at which it no longer does; null: open"
    ),
}
SAID: Columns = {
    "occurred": Column(_field("occurred"), "since when, as exactly as its source says"),
    "stated": Column(_start("v.said"), "when it was said"),
    "last_stated": Column(
        _start("v.last_stated"), "when it, by itself, was last said or confirmed"
    ),
    "voice": Column("v.voice", "whose statement it is: the slug of a source"),
    "own": Column(f"(v.flags & {held.OWN}) <> 0", "1: recorded in this log, not in a release"),
    "unstated": Column(f"(v.flags & {held.UNSTATED}) <> 0", "1: its voice stopped saying it"),
    "event": Column("v.id", "the id of the event that first stated it"),
    "position": Column("v.position", "the position of the event whose words stand"),
    "because": Column(
        "coalesce(v.because, json_array(v.position))", "all positions that it rests on, as JSON"
    ),
}
_SERIES: Columns = {
    "series": Column("v.series", "what it is a value of, as JSON"),
}
_SUBJECT: Columns = {
    "provider": Column(
        "substr(v.subject || '/', 1, instr(v.subject || '/', '/') - 1)", "the subject's provider"
    ),
    "subject": Column("v.subject", "what it is about"),
}
RANK: Columns = {
    "rank": Column(
        f"CASE WHEN v.flags & {held.OWN} THEN {OWN} ELSE coalesce(r.rank, {UNRANKED}) END",
        "how far its voice counts: of several the lowest",
    ),
}

FACT: Columns = {
    "type": Column("v.type", "the type of the event"),
    **_SUBJECT,
    "body": Column(
        "coalesce(v.text, e.body)", "the event as it stands, as JSON; what is as usual is left out"
    ),
}

STATEMENT: Columns = {
    "type": Column("v.type", "the type of the event that states it"),
    **_SUBJECT,
    **_SERIES,
    "value": Column("coalesce(v.value, v.text, e.body)", "what is stated, as JSON"),
}

PRICE: Columns = {
    **_SUBJECT,
    "channel": Column(_part(1), "who sells it; first_party: the provider itself"),
    "region": Column(_part(2), "where it holds; null: everywhere"),
    "currency": Column(_part(3), "ISO 4217 code"),
    "direction": Column(_part(4, 0), "what is counted: input, output, cache_read ..."),
    "modality": Column(_part(4, 1), "text, image, audio, video"),
    "tier": Column(_part(4, 2), "standard, batch, flex, priority ..."),
    "above": Column(_part(4, 3), "applies to inputs of more tokens than this"),
    "hours": Column(f"nullif({_part(4, 4)}, '')", "the hours of the day; null: all"),
    "amount": Column(_AMOUNT, "exact digits, or none (not sold), or unpublished"),
    "unit": Column(_UNIT, "what the amount pays for"),
    "per_million": Column(_PER_MILLION, "a number: per million tokens, where it can be"),
    **_SERIES,
}

DEPRECATION: Columns = {
    **_SUBJECT,
    "channel": Column(_part(1), "where it ends"),
    "deployment": Column(_part(2), "which deployments end; null: all of them"),
    "region": Column(_part(3), "where in the world; null: everywhere"),
    "announced": Column(_field("announced"), "the day of the announcement"),
    "legacy": Column(_field("legacy"), "when it is closed to new customers"),
    "deprecated": Column(_field("deprecated"), "when it is closed to new uses"),
    "shutdown": Column(_SHUTDOWN_DAY, "when it stops answering; null: not set"),
    "bound": Column(_BOUND, "not_before: an earliest date; not_after: seen on that day"),
    "replacements": Column(
        _field("replacements"), "what the announcement itself recommends, as a JSON list"
    ),
    "after": Column(_field("after"), "what becomes of calls after the shutdown, as JSON"),
    "extended_access": Column(
        _field("extended_access"), "who uses it already may go on: until when, at what, as JSON"
    ),
    **_SERIES,
}

OBSERVATION: Columns = {
    **_SUBJECT,
    "metric": Column(_part(1), "the id of the metric"),
    "value": Column(_field("value"), "exact digits; of a range the lower end"),
    "high": Column(_field("high"), "exact digits of the upper end of a range"),
    "number": Column(f"CAST({_field('value')} AS REAL)", "the value as a number"),
    "unit": Column(_field("unit"), "what is counted"),
    "comparator": Column(_field("comparator", "="), "=, ~ about, > more than ..."),
    "kind": Column(_field("kind"), "stock, flow, share, score, ratio or estimate"),
    "period": Column(_field("period"), "the period of a flow"),
    "population": Column(_part(2), "who was asked or counted"),
    "sample": Column(_field("sample"), "how many were asked"),
    "method": Column(_field("method"), "how the figure came about"),
    **_SERIES,
}
SUBJECTS: Columns = {
    **{name: _SUBJECT[name] for name in ("subject", "provider")},
    "id": Column("v.id", "its id without the provider"),
    "voice": Column("v.voice", "who spoke of it first"),
    "imported": Column("v.imported", "1: only importers spoke of it"),
    **BOUNDS,
}
SOURCES: Columns = {
    "slug": Column("v.source", "by which it is named"),
    "name": Column(_field("name"), "as people say it"),
    "kind": Column(_field("kind"), "provider, secondary or mirror"),
    "rank": Column("v.rank", "how far its word counts: of several the lowest"),
    "licence": Column(_field("licence"), "the licence of its data"),
    "url": Column(_field("url"), "its address"),
    **{name: SAID[name] for name in ("event", "position", "because")},
    **BOUNDS,
}

EVENT: Columns = {
    "position": Column("e.position", "its place in the log"),
    "id": Column("e.id", "its id"),
    "type": Column("e.type", "its type"),
    "recorded_at": Column(_at("e.recorded_at"), "when the log took it"),
    "origin": Column("e.origin", "the id of the log that recorded it first"),
    "body": Column("e.body", "the event, as JSON: the bytes that are hashed"),
}
