"""Trie: one regular expression for many words that tries each beginning once."""

import re
from collections.abc import Iterable
from typing import Any


def alternation(words: Iterable[str]) -> str:
    r"""A pattern that matches any of some words, the longest that fits; none: it never matches.

    >>> alternation(["gpt-4", "gpt-4o", "o3"])
    '(?:gpt\\-4(?:o)?|o3)'
    >>> re.match(alternation(["gpt-4", "gpt-4o"]), "gpt-4o-mini")[0]
    'gpt-4o'
    >>> re.match(alternation([]), "") is None
    True
    """
    root: dict[str, Any] = {}
    for word in sorted(set(words)):
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root) if root else "(?!)"


def _pattern(node: dict[str, Any]) -> str:
    """The pattern of what may follow from here on."""
    branches = []
    for letter, below in node.items():
        if letter:
            text = letter
            while len(below) == 1 and "" not in below:
                ((more, below),) = below.items()  # noqa: PLW2901
                text += more
            branches.append(re.escape(text) + _pattern(below))
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"
