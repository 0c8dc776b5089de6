"""A price book answers as the library does, for any day and any knowledge, and makes nothing up."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ecosys.answers.cost import cost
from ecosys.answers.prices import prices
from ecosys.client import PriceBook
from ecosys.client.price_book.price_list import COUNTED
from ecosys.errors import Ambiguous, InvalidInput, NotFound
from tests.given import event, price

FIRST, LAST = date(2020, 6, 1), date(2026, 11, 22)


@pytest.fixture
def book(timeline):
    """The book of some events."""

    def made(*events):
        timeline.append(events)
        return PriceBook.of(timeline)

    return made


def amount(line):
    """What a line costs per million tokens."""
    return None if line is None else line.per_million


def test_a_price_is_that_of_the_day(book):
    o3 = book(
        price("a", "2025-04-16", input="10", output="40"),
        price("b", "2025-06-10", input="2", output="8"),
    )
    assert amount(o3.price("openai/o3", "2025-06-09")) == 10
    assert amount(o3.price("openai/o3", date(2025, 6, 10))) == 2
    assert amount(o3.price("openai/o3", "2025-06-10", direction="output")) == 8
    assert o3.price("openai/o3", "2025-04-15") is None
    # 1,000 x 10 + 500 x 40, per million
    assert o3.cost("openai/o3", "2025-06-09", input=1_000, output=500) == Decimal("0.03")


def test_a_day_is_a_date_a_text_or_an_instant_with_a_zone(book):
    o3 = book(price("a", "2025-04-16", input="10"), price("b", "2025-06-10", input="2"))
    late = datetime.fromisoformat("2025-06-09T23:00-05:00")  # 10 June 04:00 UTC
    assert amount(o3.price("openai/o3", late)) == 2
    assert amount(o3.price("openai/o3", datetime(2025, 6, 9, 23, tzinfo=UTC))) == 10
    assert amount(o3.price("openai/o3")) == 2
    with pytest.raises(InvalidInput, match="has no zone"):
        o3.price("openai/o3", datetime(2025, 6, 9))  # noqa: DTZ001
    with pytest.raises(InvalidInput, match="day: 'June' is no day"):
        o3.price("openai/o3", "June")
    with pytest.raises(InvalidInput, match="known: 7 is no day"):
        o3.price("openai/o3", "2025-06-09", known=7)


def test_what_was_announced_counts_from_the_day_on_which_it_was_known(book):
    claude = book(
        price("a", "2026-01-01", subject="anthropic/claude", input="2"),
        price("b", "2026-09-01", subject="anthropic/claude", input="3", stated="2026-07-01"),
        event("rescheduled", "c", event="b", cancelled=True, stated="2026-08-10"),
    )
    at = "2026-09-15"
    assert amount(claude.price("anthropic/claude", at, known="2026-06-30")) == 2
    assert amount(claude.price("anthropic/claude", at, known="2026-07-01")) == 3
    assert amount(claude.price("anthropic/claude", at, known="2026-08-10")) == 2
    assert claude.price("anthropic/claude", at, known="2025-12-31") is None


def test_a_name_means_what_it_meant_then(book):
    names = book(
        price("a", "2024-01-01", subject="acme/one", input="1"),
        price("b", "2024-01-01", subject="acme/two", input="5"),
        event("alias_moved", "c", alias="acme/latest", to="acme/one", occurred="2024-02-01"),
        event("alias_moved", "d", alias="acme/latest", to="acme/two", occurred="2025-02-01"),
    )
    for name in ("acme/latest", "latest"):
        assert names.price(name, "2024-01-31") is None
        assert amount(names.price(name, "2025-01-31")) == 1
        assert amount(names.price(name, "2025-02-01")) == 5
        assert amount(names.price(name, "2025-03-01", known="2025-01-31")) == 1


def test_a_name_of_a_reseller_is_sold_at_the_price_of_the_reseller(book):
    names = book(
        price("a", "2024-01-01", subject="acme/one", input="1"),
        price("b", "2024-01-01", subject="acme/one", channel="bedrock", input="1.5"),
        event("alias_moved", "c", alias="bedrock/acme.one-v1", to="acme/one", channel="bedrock",
              occurred="2024-01-01"),
    )  # fmt: skip
    assert amount(names.price("bedrock/acme.one-v1", "2024-06-01")) == Decimal("1.5")
    assert amount(names.price("acme/one", "2024-06-01")) == 1


def test_what_has_ended_is_not_sold_and_what_is_redirected_costs_what_its_target_costs(book):
    ended = book(
        price("a", "2024-01-01", subject="acme/old", input="1"),
        price("b", "2024-01-01", subject="acme/gone", input="2"),
        price("c", "2024-01-01", subject="acme/new", input="3"),
        event("deprecated", "d", subject="acme/old", announced="2025-01-01", shutdown="2025-06-01",
              after={"what": "redirect", "to": "acme/new", "price": "target"}),
        event("deprecated", "e", subject="acme/gone", announced="2025-01-01",
              shutdown="2025-06-01"),
    )  # fmt: skip
    assert amount(ended.price("acme/old", "2025-05-31")) == 1
    assert amount(ended.price("acme/old", "2025-06-01")) == 3
    assert amount(ended.price("acme/gone", "2025-05-31")) == 2
    assert ended.price("acme/gone", "2025-06-01") is None
    assert ended.cost("acme/gone", "2025-06-01", input=1) is None
    assert amount(ended.price("acme/gone", "2025-06-01", known="2024-12-31")) == 2


def test_a_name_of_several_subjects_is_refused_with_them(book):
    two = book(
        price("a", "2024-01-01", subject="acme/m", input="1"),
        price("b", "2025-01-01", subject="zeta/m", input="2"),
    )
    assert amount(two.price("m", "2024-06-01", known="2024-12-31")) == 1
    for ask in (two.price, two.cost, two.tiers, two.price_list):
        with pytest.raises(Ambiguous, match="acme/m, zeta/m") as refused:
            ask("m", "2025-06-01")
        assert refused.value.candidates == ("acme/m", "zeta/m")


def test_what_is_not_known_is_never_zero(book):
    some = book(
        price("a", "2024-01-01", subject="acme/m", input="1", output="unpublished"),
        price("b", "2024-01-01", subject="acme/free", input="0", output="0"),
        event("launched", "c", subject="acme/silent", what="model", occurred="2024-01-01"),
    )
    day = "2024-06-01"
    assert some.price("acme/m", day, direction="output") is None
    assert some.price("acme/m", day, direction="cache_read") is None
    assert some.price("acme/m", day, tier="batch") is None
    assert some.cost("acme/m", day, input=1, output=1) is None
    assert some.cost("acme/m", day, input=1, cache_read=1) is None
    assert some.cost("acme/m", day, input=1_000_000) == 1
    assert amount(some.price("acme/free", day)) == 0
    assert some.cost("acme/free", day, input=5, output=5) == 0
    assert some.price("acme/silent", day) is None
    with pytest.raises(NotFound, match="acme/unheard is not known to this book"):
        some.price("acme/unheard", day)


def test_a_price_tells_who_says_so_and_in_which_currency(book):
    yuan = book(price("a", "2024-01-01", subject="acme/m", input="8", currency="CNY"))
    line = yuan.price("acme/m", "2024-06-01")
    assert (line.currency, line.voice, line.because, line.unit) == (
        "CNY",
        "acme",
        (1,),
        "1M tokens",
    )
    assert yuan.cost("acme/m", "2024-06-01", input=1_000_000) is None  # it has no price in dollars
    assert yuan.cost("acme/m", "2024-06-01", input=1_000_000, currency="CNY") == 8


LONG = {"direction": "input", "amount": "4", "above": 200_000}


@pytest.mark.parametrize(
    ("bands", "count", "total"),
    [
        ("cliff", 200_000, "0.4"),  # 200,000 x 2
        ("cliff", 300_000, "1.2"),  # 300,000 x 4
        ("marginal", 200_000, "0.4"),
        ("marginal", 300_000, "0.8"),  # 200,000 x 2 + 100,000 x 4
    ],
)
def test_long_requests_are_charged_by_their_bands(book, bands, count, total):
    lines = book(price("a", "2024-01-01", input="2", components=[LONG], bands=bands))
    assert lines.cost("openai/o3", "2024-06-01", input=count) == Decimal(total)
    assert amount(lines.price("openai/o3", "2024-06-01")) == 2
    listed = lines.price_list("openai/o3", "2024-06-01").lines
    assert [(line.above, line.per_million) for line in listed] == [(0, 2), (200_000, 4)]


def test_tokens_without_a_price_of_their_own_are_charged_as_others(book):
    day = "2024-06-01"
    lines = book(
        price("a", "2024-01-01", subject="acme/m", input="2", output="8", cache_write="3"),
        price("b", "2024-01-01", subject="acme/n", input="2", components=[LONG], output="8",
              bands="marginal"),
    )  # fmt: skip
    # 100 x 2 + 100 x 3 + 50 x 8 + 25 x 8, per million
    counts = {"input": 100, "cache_write_5m": 100, "output": 50, "reasoning": 25}
    assert lines.cost("acme/m", day, **counts) == Decimal("0.0011")
    # 100 x 2 + 75 x 8, per million
    assert lines.cost("acme/n", day, input=100, output=50, reasoning=25) == Decimal("0.0008")
    assert lines.cost("acme/n", day, input=100, cache_read=1) is None
    with pytest.raises(InvalidInput, match="-1 tokens are none"):
        lines.cost("acme/m", day, output=-1)


def test_a_day_is_charged_at_the_hours_that_cover_most_of_the_week(book):
    night = {"direction": "input", "amount": "1", "hours": "16:30-00:30"}
    lines = book(price("a", "2024-01-01", input="2", components=[night]))
    assert amount(lines.price("openai/o3", "2024-06-01")) == 2
    listed = lines.price_list("openai/o3", "2024-06-01").lines
    assert {line.hours: line.is_usual for line in listed} == {None: True, "16:30-00:30": False}


def test_a_book_reads_back_as_it_was_written(book, tmp_path):
    written = book(
        price("a", "2024-01-01", subject="acme/m", input="0.0000001", components=[LONG]),
        price("b", "2025-01-01", subject="zeta/m", input="2"),
    )
    written.save(tmp_path / "prices.json")
    read = PriceBook.read(tmp_path / "prices.json")
    assert read.origin == written.origin
    assert set(read.grids) == set(written.grids) >= {"acme/m", "zeta/m", "m"}
    assert read.price("acme/m", "2024-06-01") == written.price("acme/m", "2024-06-01")
    with pytest.raises(Ambiguous):
        read.price("m", "2025-06-01")
    assert [path.name for path in tmp_path.glob("*.json*")] == ["prices.json"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", "is no price book"),
        ("[", "is no price book"),
        ('{"format": 99}', "is a price book of form 99"),
        ('{"format": 1, "lines": [["input", "x"]]}', "is no price book"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_no_book_is_refused_by_its_name(tmp_path, text, says):
    path = tmp_path / "other.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=f"other.json {says}"):
        PriceBook.read(path)


def test_the_book_of_the_release_is_made_once_and_read_from_then_on(
    small_release, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = PriceBook.load()
    assert amount(made.price("openai/o3", "2025-06-01")) == 1
    with monkeypatch.context() as context:
        context.setattr(PriceBook, "of", None)  # it is not made again
        assert PriceBook.load().origin == made.origin
        assert PriceBook.load(small_release.with_name("made.db")).origin == made.origin


def test_a_cache_that_cannot_be_written_costs_time_alone(small_release, tmp_path, monkeypatch):
    (tmp_path / "ecosys").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert amount(PriceBook.load().price("openai/o3", "2025-06-01")) == 1


def test_what_is_laid_over_a_log_is_not_kept_as_the_log_itself(timeline, tmp_path, monkeypatch):
    timeline.append([price("a", "2025-04-16", input="10")])
    own = {"type": "price_changed", "id": "own", "subject": "openai/o3", "occurred": "2025-05-01",
           "components": [{"direction": "input", "amount": "7"}],
           "sources": [{"source": "openai"}]}  # fmt: skip
    (tmp_path / "own.yaml").write_text(json.dumps([own]), encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("ECOSYS_OVERLAY", str(tmp_path / "own.yaml"))
    database = tmp_path / "ecosys.db"
    assert amount(PriceBook.load(database).price("openai/o3", "2025-06-01")) == 7
    assert list(tmp_path.rglob("prices/*.json")) == []
    monkeypatch.delenv("ECOSYS_OVERLAY")
    assert amount(PriceBook.load(database).price("openai/o3", "2025-06-01")) == 10


def test_the_cache_keeps_the_four_books_that_were_read_last(timeline, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    database = tmp_path / "ecosys.db"
    for number in range(6):
        timeline.append([price(f"p{number}", f"2025-01-0{number + 1}", input=str(number + 1))])
        book = PriceBook.load(database)
        assert amount(book.price("openai/o3", "2025-06-01")) == number + 1
    assert len(list(tmp_path.rglob("prices/*.json"))) == 4


def test_importing_the_book_loads_neither_pydantic_nor_a_database():
    code = "import sys; from ecosys.client import PriceBook; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {each.partition(".")[0] for each in done.stdout.split()}
    assert "ecosys" in loaded
    assert loaded.isdisjoint({"pydantic", "sqlalchemy", "sqlmodel", "httpx2", "typer", "fastapi"})


# The release


def lookups(book: PriceBook, count: int) -> Iterator[tuple[str, date, date]]:
    """Models with a day and a day of knowledge: any, and such as lie beside a change."""
    drawn = random.Random("which days tell")
    priced = [name for name, grid in sorted(book.grids.items()) if grid.known]
    for _ in range(count // 50):
        known = FIRST + timedelta(days=drawn.randrange((LAST - FIRST).days + 1))
        if drawn.random() < 0.6:
            turn = drawn.choice(book.grids[drawn.choice(priced)].known)
            known = min(turn + timedelta(days=drawn.choice((-1, 0, 0, 30))), LAST)
        by_then = [name for name in priced if book.grids[name].known[0] <= known]
        for name in drawn.choices(by_then or priced, k=50):
            days = book.grids[name].runs[-1].days or [known]
            yield name, drawn.choice(days) + timedelta(days=drawn.choice((-1, 0, 1, 40))), known


@pytest.mark.parametrize("count", [500, pytest.param(5000, marks=pytest.mark.endurance)])
def test_so_many_lookups_give_what_the_library_gives(released_book, seeded, count):
    drawn = random.Random("how many tokens")
    known_prices = 0
    for name, day, known in lookups(released_book, count):
        moment = seeded.moment(str(day), str(known))
        tier = drawn.choice((*["standard"] * 6, "batch", "flex", "priority"))
        some = drawn.sample(COUNTED, drawn.choice((1, 1, 2))) if drawn.random() < 0.3 else ["input"]
        counts = {each: drawn.randrange(400_000) for each in some}
        expected, currency = None, "USD"
        try:
            row, _ = cost(seeded, moment, name, counts, tier=tier)
            expected, currency = row.total, row.currency
        except Ambiguous:
            with pytest.raises(Ambiguous):
                released_book.cost(name, day, known=known, tier=tier, **counts)
            continue
        except (InvalidInput, NotFound):
            pass
        found = released_book.cost(name, day, known=known, tier=tier, currency=currency, **counts)
        assert found == expected, (name, day, known, tier, counts)
        known_prices += found is not None
    assert known_prices > count / 5


def test_the_lines_of_the_book_are_those_that_the_library_lists(released_book, seeded):
    drawn = random.Random("which lists")
    priced = [name for name, grid in sorted(released_book.grids.items()) if grid.known]
    compared = 0
    for day in ("2024-06-01", "2025-06-09", "2026-03-01", "2026-11-22"):
        moment = seeded.moment(day, "2026-11-22")
        for name in drawn.sample(priced, 100):
            try:
                listed = prices(seeded, moment, name).rows
            except (Ambiguous, NotFound):
                continue
            rows = [row for row in listed if row.status == "in_force"]
            if not rows or any(row.region or row.currency != "USD" for row in rows):
                continue  # one place and one currency are charged
            tiers = released_book.tiers(name, day, known="2026-11-22")
            lines = {(tier, *_line(each)) for tier, some in tiers.items() for each in some.lines}
            assert lines == {(row.tier, *_line(row)) for row in rows}, (name, day)
            compared += len(lines)
    assert compared > 500


def _line(line):
    """What a line of the book and a row of the library say alike."""
    return (line.direction, line.modality, line.above, line.hours, line.amount, line.unit,
            line.per_million, line.voice, line.because)  # fmt: skip


def test_what_the_article_of_the_cut_says_stands_in_the_book(released_book):
    assert amount(released_book.price("openai/o3", "2025-06-01")) == 10
    assert amount(released_book.price("o3", "2025-06-15", known="2025-06-15")) == 2
    sonnet = ("anthropic/claude-sonnet-5", "2026-09-15")
    assert amount(released_book.price(*sonnet, known="2026-08-09")) == 3
    assert amount(released_book.price(*sonnet, known="2026-09-20")) == 2
