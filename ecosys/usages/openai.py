"""openai: cached tokens are part of the prompt, reasoning tokens part of the completion."""

from ecosys.domain.usage import Counting


def _tokens(counts: dict[str, int]) -> dict[str, int]:
    charged = {name: count for name, count in counts.items() if name != "reasoning"}
    cached = sum(count for name, count in counts.items() if name.startswith("cache_"))
    charged["input"] = counts.get("input", 0) - cached
    return charged


openai = Counting(
    names={
        "prompt_tokens": "input",
        "input_tokens": "input",
        "cached_tokens": "cache_read",
        "completion_tokens": "output",
        "output_tokens": "output",
        "reasoning_tokens": "reasoning",
    },
    tokens=_tokens,
)
"""Counters of the Responses and Chat Completions APIs of OpenAI."""
