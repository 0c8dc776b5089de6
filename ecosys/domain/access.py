"""Access: who had to wait before using something, and for how long."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ecosys.moment import Held
from ecosys.moment.series import Statement
from ecosys.values.instant import DAY
from ecosys.values.span import Span, between, dated
from ecosys.values.when import When

ACCESS = "access"
"""The attribute that says who gets in."""
_OPEN = re.compile(r"self-serve|sign-up|all api developers|api key", re.IGNORECASE)
_BARRED = re.compile(
    r"wait(ing )?list|application|invitation|private beta|review|on request", re.IGNORECASE
)


def barred(wording: str) -> bool | None:
    """Whether access is by waiting list or application, not by sign-up; None: it does not say.

    >>> barred("by invitation, after an application")
    True
    >>> barred("self-serve sign-up; the waiting list ended")
    False
    """
    if _OPEN.search(wording):
        return False
    return True if _BARRED.search(wording) else None


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which one had to wait for access."""

    statements: tuple[Statement, ...]
    """Those that say so, the first first."""
    began: When
    ended: When | None
    """None: it had not ended."""
    after: Statement | None = None
    """What was said of the access that followed."""

    @property
    def facts(self) -> Iterator[Held]:
        """What it rests on."""
        yield from (each.held for each in self.statements)
        if self.after:
            yield self.after.held

    def days(self, as_of: int) -> Span:
        """The least and the most days that it lasted, of what is known."""
        began = dated(self.began)
        if self.began.unknown:  # already so when first stated
            began = Span(None, self.statements[0].held.known_from // DAY)
        lasted = between(
            began, Span(as_of // DAY, None) if self.ended is None else dated(self.ended)
        )
        return Span(max(0, lasted.low or 0), lasted.high)


def waits(stated: Iterable[Statement], as_of: int) -> list[Wait]:
    """The waits in the statements of one series that had begun by a valid time."""
    begun = sorted((each for each in stated if each.start <= as_of), key=attrgetter("order"))
    spells: list[list[Statement]] = []
    after: list[Statement | None] = []
    running = False
    for each in begun:
        closed = barred(str(each.value))
        if closed is False and after and after[-1] is None:
            after[-1], running = each, False
        elif closed and running:
            spells[-1].append(each)
        elif closed:
            spells.append([each])
            after.append(None)
            running = True
        if closed and each.until <= as_of:
            running = False
    return [_wait(*each, as_of) for each in zip(spells, after, strict=True)]


def _wait(spell: Sequence[Statement], after: Statement | None, as_of: int) -> Wait:
    last = spell[-1]
    end: When | None = getattr(last.held.event, "until", None)
    if end is None or last.until > as_of:
        end = after.held.event.when if after else None
    began = spell[0].held.event.when
    assert began is not None
    return Wait(tuple(spell), began, end, after)
