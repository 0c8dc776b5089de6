"""Launches: when something first became available, by the best source that says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ecosys.events.launched import MODELS, Launched
from ecosys.moment import Held, View
from ecosys.moment.series import rank_of


def first_launches(view: View) -> dict[str, Held]:
    """The first launch of each subject by a moment; what was only announced does not count.

    Sources differ on the day: the best rank answers, and of what it states the earliest. Where it
    states that launch once coarsely and once to the day, the day answers.
    """
    stated: dict[str, list[Held]] = defaultdict(list)
    for held in view.of(Launched).facts:
        if view.has_begun(held) and held.field("stage") != "announced":
            stated[held.subject].append(held)
    return {subject: first_of(launches, view.ranks) for subject, launches in stated.items()}


def is_of_model(held: Held) -> bool:
    """Whether a launch is that of a model."""
    return held.field("what") in MODELS


def first_of(launches: Sequence[Held], ranks: Mapping[str, int]) -> Held:
    """The first of several statements of one launch: the best rank's earliest, to the day.

    >>> from ecosys.testing import given
    >>> launch = {"type": "launched", "subject": "acme/m", "what": "model"}
    >>> facts = given(
    ...     {**launch, "id": "a", "occurred": "2025-03", "sources": [{"source": "acme"}]},
    ...     {**launch, "id": "b", "occurred": "2025-03-20", "sources": [{"source": "acme"}]},
    ...     {**launch, "id": "c", "occurred": "2025-02-01", "sources": [{"source": "blog"}]},
    ... ).view().facts
    >>> first_of(facts, {"acme": 1, "blog": 2}).id
    'b'
    """
    best = min(rank_of(held, ranks) for held in launches)
    ranking = [held for held in launches if rank_of(held, ranks) == best]
    first = min(ranking, key=lambda held: (held.start, held.position))
    return min(
        (held for held in ranking if _within(held, first)),
        key=lambda held: (_length(held), held.start, held.position),
    )


def _within(held: Held, other: Held) -> bool:
    """Whether a launch may be the same as another, only dated more finely."""
    mine, theirs = held.when, other.when
    assert mine is not None
    assert theirs is not None
    return _stage(held) == _stage(other) and theirs.start <= mine.start and mine.end <= theirs.end


def _length(held: Held) -> int:
    when = held.when
    return when.end - when.start if when else 0


def _stage(held: Held) -> str | None:
    return held.field("stage") if issubclass(held.kind, Launched) else None
