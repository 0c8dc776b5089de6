"""Properties: what is so of every history, tried on many."""

from hypothesis import HealthCheck, settings


def examples(count: int) -> settings:
    """How many histories a property is tried on; the same ones each time."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
