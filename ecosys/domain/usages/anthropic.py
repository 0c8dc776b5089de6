"""anthropic: input, cache reads and cache writes stand side by side; thinking is output."""

from ecosys.domain.usage import Counter, Counting

anthropic = Counting(
    counters={
        "input_tokens": Counter("input", "Tokens that go in and come from no cache."),
        "cache_read_input_tokens": Counter("cache_read", "Tokens read from a cache."),
        "cache_creation_input_tokens": Counter(
            "cache_write", "Tokens written to a cache, for any lifetime."
        ),
        "ephemeral_5m_input_tokens": Counter(
            "cache_write_5m", "Tokens written to a cache for five minutes."
        ),
        "ephemeral_1h_input_tokens": Counter(
            "cache_write_1h", "Tokens written to a cache for an hour."
        ),
        "output_tokens": Counter("output", "Tokens that come out, thinking included."),
    },
    charged=dict,
)
"""Counters of the Messages API of Anthropic. With the two lifetimes leave out their sum."""
