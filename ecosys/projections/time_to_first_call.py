"""time_to_first_call: what stood between a developer and a first request, and for how long."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal

from ecosys.domain.access import Wait, barred, waits
from ecosys.event.subject import provider_of
from ecosys.events.described import Described
from ecosys.moment import Held
from ecosys.moment.series import Statement, choose, statements
from ecosys.projection import Context, Coverage, Parameters, Point, point_of, projection, rests_on
from ecosys.values.instant import day_of

ACCESS = "access"
SIGN_UP = "sign_up_requirement"
MINUTES = "time_to_first_call_minutes"
ATTRIBUTES = (ACCESS, SIGN_UP, MINUTES)
NO_MINUTES = "no source states the minutes from sign-up to a first request"


@projection(takes=["described"], unit="days", version=1)
def time_to_first_call(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """How many days one had to wait for access, and the stated minutes to a first request.

    `waiting` = days from the day on which access by waiting list, application or private beta began
    to the day on which it ended; a range where the dates are known less exactly, and `>=` where it
    has not ended by `as_of`, or since when it stood is not known. `access` is 1 where one can sign
    up at the moment and 0 where a barrier stands, with what is asked for. `minutes` are those that
    a source states for getting from sign-up to a first request; None, with the reason, for each
    provider of whose access something is stated but not that: it was never measured here.
    Definition: ours, after "time to first call" as vendors of API tools use it.
    """
    said = _said(events, context)
    for each in said[ACCESS]:
        for wait in waits(each, context.moment.as_of):
            yield _waiting(wait, context)
    yield from _accesses(
        _in_force(said[ACCESS], context), _in_force(said[SIGN_UP], context), context
    )
    timed = _in_force(said[MINUTES], context)
    for statement in timed:
        yield _minutes(statement, context)
    missing = _providers(said[ACCESS]) - {_provider(each) for each in timed}
    for provider in sorted(missing):
        labels = {"part": "minutes", "missing": NO_MINUTES}
        yield Point(provider, day_of(context.moment.as_of), None, "minutes", labels=labels)
    yield Coverage(
        definition="providers of whose access something is stated; missing: the minutes",
        missing=tuple(sorted(missing)),
    )


def _said(
    events: Sequence[Held], context: Context[Parameters]
) -> Mapping[str, list[Sequence[Statement]]]:
    """The statements of each series that have begun, by attribute."""
    wanted = [
        held
        for held in events
        if isinstance(held.event, Described) and held.event.attribute in ATTRIBUTES
    ]
    by: dict[str, list[Sequence[Statement]]] = defaultdict(list)
    found: list[tuple[Hashable, Sequence[Statement]]] = [*statements(wanted).items()]
    for _, said in sorted(found, key=lambda each: str(each[0])):
        begun = [each for each in said if each.start <= context.moment.as_of]
        if begun and isinstance(event := begun[0].held.event, Described):
            by[event.attribute].append(begun)
    return by


def _in_force(
    found: Sequence[Sequence[Statement]], context: Context[Parameters]
) -> list[Statement]:
    choices = (choose(said, context.moment.as_of, context.ranks) for said in found)
    return [choice.statement for choice in choices if choice]


def _provider(statement: Statement) -> str:
    return provider_of(statement.held.event.subjects[0])


def _providers(found: Sequence[Sequence[Statement]]) -> set[str]:
    return {_provider(said[0]) for said in found}


def _place(statement: Statement) -> dict[str, str]:
    event = statement.held.event
    assert isinstance(event, Described)
    return {"channel": event.channel}


def _waiting(wait: Wait, context: Context[Parameters]) -> Point:
    least, most = wait.days(context.moment.as_of)
    first = wait.statements[0]
    labels = {
        "part": "waiting",
        **_place(first),
        "barrier": str(first.value),
        "began": str(wait.began),
        "ended": str(wait.ended) if wait.ended else "not by this moment",
    }
    labels |= {"after": str(wait.after.value)} if wait.after else {}
    return point_of(
        first,
        context,
        value=Decimal(least),
        high=None if most in (None, least) else Decimal(most or 0),
        comparator=">=" if most is None else None,
        unit="days",
        labels=labels,
        **rests_on(wait.held),
    )


def _accesses(
    access: Sequence[Statement], asked_for: Sequence[Statement], context: Context[Parameters]
) -> Iterator[Point]:
    """How one gets access at the moment, and what is asked for, by subject and channel."""
    by: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for each in (*access, *asked_for):
        if each in asked_for or barred(str(each.value)) is not None:
            by[each.held.event.subjects[0], _place(each)["channel"]].append(each)
    for _, said in sorted(by.items()):
        first = said[0]
        closed = None if first in asked_for else barred(str(first.value))
        needed = [str(each.value) for each in said if each in asked_for]
        labels = {"part": "access", **_place(first)}
        labels |= (
            {"missing": "access not stated"} if closed is None else {"stated": str(first.value)}
        )
        labels |= {"asked_for": "; ".join(needed)} if needed else {}
        value = None if closed is None else Decimal(0 if closed else 1)
        lineage = rests_on(each.held for each in said)
        yield point_of(first, context, value=value, unit="access", labels=labels, **lineage)


def _minutes(statement: Statement, context: Context[Parameters]) -> Point:
    """A figure alone is one; a target or a record is quoted, not counted."""
    wording = str(statement.value)
    value = Decimal(wording) if re.fullmatch(r"\d+(\.\d+)?", wording, re.ASCII) else None
    labels = {"part": "minutes", **_place(statement), "stated": wording}
    return point_of(statement, context, value=value, unit="minutes", labels=labels)
