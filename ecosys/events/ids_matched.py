"""ids_matched: a source's own ordered rules that turn its ids into subjects."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from ecosys.event import FIRST_PARTY, Channel, Event, Model, Slug, Text, is_stored
from ecosys.values.memory import ROOM, memoised
from ecosys.values.pattern import LONGEST_NAME, work

MAX_WORK = 50_000_000
"""How many ways the rules of one list may try to read a name: about half a second."""
_compiled = memoised(4_000, room=4 * ROOM)(re.compile)


def _is_bounded(pattern: str, info: ValidationInfo) -> str:
    if not is_stored(info):
        work(pattern)
    return pattern


class Rule(Model):
    """One rule: ids that match the pattern mean the subject."""

    pattern: Annotated[Text, AfterValidator(_is_bounded)]
    """A regular expression that the whole id must match; groups may be used in `subject`."""
    subject: Text
    r"""The subject meant: a fixed one, or one built from groups: `anthropic/\1`."""
    channel: Channel = FIRST_PARTY
    """The channel meant."""

    @field_validator("subject")
    @classmethod
    def _is_built_from_its_groups(cls, subject: str, info: ValidationInfo) -> str:
        if is_stored(info) or "pattern" not in info.data:
            return subject
        anything = re.match(f"{info.data['pattern']}|", "")
        try:
            assert anything is not None
            anything.expand(subject)
        except (re.error, IndexError) as problem:
            raise ValueError(f"{subject!r} is not built from the pattern: {problem}") from None
        return subject

    def subject_of(self, name: str) -> str | None:
        """The subject that a name means; None: the rule does not fit."""
        match = _compiled(self.pattern).fullmatch(name)
        if match is None:
            return None
        return match.expand(self.subject) if "\\" in self.subject else self.subject


class IdsMatched(Event):
    """A source's own ordered rules that turn its ids into subjects; the first match answers."""

    main_field = "source"
    scope = "admin"

    type: Literal["ids_matched"]
    version: Literal[1]
    source: Slug
    """The source or channel whose ids the rules read."""
    prefix: Text | None = None
    """Only ids that begin so, `anthropic/`; the patterns then match what follows it."""
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    """The rules in their order."""

    @field_validator("rules")
    @classmethod
    def _are_bounded(cls, rules: tuple[Rule, ...], info: ValidationInfo) -> tuple[Rule, ...]:
        if not is_stored(info) and (ways := _work(rules)) > MAX_WORK:
            raise ValueError(f"they may try {ways:,} ways to read a name, of {MAX_WORK:,} allowed")
        return rules

    def meaning(self, name: str) -> tuple[str, str] | None:
        """The subject and the channel that a name means by the first rule that fits it.

        None where none does, or the name is longer than any, or the rules would take too long: such
        rules are not taken any more, and say nothing where they were.
        """
        if len(name) > LONGEST_NAME or not _is_quick(self.rules):
            return None
        for rule in self.rules:
            subject = rule.subject_of(name)
            if subject is not None:
                return subject, rule.channel
        return None


def _work(rules: tuple[Rule, ...]) -> int:
    return sum(work(rule.pattern) for rule in rules)


def _is_quick(rules: tuple[Rule, ...]) -> bool:
    try:
        return _work(rules) <= MAX_WORK
    except ValueError:
        return False
