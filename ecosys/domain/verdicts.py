"""Verdicts: what the facts say of a claim.

A figure within the stated range holds; within a tenth of it, it holds roughly. A date inside the
stated interval holds; within a month of it, roughly. A word that the facts state otherwise is
contradicted. What no fact answers cannot be checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ecosys.errors import InvalidInput
from ecosys.events.claimed import Asserted, ClaimCheck, Claimed
from ecosys.projection import Point
from ecosys.values import amount, when
from ecosys.values.instant import DAY

Verdict = Literal[
    "holds", "holds_roughly", "does_not_hold", "contradicted", "opinion", "cannot_be_checked"
]
SEVERITY: tuple[Verdict, ...] = (
    *("holds", "holds_roughly", "cannot_be_checked", "does_not_hold", "contradicted"),
)
"""Of several answers that must agree, the last of these decides."""
ROUGHLY = Decimal("0.1")
"""How far off a figure may be to hold roughly, as a part of it."""
NEARLY = 31 * DAY
"""How far off a date may be."""


@dataclass(frozen=True, slots=True)
class Computed:
    """The value that a check takes from the points of its projection."""

    text: str
    """The value in words: a figure, a date, a word; empty: there is none."""
    points: tuple[Point, ...]
    """The points that it rests on."""
    number: Decimal | None = None
    """The value, where it is a number."""


def compute(check: ClaimCheck, points: Sequence[Point], asserted: Asserted) -> Computed:
    """The value that a check takes from the points of its projection."""
    fitting = [point for point in points if _fits(point, check)]
    if check.take == "count":
        return Computed(str(len(fitting)), tuple(fitting), Decimal(len(fitting)))
    if check.take in ("date", "label"):
        return _word(check, fitting)
    numbers = [point for point in fitting if point.value is not None]
    if not numbers:
        return Computed("", ())
    point = _taken(check, numbers)
    value = amount.ratio(point.value or Decimal(0), check.per or Decimal(1))
    unit = asserted.unit if check.per and asserted.unit else point.unit
    return Computed(f"{amount.text(value)} {unit}", (point,), value)


def incomparable(asserted: Asserted, computed: Computed) -> str | None:
    """Why what was found cannot be held against what was asserted; None: it can.

    >>> count = Computed("7 models", (), Decimal(7))
    >>> incomparable(Asserted(date="2024"), count)
    "a date is asserted, '7 models' is none"
    >>> incomparable(Asserted(figure="7"), count) is None
    True
    """
    if asserted.date is not None and not _is_date(computed.text):
        return f"a date is asserted, {computed.text!r} is none"
    if asserted.figure is not None and asserted.word is None and computed.number is None:
        return f"a figure is asserted, {computed.text!r} is none"
    return None


def judge(asserted: Asserted, computed: Computed) -> Verdict:
    """Whether what was found bears out what was asserted."""
    if not computed.text or incomparable(asserted, computed):
        return "cannot_be_checked"
    if asserted.date is not None:
        return _by_date(asserted.date, computed.text)
    if asserted.word is not None:
        return "holds" if computed.text == asserted.word else "contradicted"
    if computed.number is None:
        return "holds"
    if asserted.figure is None:
        return "holds" if computed.number > 0 else "does_not_hold"
    return _by_figure(asserted, computed.number)


def together(verdicts: Sequence[Verdict], how: Literal["all", "any", "range"]) -> Verdict:
    """What several answers come to.

    >>> together(["holds", "does_not_hold"], "all"), together(["holds", "does_not_hold"], "any")
    ('does_not_hold', 'holds')
    """
    if not verdicts:
        return "cannot_be_checked"
    order = sorted(verdicts, key=SEVERITY.index)
    return order[0] if how == "any" else order[-1]


def judge_range(asserted: Asserted, seen: Sequence[Computed]) -> Verdict:
    """Where the answer depends on the definition: the figure lies among the answers, or not."""
    numbers = [each.number for each in seen if each.number is not None]
    if not numbers or asserted.ends is None:
        return "cannot_be_checked"
    verdicts = {_by_figure(asserted, number) for number in numbers}
    if verdicts <= {"holds"}:
        return "holds"
    low, high = asserted.ends
    among = min(numbers) <= high and low <= max(numbers)
    return "holds_roughly" if among or "holds" in verdicts else "does_not_hold"


def excludes(claim: Claimed, other: Claimed) -> bool:
    """Whether two statements of one document on the same thing cannot both be so."""
    mine, theirs = claim.asserted, other.asserted
    same = (claim.document, claim.subject, mine.unit) == (
        other.document,
        other.subject,
        theirs.unit,
    )
    if not same or mine.ends is None or theirs.ends is None:
        return False
    if {mine.comparator, theirs.comparator} != {"="}:
        return False
    return mine.ends[1] < theirs.ends[0] or theirs.ends[1] < mine.ends[0]


def _fits(point: Point, check: ClaimCheck) -> bool:
    return (
        all(point.labels.get(name) == value for name, value in check.labels.items())
        and (check.at is None or point.at.startswith(check.at))
        and (not check.events or not set(check.events).isdisjoint(point.events))
        and "scheduled" not in point.marks
    )


def _word(check: ClaimCheck, fitting: Sequence[Point]) -> Computed:
    worded = [point for point in fitting if _word_of(point, check)]
    if not worded:
        return Computed("", ())
    point = worded[0] if check.take == "date" else worded[-1]
    return Computed(_word_of(point, check), (point,))


def _word_of(point: Point, check: ClaimCheck) -> str:
    if check.take == "date":
        return "" if point.at == "unknown" else point.at
    return point.labels.get(check.label or "", "")


def _taken(check: ClaimCheck, numbers: Sequence[Point]) -> Point:
    if check.take == "first":
        return numbers[0]
    if check.take == "most":
        return max(numbers, key=lambda point: point.value or 0)
    if check.take == "least":
        return min(numbers, key=lambda point: point.value or 0)
    return numbers[-1]


def _is_date(text: str) -> bool:
    try:
        return bool(when.parse(text))
    except InvalidInput:
        return False


def _by_date(asserted: when.When, seen: str) -> Verdict:
    day = when.parse(seen)
    if asserted.start <= day.start and day.end <= asserted.end:
        return "holds"
    near = asserted.start - NEARLY <= day.start and day.end <= asserted.end + NEARLY
    return "holds_roughly" if near else "does_not_hold"


def _by_figure(asserted: Asserted, number: Decimal) -> Verdict:
    low, high = asserted.ends or (Decimal(0), Decimal(0))
    slack = max(abs(low), abs(high)) * ROUGHLY
    if asserted.comparator in (">", ">="):
        exactly = number > low if asserted.comparator == ">" else number >= low
        nearly = number >= low - slack
    elif asserted.comparator in ("<", "<="):
        exactly = number < high if asserted.comparator == "<" else number <= high
        nearly = number <= high + slack
    else:
        margin = slack if asserted.comparator == "~" else Decimal(0)
        exactly = low - margin <= number <= high + margin
        nearly = low - slack - margin <= number <= high + slack + margin
    return "holds" if exactly else "holds_roughly" if nearly else "does_not_hold"
