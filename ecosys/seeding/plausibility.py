"""Plausibility: what seeds say that no schema can find, held against all other seeds."""

from collections.abc import Iterator

from ecosys.event import Event, Fact
from ecosys.events.corrected import Corrected
from ecosys.events.price_changed import PriceChanged
from ecosys.seeding import doubtful_dates, doubtful_names, doubtful_prices
from ecosys.seeding.doubts import Doubt, Known, content_of, mentions, statement_of


def doubts(event: Event, known: Known, now: int) -> Iterator[Doubt]:
    """What is hard to believe of an event, less what its note settles."""
    fact = statement_of(event)
    if fact is not event:
        yield from doubtful_dates.reading(event, now)
    if isinstance(event, Corrected):
        yield from _over_a_source(event, known)
    if fact is None:
        return
    for doubt in _doubts(fact, known, now):
        if not mentions(f"{fact.note or ''} {event.note or ''}", doubt.values):
            yield doubt if fact is event else doubt._replace(path=("statement", *doubt.path))


def _over_a_source(event: Corrected, known: Known) -> Iterator[Doubt]:
    """A correction of ours that hides when a source put its own statement right."""
    other = known.put_right_by_sources.get(event.event)
    if event.fault != "ours" or other is None or mentions(event.note or "", (other,)):
        return
    text = (
        f"{other} tells when the source put it right: one of ours takes its place on all days, "
        "as if that had been known from the start."
    )
    yield Doubt(("fault",), (other,), text)


def _doubts(fact: Fact, known: Known, now: int) -> Iterator[Doubt]:
    yield from doubtful_dates.doubts(fact, known, now)
    yield from doubtful_names.doubts(fact, known)
    yield from _again(fact, known)
    if isinstance(fact, PriceChanged):
        yield from doubtful_prices.doubts(fact, known)


def _again(fact: Fact, known: Known) -> Iterator[Doubt]:
    """A fact that another event states already."""
    content = content_of(fact)
    for other, said in known.contents(fact):
        if other != fact.id and said == content:
            yield Doubt(("id",), (), f"{fact.id} says what {other} says.")
            return
