"""OpenEoX: the end of each model in the terms of its core schema 1.0.

The core says nothing of what ends and of who says so; the standard's shell for that is a draft.
Here each core stands in a statement of ours that names product, vendor and publisher.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ecosys.answers.dataset.lifecycles import NOT_CARRIED, PUBLISHER, Turn, lifecycles
from ecosys.answers.dataset.source import File, Source
from ecosys.event.subject import provider_of
from ecosys.values import instant

SCHEMA = "https://docs.oasis-open.org/openeox/v1.0/schema/core.json"
TO_BE_ANNOUNCED = "tba"


def write(source: Source, folder: Path) -> Iterator[File]:
    """Write one file with a statement for each model that has an end, or is to have one."""
    recorded = source.timeline.log.recorded_at
    statements = [
        {
            "product": {"vendor_name": provider_of(subject), "product_name": subject},
            "core": core(turns[-1], instant.to_text(recorded(turns[-1].position))),
        }
        for subject, turns in lifecycles(source).items()
    ]
    content = {
        "publisher": PUBLISHER,
        "log": {**source.coordinates},
        "not_carried": NOT_CARRIED,
        "statements": statements,
    }
    path = folder / "openeox.json"
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    yield File(path.name, "application/json", "OpenEoX cores as third-party statements")


def core(turn: Turn, updated: str) -> dict[str, Any]:
    """The core of a subject as it stands.

    What is served is maintained as long as it answers, so that security support ends with it.
    """
    ended = turn.stages.get("ended")
    end = ended.at if ended else TO_BE_ANNOUNCED
    closed = turn.stages.get("closed")
    sales = {"end_of_sales": closed.at} if closed else {}
    about = {"$schema": SCHEMA, "end_of_life": end, **sales}
    return {**about, "end_of_security_support": end, "last_updated": updated}
