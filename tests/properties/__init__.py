"""Properties: what is so of every history, tried on many."""

from hypothesis import HealthCheck, settings

endurance = False
"""Whether `--endurance` was given: set before the tests are read."""
SHARE = 10
"""Every run tries a tenth of the histories that a property asks for."""
FEWEST = 20


def examples(count: int) -> settings:
    """On how many histories a property is tried.

    With `--endurance` there are that many, others each time; otherwise a part of them, always the
    same.
    """
    return settings(
        max_examples=count if endurance else max(count // SHARE, min(count, FEWEST)),
        deadline=None,
        derandomize=not endurance,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
