"""Usage: a provider's own counters of a request, turned into tokens by direction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ecosys.domain.costs import Tokens
from ecosys.errors import InvalidInput
from ecosys.plugins import Registry
from ecosys.values.words import suggest

OUR_COUNTERS = {
    name: name
    for name in (
        "input",
        "output",
        "cache_read",
        "cache_write",
        "cache_write_5m",
        "cache_write_1h",
        "reasoning",
    )
}


@dataclass(frozen=True)
class Counting:
    """How one provider counts."""

    names: Mapping[str, str]
    """Its counters' names and the direction that each counts."""
    tokens: Callable[[dict[str, int]], dict[str, int]]
    """Its counts by direction turned into tokens charged: caches taken out of input ..."""


def _counting(found: object, name: str) -> Counting:
    if not isinstance(found, Counting):
        raise TypeError(f"{name} is not a Counting")
    return found


usages: Registry[Counting] = Registry("ecosys.usages", kind=_counting)
"""The providers' ways of counting, by name."""


_OURS = Counting({}, dict)


def tokens(counters: Mapping[str, int], usage: str | None = None) -> Tokens:
    """Tokens by direction from counters; `usage` names whose counters they are."""
    counting = _OURS if usage is None else usages.get(usage)
    if counting is None:
        raise InvalidInput(f"usage={usage} is not known.", hint=suggest(str(usage), usages))
    names = {**OUR_COUNTERS, **counting.names}
    counts: dict[str, int] = {}
    for name, count in counters.items():
        if name not in names:
            raise InvalidInput(f"{name} is not a counter.", hint=suggest(name, names))
        if count < 0:
            raise InvalidInput(f"{name}={count} is negative.", hint="Tokens are counted from 0.")
        counts[names[name]] = counts.get(names[name], 0) + count
    turned = counting.tokens(counts)
    short = [name for name, count in turned.items() if count < 0]
    if short:
        raise InvalidInput(
            f"More tokens were cached than went in: {short[0]} would be {turned[short[0]]}.",
            hint=f"With usage={usage} cached tokens are part of the input.",
        )
    return Tokens(turned)
