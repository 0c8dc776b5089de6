"""Price tables: what a model cost, span by span and day by day, to be joined with usage."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, get_args

from ecosys.answers.dataset.table import Column, Row, Table
from ecosys.domain.pointed_prices import all_price_spans
from ecosys.domain.price_spans import PriceSpan
from ecosys.domain.prices import TOKENS
from ecosys.event.event import Confidence
from ecosys.event.subject import provider_of
from ecosys.events.price_changed import Component
from ecosys.moment import Moment
from ecosys.moment.series import Statement
from ecosys.timeline import Timeline
from ecosys.timeline.sql_columns import SINCE_EVER
from ecosys.values import instant

SPAN = "price_span"
DAILY = "price_daily"
_CONFIDENCES: tuple[str, ...] = get_args(Confidence)
"""The best first."""
_KEY = (
    Column("subject", "text", "the model, or a name that stands for one"),
    Column("provider", "text", "whose model it is"),
    Column("channel", "text", "who sells it; first_party: the provider itself"),
    Column("region", "text", "where it holds; null: everywhere"),
    Column("currency", "text", "ISO 4217 code"),
    Column("tier", "text", "standard, batch, flex, priority ..."),
)
_PRICES = tuple(
    Column(name, "number", f"{name}: the price of a million tokens; null: nobody states one")
    for name in TOKENS
)
_GROUNDS = (
    Column(
        "priced_as", "text", "whose prices they are, where the name stands for it; null: its own"
    ),
    Column("confidence", "text", "high, medium or low: the lowest of what it rests on"),
    Column("voices", "text", "whose statements they are, by spaces"),
    Column("because", "json", "positions of the events that say so"),
)
_SPAN = (
    Column("valid_from", "instant", "since when these prices stood together"),
    Column("valid_to", "instant", "when one of them changed or ended; null: open"),
    Column("first_day", "date", "the first day at whose end they stood"),
    Column("end_day", "date", "the first day at whose end they no longer did; null: open"),
)


DAILY_COLUMNS = (Column("day", "date", "the day, UTC"), *_KEY, *_PRICES, *_GROUNDS)
"""Those of the prices day by day: a row for each day at whose end a span stood."""
DAILY_SUMMARY = "what text costs per million tokens, day by day, at each channel and tier"


def price_span(timeline: Timeline, moment: Moment) -> Table:
    """What each model cost at each channel and tier, and how long: a row for each span."""
    return Table(
        SPAN,
        "what text costs per million tokens at each channel and tier, and how long it did",
        (*_KEY, *_SPAN, *_PRICES, *_GROUNDS),
        partial(_spans, timeline, moment),
    )


def days(span: Table, row: Row, last: int) -> range:
    """The days on which a span stood at the end of the day, UTC, up to the day of an instant.

    They are counted from 1970-01-01 on.
    """
    first, end = (row[span.names.index(name)] for name in ("first_day", "end_day"))
    upto = last // instant.DAY + 1
    return range(_number(first), upto if end is None else min(_number(end), upto))


def _number(day: str) -> int:
    return instant.parse(f"{day}T00:00Z") // instant.DAY


def _spans(timeline: Timeline, moment: Moment) -> Iterator[Row]:
    end_of_day = replace(moment, as_of=instant.midnight(moment.as_of) + instant.DAY - 1)
    types = ("price_changed", "deprecated", "replacement_named", "alias_moved")
    return map(_row, all_price_spans(timeline.view(end_of_day, *types)))


def _row(span: PriceSpan) -> Row:
    subject, *place = span.place
    stated = [each.held for each in span.lines.values()]
    grounds = [*stated, *span.pointed_by]
    is_open, since_ever = span.end >= instant.AFTER_ALL, span.start <= instant.BEFORE_ALL
    # what was so already when it was first said is told of the days since then
    known = [
        min(each.known_from for each in stated),
        *(each.known_from for each in span.pointed_by),
    ]
    first = max(known) if since_ever else span.start
    confidences = {each.event.confidence for each in grounds}
    amounts = {name: _per_million(each) for name, each in span.lines.items()}
    return (
        *(subject, provider_of(subject), *place, span.tier),
        SINCE_EVER if since_ever else instant.to_text(span.start),
        None if is_open else instant.to_text(span.end),
        instant.day_of(first),
        None if is_open else instant.day_of(span.end),
        *(amounts.get(name) for name in TOKENS),
        span.priced_as,
        max(confidences, key=_CONFIDENCES.index),
        " ".join(sorted({each.voice for each in stated})),
        str(sorted({at for each in grounds for at in each.because})).replace(" ", ""),
    )


def _per_million(statement: Statement) -> Any:
    assert isinstance(statement.value, Component)
    return statement.value.per_million
