"""Usage: a provider's own counters of a request, turned into tokens by direction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ecosys.domain.costs import Tokens
from ecosys.errors import EcosysError, InvalidInput
from ecosys.plugins import Registry
from ecosys.values.words import suggest


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter of tokens."""

    direction: str
    """Which tokens it counts: input, output, cache_read ..."""
    meaning: str
    """What it counts, in a sentence."""


@dataclass(frozen=True, slots=True)
class Counting:
    """A way of counting the tokens of a request: the counters and how they become charges."""

    counters: Mapping[str, Counter]
    """The counters by name."""
    charged: Callable[[dict[str, int]], dict[str, int]]
    """Counts by direction turned into tokens charged: cached ones taken out of input ..."""


OURS = Counting(
    counters={
        "input": Counter("input", "Tokens that go in; without `usage` those from no cache."),
        "output": Counter("output", "Tokens that come out."),
        "cache_read": Counter("cache_read", "Tokens read from a cache."),
        "cache_write": Counter(
            "cache_write", "Tokens written to a cache for its default lifetime."
        ),
        "cache_write_5m": Counter("cache_write_5m", "Tokens written to a cache for five minutes."),
        "cache_write_1h": Counter("cache_write_1h", "Tokens written to a cache for an hour."),
        "reasoning": Counter("reasoning", "Reasoning tokens: charged as output."),
    },
    charged=dict,
)
"""Our own way of counting: every direction stands beside the others."""


def _counting(value: object, name: str) -> Counting:
    if not isinstance(value, Counting):
        raise TypeError(f"{name} is not a Counting")
    strange = [each for each in value.counters if not each.isidentifier() or each.startswith("_")]
    if strange:
        raise TypeError(f"{strange[0]!r} cannot be the name of a parameter")
    for counter, each in value.counters.items():
        if each.direction not in OURS.counters:
            raise TypeError(
                f"{counter} counts {each.direction!r}, which is no direction. "
                f"{suggest(each.direction, OURS.counters)}"
            )
    return value


usages: Registry[Counting] = Registry(
    "ecosys.usages", kind=_counting, folder="ecosys.domain.usages"
)
"""The providers' ways of counting, by name."""


def counters_of(usage: str | None = None) -> Mapping[str, Counter]:
    """The counters that can be given: ours, and those of a usage. InvalidInput: no such usage."""
    if usage is None:
        return OURS.counters
    return {**OURS.counters, **_usage(usage).counters}


def meanings() -> dict[str, str]:
    """Every counter of every usage with what it counts, ours first."""
    sentences = {name: [counter.meaning] for name, counter in OURS.counters.items()}
    for usage, counting in usages.items():
        for name, counter in counting.counters.items():
            meaning = f"With usage={usage}: {counter.meaning[:1].lower()}{counter.meaning[1:]}"
            sentences.setdefault(name, []).append(meaning)
    return {name: " ".join(several) for name, several in sentences.items()}


def tokens(counters: Mapping[str, int], usage: str | None = None) -> Tokens:
    """Tokens by direction from counters; `usage` names whose counters they are."""
    counting = OURS if usage is None else _usage(usage)
    known = counters_of(usage)
    counts: dict[str, int] = {}
    for name, count in counters.items():
        if name not in known:
            raise InvalidInput(f"{name} is not a counter.", hint=suggest(name, known))
        if count < 0:
            raise InvalidInput(f"{name}={count} is negative.", hint="Tokens are counted from 0.")
        direction = known[name].direction
        counts[direction] = counts.get(direction, 0) + count
    charged = counting.charged(counts)
    for name in charged.keys() - OURS.counters.keys():
        raise EcosysError(f"usage={usage} charges {name!r}, which is no direction of ours.")
    short = [name for name, count in charged.items() if count < 0]
    if short:
        raise InvalidInput(
            f"More tokens were cached than went in: {short[0]} would be {charged[short[0]]}.",
            hint=f"With usage={usage} cached tokens are part of the input.",
        )
    return Tokens(charged)


def _usage(name: str) -> Counting:
    if name not in usages:
        hint = usages.why_missing(name) or suggest(name, usages)
        raise InvalidInput(f"usage={name} is not known.", hint=hint)
    return usages[name]
