"""Run: one repricing from its options to what is shown and written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ecosys.answers.answer import to_plain
from ecosys.answers.reprice import (
    PlainEngine,
    Reprice,
    Source,
    TariffBook,
    Terms,
    columns_of,
    layout_of,
    reprice,
)
from ecosys.answers.reprice import receipt as receipts
from ecosys.answers.reprice.answer import laid_over
from ecosys.answers.reprice.cells import Every
from ecosys.answers.reprice.engine import Engine
from ecosys.answers.reprice.layout import Layout, layouts
from ecosys.answers.reprice.source import unfolded
from ecosys.commands._out import tell
from ecosys.commands._question import open_log
from ecosys.commands._reprice import output
from ecosys.commands._reprice.parts import Parts
from ecosys.errors import InvalidInput
from ecosys.timeline import Timeline
from ecosys.values.period import days
from ecosys.values.words import suggest

ENGINES = ("auto", "duckdb", "python")
UNSAID = ("tier", "channel", "region")
"""What may be said of rows that do not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for."""

    path: Path
    layout: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    usage: str | None = None
    model: str | None = None
    tier: str | None = None
    channel: str | None = None
    region: str | None = None
    currency: str | None = None
    unsaid: Mapping[str, str] = field(default_factory=dict)
    is_fixed: bool = False
    """Whether all rows have the prices of `as_of`."""
    as_of: str | None = None
    known_at: str | None = None
    position: int | None = None
    source: str | None = None
    at_risk: str | None = None
    against: str | None = None
    output: Path | None = None
    dry_run: bool = False
    engine: str = "auto"
    part_rows: int = 200_000

    @property
    def terms(self) -> Terms:
        """On which terms rows are priced."""
        return Terms(
            model=self.model,
            tier=self.tier,
            channel=self.channel,
            region=self.region,
            currency=self.currency,
            is_fixed=self.is_fixed,
            unsaid=self.unsaid,
        )

    @property
    def told(self) -> dict[str, Any]:
        """The options on which totals depend, as a receipt has them."""
        names = ("layout", "usage", "model", "tier", "channel", "region", "currency", "is_fixed")
        own = {name: getattr(self, name) for name in names}
        return {**own, "columns": dict(self.columns), "unsaid": dict(self.unsaid)}


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    timeline: Timeline
    answer: Reprice
    receipt: dict[str, Any]
    written: Path | None
    """The output that was written; None: none was."""
    taken: int
    """How many rows of it were there from a run that was killed."""
    changed: tuple[int, int] | None
    """How many lines of the output that was there are otherwise, and how many it had."""


@dataclass(frozen=True, slots=True)
class Log:
    """A usage log with its layout."""

    source: Source
    name: str
    layout: Layout
    fields: Mapping[str, list[str]]

    def engine(self, wanted: str, every: Every = "month") -> Engine:
        """What reads it: DuckDB, where it is installed and can, else Python alone."""
        from ecosys.answers.reprice.duck import DuckEngine, can_read, is_installed

        if wanted not in ENGINES:
            raise InvalidInput(f"--engine {wanted} is not known.", hint=suggest(wanted, ENGINES))
        if wanted == "duckdb" and not is_installed():
            raise InvalidInput("DuckDB is not installed.", hint="Install ecosys[analytics].")
        fits = wanted != "python" and is_installed()
        if fits and can_read(self.source, self.layout, self.fields):
            return DuckEngine(self.source, self.layout, self.fields, every)
        return PlainEngine(self.source.records, self.layout, self.fields)


def log_of(options: Options) -> Log:
    """The usage log that options name; InvalidInput where its layout is not known."""
    source = Source(options.path)
    places = [place for each in layouts.values() for place in each.items]
    sample = [row for record in source.sample for row in unfolded(record, places)]
    header = source.header if source.kind in ("csv", "parquet") else ()
    columns = columns_of(sample, header)
    try:
        name, layout = layout_of(columns, options.layout, options.columns, options.usage)
    except InvalidInput as problem:
        raise InvalidInput(f"{options.path}: {problem.message}", hint=problem.hint) from None
    return Log(source, name, layout, layout.found(columns))


def run(options: Options, database: str | None) -> Done:
    """Price a log; write its rows where an output is named."""
    if options.output is not None:
        output.refuse_unknown(options.output)
    log = log_of(options)
    timeline = open_log(database)
    moment = timeline.moment(options.as_of, options.known_at, options.position, options.source)
    book = TariffBook(timeline, moment, options.terms)
    against = _against(options, timeline, book)
    given = {
        "name": options.path.name,
        "bytes": options.path.stat().st_size,
        "sha256": receipts.checksum(options.path),
        "layout": log.name,
    }
    parts, folder = _parts(options, timeline, book, given)
    answer = reprice(
        timeline,
        log.engine(options.engine),
        book,
        log.name,
        against=against,
        within_days=None if options.at_risk is None else days(options.at_risk),
        writer=parts,
    )
    receipt = receipts.receipt(given, options.told, to_plain(answer, Reprice))
    changed = None
    if parts is not None and options.output is not None:
        parts.close()
        changed = _put_together(parts, options.output, keep=options.dry_run)
    if folder is not None:
        folder.cleanup()
    taken = parts.rows_taken if parts else 0
    written = None if options.dry_run else options.output
    return Done(timeline, answer, receipt, written, taken, changed)


def _put_together(parts: Parts, target: Path, *, keep: bool) -> tuple[int, int] | None:
    """Make the output; how many lines differ from the one that was there."""
    made = parts.folder / target.name
    parts.folder.mkdir(parents=True, exist_ok=True)
    output.write(parts, made)
    changed = output.changed(target, made)
    if not keep:
        made.replace(target)
    parts.remove()
    return changed


def _parts(
    options: Options, timeline: Timeline, book: TariffBook, given: Mapping[str, Any]
) -> tuple[Parts | None, TemporaryDirectory[str] | None]:
    """Where rows are written to, if they are; a dry run leaves nothing behind."""
    if options.output is None:
        return None, None
    moment = book.moment
    terms = {
        "input": dict(given),
        "options": options.told,
        "coordinates": [moment.as_of, moment.known_at, moment.position, moment.source],
        "root": timeline.log.root(moment.position),
    }
    if not options.dry_run:
        return Parts(options.output, terms, options.part_rows), None
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix="ecosys-reprice-")
    return Parts(Path(folder.name) / options.output.name, terms, options.part_rows), folder


def _against(options: Options, timeline: Timeline, book: TariffBook) -> TariffBook | None:
    """The tariff book to compare with: of another knowledge, or that of a receipt."""
    if options.against is None:
        return None
    path = Path(options.against)
    if not path.is_file():
        moment = timeline.moment(None, options.against, options.position, options.source)
        return TariffBook(timeline, replace(moment, as_of=book.moment.as_of), options.terms)
    receipt = receipts.read(path)
    other = of_receipt(receipt, options.path)
    moment = timeline.moment(other.as_of, other.known_at, other.position, other.source)
    return TariffBook(timeline, moment, other.terms)


def of_receipt(receipt: Mapping[str, Any], path: Path) -> Options:
    """The options that give what a receipt tells, for a log at a path."""
    try:
        coordinates, told = receipt["coordinates"], receipt["options"]
        return Options(path=path, **told, **coordinates)
    except (KeyError, TypeError) as problem:
        raise InvalidInput(f"The receipt is not whole: {problem}.") from None


def verify(path: Path, usage: Path, database: str | None, engine: str = "auto") -> list[str]:
    """What differs between a receipt and the same made anew here, in sentences; none: nothing."""
    told = receipts.read(path)
    done = run(replace(of_receipt(told, usage), engine=engine), database)
    return list(receipts.faults(told, done.receipt))


def focus(options: Options, database: str | None, account: str) -> tuple[str, int]:
    """A log as FOCUS, and how many rows have no price and are not there."""
    from ecosys.answers.reprice.focus import charges
    from ecosys.answers.reprice.focus import focus as as_focus

    log = log_of(options)
    timeline = open_log(database)
    moment = timeline.moment(options.as_of, options.known_at, options.position, options.source)
    books = [TariffBook(timeline, moment, options.terms)]
    priceable = laid_over(log.engine(options.engine, "day"), books, "day")
    joined = priceable.joined()
    left_out = sum(cell.rows for cell, priced in joined if priced.reason)
    return as_focus(charges(joined, priceable.kinds), account), left_out


def shown(receipt: Mapping[str, Any]) -> bytes:
    """A receipt as it is written."""
    return (json.dumps(receipt, ensure_ascii=False, indent=1) + "\n").encode()


def warn_left_out(rows: int) -> None:
    """Say how many rows are no charges, as they have no price."""
    if rows:
        tell(f"ecosys: {rows:,} rows have no price and are not there.", err=True)
