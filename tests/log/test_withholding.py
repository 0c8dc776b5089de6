import sqlite3

import pytest

from ecosys.answers.answer import Answer, meta
from ecosys.errors import Damaged, NotFound, Refused, StatementRefused, Unavailable
from ecosys.log import checking
from ecosys.log.line import parse
from ecosys.log.memory import MemoryLog
from ecosys.log.proof import offline, verifier
from ecosys.log.proof.export import export_tiles
from ecosys.log.proof.mirror import follow_tiles
from ecosys.log.proof.notary import open_notary
from ecosys.log.release import read_lines, restore
from ecosys.log.withholding import withhold
from ecosys.timeline import Timeline, verification
from tests.given import event, price

SECRET = price("secret", "2025-01-01", subject="openai/o3", input="1", note="Jane Doe, 555-0199")
A, B = (price(name, "2025-01-01", subject="openai/o1", input="1") for name in "ab")
ABOUT = event("retracted", "about", event="secret", fault="ours", why="x")


@pytest.fixture
def before(timeline):
    """The root of a log before something of it was withheld."""
    timeline.append([A, SECRET, ABOUT, B])
    return timeline.log.root(4)


@pytest.fixture
def withheld(timeline, before):
    withhold(timeline.log, "secret", "personal data")
    timeline.rebuild()
    return timeline


@pytest.fixture
def other(tmp_path):
    opened = Timeline.open(tmp_path / "other.db")
    yield opened
    opened.log.database.close()


def test_the_text_is_in_no_table_any_more(withheld):
    database = withheld.log.database
    for table in database.tables():
        assert "Jane" not in str(database.execute(f"SELECT * FROM {table}")), table


def test_the_root_stays_and_the_log_is_in_order(withheld, before):
    assert withheld.log.root(4) == before
    assert withheld.log.check() == 4
    assert list(verification.faults(withheld)) == []
    withheld.append([price("c", "2025-01-01", input="1")])
    assert withheld.log.check() == 5


def test_answers_go_on_without_it_and_say_so(withheld):
    now = withheld.moment()
    held = [each.id for each in withheld.held(now, "price_changed")]
    assert held == ["a", "b"]
    told = meta(withheld, now, Answer([], int))
    assert told.withheld == (2,)
    assert meta(withheld, withheld.moment(position=1), Answer([], int)).withheld is None
    (line,) = withheld.log.find(["secret"]).values()
    assert line.body == ('{"id":"secret","reason":"personal data","type":"withheld","version":1}')


def test_an_id_whose_text_is_withheld_stands_for_it_still(withheld):
    with pytest.raises(Refused, match="secret: this id already stands for other content"):
        withheld.append([SECRET])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET body = '{}' WHERE position = 1",
        "UPDATE event SET body = '{}' WHERE position = 2",
        "UPDATE event SET leaf = zeroblob(32) WHERE position = 2",
        "UPDATE event SET body = (SELECT body FROM withheld), position = 9 WHERE position = 2",
        "UPDATE event SET body = (SELECT body FROM withheld) WHERE position = 1",
        "UPDATE withheld SET reason = 'other'",
        "DELETE FROM withheld",
        "INSERT OR REPLACE INTO withheld VALUES (2, '{}', 'x', 0)",
    ],
)
def test_nothing_else_can_be_changed_by_it(withheld, sql):
    before = list(withheld.log.lines())
    with pytest.raises(StatementRefused):
        withheld.log.database.execute(sql)
    assert list(withheld.log.lines()) == before


def test_a_text_that_is_not_what_is_told_is_found(withheld):
    database = withheld.log.database
    database.execute("DROP TRIGGER event_is_never_updated")
    database.execute("UPDATE event SET body = '{}' WHERE position = 2")
    assert list(checking.faults(database)) == [
        "Position 2 is withheld, and its text is another than is told."
    ]


def test_tiles_show_its_hash_and_nothing_of_it(withheld, tmp_path):
    notary = open_notary(withheld.log.database, withheld.log.database.path)
    export_tiles(notary, tmp_path / "tiles")
    key = str(notary.keys.verifiers()[0])
    _, size, _, hidden = verifier.verify(str(tmp_path / "tiles"), [key])
    assert (size, hidden) == (4, [2])
    files = [path for path in (tmp_path / "tiles").rglob("*") if path.is_file()]
    assert len(files) == 3
    assert not any(b"Jane" in path.read_bytes() for path in files)
    with pytest.raises(Unavailable, match="The text of position 2 is withheld"):
        offline.prove(notary, 2)
    assert offline.verify(offline.prove(notary, 3), notary.keys.verifiers())[0].position == 3


def test_a_mirror_and_an_exported_log_carry_its_hash(withheld, other, tmp_path):
    notary = open_notary(withheld.log.database, withheld.log.database.path)
    export_tiles(notary, tmp_path / "tiles")
    assert follow_tiles(other.log, str(tmp_path / "tiles"), notary.keys.verifiers()) == 4
    assert other.log.root(4) == withheld.log.root(4)
    assert other.log.withheld().keys() == {2}
    assert list(verification.faults(other)) == []
    assert [each.id for each in other.held(other.moment(), "price_changed")] == ["a", "b"]
    other.rebuild()
    assert list(verification.faults(other)) == []


def test_a_correction_holds_the_text_too_and_is_withheld_first(timeline):
    statement = price("secret", "2025-01-01", subject="openai/o3", input="2", note="Jane Doe")
    plain = statement.model_dump(mode="json", exclude_none=True)
    timeline.append([A, SECRET])
    timeline.append(
        [event("corrected", "c", event="secret", fault="ours", why="x", statement=plain)]
    )
    with pytest.raises(Refused, match=r"c corrects secret and holds its whole .* Withhold that f"):
        withhold(timeline.log, "secret", "personal data")
    assert timeline.log.withheld() == {}
    for id in ("c", "secret"):
        withhold(timeline.log, id, "personal data")
    timeline.rebuild()
    assert timeline.read_models.paused() == {}
    folded = Timeline(MemoryLog(timeline.log.read(), timeline.log.clock))
    for each in (timeline, folded):
        assert [held.id for held in each.held(each.moment(), "price_changed")] == ["a"]
    assert list(verification.faults(timeline)) == []


def test_a_move_of_a_date_of_it_says_nothing_any_more(timeline):
    end = event(
        "deprecated", "end", subject="openai/o3", shutdown="2026-01-01", announced="2025-01-01"
    )
    move = event("rescheduled", "move", event="end", shutdown="2026-02-01", stated="2025-06-01")
    timeline.append([A, end])
    timeline.append([move])
    withhold(timeline.log, "end", "personal data")
    timeline.rebuild()
    folded = Timeline(MemoryLog(timeline.log.read(), timeline.log.clock))
    for each in (timeline, folded):
        assert each.held(each.moment(), "deprecated", "rescheduled") == []
    assert list(verification.faults(timeline)) == []


def test_an_exported_log_is_restored_with_the_same_root_and_without_the_text(
    withheld, other, tmp_path
):
    path = tmp_path / "log.jsonl"
    path.write_text("".join(f"{line.text}\n" for line in withheld.log.lines()))
    assert "Jane" not in path.read_text()
    assert restore(other.log, list(read_lines(path))) == 4
    assert other.log.root(4) == withheld.log.root(4)
    assert list(other.log.lines()) == list(withheld.log.lines())
    assert list(verification.faults(other)) == []
    other.log.database.close()
    with sqlite3.connect(tmp_path / "other.db") as copy:
        assert "Jane" not in "".join(copy.iterdump())
    copy.close()
    assert b"Jane" not in (tmp_path / "other.db").read_bytes()


def test_a_hash_stands_in_a_line_only_for_a_text_that_does_not(withheld):
    text = list(withheld.log.lines())[1].text
    assert parse(text, "here").text == text
    for wrong in (
        text.replace('"type":"withheld"', '"type":"launched"'),
        text.replace('"leaf":"', '"leaf":"00'),
        text.replace('"reason":"personal data",', ""),
    ):
        with pytest.raises(Damaged):
            parse(wrong, "here")


def test_what_is_not_there_or_withheld_already_is_not_withheld(withheld):
    with pytest.raises(NotFound, match="nobody is not an event"):
        withhold(withheld.log, "nobody", "x")
    with pytest.raises(Refused, match="secret is withheld already"):
        withhold(withheld.log, "secret", "x")
    with pytest.raises(Refused, match="A reason has 1 to 500"):
        withhold(withheld.log, "a", "")


def test_tiles_that_were_exported_before_lose_the_text_with_the_next_export(timeline, tmp_path):
    notary = open_notary(timeline.log.database, tmp_path / "ecosys.db")
    timeline.append([A, SECRET, ABOUT, B])
    export_tiles(notary, tmp_path / "tiles")  # a tile in part, which stays when there are more
    timeline.append([price(f"more-{number}", "2025-01-01", input="1") for number in range(300)])
    export_tiles(notary, tmp_path / "tiles")
    files = [path for path in (tmp_path / "tiles").rglob("*") if path.is_file()]
    holding = [path.name for path in files if b"Jane" in path.read_bytes()]
    assert sorted(holding) == ["000", "4"]
    withhold(timeline.log, "secret", "personal data")
    export_tiles(notary, tmp_path / "tiles")
    files = [path for path in (tmp_path / "tiles").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Jane" in path.read_bytes()]
    assert verifier.verify(str(tmp_path / "tiles"), [])[1::2] == (304, [2])
