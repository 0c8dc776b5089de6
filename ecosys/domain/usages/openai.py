"""openai: cached tokens are part of the prompt, reasoning tokens part of the completion."""

from ecosys.domain.usage import Counter, Counting


def _charged(counts: dict[str, int]) -> dict[str, int]:
    charged = {name: count for name, count in counts.items() if name != "reasoning"}
    cached = sum(count for name, count in counts.items() if name.startswith("cache_"))
    charged["input"] = counts.get("input", 0) - cached
    return charged


_PROMPT = Counter("input", "Tokens that go in, cached ones included.")
_COMPLETION = Counter("output", "Tokens that come out, reasoning included.")

openai = Counting(
    counters={
        "prompt_tokens": _PROMPT,
        "input_tokens": _PROMPT,
        "cached_tokens": Counter("cache_read", "The part of the input that was cached."),
        "completion_tokens": _COMPLETION,
        "output_tokens": _COMPLETION,
        "reasoning_tokens": Counter("reasoning", "The part of the output that was reasoning."),
    },
    charged=_charged,
)
"""Counters of the Responses and Chat Completions APIs of OpenAI."""
