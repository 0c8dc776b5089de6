"""Writes what the migrations make on PostgreSQL: python -m tests.log.postgres.definitions.

It is run after a migration that changes the tables of the log, what is about them, or a trigger.
"""

import json

from ecosys.log.definitions import CORE
from ecosys.log.engines import open_database
from ecosys.log.postgres.definitions import MADE, definitions
from tests.benchmarks import databases


def text(url: str) -> str:
    """What the catalogue of a new database tells, as the file holds it."""
    database = open_database(url)
    told = definitions(database, CORE)
    database.close()
    return f"{json.dumps(told, indent=2, sort_keys=True)}\n"


if __name__ == "__main__":
    with databases.on_postgres():
        MADE.write_text(text(databases.new(MADE.parent)), encoding="utf-8")
