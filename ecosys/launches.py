"""Launches: when something first became available, by the best source that says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ecosys.events.launched import Launched
from ecosys.hold import Held
from ecosys.series import OWN, UNRANKED


def first_launches(facts: Iterable[Held], ranks: Mapping[str, int], as_of: int) -> dict[str, Held]:
    """The first launch of each subject by a moment; what was only announced does not count.

    Sources differ on the day: the best rank answers, and of what it states the earliest.
    """
    stated: dict[str, list[Held]] = defaultdict(list)
    for held in facts:
        event = held.event
        if not isinstance(event, Launched) or event.stage == "announced":
            continue
        if held.start is not None and held.start <= as_of:
            stated[event.subject].append(held)
    return {
        subject: min(said, key=lambda held: (_rank(held, ranks), held.start, held.position))
        for subject, said in stated.items()
    }


def _rank(held: Held, ranks: Mapping[str, int]) -> int:
    return OWN if held.own else ranks.get(held.voice, UNRANKED)
