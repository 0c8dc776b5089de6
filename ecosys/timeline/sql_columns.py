"""Columns: what the views show of a version, as expressions over its row.

`v` is the row of the version, `e` that of the event whose words stand, `r` the rank of its voice.
An expression is in the words of the engine that is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from sys import maxsize
from typing import Literal

from ecosys.log.database import Dialect
from ecosys.moment.series import OWN, UNRANKED
from ecosys.read_models import held
from ecosys.values import instant
from ecosys.values.cached import cached_property

SINCE_EVER = "0001-01-01T00:00:00.000000Z"
"""What stands for the start of what was already so when it was first stated."""


Type = Literal["text", "whole", "number", "instant", "json"]
"""What the values of a column are: text, whole numbers, numbers, instants as text, JSON as text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the expression that gives it, and what it holds."""

    sql: str
    meaning: str
    type: Type = "text"


Columns = Mapping[str, Column]

BODY = "coalesce(v.text, e.body)"
"""The event as it stands."""
UNIT = "1M tokens"
"""What an amount pays for, where nothing else is said."""


class Shown:
    """What the views show, in the words of an engine."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    @cached_property
    def bounds(self) -> Columns:
        """Since when and until when, on each of the three axes."""
        return {
            "valid_from": Column(
                self._start("v.valid_from"), "since when it is so in the world", "instant"
            ),
            "valid_to": Column(
                self._end("v.valid_to"), "when it ends by its own words; null: open", "instant"
            ),
            "known_from": Column(
                self._start("v.known_from"), "since when it was publicly known", "instant"
            ),
            "known_to": Column(
                self._end("v.known_to"), "since when something else is known; null: open", "instant"
            ),
            "position_from": Column(
                "v.position_from", "the first position of the log at which it stands", "whole"
            ),
            "position_to": Column(
                f"nullif(v.position_to, {maxsize})",
                "the first at which it no longer does; null: open",
                "whole",
            ),
        }

    @cached_property
    def said(self) -> Columns:
        """Who said it, and when."""
        return {
            "occurred": Column(
                self._field("occurred"), "since when, as exactly as its source says"
            ),
            "stated": Column(self._start("v.said"), "when it was said", "instant"),
            "last_stated": Column(
                self._start("v.last_stated"),
                "when it, by itself, was last said or confirmed",
                "instant",
            ),
            "voice": Column("v.voice", "whose statement it is: the slug of a source"),
            "own": Column(
                f"(v.flags & {held.OWN}) / {held.OWN}",
                "1: recorded in this log, not in a release",
                "whole",
            ),
            "unstated": Column(
                f"(v.flags & {held.UNSTATED}) / {held.UNSTATED}",
                "1: its voice stopped saying it",
                "whole",
            ),
            "event": Column("v.id", "the id of the event that first stated it"),
            "position": Column(
                "v.position", "the position of the event whose words stand", "whole"
            ),
            "because": Column(
                "coalesce(v.because, '[' || v.position || ']')",
                "all positions that it rests on, as JSON",
                "json",
            ),
        }

    @cached_property
    def _series(self) -> Columns:
        """What it is a value of."""
        return {
            "series": Column("v.series", "what it is a value of, as JSON", "json"),
        }

    @cached_property
    def _subject(self) -> Columns:
        """What it is about."""
        ended = "v.subject || '/'"
        end = self.dialect.place(ended, "'/'")
        return {
            "provider": Column(f"substr({ended}, 1, {end} - 1)", "the subject's provider"),
            "subject": Column("v.subject", "what it is about"),
        }

    @cached_property
    def rank(self) -> Columns:
        """How far its voice counts."""
        return {
            "rank": Column(
                f"CASE WHEN (v.flags & {held.OWN}) <> 0 THEN {OWN}"
                f" ELSE coalesce(r.rank, {UNRANKED}) END",
                "how far its voice counts: of several the lowest",
                "whole",
            ),
        }

    @cached_property
    def fact(self) -> Columns:
        """An event about the world."""
        return {
            "type": Column("v.type", "the type of the event"),
            **self._subject,
            "body": Column(
                BODY, "the event as it stands, as JSON; what is as usual is left out", "json"
            ),
        }

    @cached_property
    def statement(self) -> Columns:
        """What has a value."""
        return {
            "type": Column("v.type", "the type of the event that states it"),
            **self._subject,
            **self._series,
            "value": Column("coalesce(v.value, v.text, e.body)", "what is stated, as JSON", "json"),
        }

    @cached_property
    def price(self) -> Columns:
        """A line of a price list."""
        return {
            **self._subject,
            "channel": Column(self._part(1), "who sells it; first_party: the provider itself"),
            "region": Column(self._part(2), "where it holds; null: everywhere"),
            "currency": Column(self._part(3), "ISO 4217 code"),
            "direction": Column(self._part(4, 0), "what is counted: input, output, cache_read ..."),
            "modality": Column(self._part(4, 1), "text, image, audio, video"),
            "tier": Column(self._part(4, 2), "standard, batch, flex, priority ..."),
            "above": Column(
                self.dialect.whole("v.series", "$[4][3]"),
                "applies to inputs of more tokens than this",
                "whole",
            ),
            "hours": Column(f"nullif({self._part(4, 4)}, '')", "the hours of the day; null: all"),
            "amount": Column(self._amount, "exact digits, or none (not sold), or unpublished"),
            "unit": Column(self._unit, "what the amount pays for"),
            "per_million": Column(
                self._per_million, "a number: per million tokens, where it can be", "number"
            ),
            **self._series,
        }

    @cached_property
    def deprecation(self) -> Columns:
        """An end."""
        return {
            **self._subject,
            "channel": Column(self._part(1), "where it ends"),
            "deployment": Column(self._part(2), "which deployments end; null: all of them"),
            "region": Column(self._part(3), "where in the world; null: everywhere"),
            "announced": Column(self._field("announced"), "the day of the announcement"),
            "legacy": Column(self._field("legacy"), "when it is closed to new customers"),
            "deprecated": Column(self._field("deprecated"), "when it is closed to new uses"),
            "shutdown": Column(self._shutdown_day, "when it stops answering; null: not set"),
            "bound": Column(
                self._bound, "not_before: an earliest date; not_after: seen on that day"
            ),
            "replacements": Column(
                self._field("replacements"),
                "what the announcement itself recommends, as a JSON list",
                "json",
            ),
            "after": Column(
                self._field("after"), "what becomes of calls after the shutdown, as JSON", "json"
            ),
            "extended_access": Column(
                self._field("extended_access"),
                "who uses it already may go on: until when, at what, as JSON",
                "json",
            ),
            **self._series,
        }

    @cached_property
    def observation(self) -> Columns:
        """A figure."""
        return {
            **self._subject,
            "metric": Column(self._part(1), "the id of the metric"),
            "value": Column(self._field("value"), "exact digits; of a range the lower end"),
            "high": Column(self._field("high"), "exact digits of the upper end of a range"),
            "number": Column(
                self.dialect.number(self._field("value")), "the value as a number", "number"
            ),
            "unit": Column(self._field("unit"), "what is counted"),
            "comparator": Column(self._field("comparator", "="), "=, ~ about, > more than ..."),
            "kind": Column(self._field("kind"), "stock, flow, share, score, ratio or estimate"),
            "period": Column(self._field("period"), "the period of a flow"),
            "population": Column(self._part(2), "who was asked or counted"),
            "sample": Column(self.dialect.whole(BODY, "$.sample"), "how many were asked", "whole"),
            "method": Column(self._field("method"), "how the figure came about"),
            **self._series,
        }

    @cached_property
    def subjects(self) -> Columns:
        """A subject."""
        return {
            **{name: self._subject[name] for name in ("subject", "provider")},
            "id": Column("v.id", "its id without the provider"),
            "voice": Column("v.voice", "who spoke of it first"),
            "imported": Column("v.imported", "1: only importers spoke of it", "whole"),
            **self.bounds,
        }

    @cached_property
    def sources(self) -> Columns:
        """A source."""
        return {
            "slug": Column("v.source", "by which it is named"),
            "name": Column(self._field("name"), "as people say it"),
            "kind": Column(self._field("kind"), "provider, secondary or mirror"),
            "rank": Column("v.rank", "how far its word counts: of several the lowest", "whole"),
            "licence": Column(self._field("licence"), "the licence of its data"),
            "url": Column(self._field("url"), "its address"),
            **{name: self.said[name] for name in ("event", "position", "because")},
            **self.bounds,
        }

    @cached_property
    def event(self) -> Columns:
        """An event as it was recorded."""
        return {
            "position": Column("e.position", "its place in the log", "whole"),
            "id": Column("e.id", "its id"),
            "type": Column("e.type", "its type"),
            "recorded_at": Column(
                self.dialect.instant("e.recorded_at"), "when the log took it", "instant"
            ),
            "origin": Column("e.origin", "the id of the log that recorded it first"),
            "body": Column("e.body", "the event, as JSON: the bytes that are hashed", "json"),
        }

    def _start(self, column: str) -> str:
        at = self.dialect.instant(column)
        return f"CASE WHEN {column} <= {instant.BEFORE_ALL} THEN '{SINCE_EVER}' ELSE {at} END"

    def _end(self, column: str) -> str:
        at = self.dialect.instant(column)
        return f"CASE WHEN {column} < {instant.AFTER_ALL} THEN {at} END"

    def _field(self, name: str, default: str | None = None) -> str:
        """A field of an event as it stands."""
        sql = self.dialect.text(BODY, f"$.{name}")
        return sql if default is None else f"coalesce({sql}, '{default}')"

    def _part(self, *path: int) -> str:
        """A part of the name of a series."""
        return self.dialect.text("v.series", f"${''.join(f'[{at}]' for at in path)}")

    @property
    def _unit(self) -> str:
        return f"coalesce({self.dialect.text('v.value', '$.unit')}, '{UNIT}')"

    @property
    def _amount(self) -> str:
        return self.dialect.text("v.value", "$.amount")

    @property
    def _per_million(self) -> str:
        number = self.dialect.number
        return f"""CASE WHEN {self._amount} NOT IN ('none', 'unpublished') THEN CASE {self._unit}
 WHEN '{UNIT}' THEN {number(self._amount)}
 WHEN '1K tokens' THEN {number(self._amount, 1000)}
 WHEN 'token' THEN {number(self._amount, 1000000)} END END"""

    @property
    def _shutdown_day(self) -> str:
        set_for = self._field("shutdown")
        return f"""CASE WHEN {set_for} LIKE 'not before %' THEN substr({set_for}, 12)
 WHEN {set_for} LIKE 'not after %' THEN substr({set_for}, 11)
 WHEN {set_for} LIKE '%..%' THEN substr({set_for}, {self.dialect.place(set_for, "'..'")} + 2)
 ELSE {set_for} END"""

    @property
    def _bound(self) -> str:
        set_for = self._field("shutdown")
        return f"""CASE WHEN {set_for} LIKE 'not before %' THEN 'not_before'
 WHEN {set_for} LIKE 'not after %' OR {set_for} LIKE '%..%' THEN 'not_after' END"""
