"""Read models of other packages: what they do wrong stops them alone."""

from dataclasses import replace
from typing import Any, cast

import pytest

from ecosys.read_model import Keeper, ReadModel
from ecosys.read_model.read_model import refuse_disorderly
from tests.given import price
from tests.read_model.models import noted, noting

pytestmark = pytest.mark.engines
A, B, C = (price(id, f"2025-01-0{day}", input="1") for day, id in enumerate("abc", start=1))


@pytest.fixture
def log(timeline):
    return timeline.log


def doing(what, name="theirs"):
    """A read model that also does something when it sees the second event."""
    table = f"{name}_1"

    def fold(log, records):
        for record in records:
            log.database.insert(table, ("id",), [(record.id,)])
            if record.id == "b":
                what(log)

    return ReadModel(name, 1, (table,), (f"CREATE TABLE {table} (id TEXT PRIMARY KEY)",), fold)


def fail(log):
    raise ValueError("indigestible")


WRONG = {
    "it raises": fail,
    "it breaks a constraint": lambda log: log.database.insert("theirs_1", ("id",), [("a",)]),
    "it asks for what there is not": lambda log: log.database.execute("SELECT * FROM absent"),
    "it makes no sense": lambda log: log.database.execute("SELECT FROM WHERE"),
    "it ends the transaction": lambda log: log.database.execute("COMMIT"),
    "it undoes the transaction": lambda log: log.database.execute("ROLLBACK"),
    "it drops a table": lambda log: log.database.execute("DROP TABLE noted_1"),
    "it writes to tables of ours": lambda log: log.database.execute("DELETE FROM noted_1"),
    "it hides that it writes": lambda log: log.database.execute(
        "WITH x AS (SELECT 1) DELETE FROM noted_1"
    ),
    "it undoes all it can": lambda log: log.database.execute(
        "INSERT OR ROLLBACK INTO theirs_1 VALUES ('a')"
    ),
    "it adds to tables of ours": lambda log: log.database.insert("noted_1", ("id",), [("x",)]),
    "it appends": lambda log: log.append([price("d", "2025-01-04", input="1")]),
    "it renames a table": lambda log: log.database.rename("noted_1", "noted_9"),
    "it closes the database": lambda log: log.database.close(),
    "it migrates the database": lambda log: log.database.migrating(),
}


@pytest.mark.parametrize("late", [True, False], ids=["late", "at once"])
@pytest.mark.parametrize("wrong", WRONG)
def test_what_another_package_does_wrong_pauses_its_read_model_alone(log, wrong, late):
    theirs = doing(WRONG[wrong])
    if late:
        log.append([A, B, C])
    keeper = Keeper(log, [noting()], lambda: [theirs])
    if not late:
        log.append([A])
        log.append([B, C])
    assert keeper.catch_up(3)
    assert noted(log) == ["a", "b", "c"]
    assert not keeper.reaches(theirs, 3)
    assert noted(log, "theirs_1") == ["a"]
    assert [*keeper.paused()] == ["theirs"]
    assert keeper.paused()["theirs"].startswith("b: ")
    assert log.head().position == log.check() == 3
    keeper.rebuild()
    assert noted(log) == ["a", "b", "c"]
    assert [*keeper.paused()] == ["theirs"]


def test_a_mended_one_goes_on_once_it_is_made_anew(log):
    broken, mended = doing(fail), doing(lambda _: None)
    Keeper(log, [], lambda: [broken])
    log.append([A, B, C])
    keeper = Keeper(log, [], lambda: [mended])
    assert not keeper.reaches(mended, 3)
    keeper.rebuild()
    assert keeper.reaches(mended, 3)
    assert keeper.paused() == {}
    assert noted(log, "theirs_1") == ["a", "b", "c"]


def test_tables_that_cannot_be_made_pause_it_from_the_beginning(log):
    theirs = replace(doing(fail), schema=("CREATE TABLE theirs_1 (id TEXT PRIMARY PRIMARY)",))
    keeper = Keeper(log, [noting()], lambda: [theirs])
    log.append([A, B, C])
    assert keeper.catch_up(3)
    assert "PRIMARY" in keeper.paused()["theirs"]
    assert keeper.checkpoint(theirs).position == 0
    keeper.rebuild()
    assert "PRIMARY" in keeper.paused()["theirs"]
    Keeper(log, [], lambda: [doing(lambda _: None)]).rebuild()
    assert noted(log, "theirs_1") == ["a", "b", "c"]


def test_a_table_that_somebody_else_has_is_not_taken(log):
    one, other = noting("same"), replace(noting("same"), name="other")
    keeper = Keeper(log, [one], lambda: [other])
    log.append([A])
    told = {"other": "PermissionError('same_1 belongs to same')"}
    assert keeper.paused() == told
    keeper.rebuild()
    assert keeper.paused() == told
    assert noted(log, "same_1") == ["a"]
    assert keeper.catch_up(1)


def test_a_fold_reads_the_log_and_its_own_tables(log):
    seen = []
    theirs = doing(
        lambda given: seen.append(
            (
                given.find(["a"])["a"].position,
                [each.id for each in given.at([1])],
                given.database.execute("SELECT count(*) FROM theirs_1"),
                list(given.database.stream("SELECT id FROM theirs_1")),
                "event" in given.database.tables(),
            )
        )
    )
    keeper = Keeper(log, [], lambda: [theirs])
    log.append([A, B])
    keeper.rebuild()
    expected = (1, ["a"], [(2,)], [("a",), ("b",)], True)
    assert seen == [expected, expected]


FINE = noting("days")
DISORDERLY = {
    "a name that SQL cannot name": (replace(FINE, name="The Days"), "no name of a read model"),
    "a name of stored results": (replace(FINE, name="projection_days"), "no name of a read model"),
    "no version": (replace(FINE, version=0), "days has the version 0. Allowed: 1, 2, 3"),
    "a version that is no number": (replace(FINE, version=cast(Any, "1")), "has the version '1'"),
    "the log's own table": (replace(FINE, tables=("event",)), "'event'. Allowed: days_1, days_"),
    "another version's table": (replace(FINE, version=2), "'days_1'. Allowed: days_2, days_..._2"),
    "another one's table": (replace(FINE, tables=("held_5",)), "has the table 'held_5'"),
    "a statement that drops": (
        replace(FINE, schema=("DROP TABLE event",)),
        r"'DROP TABLE event'. Allowed: CREATE TABLE days_1 \(...\), and .* CREATE INDEX ix_T_",
    ),
    "an index of another table": (
        replace(FINE, schema=(FINE.schema[0], "CREATE INDEX ix_event_x ON event (id)")),
        "CREATE INDEX ix_event_x",
    ),
    "an index with a name of others": (
        replace(FINE, schema=(FINE.schema[0], "CREATE INDEX ix_held_5_type ON days_1 (id)")),
        "CREATE INDEX ix_held_5_type",
    ),
    "a table that is not declared": (
        replace(FINE, schema=(*FINE.schema, "CREATE TABLE more_1 (id TEXT)")),
        "CREATE TABLE more_1",
    ),
    "a table that is not made": (
        replace(FINE, tables=("days_1", "days_more_1")),
        "makes days_1 and declares days_1, days_more_1",
    ),
    "a trigger": (
        replace(FINE, schema=(*FINE.schema, "CREATE TRIGGER t AFTER INSERT ON days_1 BEGIN END")),
        "CREATE TRIGGER",
    ),
    "nothing": (replace(FINE, tables=(), schema=()), "makes no table"),
}


@pytest.mark.parametrize("wrong", DISORDERLY)
def test_what_could_disturb_others_is_refused_with_what_is_allowed(wrong):
    refuse_disorderly(FINE)
    model, told = DISORDERLY[wrong]
    with pytest.raises(TypeError, match=told):
        refuse_disorderly(model)
