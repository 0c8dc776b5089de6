"""What is made from the code and the released log, and how it is made anew.

    python -m tests.regenerate

writes `seeds/schema.json` (the schema of seed files), `api/ecosys_api/examples.json` (an answer of
every operation) and `tests/api/openapi.json` (the snapshot of what others rely on). It is run after
an event type, a projection, a way of counting or a route was added, and after the log was released.
Where somebody who relies on the snapshot would miss something it is refused, unless `--break` says
that this is meant.
"""

from pathlib import Path

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "seeds" / "schema.json"
