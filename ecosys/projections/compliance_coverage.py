"""compliance_coverage: which of the named attestations are stated to hold for a platform."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ecosys.event import FIRST_PARTY
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.moment import Held, View
from ecosys.moment.series import Statement
from ecosys.projection import (
    Context,
    Coverage,
    Figure,
    Parameters,
    Point,
    point_of,
    projection,
    rests_on,
)
from ecosys.projection.groups import too_few
from ecosys.values import amount, words
from ecosys.values.instant import DAY, day_of

ATTESTATIONS = {
    "SOC 2": ("soc2_type2", "soc_1_2_3", "soc2"),
    "HIPAA": ("hipaa_baa", "hipaa"),
    "ISO 27001": ("iso_27001",),
    "ISO 42001": ("iso_42001",),
    "EU residency": ("data_residency_eu",),
}
"""The list that is counted against, and the attributes that speak of each."""
NAMES = {attribute: name for name, all_ in ATTESTATIONS.items() for attribute in all_}

Verdict = Literal["yes", "partial", "no", "no evidence"]
VERDICTS: tuple[Verdict, ...] = ("yes", "partial", "no", "no evidence")
"""From best to worst."""
VALUES = {"yes": Decimal(1), "no": Decimal(0)}

Platform = tuple[str, str]
"""A subject and the channel at which it is sold."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of one attestation of a platform."""

    verdict: Verdict
    statement: Statement
    wording: str


def _reads(held: Held, _: Parameters) -> bool:
    if (launch := held.of(Launched)) is not None:
        return bool(launch.compliance)
    described = held.of(Described)
    return described is not None and described.attribute in NAMES


@projection(takes=["described", "launched"], unit="attestations", version=1, reads=_reads)
def compliance_coverage(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """How many of five named attestations are stated to hold for a platform at the moment.

    The list: SOC 2, HIPAA (an agreement is offered), ISO 27001, ISO 42001, and data residency in
    the EU. A point for each attestation says 1 (stated to hold, be it on conditions, which the
    label `stated` quotes), 0 (stated not to hold), or None: partial, no public evidence, or nothing
    stated. `count` is the number that hold; `share` divides it by the length of the list, with
    `high` as if all that is not known held too, where at least three of the five are stated. What
    a platform says is not an audit, and since when it holds is mostly not stated: at an earlier
    moment little is known. Definition: ours; the list is what trust pages are compared by.
    """
    platforms = sorted(_findings(context.view(events)).items())
    for platform, findings in platforms:
        if findings:
            for name in ATTESTATIONS:
                yield _attestation(platform, name, findings.get(name), context)
            yield from _summary(platform, findings, context)
    yield Coverage(
        definition=f"stated to hold, of {', '.join(ATTESTATIONS)}; platforms of which none of these"
        " was ever stated are not listed",
        included=tuple(_figure(*each, context) for each in platforms if each[1]),
        missing=tuple(
            f"{_name(platform)}: {name}"
            for platform, findings in platforms
            for name in ATTESTATIONS
            if name not in findings
        ),
    )


def _findings(view: View) -> Mapping[Platform, Mapping[str, Finding]]:
    """The best of what is said of each attestation at the moment, by platform."""
    by: dict[Platform, dict[str, Finding]] = defaultdict(dict)
    for (platform, attribute), stated in _statements(view).items():
        known = by[platform]
        choice = view.choose(stated)
        if choice is None:
            continue
        wording = str(choice.statement.value)
        each = Finding(_verdict(wording), choice.statement, wording)
        before = known.get(NAMES[attribute])
        if before is None or VERDICTS.index(each.verdict) < VERDICTS.index(before.verdict):
            known[NAMES[attribute]] = each
    return by


def _statements(view: View) -> Mapping[tuple[Platform, str], list[Statement]]:
    """Statements by platform and attribute; a launch may name its attestations."""
    by: dict[tuple[Platform, str], list[Statement]] = defaultdict(list)
    for held in view.facts:
        event = held.of(Launched)
        if event is not None and held.start is not None:
            for name in set(event.compliance) & set(ATTESTATIONS):
                key = ((event.subject, event.channel), ATTESTATIONS[name][0])
                by[key].append(Statement(key, "yes", held.start, held.until, held))
    for stated in view.of(Described, attribute=NAMES).series.values():
        described = stated[0].held.event
        assert isinstance(described, Described)
        by[(described.subject, described.channel), described.attribute] += stated
    return dict(sorted(by.items()))


def _verdict(wording: str) -> Verdict:
    text = wording.lower()
    if text.startswith(("no public evidence", "unknown")):
        return "no evidence"
    if text.startswith("partial"):
        return "partial"
    return "no" if words.denies(wording) else "yes"


def _attestation(
    platform: Platform, name: str, finding: Finding | None, context: Context[Parameters]
) -> Point:
    subject, channel = platform
    labels = {"part": "attestation", "attestation": name, "channel": channel}
    if finding is None:
        labels["missing"] = "nothing stated"
        return Point(subject, day_of(context.moment.as_of), None, "attestations", labels=labels)
    labels |= {"verdict": finding.verdict, "stated": finding.wording}
    value = VALUES.get(finding.verdict)
    return point_of(finding.statement, context, value=value, unit="attestations", labels=labels)


def _summary(
    platform: Platform, findings: Mapping[str, Finding], context: Context[Parameters]
) -> Iterator[Point]:
    """How many hold, and which share of the list that is."""
    subject, channel = platform
    today = day_of(context.moment.as_of)
    lineage = rests_on(each.statement.held for each in findings.values())
    verdicts = [each.verdict for each in findings.values()]
    holding = Decimal(verdicts.count("yes"))
    labels = {"part": "count", "channel": channel, "of": str(len(ATTESTATIONS))}
    yield Point(subject, today, holding, "attestations", labels=labels, **lineage)
    labels = labels | {"part": "share"}
    stated = len(verdicts) - verdicts.count("no evidence")
    if few := too_few(stated, "of the list stated"):
        labels["missing"] = few
        yield Point(subject, today, None, "ratio", labels=labels, **lineage)
        return
    most = Decimal(len(ATTESTATIONS) - verdicts.count("no"))
    share, high = (amount.ratio(each, Decimal(len(ATTESTATIONS))) for each in (holding, most))
    above = high if high > share else None
    yield Point(subject, today, share, "ratio", labels=labels, high=above, **lineage)


def _figure(
    platform: Platform, findings: Mapping[str, Finding], context: Context[Parameters]
) -> Figure:
    newest = max((each.statement for each in findings.values()), key=lambda each: each.order)
    holding = Decimal(sum(each.verdict == "yes" for each in findings.values()))
    when = newest.held.event.when
    age = (context.moment.as_of - newest.start) // DAY
    return Figure(_name(platform), when.date if when else "unknown", holding, age)


def _name(platform: Platform) -> str:
    subject, channel = platform
    return subject if channel == FIRST_PARTY else f"{subject} at {channel}"
