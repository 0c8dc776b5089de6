"""fact_stated_twice: one fact under two ids."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from ecosys.event import Fact
from ecosys.moment import Held, View
from ecosys.seeding.doubts import content_of
from ecosys.seeding.findings import Finding

WHO_SAYS_IT = ("voice", "via", "stated", "stated_basis", "version", "type")
"""Fields that do not tell what is so."""


def fact_stated_twice(view: View) -> Iterator[Finding]:
    """A fact that the same voice states twice, of the same day."""
    said: dict[Hashable, list[Held]] = defaultdict(list)
    for held in view.facts:
        if isinstance(fact := held.event, Fact) and not held.cancelled:
            said[held.type, held.voice, fact.occurred, *map(str, _content(fact))].append(held)
    for same in said.values():
        for again in same[1:]:
            yield Finding(again.id, f"says what {same[0].id} says")


def _content(fact: Fact) -> Sequence[object]:
    plain = {name: value for name, value in fact if name not in WHO_SAYS_IT}
    return content_of(fact.model_construct(**plain))
