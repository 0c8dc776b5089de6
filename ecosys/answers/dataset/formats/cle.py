"""CLE (ECMA-428): the lifecycle of each model as an append-only list of events.

CLE leaves statements of third parties to a later edition. So nothing in a file can be taken for
the vendor's word: it names a support policy `third-party` that says whose statement it is, and
`index.json` says it of all files.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ecosys.answers.dataset.lifecycles import (
    NOT_CARRIED,
    PUBLISHER,
    Dated,
    Stage,
    Turn,
    lifecycles,
)
from ecosys.answers.dataset.source import File, Source
from ecosys.event.subject import provider_of
from ecosys.values import instant

SCHEMA = "https://cle.example.com/schema/cle-1.0.0.schema.json"
"""The identity that the standard's own schema has."""
FOLDER = "cle"
EVERY_VERSION = [{"range": "vers:generic/*"}]
_TYPES: Mapping[Stage, str] = {
    "launched": "released",
    "closed": "endOfMarketing",
    "ended": "endOfLife",
}
_JSON = "application/json"


def write(source: Source, folder: Path) -> Iterator[File]:
    """Write a file for each model that has an end, and a list of them."""
    found = lifecycles(source)
    recorded = source.timeline.log.recorded_at
    for subject, turns in found.items():
        dated = [(instant.to_text(recorded(turn.position)), turn) for turn in turns]
        _save(folder / FOLDER / f"{subject}.json", document(subject, dated))
    index = {
        "publisher": PUBLISHER,
        "statement": "These are statements of a third party about what the vendors offer.",
        "log": {**source.coordinates},
        "not_carried": NOT_CARRIED,
        "documents": [f"{subject}.json" for subject in found],
    }
    _save(folder / FOLDER / "index.json", index)
    told = "CLE documents of third-party statements: this one lists them"
    yield File(f"{FOLDER}/index.json", _JSON, told)


def document(subject: str, turns: Sequence[tuple[str, Turn]]) -> dict[str, Any]:
    """The document of a subject from its turns, each with the instant at which it was recorded.

    Ids count from 1 in the order of the log. What moved is withdrawn and said anew, as the
    standard wants it: an event never changes.
    """
    events: list[dict[str, Any]] = []
    standing: dict[Stage, tuple[int, Dated]] = {}
    for recorded, turn in turns:
        for stage, type in _TYPES.items():
            dated, known = turn.stages.get(stage), standing.get(stage)
            if known and (dated is None or dated.at != known[1].at):
                since = max(dated.known if dated else recorded, known[1].known)
                events.append(_withdrawn(len(events) + 1, known[0], since, moved=dated is not None))
                del standing[stage]
            if dated and (known is None or dated.at != known[1].at):
                about = {"id": len(events) + 1, "type": type, "effective": dated.at}
                versions = {"version": subject.partition("/")[2] or subject}
                more = versions if stage == "launched" else {"versions": EVERY_VERSION}
                events.append({**about, "published": dated.known, **more})
                standing[stage] = (len(events), dated)
    return {
        "$schema": SCHEMA,
        "identifier": f"pkg:generic/{quote(subject, safe='/')}",
        "updatedAt": turns[-1][0],
        "events": events[::-1],
        "definitions": {"support": [_policy(subject)]},
    }


def _withdrawn(id: int, of: int, since: str, *, moved: bool) -> dict[str, Any]:
    reason = "The date was moved." if moved else "It is no longer stated."
    about = {"id": id, "type": "withdrawn", "effective": since, "published": since}
    return {**about, "eventId": of, "reason": reason}


def _policy(subject: str) -> dict[str, str]:
    told = (
        f"No policy of {provider_of(subject)}: dates that ecosys, a third party, recorded of what "
        "was publicly said."
    )
    return {"id": "third-party", "description": told}


def _save(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
