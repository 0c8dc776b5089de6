"""google: cached tokens are part of the prompt, thoughts stand beside the candidates."""

from ecosys.domain.usage import Counter, Counting


def _charged(counts: dict[str, int]) -> dict[str, int]:
    charged = dict(counts)
    charged["input"] = counts.get("input", 0) - counts.get("cache_read", 0)
    charged["output"] = counts.get("output", 0) + charged.pop("reasoning", 0)
    return charged


google = Counting(
    counters={
        "promptTokenCount": Counter("input", "Tokens that go in, cached ones included."),
        "cachedContentTokenCount": Counter("cache_read", "The part of the prompt from a cache."),
        "candidatesTokenCount": Counter("output", "Tokens that come out, thoughts apart."),
        "thoughtsTokenCount": Counter("reasoning", "Tokens of thoughts: charged as output."),
    },
    charged=_charged,
)
"""Counters of the Gemini API of Google."""
