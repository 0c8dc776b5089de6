"""Checking: what is stored gives the hashes that were recorded."""

from ecosys.errors import Damaged
from ecosys.log import merkle
from ecosys.log.database import Database
from ecosys.log.line import Line
from ecosys.log.query import COLUMNS


def checked(database: Database) -> int:
    """Recompute every hash and the root from the stored bytes; how many events were checked.

    Damaged names the first position whose bytes do not give what was recorded.
    """
    with database.reading():  # of one moment, whatever is appended meanwhile
        return _checked(database)


def _checked(database: Database) -> int:
    leaves = []
    head = database.execute("SELECT position, root FROM log_head")[0]
    sql = f"SELECT {COLUMNS}, leaf FROM event ORDER BY position"  # noqa: S608
    for expected, (*columns, leaf) in enumerate(database.stream(sql), start=1):
        line = Line(*columns)
        if line.position != expected or line.leaf != leaf:
            raise Damaged(f"Position {expected} does not hold the bytes that were recorded.")
        leaves.append(leaf)
    if (len(leaves), merkle.root_of(leaves).hex()) != tuple(head):
        raise Damaged(f"The log does not give the root recorded at position {head[0]}.")
    return len(leaves)
