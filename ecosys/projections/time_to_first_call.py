"""time_to_first_call: what stood between a developer and a first request, and for how long."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ecosys.domain.access import Wait, barred, waits
from ecosys.event.subject import provider_of
from ecosys.events.described import Described
from ecosys.moment import Held, View
from ecosys.moment.series import Statement
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
    view = context.view(events)
    stated = _statements(view)
    for each in stated[ACCESS]:
        for wait in waits(each, view.as_of):
            yield _waiting(wait, context)
    access, sign_up = _in_force(stated[ACCESS], view), _in_force(stated[SIGN_UP], view)
    yield from _accesses(access, sign_up, context)
    timed = _in_force(stated[MINUTES], view)
    for statement in timed:
        yield _minutes(statement, context)
    missing = _providers(stated[ACCESS]) - {_provider(each) for each in timed}
    for provider in sorted(missing):
        labels = {"part": "minutes", "missing": NO_MINUTES}
        yield Point(provider, day_of(view.as_of), None, "minutes", labels=labels)
    yield Coverage(
        definition="providers of whose access something is stated; missing: the minutes",
        missing=tuple(sorted(missing)),
    )


def _statements(view: View) -> Mapping[str, list[Sequence[Statement]]]:
    """The statements of each series that have begun, by attribute."""
    described = view.of(Described, attribute=ATTRIBUTES)
    by: dict[str, list[Sequence[Statement]]] = defaultdict(list)
    for _, stated in sorted(described.series.items(), key=lambda each: str(each[0])):
        begun = [each for each in stated if each.start <= view.as_of]
        if begun and isinstance(event := begun[0].held.event, Described):
            by[event.attribute].append(begun)
    return by


def _in_force(series: Sequence[Sequence[Statement]], view: View) -> list[Statement]:
    choices = (view.choose(stated) for stated in series)
    return [choice.statement for choice in choices if choice]


def _provider(statement: Statement) -> str:
    return provider_of(statement.held.subjects[0])


def _providers(series: Sequence[Sequence[Statement]]) -> set[str]:
    return {_provider(stated[0]) for stated in series}


def _place(statement: Statement) -> dict[str, str]:
    event = statement.held.event
    assert isinstance(event, Described)
    return {"channel": event.channel}


def _waiting(wait: Wait, context: Context[Parameters]) -> Point:
    lasted = wait.days(context.moment.as_of)
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
        value=lasted.value,
        high=lasted.upto,
        comparator=lasted.comparator,
        unit="days",
        labels=labels,
        **rests_on(wait.facts),
    )


def _accesses(
    access: Sequence[Statement], asked_for: Sequence[Statement], context: Context[Parameters]
) -> Iterator[Point]:
    """How one gets access at the moment, and what is asked for, by subject and channel."""
    by: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for each in (*access, *asked_for):
        if each in asked_for or barred(str(each.value)) is not None:
            by[each.held.subjects[0], _place(each)["channel"]].append(each)
    for _, stated in sorted(by.items()):
        first = stated[0]
        closed = None if first in asked_for else barred(str(first.value))
        needed = [str(each.value) for each in stated if each in asked_for]
        labels = {"part": "access", **_place(first)}
        labels |= (
            {"missing": "access not stated"} if closed is None else {"stated": str(first.value)}
        )
        labels |= {"asked_for": "; ".join(needed)} if needed else {}
        value = None if closed is None else Decimal(0 if closed else 1)
        lineage = rests_on(each.held for each in stated)
        yield point_of(first, context, value=value, unit="access", labels=labels, **lineage)


def _minutes(statement: Statement, context: Context[Parameters]) -> Point:
    """A figure alone is one; a target or a record is quoted, not counted."""
    wording = str(statement.value)
    value = Decimal(wording) if re.fullmatch(r"\d+(\.\d+)?", wording, re.ASCII) else None
    labels = {"part": "minutes", **_place(statement), "stated": wording}
    return point_of(statement, context, value=value, unit="minutes", labels=labels)
