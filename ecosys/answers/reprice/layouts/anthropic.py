"""anthropic: the usage of messages, as the Admin API of Anthropic reports it."""

from ecosys.answers.reprice.layout import Layout

anthropic = Layout(
    summary="Anthropic, usage report of messages: pages of the Admin API, or their results",
    told_by=(("starting_at",), ("uncached_input_tokens",), ("output_tokens",)),
    columns={
        "time": ("starting_at",),
        "until": ("ending_at",),
        "model": ("model",),
        "tier": ("service_tier",),
        "speed": ("speed",),
        "region": ("inference_geo",),
        "window": ("context_window",),
        "input": ("uncached_input_tokens",),
        "cache_read": ("cache_read_input_tokens",),
        "cache_write_5m": (
            "cache_creation/ephemeral_5m_input_tokens",
            "cache_creation.ephemeral_5m_input_tokens",
        ),
        "cache_write_1h": (
            "cache_creation/ephemeral_1h_input_tokens",
            "cache_creation.ephemeral_1h_input_tokens",
        ),
        "output": ("output_tokens",),
    },
    usage="anthropic",
    items=("data/results", "results"),
    sums_up=True,
    fixed={"provider": "anthropic"},
)
"""All counts stand side by side there; a row does not say how many requests it sums up."""
