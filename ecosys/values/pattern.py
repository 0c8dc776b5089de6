r"""Patterns: regular expressions whose work on a name has a bound that is known beforehand.

`^(a|aa)+$` tries 2ⁿ ways to read n times `a`: one such pattern in a file of somebody else stops
whoever asks. How many ways there are at most follows from the pattern alone: in a sequence they
multiply, of alternatives they add up, `.*` may end anywhere. What is repeated without end must be
read in one way only: `(-(mini|pro))*` is, as no alternative begins like another; `(a|aa)*` is not.
"""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from ecosys.values.memory import memoised

LONGEST_NAME = 240
"""How many characters a name has at most that a pattern is tried on."""
_FOREIGN = "éſKİı١☃\u00a0"
"""Characters outside of ASCII, some of each kind; of case `ſ` is that of s, `K` of k."""
_COUNTED = 10**12
"""Ways are counted up to here."""
_TOKEN = re.compile(
    r"(?P<open>\((?:\?(?:[:=!]|<[=!]|P<\w+>))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<repeat>[*+?]|\{(?!\})(?P<low>\d*)(?P<comma>,)?(?P<high>\d*)\})[?+]?"
    r"|(?P<run>(?:(?:[\w/@: -]|\\\W)(?![*+?{]))+)"
    r"|(?P<edge>[\^$]|\\[AZbB])"
    r"|(?P<char>\[\^?\]?(?:\\[dDwWsS\W]|[^\]\\])*\]|\\[dDwWsS\W]|[^\\\[])",
    re.DOTALL,
)
_PLACE = re.compile(r"\\.|[^\\]", re.DOTALL)
"""One character of a run of them, as it is written."""
_FLAGS = re.compile(r"\(\?([aims]+)\)")


class _Part(NamedTuple):
    """What a part of a pattern may do from one place in a name on."""

    ways: int
    """In how many ways it may match at most."""
    work: int
    """How many ways are tried at most, those included that look around."""
    chars: Sequence[str] | None
    """A pattern for each of its places, where it is always as long."""
    empty: bool
    """Whether it may match nothing at all."""


_NOTHING = _Part(1, 1, (), empty=True)


class _Unbounded(ValueError):
    """A pattern that is read in more ways than can be counted."""


@memoised(400)
def work(pattern: str) -> int:
    r"""How many ways to read a name are tried at most. ValueError: no pattern, or without bound.

    >>> work("gpt-4(-[0-9]{4})?"), work("claude-.+"), work("(-(mini|pro))*")
    (15, 247, 1920)
    >>> work("^(a|aa)+$")
    Traceback (most recent call last):
    ValueError: what is repeated without end in '^(a|aa)+$' can be read in several ways
    """
    try:
        re.compile(pattern)
        return _Reader(pattern).alternatives().work
    except (re.error, OverflowError) as problem:
        raise ValueError(f"{pattern!r} is not a regular expression: {problem}") from None
    except RecursionError:
        raise ValueError(f"{pattern[:100]!r} ... is nested too deeply") from None
    except _Unbounded:
        raise ValueError(
            f"what is repeated without end in {pattern!r} can be read in several ways"
        ) from None


class _Reader:
    """Reads a pattern once, from its beginning to its end."""

    def __init__(self, pattern: str) -> None:
        flags = _FLAGS.match(pattern)
        self._pattern = pattern
        self._prefix = flags[0] if flags else ""
        self._at = len(self._prefix)
        self._next = _TOKEN.match(pattern, self._at)

    def alternatives(self) -> _Part:
        """The parts between here and the end of the group."""
        branches = [self._sequence()]
        while self._peek("bar"):
            self._take()
            branches.append(self._sequence())
        ways = 1 if self._exclusive(branches) else sum(each.ways for each in branches)
        chars = branches[0].chars if len(branches) == 1 else None
        empty = any(each.empty for each in branches)
        return _Part(ways, sum(each.work for each in branches), chars, empty)

    def _sequence(self) -> _Part:
        parts = []
        while self._at < len(self._pattern) and not (self._peek("bar") or self._peek("close")):
            parts.append(self._repeated(self._one()))
        return _sequence(parts)

    def _one(self) -> _Part:
        token = self._take()
        if token["run"]:
            places = tuple(self._prefix + each for each in _PLACE.findall(token["run"]))
            return _Part(1, len(places), places, empty=False)
        if token["char"]:
            return _Part(1, 1, (self._prefix + token["char"],), empty=False)
        if token["edge"]:
            return _NOTHING
        inner = self.alternatives()
        self._take()
        looks = token["open"].endswith(("=", "!"))
        return _NOTHING._replace(work=inner.work) if looks else inner

    def _repeated(self, part: _Part) -> _Part:
        while self._peek("repeat"):
            part = _repeat(part, self._take())
        return part

    def _exclusive(self, branches: Sequence[_Part]) -> bool:
        """Whether at most one of some alternatives can match, and that in one way."""
        foreign = "".join(char for char in self._pattern if not char.isascii())
        return all(each.ways == 1 and each.chars is not None for each in branches) and all(
            any(
                _matched(here, foreign).isdisjoint(_matched(there, foreign))
                for here, there in zip(one.chars or (), other.chars or (), strict=False)
            )
            for one, other in combinations(branches, 2)
        )

    def _peek(self, kind: str) -> bool:
        return self._next is not None and self._next.lastgroup == kind

    def _take(self) -> re.Match[str]:
        token = self._next
        if token is None or (token[0] == "(" and self._pattern.startswith("(?", self._at)):
            raise ValueError(f"{self._pattern[self._at :]!r:.30} is not allowed in a pattern")
        self._at = token.end()
        self._next = _TOKEN.match(self._pattern, self._at)
        return token


def _sequence(parts: Sequence[_Part]) -> _Part:
    tried, ways = 0, 1
    for part in parts:
        tried += ways * part.work
        ways *= part.ways
    chars = None
    if all(part.chars is not None for part in parts):
        chars = tuple(each for part in parts for each in part.chars or ())
    return _Part(ways, max(tried, 1), chars, all(part.empty for part in parts))


def _repeat(part: _Part, token: re.Match[str]) -> _Part:
    low, high = _bounds(token)
    if high is None:
        if part.ways > 1 or part.empty:
            raise _Unbounded
        return _Part(LONGEST_NAME, LONGEST_NAME * part.work, None, part.empty or low == 0)
    counts = range(min(low, LONGEST_NAME), min(high, LONGEST_NAME) + 1)
    ways = min(sum(part.ways**count for count in counts), _COUNTED)
    chars = tuple(part.chars) * low if low == high <= LONGEST_NAME and part.chars else None
    return _Part(ways, ways * part.work * max(counts), chars, part.empty or low == 0)


def _bounds(token: re.Match[str]) -> tuple[int, int | None]:
    """How often something is repeated at least and at most."""
    short = {"*": (0, None), "+": (1, None), "?": (0, 1)}
    if token["repeat"] in short:
        return short[token["repeat"]]
    low = int(token["low"] or 0)
    return low, int(token["high"]) if token["high"] else (None if token["comma"] else low)


@memoised(4_000)
def _matched(pattern: str, foreign: str) -> frozenset[str]:
    """The characters that a place may hold, of all that tell one place from another."""
    fits = re.compile(pattern).fullmatch
    alphabet = (*map(chr, range(128)), *_FOREIGN, *foreign, *foreign.swapcase())
    return frozenset(filter(fits, alphabet))
