"""Verdicts: what the facts say of a claim.

A figure within the stated range holds; within a tenth of it, it holds roughly, unless it is exact
as ranks and counts are. A figure known only as a range decides if all of that range says the same.
A date inside the stated interval holds; within a month of it, roughly. A word that the facts state
otherwise is contradicted, unless theirs is a stronger one that includes it. What only examples bear
out is consistent with the facts: any single case would satisfy it. What no fact answers cannot be
checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ecosys.errors import InvalidInput
from ecosys.events.claimed import Asserted, ClaimCheck, Claimed, Evidence, Take
from ecosys.projection import Point
from ecosys.values import amount, when
from ecosys.values.instant import DAY

Verdict = Literal[
    "holds",
    "holds_roughly",
    "consistent",
    "does_not_hold",
    "contradicted",
    "opinion",
    "cannot_be_checked",
]
SEVERITY: tuple[Verdict, ...] = (
    *("holds", "holds_roughly", "consistent", "cannot_be_checked", "does_not_hold", "contradicted"),
)
"""Of several answers that must agree, the last of these decides. What holds roughly was measured
itself, what is consistent was not: an example says less than a measure that is a tenth off."""
WITHIN_EVIDENCE: dict[Evidence, dict[Verdict, Verdict]] = {
    "example": {"holds": "consistent", "holds_roughly": "consistent"},
    "whole": {"does_not_hold": "does_not_hold", "contradicted": "contradicted"},
}
"""What a verdict is worth where the answer is no measure of what is asserted; nothing else is: a
log names some examples, not all, and that a whole is large says nothing of its part."""
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
    """The value, where it is a number; the lower end of a range."""
    high: Decimal | None = None
    """The upper end, of a range only."""
    is_count: bool = False
    """Whether we counted it: a count is exact."""

    @property
    def ends(self) -> tuple[Decimal, Decimal] | None:
        """The lower and the upper end of the number, the same of one that is no range."""
        if self.number is None:
            return None
        return self.number, self.number if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which ends a figure must lie; an end that is None is none."""

    low: Decimal | None
    high: Decimal | None
    is_open: bool = False
    """Whether the ends themselves lie outside."""

    def hold(self, number: Decimal) -> bool:
        """Whether the number lies between the ends."""
        if self.is_open and number in (self.low, self.high):
            return False
        above = self.low is None or self.low <= number
        return above and (self.high is None or number <= self.high)

    def lie_outside(self, low: Decimal, high: Decimal) -> bool:
        """Whether no number from the low to the high one lies between the ends."""
        if self.low is not None and (high < self.low or (self.is_open and high == self.low)):
            return True
        return self.high is not None and (low > self.high or (self.is_open and low == self.high))


def bounds(asserted: Asserted, is_count: bool = False) -> tuple[Bounds, Bounds]:
    """Where a figure must lie to hold, and where to hold roughly: a tenth of each end off.

    Of zero a tenth is nothing. What is exact, as a count, does not hold roughly.

    >>> exactly, roughly = bounds(Asserted(figure="100", comparator=">"))
    >>> exactly.low, exactly.is_open, roughly.low, roughly.is_open
    (Decimal('100'), True, Decimal('90.0'), False)
    """
    low, high = asserted.ends or (Decimal(0), Decimal(0))
    off = Decimal(0) if is_count or asserted.is_exact else ROUGHLY
    below, above = abs(low) * off, abs(high) * off
    if asserted.comparator in (">", ">="):
        exactly = Bounds(low, None, asserted.comparator == ">")
        return exactly, Bounds(low - below, None) if below else exactly
    if asserted.comparator in ("<", "<="):
        exactly = Bounds(None, high, asserted.comparator == "<")
        return exactly, Bounds(None, high + above) if above else exactly
    if asserted.comparator == "~":
        low, high = low - below, high + above
    return Bounds(low, high), Bounds(low - below, high + above)


def compute(check: ClaimCheck, points: Sequence[Point], asserted: Asserted) -> Computed:
    """The value that a check takes from the points of its projection."""
    fitting = [point for point in points if _fits(point, check)]
    if check.take == "count":
        return Computed(str(len(fitting)), tuple(fitting), Decimal(len(fitting)), is_count=True)
    if check.take in ("date", "label"):
        return _word(check, fitting, asserted)
    numbers = [point for point in fitting if point.value is not None]
    if not numbers:
        return Computed("", ())
    point = _taken(check.take, numbers)
    if check.relative_to is not None:
        return _part(point, _taken(check.relative_to, numbers), asserted)
    per = check.per or Decimal(1)
    unit = asserted.unit if check.per and asserted.unit else point.unit
    value = amount.ratio(point.value or Decimal(0), per)
    high = None if point.high is None else amount.ratio(point.high, per)
    return _figure(value, high, unit, (point,))


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


def judge(asserted: Asserted, computed: Computed, evidence: Evidence = "measure") -> Verdict:
    """Whether what was found bears out what was asserted, as far as such evidence can.

    >>> count = Computed("7 models", (), Decimal(7))
    >>> judge(Asserted(figure="7"), count), judge(Asserted(figure="7"), count, "example")
    ('holds', 'consistent')
    """
    verdict = _held_against(asserted, computed)
    if evidence == "measure":
        return verdict
    return WITHIN_EVIDENCE[evidence].get(verdict, "cannot_be_checked")


def _held_against(asserted: Asserted, computed: Computed) -> Verdict:
    if not computed.text or incomparable(asserted, computed):
        return "cannot_be_checked"
    if asserted.date is not None:
        return _by_date(asserted.date, computed.text)
    if asserted.word is not None:
        met = computed.text in (asserted.word, *asserted.met_by)
        return "holds" if met else "contradicted"
    if computed.ends is None:
        return "holds"
    return _by_figure(asserted, computed.ends, computed.is_count)


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
    """Where the answer depends on the definition: do all answers bear it out, or some?

    A figure that lies among the answers holds roughly only if one of them at least does so itself:
    that 0.1 and 9 lie around 2 says nothing of it.

    >>> judge_range(Asserted(figure="2"), [Computed("", (), Decimal(n)) for n in ("2.1", "4")])
    'does_not_hold'
    >>> judge_range(Asserted(figure="2"), [Computed("", (), Decimal(n)) for n in ("2.1", "1")])
    'holds_roughly'
    """
    numbers = [(each.ends, each.is_count) for each in seen if each.ends is not None]
    if not numbers or asserted.ends is None:
        return "cannot_be_checked"
    verdicts = {_by_figure(asserted, ends, is_count) for ends, is_count in numbers}
    if verdicts <= {"holds", "holds_roughly"}:
        return "holds_roughly" if "holds_roughly" in verdicts else "holds"
    low, high = asserted.ends
    among = min(ends[1] for ends, _ in numbers) <= high and low <= max(
        ends[0] for ends, _ in numbers
    )
    if among and not verdicts.isdisjoint(("holds", "holds_roughly")):
        return "holds_roughly"
    return "cannot_be_checked" if "cannot_be_checked" in verdicts else "does_not_hold"


def excludes(claim: Claimed, other: Claimed) -> bool:
    """Whether two statements of one document on the same thing cannot both be so.

    Statements of times that lie apart can; one that names no time is taken to speak of any.
    """
    mine, theirs = claim.asserted, other.asserted
    same = (claim.document, claim.subject, mine.unit) == (
        other.document,
        other.subject,
        theirs.unit,
    )
    if not same or mine.ends is None or theirs.ends is None or _lie_apart(mine, theirs):
        return False
    if {mine.comparator, theirs.comparator} != {"="}:
        return False
    return mine.ends[1] < theirs.ends[0] or theirs.ends[1] < mine.ends[0]


def _lie_apart(mine: Asserted, theirs: Asserted) -> bool:
    one, other = mine.during, theirs.during
    if one is None or other is None:
        return False
    return one.end <= other.start or other.end <= one.start


def _fits(point: Point, check: ClaimCheck) -> bool:
    return (
        all(point.labels.get(name) == value for name, value in check.labels.items())
        and (check.at is None or point.at.startswith(check.at))
        and (check.since is None or _begins(point, check.since))
        and (not check.events or not set(check.events).isdisjoint(point.events))
        and "scheduled" not in point.marks
    )


def _begins(point: Point, since: when.When) -> bool:
    """Whether a point is known to lie in the time that begins then."""
    return _is_date(point.at) and since.start <= when.parse(point.at).start


def _word(check: ClaimCheck, fitting: Sequence[Point], asserted: Asserted) -> Computed:
    worded = [point for point in fitting if _word_of(point, check)]
    if not worded:
        return Computed("", ())
    point = worded[0] if check.take == "date" else worded[-1]
    word = _word_of(point, check)
    is_figure = check.take == "label" and asserted.figure is not None
    return Computed(word, (point,), _number(word) if is_figure else None)


def _number(word: str) -> Decimal | None:
    """The number that a word is, if it is one."""
    try:
        return amount.read(word)
    except ValueError:
        return None


def _word_of(point: Point, check: ClaimCheck) -> str:
    if check.take == "date":
        return "" if point.at == "unknown" else point.at
    return point.labels.get(check.label or "", "")


def _taken(take: Take, numbers: Sequence[Point]) -> Point:
    if take == "first":
        return numbers[0]
    if take == "most":
        return max(numbers, key=lambda point: point.value or 0)
    if take == "least":
        return min(numbers, key=lambda point: point.value or 0)
    return numbers[-1]


def _part(point: Point, whole: Point, asserted: Asserted) -> Computed:
    """A point's value as a part of another's; of nothing there is no part."""
    if not whole.value:
        return Computed("", ())
    value = amount.ratio(point.value or Decimal(0), whole.high or whole.value)
    ranges = point.high is not None or whole.high is not None
    high = amount.ratio(point.high or point.value or Decimal(0), whole.value) if ranges else None
    points = (point,) if point is whole else (whole, point)
    return _figure(value, high, asserted.unit or "ratio", points)


def _figure(value: Decimal, high: Decimal | None, unit: str, points: tuple[Point, ...]) -> Computed:
    upto = "" if high is None else f" to {amount.text(high)}"
    return Computed(f"{amount.text(value)}{upto} {unit}", points, value, high)


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


def _by_figure(asserted: Asserted, ends: tuple[Decimal, Decimal], is_count: bool) -> Verdict:
    """By a number, or by a range if all of it lies on the same side of what was asserted."""
    exactly = roughly = Bounds(Decimal(0), None, is_open=True)
    if asserted.figure is not None:
        exactly, roughly = bounds(asserted, is_count)
    if all(exactly.hold(end) for end in ends):
        return "holds"
    if all(roughly.hold(end) for end in ends):
        return "holds_roughly"
    return "does_not_hold" if roughly.lie_outside(*ends) else "cannot_be_checked"
