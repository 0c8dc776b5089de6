"""Happenings: what happened to a subject once, whoever tells it."""

from collections import defaultdict
from collections.abc import Hashable

from ecosys.domain.launches import first_of
from ecosys.events.funded import Funded
from ecosys.events.integrated import Integrated
from ecosys.events.launched import Launched
from ecosys.events.partnered import Partnered
from ecosys.moment import Held, View
from ecosys.moment.series import rank_of

HAPPENINGS = (Funded, Integrated, Launched, Partnered)


def happenings(view: View) -> list[Held]:
    """Launches, ties, integrations and funding, each once by its best voice, the latest first.

    >>> from ecosys.testing import given
    >>> launch = {"type": "launched", "subject": "acme/m", "what": "model"}
    >>> view = given(
    ...     {**launch, "id": "a", "occurred": "2025-03-20", "sources": [{"source": "acme"}]},
    ...     {**launch, "id": "b", "occurred": "2025-03-20", "sources": [{"source": "blog"}]},
    ...     {"type": "funded", "id": "c", "recipient": "acme", "occurred": "2025-05-01",
    ...      "sources": [{"source": "blog"}]},
    ... ).view()
    >>> [held.id for held in happenings(view)]
    ['c', 'a']
    """
    told: dict[Hashable, list[Held]] = defaultdict(list)
    for held in view.facts:
        if issubclass(held.kind, HAPPENINGS) and held.start is not None:
            told[happening_of(held) or held.id].append(held)
    best = [_best(voices, view) for voices in told.values()]
    return sorted(best, key=lambda held: (-(held.start or 0), held.id))


def happening_of(held: Held) -> Hashable | None:
    """What statements of the same happening share; None: it goes on. A launch is not read for it.

    >>> from ecosys.testing import given
    >>> launch = {"type": "launched", "id": "a", "subject": "acme/m", "what": "model",
    ...           "occurred": "2025", "sources": [{"source": "acme"}]}
    >>> [held] = given(launch).view().facts
    >>> happening_of(held) == held.event.happening
    True
    """
    if issubclass(held.kind, Launched):
        return held.subject, held.field("channel"), held.field("stage")
    return held.event.happening


def _best(told: list[Held], view: View) -> Held:
    """Of statements of one happening that of the best rank; of launches its first."""
    if issubclass(told[0].kind, Launched):
        return first_of(told, view.ranks)
    return min(told, key=lambda held: (rank_of(held, view.ranks), held.known_from, held.position))
