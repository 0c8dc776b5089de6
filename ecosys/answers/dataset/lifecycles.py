"""Lifecycles: when what a provider offers itself was launched, sold no more, and switched off.

For standards of software and hardware, whose words are other ones: what they cannot say is left
out. Those are earliest dates ("not before"), ends of single deployments or regions, ends at other
sellers, what answers afterwards, and who disagrees.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ecosys.answers.dataset.source import Source
from ecosys.event import FIRST_PARTY
from ecosys.moment.series import OWN, UNRANKED
from ecosys.timeline.sql_columns import SINCE_EVER
from ecosys.values import instant, when

Stage = Literal["launched", "closed", "ended"]
"""launched; closed to new customers or uses; ended: it stops answering."""
NOT_CARRIED = (
    "dates that are only earliest ones",
    "ends of single deployments or regions, and at other sellers",
    "what answers calls afterwards, replacements, extended access",
    "sources that disagree",
)
"""What of the record these standards have no room for."""
PUBLISHER = {"name": "ecosys", "category": "third_party"}
"""Who says it: never the vendor."""


class Dated(NamedTuple):
    """When a stage begins, and since when that is publicly known: instants as text."""

    at: str
    known: str


Stages = Mapping[Stage, Dated]


@dataclass(frozen=True, slots=True)
class Turn:
    """How the stages of a subject stood from a position of the log on."""

    position: int
    stages: Stages


def lifecycles(source: Source) -> Mapping[str, list[Turn]]:
    """The stages of each subject that has an end: how they stood at each position that moved one.

    What was said earlier stays as it is however far the log goes on.
    """
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ranks = source.timeline.ranks(source.moment)
    tables = {table.name: table for table in source.tables}
    for row in tables["deprecation_all"].records():
        whole = row["channel"] == FIRST_PARTY and not row["deployment"] and not row["region"]
        if whole and row["known_to"] is None:
            rank = OWN if row["own"] else ranks.get(row["voice"], UNRANKED)
            rows[row["subject"]].append({**row, "rank": rank})
    for row in tables["fact_all"].records():
        if row["type"] == "launched" and row["subject"] in rows and row["known_to"] is None:
            rows[row["subject"]].append(row)
    turns = {subject: list(_turns(found)) for subject, found in rows.items()}
    return {subject: each for subject, each in sorted(turns.items()) if each}


def _turns(rows: Iterable[dict[str, Any]]) -> Iterator[Turn]:
    every = list(rows)
    before: Stages = {}
    for position in sorted({row["position_from"] for row in every} | _ends(every)):
        stages = _stages([row for row in every if _stands(row, position)])
        if {stage: each.at for stage, each in stages.items()} != {
            stage: each.at for stage, each in before.items()
        }:
            yield Turn(position, stages)
            before = stages


def _ends(rows: Iterable[dict[str, Any]]) -> set[int]:
    return {row["position_to"] for row in rows if row["position_to"] is not None}


def _stands(row: Mapping[str, Any], position: int) -> bool:
    end = row["position_to"]
    return row["position_from"] <= position and (end is None or end > position)


def _stages(rows: Iterable[Mapping[str, Any]]) -> Stages:
    """What the rows say that stand at a position: the best voice, of it the newest statement."""
    every = list(rows)
    launches = [row for row in every if "type" in row and row["valid_from"] != SINCE_EVER]
    ends = [row for row in every if "type" not in row]
    stages: dict[Stage, Dated] = {}
    if launches:
        first = min(launches, key=lambda row: (row["valid_from"], row["position"]))
        stages["launched"] = Dated(first["valid_from"], first["known_from"])
    if ends:
        newest = {row["voice"]: row for row in sorted(ends, key=_age)}
        best = min(newest.values(), key=lambda row: (row["rank"], row["voice"]))
        closed = _firm(best["legacy"]) or _firm(best["deprecated"])
        ended = _firm(best["shutdown"]) if best["bound"] is None else None
        for stage, at in (("closed", closed), ("ended", ended)):
            if at:
                stages[stage] = Dated(at, best["known_from"])  # type: ignore[index]
    return stages


def _age(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["valid_from"], row["stated"], row["position"]


def _firm(text: str | None) -> str | None:
    """The first instant of a date that is neither unknown nor only a bound."""
    date = when.parse(text) if text else None
    if date is None or date.unknown or date.bound:
        return None
    return instant.to_text(date.start)
