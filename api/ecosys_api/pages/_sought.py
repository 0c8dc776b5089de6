"""Sought: what somebody means who types a few words: a name, a day, a span, or a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ecosys.errors import InvalidInput
from ecosys.values import when

_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
_SPAN = re.compile(r"(?:within\s+|next\s+)?(\d{1,4})\s*(?:d|days?)\b", re.ASCII)
_SMALL = """
    a about an and are as at by did do does for from how i in is it its me much my next of on or
    show the there this to was were what when where which who whose why will with within
"""
SMALL = frozenset(_SMALL.split())
"""Words that say nothing of what is sought."""
PAGES = {
    "/prices": ("Prices", "price prices pricing list"),
    "/cost": ("What would it cost?", "cost costs calculator compare workload bill pay"),
    "/deprecations": (
        "Deprecations",
        "deprecation deprecations deprecated end ends ending shutdown retired dies die calendar",
    ),
    "/models": ("Models", "model models launches newest"),
    "/providers": ("Providers", "provider providers company"),
    "/metrics": ("Metrics", "metric metrics figure figures leads leader lead share number"),
    "/claims": (
        "The article, checked",
        "article claim claims right wrong true false checked verdict verdicts",
    ),
    "/sources": ("Sources", "source sources come comes read stale freshness"),
    "/contribute": ("Contribute a fact", "contribute add correct wrong edit fact form"),
    "/unknown": ("What we do not know", "unknown missing not know gaps"),
}
"""The pages of the explorer, each with its title and the words that ask for it."""
ASKING = {word for _, words in PAGES.values() for word in words.split()}
"""Words that ask for a kind of page."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought."""

    words: tuple[str, ...]
    """What is to be found in names and sentences: all of it."""
    asking: tuple[str, ...]
    """Words that ask for a kind of page."""
    day: str
    """The day that is asked about; empty: none is."""
    days: int | None
    """Within how many days; None: it is not said."""

    @property
    def name(self) -> str:
        """What may be a name."""
        return " ".join(self.words)

    def pages(self) -> Iterator[tuple[str, str]]:
        """The pages that are asked for, each as its address and title."""
        for path, (title, words) in PAGES.items():
            if set(self.asking) & set(words.split()):
                yield path, title


def understood(text: str) -> Sought:
    """What a few words ask for.

    >>> asked = understood("What was the price of o3 on 2025-06-01?")
    >>> asked.words, asked.asking, asked.day
    (('o3',), ('price',), '2025-06-01')
    >>> understood("ends within 90 days").days, understood("gpt-4o-2024-08-06").day
    (90, '')
    """
    low = text.lower().replace("?", " ")
    span = _SPAN.search(low)
    days = int(span[1]) if span else None
    given = (_SPAN.sub(" ", low) if span else low).split()
    day = next(filter(_is_day, given), "")
    telling = [word for word in given if word not in SMALL and word != day]
    asking = tuple(word for word in telling if word in ASKING)
    return Sought(tuple(word for word in telling if word not in ASKING), asking, day, days)


def _is_day(word: str) -> bool:
    """Whether a word is a day or a month that there is."""
    if not _DAY.fullmatch(word):
        return False
    try:
        when.parse(word)
    except InvalidInput:
        return False
    return True
