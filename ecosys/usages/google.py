"""google: cached tokens are part of the prompt, thoughts stand beside the candidates."""

from ecosys.domain.usage import Counting


def _tokens(counts: dict[str, int]) -> dict[str, int]:
    charged = dict(counts)
    charged["input"] = counts.get("input", 0) - counts.get("cache_read", 0)
    charged["output"] = counts.get("output", 0) + charged.pop("reasoning", 0)
    return charged


google = Counting(
    names={
        "promptTokenCount": "input",
        "cachedContentTokenCount": "cache_read",
        "candidatesTokenCount": "output",
        "thoughtsTokenCount": "reasoning",
    },
    tokens=_tokens,
)
"""Counters of the Gemini API of Google."""
