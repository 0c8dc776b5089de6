"""Makes anew what is made from the code and the released log.

    python -m tests.regenerate

writes `seeds/schema.json` (the schema of seed files), `api/ecosys_api/examples.json` (an answer of
every operation, served within the document) and `tests/api/openapi.json` (the snapshot of what
others rely on). It is run after an event type, a projection, a way of counting or a route was
added, and after a release of the log. Where somebody who relies on the snapshot would miss
something it stays, unless `--break` says that this is meant.
"""

import sys
import tempfile
from pathlib import Path

from ecosys.seeding.schema import schema_text
from ecosys_api.app import create
from ecosys_api.openapi import EXAMPLES
from tests.api.conftest import ready
from tests.api.examples import SNAPSHOT, examples, renew_snapshot, written

COMMAND = "python -m tests.regenerate"
SCHEMA = Path(__file__).parent.parent / "seeds" / "schema.json"


def regenerate(
    *,
    breaking: bool = False,
    schema: Path = SCHEMA,
    shown: Path = EXAMPLES,
    snapshot: Path = SNAPSHOT,
) -> str:
    """Write the three files; what would be missed, if the snapshot was not written for that."""
    schema.write_text(schema_text(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        client = ready(create(Path(folder) / "ecosys.db"))
        document = client.get("/openapi.json").json()
        shown.write_text(f"{written(examples(client))}\n", encoding="utf-8")
        client.__exit__(None, None, None)
    return renew_snapshot(document, snapshot, breaking=breaking)


if __name__ == "__main__":
    sys.exit(regenerate(breaking="--break" in sys.argv) or None)
