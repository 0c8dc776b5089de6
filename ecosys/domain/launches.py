"""Launches: when something first became available, by the best source that says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ecosys.events.launched import Launched
from ecosys.moment import Held
from ecosys.moment.series import OWN, UNRANKED


def first_launches(facts: Iterable[Held], ranks: Mapping[str, int], as_of: int) -> dict[str, Held]:
    """The first launch of each subject by a moment; what was only announced does not count.

    Sources differ on the day: the best rank answers, and of what it states the earliest. Where it
    states that launch once coarsely and once to the day, the day answers.
    """
    stated: dict[str, list[Held]] = defaultdict(list)
    for held in facts:
        event = held.event
        if not isinstance(event, Launched) or event.stage == "announced":
            continue
        if held.start is not None and held.start <= as_of:
            stated[event.subject].append(held)
    return {subject: first_of(said, ranks) for subject, said in stated.items()}


def first_of(said: Sequence[Held], ranks: Mapping[str, int]) -> Held:
    """The first of several statements of one launch: the best rank's earliest, to the day."""
    best = min(_rank(held, ranks) for held in said)
    ranking = [held for held in said if _rank(held, ranks) == best]
    first = min(ranking, key=lambda held: (held.start, held.position))
    return min(
        (held for held in ranking if _within(held, first)),
        key=lambda held: (_length(held), held.start, held.position),
    )


def _within(held: Held, other: Held) -> bool:
    """Whether a launch may be the same as another, only dated more finely."""
    mine, theirs = held.event.when, other.event.when
    assert mine is not None
    assert theirs is not None
    same = getattr(held.event, "stage", None) == getattr(other.event, "stage", None)
    return same and theirs.start <= mine.start and mine.end <= theirs.end


def _length(held: Held) -> int:
    when = held.event.when
    return when.end - when.start if when else 0


def _rank(held: Held, ranks: Mapping[str, int]) -> int:
    return OWN if held.own else ranks.get(held.voice, UNRANKED)
