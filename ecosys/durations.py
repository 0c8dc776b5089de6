"""Durations as people write them: `90d`, `2w`."""

import re

from ecosys.errors import InvalidInput

_FORM = re.compile(r"(\d{1,5})([dw])", re.ASCII)


def days(text: str) -> int:
    """How many days are meant."""
    found = _FORM.fullmatch(text)
    if not found:
        raise InvalidInput(f"{text!r} is not a number of days.", hint="Write 90d or 12w.")
    return int(found[1]) * (7 if found[2] == "w" else 1)
