"""ecosys audit: which models code names, and when they die."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import AsOf, Channel, Database, KnownAt, Position

if TYPE_CHECKING:
    pass

FORMATS = ("lines", "table", "json", "sarif", "github", "md")

Paths = Annotated[list[Path], typer.Argument(help="Folders or files of code and configuration.")]
Format = Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS)}.", metavar="FORMAT")]
Region = Annotated[
    str | None, typer.Option("--region", help="Where models are called: us-west-2, china ...")
]
FailWithin = Annotated[
    str | None,
    typer.Option(
        "--fail-within",
        help="Only ends that come so soon are findings: 90d; default all firm ones.",
    ),
]
FailUnknown = Annotated[
    bool, typer.Option("--fail-unknown", help="Fail too where a name is not known.")
]
Diff = Annotated[
    str | None,
    typer.Option("--diff", help="Judge only lines changed since this commit.", metavar="BASE"),
]
Fix = Annotated[
    bool, typer.Option("--fix", help="Put replacements in where there is one; show the patch.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="With --fix: only show the patch.")]
Prose = Annotated[bool, typer.Option("--prose", help="Read texts too: Markdown, notes, licences.")]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", help="Leave out what this pattern fits, as in .gitignore."),
]
Usage = Annotated[
    Path | None,
    typer.Option(
        "--usage",
        help="Ids in use that no file may name: a list, CSV or JSON lines.",
        metavar="FILE",
    ),
]
Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", help="Leave out the findings in this file.", metavar="FILE"),
]
WriteBaseline = Annotated[
    Path | None,
    typer.Option(
        "--write-baseline", help="Write the findings to this file and accept them.", metavar="FILE"
    ),
]
MaxDataAge = Annotated[
    str | None,
    typer.Option("--max-data-age", help="Refuse to judge by data that are older: 30d."),
]
All = Annotated[bool, typer.Option("--all", help="Show models too of which no end is announced.")]


def audit(
    paths: Paths,
    format: Format = "lines",
    channel: Channel = None,
    region: Region = None,
    fail_within: FailWithin = None,
    fail_unknown: FailUnknown = False,
    diff: Diff = None,
    fix: Fix = False,
    dry_run: DryRun = False,
    prose: Prose = False,
    exclude: Exclude = None,
    usage: Usage = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    max_data_age: MaxDataAge = None,
    all: All = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    database: Database = None,
) -> None:
    """Find the model ids in code and tell what becomes of each, when, and what to use instead.

    Ends with 0 where nothing is to be done, 1 where something is, 2 where it cannot be judged.
    """
    from ecosys.commands._audit.run import Options, run
    from ecosys.errors import EcosysError, InvalidInput
    from ecosys.log.bulk import gc_paused
    from ecosys.values.words import suggest

    if format not in FORMATS:
        raise InvalidInput(f"--format {format} is not known.", hint=suggest(format, FORMATS))
    if dry_run and not fix:
        raise InvalidInput("--dry-run is for --fix.")
    options = Options(
        paths=tuple(paths),
        format=format,
        channel=channel,
        region=region,
        fail_within=fail_within,
        diff=diff,
        prose=prose,
        exclude=tuple(exclude or ()),
        usage=usage,
        baseline=baseline,
        write_baseline=write_baseline,
        max_data_age=max_data_age,
        everything=all,
        fix=fix and not dry_run,
        patch=fix,
        coordinates=(as_of, known_at, position),
    )
    try:
        with gc_paused():
            done = run(options, database)
    except (EcosysError, OSError) as problem:
        raise InvalidInput(str(problem)) from problem  # 1 is for findings alone
    if done.findings or (fail_unknown and done.unknown):
        raise typer.Exit(1)
