"""In force: SQL over the tables of the dataset that gives what counts at a moment.

It gives what the views of `ecosys sql` give: `ecosys/timeline/sql_views.py` has the same rules over
the rows beneath. Here a moment is three expressions, so that it can be a row or parameters.
"""

from typing import NamedTuple

from ecosys.moment.series import OWN, UNRANKED
from ecosys.timeline.sql_views import ALL

STATED = ("statement", "price", "deprecation", "observation")
"""Views of which each voice has one statement in force in each series."""
NAMES = ("fact", *STATED, "subject", "source")


class At(NamedTuple):
    """A moment in SQL: what is true when, known when, recorded up to where."""

    as_of: str
    known_at: str
    position: str


def _coordinate(name: str) -> str:
    return f"(SELECT {name} FROM moment)"  # noqa: S608  names of ours


HERE = At(*map(_coordinate, At._fields))
"""The moment that stands in the table `moment`."""


def _given(name: str) -> str:
    """A parameter as an instant: a date is its last one; what is not given is that of `moment`."""
    return (
        f"CASE length(coalesce(:{name}, '')) WHEN 0 THEN {_coordinate(name)}"
        f" WHEN 10 THEN :{name} || 'T23:59:59.999999Z' ELSE :{name} END"
    )


ASKED = At(_given("as_of"), _given("known_at"), HERE.position)
"""The moment of the parameters `:as_of` and `:known_at`."""


def in_force(name: str, at: At, where: str = "true") -> str:
    """The rows of a view at a moment, of those that fit."""
    if name == "subject":
        known = f"a.known_from <= {at.known_at} AND {_within('position', at.position)}"
        return f"SELECT a.* FROM subject{ALL} AS a WHERE {known} AND {where}"  # noqa: S608
    if name == "source":
        return _sources(at, where)
    order = "PARTITION BY a.subject, a.series, a.voice, a.own"
    if name == "statement":
        order = order.replace("a.subject", "a.type, a.subject")
    nth = f"row_number() OVER ({order} ORDER BY a.valid_from DESC, a.stated DESC, a.position DESC)"
    covering = " AND ".join(map(_within, ("valid", "known", "position"), at))
    chosen = f"""SELECT a.*, {nth if name in STATED else "1"} AS nth
 FROM {name}{ALL} AS a WHERE {covering} AND {where}"""  # noqa: S608
    rank = f"CASE v.own WHEN 1 THEN {OWN} ELSE coalesce(r.rank, {UNRANKED}) END AS rank"
    return f"""SELECT v.*, {rank} FROM ({chosen}) AS v
 LEFT JOIN ({_sources(at)}) AS r ON r.slug = v.voice WHERE v.nth = 1"""  # noqa: S608


def _sources(at: At, where: str = "true") -> str:
    """The sources: the last said of each counts, whenever it is known."""
    return f"""SELECT s.* FROM (SELECT a.*, row_number() OVER (PARTITION BY a.slug
 ORDER BY e.position DESC) AS nth FROM source{ALL} AS a JOIN event AS e ON e.id = a.event
 WHERE a.known_to IS NULL AND {_within("position", at.position)}) AS s
 WHERE s.nth = 1 AND {where}"""  # noqa: S608


def _within(axis: str, at: str) -> str:
    """Whether a version counts at a coordinate."""
    return f"a.{axis}_from <= {at} AND (a.{axis}_to IS NULL OR a.{axis}_to > {at})"
