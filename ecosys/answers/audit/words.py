"""Words: which words of a text may name a model, found at the speed of a search for one character.

Nearly all ids hold a hyphen, and few other words go on like them behind one: `-4o`, `-3-`, `-opus`.
So hyphens are looked for, and what follows. Ids without one are looked for behind quotes, signs and
options, in texts that speak of models.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ecosys.answers.audit.reading import MAX_WORD, Reader
from ecosys.event.subject import provider_of
from ecosys.values.trie import alternation

TAIL = 3
"""How many characters after a hyphen are looked at."""
_SPEAK_OF_MODELS = (b"odel", b"ODEL", b"ngine", b"llm", b"LLM", b"eployment")
"""What a text holds in which a word without a hyphen may be meant as a model."""
_ROUTERS = (b"azure", b"bedrock", b"litellm_proxy", b"openrouter", b"vertex")
"""What besides makers stands as a route before a word without a hyphen."""
_OPAQUE = r"[Mm](?:odel|ODEL)[\w.-]{0,20}[\"']?\]?\s{0,3}[:=]\s{0,3}[\"'][\w./:@-]*\d"
"""A name that is said to be a model's, with a number in it."""
_OPTION = r"-(?:model|engine|deployment|llm)\w{0,10} {1,3}"
ONE_WORD = re.compile(r"[A-Za-z]+[0-9]*")
"""An id that is an ordinary word or may be a variable: ada, command, o1."""
_INSIDE = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:@/+~-")
"""What a word consists of."""
_BEGINS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789~")
_PASSED = frozenset(b":/")
"""What may stand before a name as a part of no word: the rest of a path."""
_FIRST_PART = re.compile(rb"[_.@+-][^/:]*[/:]")
"""What stands before the first route or folder, where it begins with a sign: `.../`, `@cf/`."""
_NEVER_BEFORE = frozenset(b"_.@+-*}%$#&\\")
_NEVER_AFTER = frozenset(b"*{$%")
_BACKSLASH = ord("\\")
_ESCAPED = frozenset(b"abfnrtv0")
_ASCII = 128


class Word(NamedTuple):
    """A word of a text, and where it stands in its bytes."""

    text: str
    start: int


class WordFinder:
    """Finds the words of texts that may name a model."""

    def __init__(self, reader: Reader) -> None:
        ids = {name.rpartition("/")[2] for name in reader.names.by_name}
        ids |= reader.names.deployments.keys()
        plain = {id for id in ids if "-" not in id}
        words = {id for id in plain if ONE_WORD.fullmatch(id)}
        word = rf"{alternation(words)}(?![\w-])"
        makers = {
            provider_of(each.subject)
            for name in words
            for each in reader.names.by_name.get(name, ())
        }
        self._routes = [*map(str.encode, makers), *_ROUTERS]
        self._hyphens = re.compile(_after_hyphens(ids, reader.families).encode())
        self._routed = re.compile(rf"[/:]{word}".encode())
        self._meant = [  # each begins with few characters: only then a search is quick
            re.compile(pattern.encode())
            for pattern in (rf"[\"'`=:\[,-]\s{{0,2}}{word}", rf"{_OPTION}{word}", _OPAQUE)
        ]
        self._literals = [id.encode() for id in plain - words]

    def words(self, data: bytes) -> list[Word]:
        """The words that may name a model, ascending."""
        places = [match.start() for match in self._hyphens.finditer(data)]
        if any(maker in data for maker in self._routes):
            places += [match.end() - 1 for match in self._routed.finditer(data)]
        for literal in self._literals:
            places += _occurrences(data, literal)
        if any(word in data for word in _SPEAK_OF_MODELS):
            for pattern in self._meant:
                places += [match.end() - 1 for match in pattern.finditer(data)]
        return list(_words_at(data, sorted(places))) if places else []


def _after_hyphens(ids: Iterable[str], families: Iterable[str]) -> str:
    """A pattern of hyphens behind which an id may go on, a known one or one of a family."""
    tails = {id.split("-", 1)[1][:TAIL] for id in ids if "-" in id}
    ends = alternation(word[-2:] for word in families)
    return rf"-(?:{alternation(tails)}|v\d|(?<={ends}-)\d)"


def _occurrences(data: bytes, literal: bytes) -> Iterator[int]:
    at = data.find(literal)
    while at >= 0:
        yield at
        at = data.find(literal, at + 1)


def _words_at(data: bytes, places: Iterable[int]) -> Iterator[Word]:
    """The words at some places, each once, that stand alone."""
    end = -1
    for place in places:
        if place < end:
            continue
        start, end = _bounds(data, place)
        if end - start <= MAX_WORD and _stands_alone(data, start, end):
            yield Word(data[start:end].decode("ascii"), start)


def _bounds(data: bytes, place: int) -> tuple[int, int]:
    """Where the word at a place begins and ends; too long ones are cut off."""
    start = place
    last = max(0, place - MAX_WORD)
    while start > last and data[start - 1] in _INSIDE:
        start -= 1
    end = place + 1
    last = min(len(data), place + MAX_WORD)
    while end < last and data[end] in _INSIDE:
        end += 1
    if start and data[start - 1] == _BACKSLASH and data[start] in _ESCAPED:
        start += 1  # \n and the like end a word
    if first := _FIRST_PART.match(data, start, place):
        start = first.end()
    while start < end and data[start] in _PASSED:
        start += 1
    return start, end


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether no letter or sign stands beside a word that makes it a part of another one."""
    if start >= end or data[start] not in _BEGINS:
        return False
    before, after = data[start - 1 : start], data[end : end + 1]
    escaped = data[start - 2 : start - 1] == b"\\" and before[0] in _ESCAPED if before else False
    is_free = not before or escaped or (before[0] not in _NEVER_BEFORE and before[0] < _ASCII)
    return is_free and (not after or (after[0] not in _NEVER_AFTER and after[0] < _ASCII))
