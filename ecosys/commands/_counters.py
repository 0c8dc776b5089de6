"""Counters of tokens as they are given on the command line."""

from collections.abc import Mapping

from ecosys.domain.usage import counters_of
from ecosys.errors import InvalidInput
from ecosys.values.words import suggest


def counters(given: Mapping[str, str], usage: str | None) -> dict[str, int]:
    """Whole numbers of tokens by counter; InvalidInput names what is not one."""
    known = counters_of(usage)
    counted = {}
    for name, text in given.items():
        if name not in known:
            raise InvalidInput(f"--{name} is not an option.", hint=suggest(name, known))
        if not text.isascii() or not text.isdigit():
            raise InvalidInput(f"--{name} {text}: tokens are a whole number, 0 or more.")
        counted[name] = int(text)
    if not counted:
        raise InvalidInput("No tokens are given.", hint="Say how many: --input 1000 --output 500.")
    return counted
