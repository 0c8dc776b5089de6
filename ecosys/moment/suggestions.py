"""Suggestions: known names that somebody may have meant by one that is not known.

They are for a message alone; a suggestion never answers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from enum import IntEnum
from typing import NamedTuple

from ecosys.event.subject import own_id, provider_of

MAX_SUGGESTED = 5
"""How many names a message suggests at most."""
MAX_ALIKE = 3
"""How many of them only look alike."""
DATE = r"latest|\d{8}|\d{6}|\d{3,4}|\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{2}-\d{4}"
"""How ids end that are one state of a model: `20240229`, `2024-08-06`, `0613`, `08-2024`, `002`."""

SEPARATORS = str.maketrans("", "", "-_./:@~")


class KnownName(NamedTuple):
    """A name that means something."""

    name: str
    """The whole name: `vertex/claude-3-opus@20240229`."""
    subject: str
    """What it means: `anthropic/claude-3-opus-20240229`."""
    since: int
    """The instant since which that is known."""


class Nearness(IntEnum):
    """Why a known name may be meant, the best reason first."""

    SAME_LETTERS = 0
    """`GPT-4o` for `gpt-4o`."""
    SAME_PARTS = 1
    """`gpt4o` for `gpt-4o`, `claude-3.5-haiku` for `claude-3-5-haiku`."""
    DATED = 2
    """`claude-3-opus` for `claude-3-opus-20240229`."""
    LONGER = 3
    """`gpt-4o` for `gpt-4o-mini`."""
    OTHER_ORDER = 4
    """`claude-4-sonnet` for `claude-sonnet-4-20250514`."""
    OTHER_ORDER_LONGER = 5
    """`claude-4-sonnet` for `claude-sonnet-4-6`."""
    WITHIN = 6
    """`sonnet-4.5` for `claude-sonnet-4-5`."""


class _Given(NamedTuple):
    """A name that is compared with many."""

    folded: str
    parts: list[str]
    """Its smallest parts."""
    together: str
    """These without what stands between them."""

    @classmethod
    def of(cls, name: str) -> "_Given":
        parts = _smallest_parts(name)
        return cls(name.casefold(), parts, "".join(parts))


def suggestions(name: str, known: Iterable[KnownName]) -> list[str]:
    """The known names that may be meant by another: the nearest first, the shortest, the newest.

    Of names for one subject the nearest alone. Where none has the parts of the name, its last part
    is looked for, then that without a date, then what looks alike.

    >>> names = [KnownName(f"xai/{id}", f"xai/{id}", since)
    ...          for id, since in (("grok-2-1212", 7), ("grok-2-vision-1212", 9), ("grok-4", 11))]
    >>> suggestions("grok-2", names)
    ['xai/grok-2-1212', 'xai/grok-2-vision-1212']
    >>> suggestions("xai/grok4.", names)
    ['xai/grok-4']
    """
    newest_first = sorted(known, key=lambda each: (each.since, each.name), reverse=True)
    for wording in dict.fromkeys(_wordings(name)):
        given = _Given.of(wording)
        compared = ((_nearness(given, each.name), each) for each in newest_first)
        if near := [(how, each) for how, each in compared if how is not None]:
            return _ranked(near)
    return _alike(name, newest_first)


def nearness(name: str, known: str) -> Nearness | None:
    """Why a known name may be meant by another; None: it has not the parts of the other.

    >>> nearness("claude 3 opus", "anthropic/claude-3-opus-20240229")
    <Nearness.DATED: 2>
    >>> nearness("claude-3-op", "anthropic/claude-3-opus-20240229") is None
    True
    """
    return _nearness(_Given.of(name), known)


def _nearness(name: _Given, known: str) -> Nearness | None:
    folded, given, together = name
    plain = _plain(known)
    if folded in (known.casefold(), own_id(known).casefold()):
        return Nearness.SAME_LETTERS
    if together not in plain.translate(SEPARATORS) and not all(part in plain for part in given):
        return None  # most names, without a closer look
    parts, provider = _parts(known), len(_parts(provider_of(known)))
    for start in (0, provider):
        end = _end(together, parts, start)
        if end > provider or end == len(parts):
            return _beginning(parts[end:], Nearness.SAME_PARTS, Nearness.LONGER)
    own = _smallest_parts(own_id(known))
    if given and sorted(given) == sorted(own[: len(given)]):
        rest = own[len(given) :]
        return _beginning(rest, Nearness.OTHER_ORDER, Nearness.OTHER_ORDER_LONGER)
    within = any(_end(together, parts, start) for start in range(provider + 1, len(parts)))
    return Nearness.WITHIN if within else None


def hint(near: Sequence[str]) -> str:
    """The suggestions as a question; of many the first, and how many more there are.

    >>> hint(["a", "b"]), hint([])
    ('Did you mean a or b?', '')
    >>> hint(["a", "b", "c", "d", "e", "f", "g"])
    'Did you mean a or b or c or d or e? 2 more are like that.'
    """
    if not near:
        return ""
    more = len(near) - MAX_SUGGESTED
    rest = f" {more} more {'is' if more == 1 else 'are'} like that." if more > 0 else ""
    return f"Did you mean {' or '.join(near[:MAX_SUGGESTED])}?{rest}"


def _wordings(name: str) -> Iterator[str]:
    """A name as it may have been meant: whole, without what stands before it, without its date."""
    yield name
    *_, last = name.split("/")
    yield last
    undated = re.sub(rf"[-@:]({DATE})$", "", last)
    if undated != last:
        yield undated


def _ranked(near: Iterable[tuple[Nearness, KnownName]]) -> list[str]:
    """The nearest first, of equal ones the shortest, each subject once; a provider alone."""
    ranked = sorted(near, key=_order)
    how, nearest = ranked[0]
    if "/" not in nearest.name and how <= Nearness.SAME_PARTS:
        return [nearest.name]
    names: dict[str, str] = {}
    for _, each in ranked:
        names.setdefault(each.subject, each.name)
    return list(names.values())


def _order(near: tuple[Nearness, KnownName]) -> tuple[Nearness, int, bool]:
    how, known = near
    length = 0 if how is Nearness.DATED else len(_parts(known.name))
    return how, length, known.name != known.subject


def _alike(name: str, known: Iterable[KnownName]) -> list[str]:
    """The names that look like another, by the whole name or without the provider."""
    names = {form: each.name for each in known for form in (own_id(each.name), each.name)}
    alike = get_close_matches(name, names, n=2 * MAX_ALIKE, cutoff=0.6)
    return list(dict.fromkeys(names[each] for each in alike))[:MAX_ALIKE]


def _beginning(rest: Sequence[str], same: Nearness, longer: Nearness) -> Nearness:
    """How near an id is that begins with a name, by what follows."""
    if not rest:
        return same
    dated = re.fullmatch(DATE, "-".join(rest)) is not None
    if longer is Nearness.LONGER:
        return Nearness.DATED if dated else longer
    return same if dated else longer


def _end(together: str, parts: Sequence[str], start: int) -> int:
    """Where the parts end that are a name, written together; 0: none do."""
    for end, part in enumerate(parts[start:], start=start + 1):
        if not together.startswith(part):
            return 0
        together = together.removeprefix(part)
        if not together:
            return end
    return 0


def _parts(name: str) -> list[str]:
    """The parts of a name; a version is one: gemini, 25, pro."""
    parts = re.split(r"(?<!\d)\.|\.(?!\d)|[^a-z0-9.]+", _plain(name))
    return [part.replace(".", "") for part in parts if part]


def _smallest_parts(name: str) -> list[str]:
    """The parts of a name; of a version each number is one: gemini, 2, 5, pro."""
    return [part for part in re.split(r"[^a-z0-9]+", _plain(name)) if part]


def _plain(name: str) -> str:
    return name.casefold().replace("+", "-plus")
