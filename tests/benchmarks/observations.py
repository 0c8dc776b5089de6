"""A yearly series by provider over a hundred million figures, and over ten million.

The figures lie in Parquet files of ten million rows, as `ecosys observe` keeps them: 20,000
subjects of 40 providers, day by day. The other side is a bound of wall time and of memory on two
cores. A fresh process answers, so each file's hash is verified within the time. The files are made
by DuckDB and named in the log; the checks of `ecosys observe` are timed apart. On a sample the same
figures as events of their own give the same answer.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import run as call
from tempfile import TemporaryDirectory
from time import perf_counter

from ecosys.answers.duck import quoted
from ecosys.answers.observations import folder as folders
from ecosys.answers.observations.observations import observations
from ecosys.answers.observations.segment import contents, session
from ecosys.event import Event
from ecosys.event.codec import parse
from ecosys.seeding.open import open_timeline
from ecosys.timeline import Timeline
from tests.benchmarks.result import Result

FILES, ROWS = 10, 10_000_000
SUBJECTS, PROVIDERS, DAYS = 20_000, 40, 500
SAMPLE = 2_000
"""How many figures are events too."""
MEMORY = 1000
"""Megabytes."""
TODAY = "2026-11-22"
ASK = """
import resource, sys
from ecosys.__main__ import main
status = 0
try:
    main()
except SystemExit as end:
    status = end.code
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(status)
"""


def run() -> Iterator[Result]:
    """Name the files, ask in a process of its own, compare a sample with events."""
    with TemporaryDirectory() as root:
        folder = Path(root, "segments")
        os.environ["ECOSYS_SEGMENTS"] = str(folder)
        timeline = open_timeline(Path(root, "log.db"), show_progress=False)
        start = perf_counter()
        paths = [_file(Path(root), number) for number in range(FILES)]
        made = perf_counter() - start
        start = perf_counter()
        held = contents(paths[0], TODAY)
        yield Result(
            f"check of {held.rows:,} rows", f"making {made / FILES:.1f} s",
            f"{perf_counter() - start:.1f} s", (perf_counter() - start) * FILES / made,
        )  # fmt: skip
        _name(timeline, folder, paths[:1], "ten_million")
        _name(timeline, folder, paths, "hundred_million")
        yield _same(timeline, folder, Path(root))
        timeline.log.database.close()
        database = str(Path(root, "log.db"))
        for metric, files, bound in (("ten_million", 1, 3.0), ("hundred_million", FILES, 20.0)):
            taken, megabytes = _asked(["observations", metric, "--database", database])
            what = f"yearly series of {files * ROWS:,} figures"
            yield Result(what, f"{bound:g} s", f"{taken:.1f} s", bound / taken, 1.0)
            yield Result(
                f"{what}, memory", f"{MEMORY} MB", f"{megabytes} MB", MEMORY / megabytes, 1.0
            )


def _file(root: Path, number: int) -> Path:
    """A file of figures of its own span of days."""
    path = root / f"{number}.parquet"
    first = number * ROWS
    with session() as opened:
        opened.execute(
            f"COPY (SELECT 'p' || (i % {PROVIDERS}) || '/m' || (i % {SUBJECTS}) AS subject, "
            f"DATE '2012-01-01' + (i // {SUBJECTS})::INTEGER AS day, "
            f"(hash(i) % 1000000)::BIGINT AS value "
            f"FROM range({first}, {first + ROWS}) t(i)) TO {quoted(str(path))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
    return path


def _name(timeline: Timeline, folder: Path, paths: Sequence[Path], metric: str) -> None:
    events = []
    for path in paths:
        sha256 = folders.sha256_of(path)
        address = folders.keep(folders.parts_of(path), sha256, folder, path.name)
        with session() as opened:
            query = f"SELECT count(*), min(day), max(day) FROM read_parquet({quoted(str(path))})"
            row = opened.execute(query).fetchone()
        assert row is not None
        events.append(_event(metric, sha256, address, row))
    timeline.append(events)


def _event(metric: str, sha256: str, address: str, row: tuple[object, ...]) -> Event:
    rows, first, last = row
    return parse(
        {"type": "segment_named", "id": f"{metric}-{sha256[:12]}", "subject": "p0",
         "metric": metric, "kind": "flow", "unit": "downloads", "period": "day",
         "address": address, "sha256": sha256, "rows": rows, "occurred": str(first),
         "last": str(last), "sources": [{"source": "pypi-downloads"}]}
    )  # fmt: skip


def _same(timeline: Timeline, folder: Path, root: Path) -> Result:
    """Whether the figures of a sample, once in a file and once as events, give the same."""
    path = root / "sample.parquet"
    with session() as opened:
        opened.execute(
            f"COPY (SELECT * FROM read_parquet({quoted(str(root / '0.parquet'))}) "
            f"USING SAMPLE {SAMPLE} ROWS (reservoir, 7)) TO {quoted(str(path))} (FORMAT parquet)"
        )
        rows = opened.execute(
            f"SELECT subject, day, value FROM read_parquet({quoted(str(path))})"
        ).fetchall()
    _name(timeline, folder, [path], "sample_in_file")
    timeline.append(
        parse({"type": "observed", "id": f"sample-{at}", "subject": subject, "value": str(value),
               "metric": "sample_as_events", "kind": "flow", "unit": "downloads", "period": "day",
               "occurred": str(day), "stated": str(day), "stated_basis": "observed",
               "sources": [{"source": "pypi-downloads"}]})
        for at, (subject, day, value) in enumerate(rows)
    )  # fmt: skip
    answers = [
        [(row.subject, row.at, row.value, row.figures)
         for row in observations(timeline, timeline.moment(), metric).rows]
        for metric in ("sample_in_file", "sample_as_events")
    ]  # fmt: skip
    same = answers[0] == answers[1] and sum(row[3] for row in answers[0]) == len(rows) == SAMPLE
    said = f"{len(answers[0])} points"
    return Result(
        f"{SAMPLE:,} figures as events", said, "same" if same else "other", float(same), 1.0
    )


def _asked(words: Sequence[str]) -> tuple[float, int]:
    """How many seconds an answer takes in a process of its own, and how many megabytes."""
    start = perf_counter()
    done = call([sys.executable, "-c", ASK, *words], capture_output=True, check=True, text=True)
    return perf_counter() - start, int(done.stderr.split()[-1])
