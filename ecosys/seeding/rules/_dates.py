"""What a date says for sure."""

from ecosys.values.when import When


def not_before(when: When | None) -> int | None:
    """The instant before which something surely was not so; None where that is not said.

    >>> from ecosys.values.instant import day_of
    >>> from ecosys.values.when import parse
    >>> day_of(not_before(parse("2025-07-01..2025-08-26")))
    '2025-07-01'
    >>> not_before(parse("not after 2025-08-26")) is None
    True
    """
    if when is None or when.unknown:
        return None
    if when.earliest is not None:
        return when.earliest.start
    return None if when.bound == "not_after" else when.start
