"""anthropic: input, cache reads and cache writes stand side by side; thinking is output."""

from ecosys.domain.usage import Counting

anthropic = Counting(
    names={
        "input_tokens": "input",
        "cache_read_input_tokens": "cache_read",
        "cache_creation_input_tokens": "cache_write",
        "ephemeral_5m_input_tokens": "cache_write_5m",
        "ephemeral_1h_input_tokens": "cache_write_1h",
        "output_tokens": "output",
    },
    tokens=dict,
)
"""Counters of the Messages API of Anthropic. With the two lifetimes leave out their sum."""
