"""Rules of verdicts in words: what a claim is held to, and what would turn its verdict."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
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
        figure = _within(bounds(claim.asserted)[0], claim.asserted)
        return f"holds if each of these is {figure}, roughly if they lie around it: {values}"
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
    stands = verdict in ("holds", "holds_roughly")
    how = (OPPOSITE if stands else JOINED)[claim.together]
    turned = (
        _turned(check, check.asserted or claim.asserted, stands=stands)
        for check, one in zip(claim.answers, each, strict=True)
        if stands == (one in ("holds", "holds_roughly", "consistent"))
    )
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


def _turned(check: ClaimCheck, asserted: Asserted, *, stands: bool) -> str:
    """What one answer would have to be to say otherwise."""
    value = _value(check)
    if not stands and check.evidence == "whole":
        return f"{value} not {_outside(_nearly(check, asserted), asserted)}"
    if not stands:
        return f"{value} {_sought(check, asserted)}"
    if asserted.date is not None:
        return f"{value} more than {NEARLY // DAY} days outside {asserted.date}"
    if asserted.word is not None:
        return f"{value} other than {' or '.join((asserted.word, *asserted.met_by))}"
    if asserted.figure is not None:
        return f"{value} {_outside(_nearly(check, asserted), asserted)}"
    return f"{value} unknown" if check.take in ("date", "label") else f"{value} at most 0"


def _out_of_range(claim: Claimed, verdict: Verdict) -> str:
    figure = _within(bounds(claim.asserted)[0], claim.asserted)
    if verdict == "does_not_hold":
        return f"an answer that is {figure}, or answers on both sides of it"
    return f"answers that all lie on one side of {figure}"


def _nearly(check: ClaimCheck, asserted: Asserted) -> Bounds:
    """Where a figure must lie to hold roughly; a count is a whole number."""
    exactly, roughly = bounds(asserted)
    if check.take != "count":
        return roughly
    low = roughly.low and roughly.low.to_integral_value(ROUND_CEILING)
    high = roughly.high and roughly.high.to_integral_value(ROUND_FLOOR)
    return exactly if (low, high) == (exactly.low, exactly.high) else Bounds(low, high)


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
