"""Views of a table that gets another name: they go on to name what has the old one.

To PostgreSQL a view is of a table, whatever that is called. What others make of the tables of a
read model would show the old rows once new ones take their place. So views are told anew, once a
table has the name again that they were written with.
"""

from collections.abc import Callable, Sequence
from typing import Any

Execute = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
OF_TABLE = """
SELECT DISTINCT v.oid::regclass::text, pg_get_viewdef(v.oid)
FROM pg_depend AS d
JOIN pg_rewrite AS r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
JOIN pg_class AS v ON v.oid = r.ev_class AND v.relkind = 'v' AND v.relpersistence <> 't'
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(?) AND v.oid <> d.refobjid
"""
"""The views of a table, each with its query; those of one session alone cannot be told anew."""


class Views:
    """The views of tables that were given other names in a transaction."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[tuple[str, str]]] = {}

    def rename(self, execute: Execute, table: str, name: str) -> None:
        """Give a table another name; the views that were of one of that name are of it now."""
        if views := execute(OF_TABLE, (table,)):
            self._waiting.setdefault(table, []).extend((view, query) for view, query in views)
        execute(f"ALTER TABLE {table} RENAME TO {name}", ())
        for view, query in self._waiting.pop(name, ()):
            execute(f"CREATE OR REPLACE VIEW {view} AS {query}", ())
