"""Let an older version write a small log, as it is committed beside this file.

Run by that version's code, not by this one. For a release whose commit is unpacked in OLD:

    git archive COMMIT ecosys api migrations seeds | tar -x -C OLD
    export PYTHONSAFEPATH=1 PYTHONPATH=OLD:OLD/api
    python tests/upgrades/write.py OLD VERSION tests/upgrades

Its events are the first two of each type that the release holds, with all they speak of.
"""

import gzip
import json
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

EACH = 2
CODECS = ("ecosys.event.codec", "ecosys.codec", "ecosys.event")
"""Where `parse` stood, from the newest to the oldest."""


def chosen(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first events of each type, and those that they are about, in their order."""
    by_id = {event["id"]: event for event in events}
    seen, wanted = Counter[str](), set[str]()

    def want(event: dict[str, Any]) -> None:
        if event["id"] not in wanted:
            wanted.add(event["id"])
            about = [event.get("event"), *event.get("events", [])]
            for each in about:
                if each in by_id:
                    want(by_id[each])

    for event in events:
        if seen[event["type"]] < EACH:
            seen[event["type"]] += 1
            want(event)
    return [event for event in events if event["id"] in wanted]


def parsing() -> Any:
    """What reads an event in the version that runs this."""
    for name in CODECS:
        try:
            return import_module(name).parse
        except (ImportError, AttributeError):
            continue
    raise SystemExit("This version reads events elsewhere.")


def main(old: Path, version: str, folder: Path) -> None:
    """Write a log in two appends, and pack its file."""
    timeline_class = import_module("ecosys.timeline").Timeline
    lines = (old / "seeds" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    events = list(map(parsing(), chosen([json.loads(line)["event"] for line in lines])))
    with TemporaryDirectory() as place:
        path = Path(place) / "log.db"
        timeline = timeline_class.open(path)
        timeline.append(events[: len(events) // 2])
        timeline.append(events[len(events) // 2 :])
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        packed = gzip.compress(path.read_bytes(), 9, mtime=0)
    (folder / f"{version}.db.gz").write_bytes(packed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
