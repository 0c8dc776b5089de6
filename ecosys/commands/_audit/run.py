"""Run: one audit from its options to its report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from ecosys.answers.audit import (
    Audit,
    AuditRow,
    Found,
    Reader,
    Scanner,
    audit,
    data_date,
    model_names,
)
from ecosys.answers.audit.notebook import cells
from ecosys.commands._audit import baseline as baselines
from ecosys.commands._audit import settings as settings_of
from ecosys.commands._audit.files import files, read
from ecosys.commands._audit.gitignore import Ignored
from ecosys.commands._audit.report import report
from ecosys.commands._audit.settings import Settings
from ecosys.commands._out import tell
from ecosys.commands._question import open_log
from ecosys.errors import Ambiguous, InvalidInput, NotFound
from ecosys.moment import Moment
from ecosys.seeding.open import is_filled, read_release
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.period import days


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for."""

    paths: Sequence[Path]
    format: str = "lines"
    channel: str | None = None
    region: str | None = None
    fail_within: str | None = None
    diff: str | None = None
    prose: bool = False
    exclude: tuple[str, ...] = ()
    usage: Path | None = None
    baseline: Path | None = None
    write_baseline: Path | None = None
    max_data_age: str | None = None
    everything: bool = False
    fix: bool = False
    """Whether files are changed."""
    patch: bool = False
    """Whether the patch is shown."""
    coordinates: tuple[str | None, str | None, int | None] = (None, None, None)

    @property
    def own_files(self) -> list[Path]:
        """The files that are no code but of the audit itself."""
        files = (self.usage, self.baseline, self.write_baseline)
        return [path for path in files if path is not None]


class Done(NamedTuple):
    """How an audit ended."""

    findings: int
    unknown: int


def run(options: Options, database: str | None) -> Done:
    """Audit, report, and tell how it ended. InvalidInput where it cannot be judged."""
    place = settings_of.find(options.paths[0])
    settings = settings_of.load(place)
    options = _completed(options, settings, place)
    timeline = open_log(database, asked=False) if is_filled(database) else read_release()
    moment = timeline.moment(*options.coordinates)
    age = _age(timeline, moment, options.max_data_age)
    reader = _reader(timeline, moment, options, settings, place)
    found = _found(reader, options)
    answer = _judged(timeline, moment, reader, found, options)
    if options.write_baseline:
        count = baselines.write(options.write_baseline, answer.data)
        tell(f"{count} findings written to {options.write_baseline}.", err=True)
        return Done(0, len(answer.unknown))
    settled = _fixed(answer, options)
    answer = replace(answer, data=tuple(row for row in answer.data if row not in settled))
    report(answer, options.format, age, everything=options.everything)
    return Done(len(answer.findings), len(answer.unknown))


def _completed(options: Options, settings: Settings, place: Path | None) -> Options:
    """The options with what the settings say where they say nothing."""
    folder = place.parent if place else Path()
    baseline = folder / settings.baseline if settings.baseline else None
    return replace(
        options,
        channel=options.channel or settings.channel,
        region=options.region or settings.region,
        fail_within=options.fail_within or settings.fail_within,
        exclude=(*settings.exclude, *options.exclude),
        baseline=options.baseline or (None if options.write_baseline else baseline),
    )


def _age(timeline: Timeline, moment: Moment, most: str | None) -> int:
    """How many days old the data are; InvalidInput where they are too old to judge by."""
    recorded = timeline.log.recorded_at(moment.position)
    age = max(0, (timeline.log.clock() - recorded) // instant.DAY)
    if most is not None and age > days(most):
        raise InvalidInput(
            f"The data are of {data_date(timeline, moment)}, {age} days old; {most} are allowed.",
            hint="Upgrade ecosys, then: ecosys seed.",
        )
    return age


def _reader(
    timeline: Timeline, moment: Moment, options: Options, settings: Settings, place: Path | None
) -> Reader:
    try:
        names = model_names(timeline, moment, settings.deployments)
    except (NotFound, Ambiguous) as problem:
        raise InvalidInput(f"{place}: [deployments]: {problem}") from None
    return Reader(names, options.channel)


def _found(reader: Reader, options: Options) -> Found:
    """What files and usage name, as far as the lines count."""
    from ecosys.commands._audit.changed import changed_lines
    from ecosys.commands._audit.usage import used

    scanner = Scanner(reader)
    changed = changed_lines(options.diff, options.paths) if options.diff else None
    excluded = Ignored.of(Path(), options.exclude)
    own = {path.resolve() for path in options.own_files}
    found = Found()
    for path in files(options.paths, excluded, prose=options.prose):
        lines = changed.get(Path(path).resolve(), set()) if changed is not None else None
        if (lines is not None and not lines) or (own and Path(path).resolve() in own):
            continue
        if (data := _data(path)) is not None:
            if path.endswith(".ipynb"):
                data = cells(data, prose=options.prose)
            found.add(_within(scanner.scan(path, data), lines))
    if options.usage:
        found.add(used(options.usage, reader, found))
    return found


def _data(path: str) -> bytes | None:
    """The bytes of a text; one that cannot be read is named on standard error."""
    try:
        return read(path)
    except OSError as problem:
        tell(f"{path} is not audited: {problem.strerror}.", err=True)
        return None


def _within(found: Found, lines: set[int] | None) -> Found:
    if lines is None:
        return found
    found.uses = [use for use in found.uses if use.line in lines]
    found.unknown = [each for each in found.unknown if each.line in lines]
    return found


def _judged(
    timeline: Timeline, moment: Moment, reader: Reader, found: Found, options: Options
) -> Audit:
    """The answer without what the baseline accepts."""
    within = days(options.fail_within) if options.fail_within else None
    answer = audit(timeline, moment, reader.names, found, region=options.region, within_days=within)
    if options.baseline is None:
        return answer
    rows, dropped = baselines.without(answer.data, baselines.read(options.baseline))
    findings = sum(row.finding for row in rows)
    about = replace(answer.meta, findings=findings, baselined=dropped)
    return replace(answer, data=tuple(rows), meta=about)


def _fixed(answer: Audit, options: Options) -> set[AuditRow]:
    """Show the patch, put it in where that was asked for: the rows that are settled."""
    settled: set[AuditRow] = set()
    if options.patch:
        from ecosys.commands._audit.fix import patches

        for rows, patch in patches(answer.data, write=options.fix):
            tell(*patch.splitlines())
            settled.update(rows if options.fix else ())
    return settled
