"""ids_matched: a source's own ordered rules that turn its ids into subjects."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ecosys.event import FIRST_PARTY, Channel, Event, Model, Slug, Text


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as problem:
        raise ValueError(f"{pattern!r} is not a regular expression: {problem}") from None
    return pattern


class Rule(Model):
    """One rule: ids that match the pattern mean the subject."""

    pattern: Annotated[Text, AfterValidator(_compiles)]
    """A regular expression that the whole id must match; groups may be used in `subject`."""
    subject: Text
    r"""The subject meant: a fixed one, or one built from groups: `anthropic/\1`."""
    channel: Channel = FIRST_PARTY
    """The channel meant."""


class IdsMatched(Event):
    """A source's own ordered rules that turn its ids into subjects; the first match answers."""

    main_field = "source"

    type: Literal["ids_matched"]
    version: Literal[1]
    source: Slug
    """The source or channel whose ids the rules read."""
    prefix: Text | None = None
    """Only ids that begin so, `anthropic/`; the patterns then match what follows it."""
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    """The rules in their order."""
