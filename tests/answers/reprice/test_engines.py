"""Totals hold against an independent count, and both engines give the same, digit by digit."""

import csv
from collections import defaultdict
from decimal import Decimal
from io import StringIO

from ecosys.answers.answer import to_plain
from ecosys.answers.cost import cost
from ecosys.answers.reprice import Reprice, TariffBook, Terms, reprice
from ecosys.answers.reprice.rows import COLUMNS
from ecosys.commands._reprice.parts import Parts
from ecosys.commands._reprice.run import Options, log_of
from ecosys.errors import EcosysError
from tests.answers.reprice import logs
from tests.answers.reprice.asking import asked

MOMENT = {"as_of": "2026-11-22", "known_at": "2026-11-22", "position": 5716}


def run(timeline, path, engine, target=None, **more):
    options = Options(path=path, engine=engine, **more)
    log = log_of(options)
    book = TariffBook(timeline, timeline.moment(**MOMENT), Terms())
    other = TariffBook(timeline, timeline.moment(**{**MOMENT, "known_at": "2026-07-01"}), Terms())
    parts = None if target is None else Parts(target, {}, 300)
    read_by = log.engine(engine)
    answer = reprice(
        *(timeline, read_by, book, log.name), against=other, within_days=90, writer=parts
    )
    if parts is not None:
        parts.close()
    written = b"".join(path.read_bytes() for path in parts.texts()) if parts else b""
    return read_by.name, to_plain(answer, Reprice), written


def test_the_totals_of_1000_rows_are_those_of_1000_questions(seeded):
    rows = list(logs.rows(1000, plain=True))
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    unpriced = 0
    for row in rows:
        total = one_cost(seeded, row)
        if total is None:
            unpriced += 1
        else:
            expected[row["timestamp"][:7], row["model"]] += total
    answer = asked(seeded, rows, moment=seeded.moment(**MOMENT))
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for each in answer.data:
        if each.cost is not None:
            found[each.month, each.model] += each.cost
    assert found == expected
    assert len(expected) > 80
    assert {each.evidence_class: each.rows for each in answer.classes}["not_priced"] == unpriced
    assert sum(each.cost for each in answer.totals) == sum(expected.values())


def one_cost(timeline, row):
    """What a row costs, as it is asked for one request alone; None: it is not priced."""
    if row["output_tokens"] == "oops":
        return None
    tokens = {"input": row["input_tokens"], "cache_read": row["cache_read_tokens"]}
    tokens["output"] = int(row["output_tokens"] or 0)
    channel, _, name = row["model"].rpartition("/")
    at = {"channel": "azure"} if channel == "azure" else {}
    tier = "batch" if row["tier"] == "batch" else "standard"
    moment = timeline.moment(**{**MOMENT, "as_of": row["timestamp"]})
    try:
        told, _ = cost(timeline, moment, name if at else row["model"], tokens, tier=tier, **at)
    except EcosysError:
        return None
    return None if "ended" in (told.marks or ()) else told.total


def test_a_log_costs_the_same_by_either_engine_to_the_last_byte(seeded, tmp_path):
    path = logs.write(tmp_path / "usage.csv", 1000)
    plain, by_python, rows = run(seeded, path, "python", tmp_path / "a.csv")
    duck, by_duckdb, same_rows = run(seeded, path, "duckdb", tmp_path / "b.csv")
    assert (plain, duck) == ("python", "duckdb")
    assert by_python == by_duckdb
    assert rows == same_rows
    assert len(rows.splitlines()) == 1000
    assert {each["evidence_class"] for each in by_python["data"]} == {
        *("exact", "assumed", "alias_moved", "not_priced"),
    }
    used = {name for each in by_python["data"] for name in each["assumed"]}
    assert used >= {"tier", "hour", "band", "instant"}


def test_the_sum_of_its_lines_is_the_difference(seeded, tmp_path):
    _, answer, _ = run(seeded, logs.write(tmp_path / "usage.csv", 1000), "python")
    difference = answer["difference"]
    assert len(difference["data"]) > 3
    for total in difference["totals"]:
        ours = [row for row in difference["data"] if row["currency"] == total["currency"]]
        amounts = sum(Decimal(row["amount"]) for row in ours)
        assert amounts == Decimal(total["amount"])
        assert Decimal(total["after"]) - Decimal(total["before"]) == amounts
        assert amounts != 0


def test_rows_written_cost_together_what_the_totals_say(seeded, tmp_path):
    _, answer, rows = run(
        seeded, logs.write(tmp_path / "usage.csv", 500), "duckdb", tmp_path / "out.csv"
    )
    told = list(csv.DictReader(StringIO(rows.decode()), COLUMNS))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in told:
        if row["cost"]:
            sums[row["currency"]] += Decimal(row["cost"])
    assert sums == {each["currency"]: Decimal(each["cost"]) for each in answer["totals"]}
    assert [row["row"] for row in told] == [str(number) for number in range(1, 501)]
