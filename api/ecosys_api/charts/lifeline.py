"""lifeline: from the launch of a model to what comes after its end, a lane for each seller."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ecosys.values import when
from ecosys_api.charts.lanes import Kind, Lane, LaneChart, Mark, Span, lane_chart
from ecosys_api.page.addresses import Addresses
from ecosys_api.page.cells import OWN_CHANNEL
from ecosys_api.tables.life import EARLY, GONE, TOLD, Stage

MAX_LANES = 8
"""How many sellers are drawn; the table has all."""


def lifeline(
    subject: str, stages: Sequence[Stage], links: Addresses, as_of: int
) -> LaneChart | None:
    """The life of a subject at a moment; None, where no date of it is known."""
    sellers: dict[str, list[Stage]] = defaultdict(list)
    for stage in stages:
        sellers[stage.where].append(stage)
    born = min((_at(stage) for stage in stages if not stage.is_end), default=None)
    names = sorted(sellers, key=lambda name: (name != OWN_CHANNEL, name))[:MAX_LANES]
    lanes = [
        Lane(
            name,
            "",
            [_mark(stage, links) for stage in sellers[name]],
            list(_spans(sellers[name], born, as_of)),
        )
        for name in names
    ]
    return lane_chart(f"The life of {subject}", lanes, as_of)


def lifelines(
    title: str, lives: Mapping[str, Sequence[Stage]], links: Addresses, as_of: int
) -> LaneChart | None:
    """The lives of several subjects at their providers' own channels, a lane for each."""
    lanes = []
    for name, stages in lives.items():
        own = [stage for stage in stages if stage.where == OWN_CHANNEL]
        marks = [_mark(stage, links) for stage in own]
        lanes.append(Lane(name, links.subject(name), marks, list(_spans(own, None, as_of))))
    return lane_chart(title, lanes, as_of)


def _mark(stage: Stage, links: Addresses) -> Mark:
    bound = "at the earliest, " if stage.bound == "not_before" else ""
    more = f": {stage.more}" if stage.more else ""
    text = f"{stage.at}: {bound}{stage.what} ({stage.where}){more}"
    kind: Kind = "end" if stage.is_end else "launch"
    return Mark(_at(stage), kind, text, links.event(stage.events[0]))


def _spans(stages: Sequence[Stage], born: int | None, as_of: int) -> Iterator[Span]:
    """How it stood at one seller from day to day: early, answering, ending, over.

    Where no launch is dated it answers since the first one anywhere.
    """
    open_ = [stage for stage in stages if not stage.is_end]
    shut = [_at(stage) for stage in stages if stage.what == GONE]
    told = [_at(stage) for stage in stages if stage.what == TOLD]
    start = min((_at(stage) for stage in open_), default=born)
    if start is None:
        return
    whole = min((_at(stage) for stage in open_ if stage.what not in EARLY), default=None)
    end = max(shut, default=max(as_of, start))
    turns = [
        ("early" if open_ and whole != start else "alive", start),
        *([("alive", whole)] if whole is not None and whole > start else []),
        *(("ending", at) for at in told[:1]),
    ]
    ends = [max(at, start) for _, at in turns[1:]] + [end]
    for (kind, at), until in zip(turns, ends, strict=True):
        first, last = max(at, start), min(until, end)
        if first < last:
            yield Span(first, last, kind)
    if shut and end < as_of:
        yield Span(end, as_of, "over")


def _at(stage: Stage) -> int:
    return when.parse(stage.at).start
