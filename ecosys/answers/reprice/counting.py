"""Counting: how the counters of a log become the tokens that are charged, as sums of each other.

Every way of counting adds and subtracts: cached tokens are taken out of the input, thoughts are
added to the output. As a table of factors it serves a row in Python and a column in a database.
"""

from collections.abc import Mapping

from ecosys.answers.reprice.layout import COUNTED
from ecosys.domain.usage import OURS, usages
from ecosys.errors import EcosysError

Factors = Mapping[str, Mapping[str, int]]
"""Of each direction that is charged, which counts make it, and how often each is added."""
_TRIED = {name: 7 + 3 * at * at for at, name in enumerate(reversed(COUNTED))}
"""Counts in no simple relation to each other."""


def factors(usage: str | None) -> Factors:
    """The factors of a way of counting; EcosysError where it does more than add and subtract.

    >>> factors("openai")["input"] == {"input": 1, "cache_read": -1, "cache_write": -1,
    ...     "cache_write_5m": -1, "cache_write_1h": -1}
    True
    >>> factors(None)["reasoning"]
    {'reasoning': 1}
    """
    counting = usages[usage] if usage else OURS
    none = dict.fromkeys(COUNTED, 0)
    table: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
    for name in COUNTED:
        for charged, count in counting.charged({**none, name: 1}).items():
            if count:
                table[charged][name] = count
    tried = counting.charged(dict(_TRIED))
    if any(applied(table, _TRIED)[name] != tried.get(name, 0) for name in COUNTED):
        raise EcosysError(f"usage={usage} does more with counts than to add and subtract them.")
    return table


def applied(table: Factors, counts: Mapping[str, int]) -> dict[str, int]:
    """The tokens that are charged for some counts.

    >>> applied(factors("openai"), {"input": 10, "cache_read": 4, "output": 1})["input"]
    6
    """
    return {
        charged: sum(counts.get(name, 0) * factor for name, factor in made_of.items())
        for charged, made_of in table.items()
    }
