"""Asks what rows cost, in few words."""

from dataclasses import replace

from ecosys.answers.reprice import PlainEngine, TariffBook, Terms, columns_of, layout_of, reprice
from ecosys.answers.reprice.call_rows import CallRows
from ecosys.answers.reprice.source import unfolded
from ecosys.values import amount


def call(time, model="acme/one", **more):
    """A row of the plain layout: `call("2025-06-15", input_tokens=1000)`."""
    return {"timestamp": time, "model": model, **more}


def asked(timeline, rows, *, moment=None, against=None, within=None, layout=None, **terms):
    """The answer for some rows, each with its cost."""
    places = ("data/results", "data", "results", "resourceSpans/scopeSpans/spans")
    columns = columns_of([one for row in rows for one in unfolded(row, places)])
    name, chosen = layout_of(columns, layout)
    moment = moment or timeline.moment()
    book = TariffBook(timeline, moment, Terms(**terms))
    other = None if against is None else TariffBook(timeline, against, Terms(**terms))
    engine = PlainEngine(lambda: iter(rows), chosen, chosen.found(columns))
    each = CallRows()
    answer = reprice(timeline, engine, book, name, against=other, within_days=within, writer=each)
    return replace(answer, calls=tuple(each.rows))


def costs(answer):
    """What each row costs, in digits; None: it is not priced."""
    return [None if row.cost is None else amount.text(row.cost) for row in answer.calls]
