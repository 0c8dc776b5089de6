"""ecosys reprice: what a log of usage cost, row by row."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Channel, Database, KnownAt, Position, Source

if TYPE_CHECKING:
    from ecosys.commands._reprice.run import Options

FORMATS = ("table", "json", "focus")

Log = Annotated[Path, typer.Argument(help="A log of usage: CSV, JSON lines, JSON or Parquet.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="The prices of this moment for all rows: today, 2025-06; default each its."
    ),
]
Layout = Annotated[
    str | None, typer.Option("--layout", help="How to read it; default: told by its columns.")
]
Column = Annotated[
    list[str] | None,
    typer.Option("--column", help="Which column holds a field; again: another.", metavar="F=COL"),
]
Usage = Annotated[
    str | None,
    typer.Option("--usage", help="Whose way of counting it is: openai, anthropic, google ..."),
]
As = Annotated[
    str | None, typer.Option("--as", help="What if another model had been called.", metavar="MODEL")
]
Tier = Annotated[str | None, typer.Option("--tier", help="What if at this tier: batch, flex ...")]
Region = Annotated[str | None, typer.Option("--region", help="What if there: us, china ...")]
Currency = Annotated[
    str | None, typer.Option("--currency", help="Where prices are listed in several: this one.")
]
Default = Annotated[
    list[str] | None,
    typer.Option(
        "--default",
        help="What holds where a row does not say: tier=standard, channel=azure; again: another.",
        metavar="F=VALUE",
    ),
]
AtRisk = Annotated[
    str | None,
    typer.Option("--at-risk", help="What was spent on models that end so soon: 90d."),
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against", help="Explain the difference to what was known then, or to a receipt."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", help="Write the rows with their costs: .csv, .jsonl or .parquet."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --output: only tell what would differ there.")
]
Receipt = Annotated[
    Path | None,
    typer.Option("--receipt", help="Write what lets others make the same.", metavar="FILE"),
]
Verify = Annotated[
    Path | None,
    typer.Option("--verify", help="Make a receipt anew and tell what differs.", metavar="RECEIPT"),
]
Account = Annotated[
    str, typer.Option("--account", help="With --format focus: the billing account.")
]
Engine = Annotated[str, typer.Option("--engine", help="auto, duckdb or python.")]
Format = Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS)}.", metavar="FORMAT")]


def reprice(
    log: Log,
    format: Format = "table",
    layout: Layout = None,
    column: Column = None,
    usage: Usage = None,
    as_: As = None,
    tier: Tier = None,
    channel: Channel = None,
    region: Region = None,
    currency: Currency = None,
    default: Default = None,
    at_risk: AtRisk = None,
    against: Against = None,
    output: Output = None,
    dry_run: DryRun = False,
    receipt: Receipt = None,
    verify: Verify = None,
    account: Account = "usage-log",
    engine: Engine = "auto",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    database: Database = None,
) -> None:
    """What a log of usage cost: each row at the prices of its own instant, and how sure that is.

    Only tells, unless --output or --receipt names a file. With --verify it ends with 1 where a
    receipt differs.
    """
    from ecosys.commands._reprice.run import UNSAID, Options
    from ecosys.errors import InvalidInput
    from ecosys.log.bulk import gc_paused
    from ecosys.values.words import suggest

    if format not in FORMATS:
        raise InvalidInput(f"--format {format} is not known.", hint=suggest(format, FORMATS))
    if dry_run and output is None:
        raise InvalidInput("--dry-run is for --output: without it nothing is written.")
    options = Options(
        path=log,
        layout=layout,
        columns=_pairs(column or (), "--column", "input=prompt_tok"),
        usage=usage,
        model=as_,
        tier=tier,
        channel=channel,
        region=region,
        currency=currency,
        unsaid=_pairs(default or (), "--default", "tier=standard"),
        is_fixed=as_of is not None,
        as_of=as_of,
        known_at=known_at,
        position=position,
        source=source,
        at_risk=at_risk,
        against=against,
        output=output,
        dry_run=dry_run,
        engine=engine,
    )
    for name in options.unsaid:
        if name not in UNSAID:
            raise InvalidInput(f"--default {name} is not known.", hint=suggest(name, UNSAID))
    with gc_paused():
        if verify is not None:
            _verify(verify, log, database, engine)
        elif format == "focus":
            _focus(options, database, account)
        else:
            _reprice(options, database, format, receipt)


def _reprice(options: "Options", database: str | None, format: str, receipt: Path | None) -> None:
    from ecosys.answers.answer import to_json
    from ecosys.answers.reprice import Reprice
    from ecosys.commands._out import tell
    from ecosys.commands._reprice.parts import replace
    from ecosys.commands._reprice.report import report
    from ecosys.commands._reprice.run import run, shown

    done = run(options, database)
    if receipt is not None:
        replace(receipt, shown(done.receipt))
    if format == "json":
        typer.echo(to_json(done.answer, Reprice), nl=False)
    else:
        report(done, options)
        if receipt is not None:
            tell(f"The receipt is {receipt}: ecosys reprice --verify {receipt} {options.path}")


def _verify(receipt: Path, log: Path, database: str | None, engine: str) -> None:
    from ecosys.commands._out import tell
    from ecosys.commands._reprice.run import verify

    faults = verify(receipt, log, database, engine)
    tell(*(faults or [f"{receipt} is so: the same log, the same input, the same totals."]))
    if faults:
        raise typer.Exit(1)


def _focus(options: "Options", database: str | None, account: str) -> None:
    from ecosys.commands._reprice.run import focus, warn_left_out

    content, left_out = focus(options, database, account)
    typer.echo(content, nl=False)
    warn_left_out(left_out)


def _pairs(given: Sequence[str], option: str, example: str) -> dict[str, str]:
    """What was given as NAME=VALUE; InvalidInput where something was not."""
    from ecosys.errors import InvalidInput

    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            raise InvalidInput(f"{option} {text}: a name and a value are meant: {example}.")
        if name in pairs:
            raise InvalidInput(f"{option} {name} is given twice.")
        pairs[name] = value
    return pairs
