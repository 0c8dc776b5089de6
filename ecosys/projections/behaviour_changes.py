"""behaviour_changes: when a model answered differently under an unchanged name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ecosys.event.subject import provider_of
from ecosys.events.described import Described
from ecosys.events.observed import Observed
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, marks, projection, rests_on
from ecosys.values.amount import text
from ecosys.values.instant import day_of

STATED = {
    "behaviour_change": "stated",
    "behaviour_rollback": "rolled_back",
    "silent_updates": "updates",
}
"""The attributes by which a change is stated, and what each point is called."""
_COUNT = re.compile(r"(\d+) since ", re.ASCII)


def _reads(held: Held, _: Parameters) -> bool:
    if (described := held.of(Described)) is not None:
        return described.attribute in STATED
    figure = held.of(Observed)
    return figure is not None and figure.kind == "score"


@projection(takes=["observed", "described"], unit="changes", version=1, reads=_reads)
def behaviour_changes(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """When a model answered differently under an unchanged name: stated and measured changes.

    stated: somebody said that answers changed, or that a change was taken back (rolled_back), each
    counted as one; updates: how many unannounced updates were counted behind a name. measured: one
    publication scored the same name at two dates; the value is the later score minus the earlier
    in the score's unit, with both in the labels. Scores of different publications are never
    compared: their questions, tables and voters differ. For each provider stand the names with any
    change, and how many changes were stated and measured. What nobody studied is not seen, so
    these are least numbers. Different models behaving differently is no change under one name;
    names that were pointed to another model are counted by alias_exposure. Definition: ours,
    after "drift" as studied for ChatGPT's models in 2023: the same name, other answers.
    """
    now = context.view(events).begun()
    changes = [*_stated(now, context), *_measured(now, context)]
    yield from (point for point, _ in changes)
    by_provider: dict[str, list[tuple[Point, list[Held]]]] = defaultdict(list)
    for point, facts in changes:
        by_provider[provider_of(point.subject)].append((point, facts))
    for provider, members in sorted(by_provider.items()):
        yield from _counts(provider, members, context)
    yield Coverage(
        definition="statements and studies of single names; most names were never studied",
        reason=None if changes else "not enough facts: nobody has stated a change",
    )


def _stated(now: View, context: Context[Parameters]) -> Iterator[tuple[Point, list[Held]]]:
    for held in now.of(Described, attribute=STATED).facts:
        event = held.event
        assert isinstance(event, Described)
        value: Decimal | None = Decimal(1)
        if event.attribute == "silent_updates":
            counted = _COUNT.match(event.value)
            value = Decimal(counted[1]) if counted else None
        point = Point(
            subject=event.subject,
            at=event.occurred.date,
            value=value,
            unit="changes",
            **rests_on([held]),
            labels={
                "statistic": STATED[event.attribute],
                "what": event.value,
                "channel": event.channel,
                "voice": held.voice,
            },
            marks=marks(held, context.moment),
        )
        yield point, [held]


def _measured(now: View, context: Context[Parameters]) -> Iterator[tuple[Point, list[Held]]]:
    """Scores of one name at several dates in one publication, each against the one before."""
    studies: dict[tuple[object, ...], dict[int, Held]] = defaultdict(dict)
    for held in now.of(Observed).only(lambda held: held.field("kind") == "score").facts:
        if isinstance(event := held.event, Observed):
            study = (event.subject, event.metric, event.population or "", held.voice)
            studies[*study, held.known_from][held.start or 0] = held
    for key in sorted(studies, key=str):
        scores = [held for _, held in sorted(studies[key].items())]
        for before, after in pairwise(scores):
            yield _difference(before, after, context), [before, after]


def _difference(before: Held, after: Held, context: Context[Parameters]) -> Point:
    earlier, later = before.event, after.event
    assert isinstance(earlier, Observed)
    assert isinstance(later, Observed)
    return Point(
        subject=later.subject,
        at=later.occurred.date,
        value=later.value - earlier.value,
        unit="percentage points" if later.unit == "percent" else later.unit,
        **rests_on([before, after]),
        labels={
            "statistic": "measured",
            "metric": later.metric,
            "before": f"{text(earlier.value)} in {earlier.occurred.date}",
            "after": f"{text(later.value)} in {later.occurred.date}",
            "voice": after.voice,
        },
        marks=marks(after, context.moment),
    )


def _counts(
    provider: str, members: Sequence[tuple[Point, list[Held]]], context: Context[Parameters]
) -> Iterator[Point]:
    names = {point.subject for point, _ in members}
    for statistic, kinds in (("changes_stated", ("stated",)), ("changes_measured", ("measured",))):
        part = [each for each in members if each[0].labels["statistic"] in kinds]
        yield _count(provider, statistic, len(part), part, context)
    yield _count(provider, "names", len(names), members, context)


def _count(
    provider: str,
    statistic: str,
    number: int,
    members: Sequence[tuple[Point, list[Held]]],
    context: Context[Parameters],
) -> Point:
    return Point(
        subject=provider,
        at=day_of(context.moment.as_of),
        value=Decimal(number),
        comparator=">=",
        unit="names" if statistic == "names" else "changes",
        **rests_on(held for _, facts in members for held in facts),
        labels={"statistic": statistic},
    )
