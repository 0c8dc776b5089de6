"""Claims: what a document asserts, what the facts say, and the verdict."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, get_args

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.domain.verdict_rules import SELF_CONTRADICTED, rule, turned_by
from ecosys.domain.verdicts import (
    Computed,
    Verdict,
    compute,
    excludes,
    incomparable,
    judge,
    judge_range,
    together,
)
from ecosys.errors import EcosysError, InvalidInput, NotFound
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.claimed import Asserted, ClaimCheck, Claimed
from ecosys.moment import Held, Moment
from ecosys.timeline import Timeline
from ecosys.timeline.slices import one_question
from ecosys.values import amount, instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none
from ecosys.values.words import suggest


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """Where in the document it stands."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    line: int
    """The line, from 1."""
    sentence: int
    """The sentence of that line, from 1."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with what the facts say of it."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    id: str
    """The claim's id."""
    document: str
    """The document that asserts it."""
    priority: str
    """must, should or could."""
    place: ClaimPlace
    """Where it stands."""
    statement: str
    """What is asserted, in our own words."""
    stated: str
    """What it comes down to: a figure, a date, a word; empty: that it is so at all."""
    computed: tuple[str, ...]
    """What the facts give, a text for each question that they answer."""
    verdict: Verdict
    """What the facts say: holds, holds_roughly, consistent (examples bear it out, nothing measures
    it), does_not_hold, contradicted, opinion, cannot_be_checked."""
    rule: str
    """How the verdict follows from what the metrics answer, in a sentence."""
    turned_by: str
    """What would give it another verdict."""
    answered_by: tuple[str, ...]
    """The metrics that answer it."""
    because: tuple[int, ...]
    """Positions of the events that the verdict rests on."""
    events: tuple[str, ...]
    """Ids of these events."""
    sources: tuple[str, ...]
    """Slugs of the sources of these events."""
    missing: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Which fact would decide it, where none does or examples alone bear it out."""
    cited: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


def claims(
    timeline: Timeline,
    moment: Moment,
    document: str | None = None,
    verdict: str | None = None,
) -> Answer[ClaimRow]:
    """Every claim that the log holds at the moment's position, whatever `known_at` is.

    `known_at` and `as_of` go to the metrics that answer, and so show how a verdict changed. With a
    verdict only the claims that have it. NotFound: there are none of such a document.
    """
    if verdict is not None and verdict not in get_args(Verdict):
        raise InvalidInput(f"{verdict} is not a verdict.", hint=suggest(verdict, get_args(Verdict)))
    held = timeline.held(moment.knowing(instant.AFTER_ALL), "claimed")
    documents = {_claim(each).document for each in held}
    if document is not None and document not in documents:
        raise NotFound(f"No claims of {document} are known.", hint=suggest(document, documents))
    stated = [each for each in held if document in (None, _claim(each).document)]
    order = sorted(stated, key=lambda each: (_claim(each).document, _place(each), each.id))
    sources = _Sources(timeline, moment)
    with one_question(moment):
        rows = [_row(timeline, moment, each, sources) for each in order]
    judged = _set_against_each_other(rows, order, sources)
    return Answer([row for row in judged if verdict in (None, row.verdict)], ClaimRow)


class _Sources:
    """The sources of events up to a moment, by position."""

    def __init__(self, timeline: Timeline, moment: Moment) -> None:
        self._timeline = timeline
        self._last = moment.position

    def of(self, positions: tuple[int, ...]) -> tuple[str, ...]:
        read = self._timeline.at([at for at in positions if at <= self._last])
        return tuple(sorted({each.source for record in read for each in record.event.sources}))


def _row(timeline: Timeline, moment: Moment, held: Held, sources: _Sources) -> ClaimRow:
    claim = _claim(held)
    asked = [_ask(timeline, moment, answer, claim) for answer in claim.answers]
    seen = [each for each, _ in asked]
    points = [point for each in seen for point in each.points]
    because = tuple(sorted({at for point in points for at in point.because}))
    each = _judged(claim, seen)
    verdict = _verdict(claim, seen, each)
    missing = _missing(claim, verdict, [reason for _, reason in asked if reason])
    return ClaimRow(
        id=held.id,
        document=claim.document,
        priority=claim.priority,
        place=ClaimPlace(claim.place.line, claim.place.sentence),
        statement=claim.statement,
        stated=stated(claim.asserted),
        computed=tuple(each.text for each in seen if each.text),
        verdict=verdict,
        rule=rule(claim),
        turned_by=turned_by(claim, each, verdict, missing or ""),
        answered_by=tuple(dict.fromkeys(answer.projection for answer in claim.answers)),
        because=because,
        events=tuple(dict.fromkeys(id for point in points for id in point.events)),
        sources=sources.of(because),
        missing=missing,
    )


def _set_against_each_other(
    rows: list[ClaimRow], held: list[Held], sources: _Sources
) -> Iterator[ClaimRow]:
    """Where no fact decides, what the document itself says of the same elsewhere does."""
    for row, one in zip(rows, held, strict=True):
        is_open = row.verdict == "cannot_be_checked"
        others = [other for other in held if is_open and excludes(_claim(one), _claim(other))]
        if not others:
            yield row
            continue
        because = tuple(sorted({at for each in (one, *others) for at in each.because}))
        yield replace(
            row,
            computed=tuple(f"{other.id}: {stated(_claim(other).asserted)}" for other in others),
            verdict="contradicted",
            rule=SELF_CONTRADICTED,
            turned_by=f"a fact that is missing: {row.missing}",
            missing=None,
            because=because,
            events=tuple(each.id for each in (one, *others)),
            sources=sources.of(because),
        )


def _ask(
    timeline: Timeline, moment: Moment, answer: ClaimCheck, claim: Claimed
) -> tuple[Computed, str]:
    """What answers, and why it decides nothing; empty where it does."""
    at = moment.at(answer.as_of.end - 1) if answer.as_of is not None else moment
    try:
        given = timeline.project(answer.projection, at, answer.parameters)
    except EcosysError as problem:
        return Computed("", ()), str(problem)
    asserted = answer.asserted or claim.asserted
    seen = compute(answer, given.points, asserted)
    if seen.text:
        return seen, incomparable(asserted, seen) or ""
    reason = given.coverage.reason if given.coverage else None
    about = answer.parameters.get("subject", "any subject")
    return seen, reason or f"no figure of {answer.projection} for {about}"


def _judged(claim: Claimed, seen: list[Computed]) -> list[Verdict]:
    """The verdicts of a claim's answers, each for itself."""
    return [
        judge(answer.asserted or claim.asserted, one, answer.evidence)
        for answer, one in zip(claim.answers, seen, strict=True)
    ]


def _verdict(claim: Claimed, seen: list[Computed], each: list[Verdict]) -> Verdict:
    if claim.opinion:
        return "opinion"
    if claim.together == "range":
        return judge_range(claim.asserted, seen)
    return together(each, claim.together)


def _missing(claim: Claimed, verdict: Verdict, lacking: list[str]) -> str | None:
    if verdict == "consistent":
        return claim.missing
    if verdict != "cannot_be_checked":
        return None
    return claim.missing or "; ".join(dict.fromkeys(lacking)) or "a fact that answers it"


def stated(asserted: Asserted) -> str:
    """What is asserted, as it is written."""
    return " ".join(_parts(asserted))


def _parts(asserted: Asserted) -> Iterator[str]:
    if asserted.figure is not None:
        sign = "" if asserted.comparator == "=" else f"{asserted.comparator} "
        upto = "" if asserted.high is None else f" to {amount.text(asserted.high)}"
        yield f"{sign}{amount.text(asserted.figure)}{upto}"
        if asserted.unit:
            yield asserted.unit
    if asserted.date is not None:
        yield str(asserted.date)
    if asserted.word is not None:
        yield asserted.word


def _claim(held: Held) -> Claimed:
    assert isinstance(held.event, Claimed)
    return held.event


def _place(held: Held) -> tuple[int, int]:
    place = _claim(held).place
    return (place.line, place.sentence)
