"""Definitions: how PostgreSQL tells the tables of a log, and what keeps their history.

What the migrations make is kept in `definitions.json`, as the catalogue of a database tells it in
which nothing else was done: a text of a trigger, as PostgreSQL writes it, is no text of theirs.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ecosys.log.database import Database

MADE = Path(__file__).with_name("definitions.json")
"""What the migrations make; `python -m tests.log.postgres.definitions` writes it."""
CATALOGUE = """
WITH here AS (
    SELECT * FROM pg_class WHERE relnamespace = quote_ident(current_schema)::regnamespace
),
core AS (SELECT * FROM here WHERE relname IN (%s)),
columns AS (
    SELECT attrelid, string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod),
        attnotnull, collname, pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum) AS told
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        LEFT JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE attnum > 0 AND NOT attisdropped GROUP BY attrelid
),
triggers AS (
    SELECT each.*, relname FROM pg_trigger AS each JOIN here ON here.oid = tgrelid
    WHERE NOT tgisinternal
)
SELECT 'table ' || relname, concat_ws(' ', relkind, relpersistence, relrowsecurity, told)
FROM core JOIN columns ON attrelid = oid
UNION ALL SELECT 'index ' || indexrelid::regclass,
    concat_ws(' ', pg_get_indexdef(indexrelid, 0, true), indisvalid, indisready)
FROM pg_index JOIN core ON core.oid = indrelid
UNION ALL SELECT concat_ws(' ', 'constraint', conname, 'on', relname),
    pg_get_constraintdef(each.oid, true)
FROM pg_constraint AS each JOIN core ON core.oid = conrelid
WHERE contype IN ('p', 'u', 'c', 'f', 'x')
UNION ALL SELECT concat_ws(' ', 'rule', rulename, 'on', relname), pg_get_ruledef(each.oid, true)
FROM pg_rewrite AS each JOIN core ON core.oid = ev_class
UNION ALL SELECT 'child ' || inhrelid::regclass, relname
FROM pg_inherits JOIN core ON core.oid = inhparent
UNION ALL SELECT concat_ws(' ', 'trigger', tgname, 'on', relname),
    concat_ws(' ', pg_get_triggerdef(oid, true), tgenabled)
FROM triggers
UNION ALL SELECT DISTINCT 'function ' || each.oid::regprocedure,
    concat_ws(' ', lanname, prosecdef, proconfig::text, prosrc)
FROM pg_proc AS each JOIN triggers ON tgfoid = each.oid
    JOIN pg_language ON pg_language.oid = prolang
UNION ALL SELECT 'setting session_replication_role', current_setting('session_replication_role')"""
"""Some tables with what is about them, and all triggers; for a replica none of those would run."""


def definitions(database: Database, tables: Sequence[str]) -> dict[str, str]:
    """What the catalogue tells of some tables and of all triggers, by kind and name."""
    named = ", ".join(f"'{table}'" for table in tables)
    rows = database.execute(CATALOGUE.replace("%s", named))
    return {str(name): " ".join(text.split()) for name, text in rows}


def made() -> Mapping[str, str]:
    """The same of a database in which only the migrations made something."""
    texts: dict[str, str] = json.loads(MADE.read_text(encoding="utf-8"))
    return texts
