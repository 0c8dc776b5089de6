"""ties: who is tied to whom."""

from collections.abc import Iterator, Sequence

from ecosys.event.subject import provider_of
from ecosys.events.partnered import Partnered
from ecosys.moment import Held
from ecosys.projection import Context, Parameters, Point, marks, projection


class TiesParameters(Parameters):
    """Which ties."""

    kind: str | None = None
    """Only of this kind: investment, cloud, licence ...; left out: all."""
    party: str | None = None
    """Only those with this party: `microsoft`."""


@projection(takes=["partnered"], unit="money", version=1, parameters=TiesParameters)
def ties(events: Sequence[Held], context: Context[TiesParameters]) -> Iterator[Point]:
    """The partnerships of each party, in order of valid time, with the money that goes with each.

    A tie is a point of each of its parties, with the others in the label `with`. Value: the amount
    stated (the least, where a range was), in the currency of the label; null where none was
    stated, which is not zero. The label `exclusivity` says whether the tie shuts out
    others (`exclusive`, `not exclusive`), where a source says so. Parts of a larger tie name it in
    `part_of`: never add the two. Definition: the parties' own announcements.
    """
    for held in events:
        event = held.event
        if not isinstance(event, Partnered) or not _asked(held, event, context):
            continue
        for party in dict.fromkeys(event.subjects):
            if context.parameters.subject in (None, party, provider_of(party)):
                yield _tie(held, event, party, context)


def _tie(held: Held, event: Partnered, party: str, context: Context[TiesParameters]) -> Point:
    labels = {
        "kind": event.kind,
        "with": ", ".join(name for name in dict.fromkeys(event.subjects) if name != party),
        "exclusivity": _exclusivity(event),
        "currency": event.currency if event.amount is not None else "",
        "part_of": event.part_of or "",
    }
    return Point(
        subject=party,
        at=event.occurred.date,
        value=event.amount,
        high=event.amount_high if event.amount is not None else None,
        unit="money",
        because=held.because,
        events=held.events,
        labels={name: text for name, text in labels.items() if text},
        marks=marks(held, context.moment),
    )


def _asked(held: Held, event: Partnered, context: Context[TiesParameters]) -> bool:
    chosen = context.parameters
    so = held.start is not None and held.start <= context.moment.as_of
    parties = {party.party for party in event.parties}
    return so and chosen.kind in (None, event.kind) and chosen.party in {None, *parties}


def _exclusivity(event: Partnered) -> str:
    if event.exclusive is None:
        return ""
    return "exclusive" if event.exclusive else "not exclusive"
