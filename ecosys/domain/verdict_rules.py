"""Rules of verdicts in words: what a claim is held to, and what would turn its verdict."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from ecosys.domain.verdicts import NEARLY, Bounds, Verdict, bounds
from ecosys.events.claimed import Asserted, ClaimCheck, Claimed
from ecosys.values import amount
from ecosys.values.instant import DAY

TAKEN = {
    "last": "the last value",
    "first": "the first value",
    "most": "the greatest value",
    "least": "the least value",
    "count": "the number of points",
    "date": "the first date",
}
"""What a check takes, in words; of a label its name."""
JOINED = {"all": "and", "any": "or"}
OPPOSITE = {"all": "or", "any": "and"}
"""What breaks several answers that must agree is any of them, and the other way round."""
STANDING = ("holds", "holds_roughly", "consistent")
FAILED = ("does_not_hold", "contradicted")
SELF_CONTRADICTED = "is contradicted: no fact decides, and the document says otherwise elsewhere"
"""The rule of a claim that is held against another one of its document alone."""


def rule(claim: Claimed) -> str:
    """How the verdict on a claim follows from what its metrics answer, in a sentence."""
    if claim.opinion:
        return "is an opinion: no fact decides a judgement"
    if not claim.answers:
        return "cannot be checked: no metric answers it"
    if claim.together == "range":
        values = ", ".join(_value(check) for check in claim.answers)
        figure, near = _both(claim.asserted)
        return (
            f"holds if each of these is {figure}, roughly if each is {near}, or if they lie around "
            f"{figure} and one of them is {near}: {values}"
        )
    each = (_clause(check, check.asserted or claim.asserted) for check in claim.answers)
    return _sentence(dict.fromkeys(each), JOINED[claim.together])


def turned_by(claim: Claimed, each: Sequence[Verdict], verdict: Verdict, missing: str) -> str:
    """What would give a claim another verdict than the one that it has.

    `each` are the verdicts of its answers, in their order; `missing` is the fact that would decide
    where none does.
    """
    if verdict == "opinion":
        return "nothing: it is a judgement"
    if verdict == "cannot_be_checked":
        return f"a fact that is missing: {missing}"
    if verdict == "consistent":
        return "a measure of what is claimed, where now examples stand" + (
            f": {missing}" if missing else ""
        )
    if claim.together == "range":
        return _out_of_range(claim, verdict)
    return _turned(claim, each, verdict)


def _turned(claim: Claimed, each: Sequence[Verdict], verdict: Verdict) -> str:
    """What measures would have to be: some more, or others less, as they decide together."""
    answers = [
        (check, check.asserted or claim.asserted, one)
        for check, one in zip(claim.answers, each, strict=True)
    ]
    broken = (_broken(*answer) for answer in answers if answer[-1] in STANDING)
    if verdict == "holds":
        return _joined(broken, OPPOSITE[claim.together])
    if verdict == "holds_roughly":
        mended = (_mended(*answer) for answer in answers if answer[-1] != "holds")
        return (
            f"holds with {_joined(mended, JOINED[claim.together])}; "
            f"does not hold with {_joined(broken, OPPOSITE[claim.together])}"
        )
    failed = (_mended(*answer) for answer in answers if answer[-1] in FAILED)
    return _joined(failed, JOINED[claim.together])


def _joined(turned: Iterable[str], how: str) -> str:
    return f"; {how} ".join(dict.fromkeys(turned))


def _sentence(clauses: Iterable[tuple[str, str]], joined: str) -> str:
    """Clauses as one sentence: what several decide alike is said once."""
    parts = []
    for says, same in groupby(clauses, itemgetter(0)):
        conditions = f", {joined} if ".join(condition for _, condition in same)
        parts.append(f"{says} if {conditions}")
    return f"; {joined} ".join(parts)


def _clause(check: ClaimCheck, asserted: Asserted) -> tuple[str, str]:
    """What one answer decides, and when."""
    value = _value(check)
    if check.evidence == "whole":
        outside = _outside(_nearly(check, asserted), asserted)
        only = "the whole that it is a part of: nothing else refutes it or bears it out"
        return "does not hold", f"{value} is {outside} ({only})"
    if check.evidence == "example":
        only = "an example: what the log does not name refutes nothing"
        return "is consistent", f"{value} is {_sought(check, asserted)} ({only})"
    return "holds", f"{value} is {_sought(check, asserted)}{_roughly(check, asserted)}"


def _sought(check: ClaimCheck, asserted: Asserted) -> str:
    """What an answer must be for the claim to hold."""
    if asserted.date is not None:
        return f"in {asserted.date}"
    if asserted.word is not None:
        stronger = "".join(f" or {word}, which includes it" for word in asserted.met_by)
        return f"{asserted.word}{stronger}"
    if asserted.figure is not None:
        return _within(bounds(asserted)[0], asserted)
    return "known" if check.take in ("date", "label") else "above 0"


def _roughly(check: ClaimCheck, asserted: Asserted) -> str:
    if asserted.date is not None:
        return f", roughly if within {NEARLY // DAY} days of it"
    if asserted.word is not None:
        return ", and is contradicted by another word"
    if asserted.figure is None:
        return ""
    roughly = _nearly(check, asserted)
    if roughly == bounds(asserted)[0]:
        return ""
    return f", roughly if {_within(roughly, asserted)}"


def _mended(check: ClaimCheck, asserted: Asserted, verdict: Verdict) -> str:
    """What one answer would have to be to say more for the claim."""
    value = _value(check)
    if check.evidence == "whole":
        return f"{value} not {_outside(_nearly(check, asserted), asserted)}"
    if verdict == "holds_roughly":
        return f"{value} {_sought(check, asserted)}"
    if asserted.date is not None:
        return f"{value} in {asserted.date} or within {NEARLY // DAY} days of it"
    if asserted.figure is not None:
        return f"{value} {_within(_nearly(check, asserted), asserted)}"
    return f"{value} {_sought(check, asserted)}"


def _broken(check: ClaimCheck, asserted: Asserted, verdict: Verdict) -> str:
    """What one answer would have to be to say less for the claim."""
    value = _value(check)
    is_rough = verdict == "holds_roughly"
    if asserted.date is not None:
        days = f"more than {NEARLY // DAY} days " if is_rough else ""
        return f"{value} {days}outside {asserted.date}"
    if asserted.word is not None:
        return f"{value} other than {' or '.join((asserted.word, *asserted.met_by))}"
    if asserted.figure is not None:
        limits = _nearly(check, asserted) if is_rough else bounds(asserted)[0]
        return f"{value} {_outside(limits, asserted)}"
    return f"{value} unknown" if check.take in ("date", "label") else f"{value} at most 0"


def _out_of_range(claim: Claimed, verdict: Verdict) -> str:
    figure, near = _both(claim.asserted)
    fails = f"none of them {near}, or all on one side of {figure} and one of them not {near}"
    if verdict == "holds":
        return f"an answer other than {figure}"
    if verdict == "holds_roughly":
        return f"holds with answers that are each {figure}; does not hold with {fails}"
    return f"answers that are each {near}, or that lie around {figure} with one of them {near}"


def _both(asserted: Asserted) -> tuple[str, str]:
    """The figure as it must be to hold, and as it must be to hold roughly, in words."""
    exactly, roughly = bounds(asserted)
    return _within(exactly, asserted), _within(roughly, asserted)


def _nearly(check: ClaimCheck, asserted: Asserted) -> Bounds:
    """Where a figure must lie to hold roughly."""
    return bounds(asserted, is_count=check.take == "count")[1]


def _within(limits: Bounds, asserted: Asserted) -> str:
    if limits.high is None:
        return f"{'more than' if limits.is_open else 'at least'} {_figure(limits.low, asserted)}"
    if limits.low is None:
        return f"{'less than' if limits.is_open else 'at most'} {_figure(limits.high, asserted)}"
    if limits.low == limits.high:
        return _figure(limits.low, asserted)
    return f"{amount.text(limits.low)} to {_figure(limits.high, asserted)}"


def _outside(limits: Bounds, asserted: Asserted) -> str:
    below, above = ("at most", "at least") if limits.is_open else ("below", "above")
    ends = ((below, limits.low), (above, limits.high))
    return " or ".join(f"{word} {_figure(end, asserted)}" for word, end in ends if end is not None)


def _figure(end: Decimal | None, asserted: Asserted) -> str:
    return " ".join(filter(None, (amount.text(end or Decimal(0)), asserted.unit)))


def _value(check: ClaimCheck) -> str:
    """What a check takes, from which points of which metric."""
    taken = f"the {check.label}" if check.take == "label" else TAKEN[check.take]
    part = f" as a part of {TAKEN[check.relative_to]}" if check.relative_to else ""
    about = ", ".join(_asked(check))
    when = f" as of {check.as_of}" if check.as_of is not None else ""
    return f"{taken} of {check.projection}{f' ({about})' if about else ''}{when}{part}"


def _asked(check: ClaimCheck) -> Iterator[str]:
    """Which points, in words: whose first."""
    parameters = sorted(check.parameters.items(), key=lambda item: item[0] != "subject")
    for name, value in (*parameters, *check.labels.items()):
        yield value if name == "subject" else f"{name} {value}"
    if check.at is not None:
        yield f"at {check.at}"
    if check.since is not None:
        yield f"since {check.since}"
    if check.events:
        yield f"resting on {' or '.join(check.events)}"
