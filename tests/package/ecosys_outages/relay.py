"""relay: how a gateway that resells models counts; what it cached is part of what went in."""

from ecosys import Counter, Counting


def _charged(counts: dict[str, int]) -> dict[str, int]:
    """What was cached is part of the input: it is no input twice."""
    return {**counts, "input": counts.get("input", 0) - counts.get("cache_read", 0)}


relay = Counting(
    counters={
        "tokens_in": Counter("input", "Tokens that go in, cached ones included."),
        "tokens_cached": Counter("cache_read", "The part of them that was cached."),
        "tokens_out": Counter("output", "Tokens that come out."),
    },
    charged=_charged,
)
"""Counters of the gateway."""
