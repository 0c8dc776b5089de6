"""Does a restructuring change no answer? The same questions to a state before and to this one.

    python -m tests.comparison main
    python -m tests.comparison ~/checkouts/ecosys-before
    python -m tests.comparison main --apart /v1/changes --apart /v1/models

BEFORE is a revision of this repository, or the path of a checkout. Both states run in processes of
their own, each with its own code over a database filled from its own released log, without a
network. What is asked follows from what BEFORE tells of itself (`/openapi.json`, `/v1`,
`/v1/metrics`), crossed with moments, sources and subjects of interest (`interest.py`) and with
mistakes (`mistake.py`); command lines stand in `commands.py`.

Compared are status, Content-Type, Cache-Control, Vary, Link and body: JSON field by field, with new
fields and their order, tables as bytes. Texts that may be put better are left out: the fields
`definition`, `description`, `title` and `hint`, and the sentences of problems that list what would
have been allowed. `/openapi.json` and `/v1/schemas/...` are compared by their shape. Of command
lines exit status and output are compared as bytes, of the released log its bytes and root.

Groups given by `--apart` (`/v1/changes` and `ecosys changes`, if none is given) are asked and
counted, and do not fail. Exit status: 0 equal, 1 not, 2 not understood. Questions without
coordinates are those of today, so a run over midnight (UTC) may find differences that are none.
"""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from rich.console import Console

from tests.comparison.commands import commands
from tests.comparison.difference import Difference, differences
from tests.comparison.normal import Answer, normal
from tests.comparison.question import Question
from tests.comparison.questions import TELLS, Api, questions
from tests.comparison.report import Report
from tests.comparison.side import ROOT, Side, tree_of

APART = ("/v1/changes", "ecosys changes")
"""The news, over HTTP and on the command line: apart if nothing else is said."""
LOG = Question("released log", "seeds/log.jsonl")
EVERY = 500
"""After how many questions progress is told."""

Asked = Iterator[tuple[Question, Answer, Answer]]


def main(words: Sequence[str]) -> int:
    """Compare the state that the words name with this one; the answer is the exit status."""
    parser = ArgumentParser(
        "python -m tests.comparison",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("before", help="a revision or the path of a checkout")
    parser.add_argument("--apart", action="append", help="a group that may differ")
    given = parser.parse_args(words)
    start = monotonic()
    with TemporaryDirectory(prefix="ecosys-comparison-") as folder:
        report = compare(_sides(given.before, Path(folder)), given.apart or APART)
    report.show(Console())
    sys.stdout.write(f"{len(report.asked):,} questions, {monotonic() - start:.0f} seconds\n")
    return 1 if report.failing else 0


def compare(sides: tuple[Side, Side], apart: Sequence[str]) -> Report:
    """Ask both sides everything and note what differs."""
    report = Report(apart)
    for question, before, after in _asked(sides):
        report.take(question, _differences(question, before, after))
        if len(report.asked) % EVERY == 0:
            told = f"{len(report.asked):,} asked, {len(report.differing):,} differ"
            sys.stderr.write(f"{told}\n")
    return report


def _differences(question: Question, before: Answer, after: Answer) -> list[Difference]:
    if before == after:  # most are, and need no reading
        return []
    return list(differences(normal(question, before), normal(question, after)))


def _asked(sides: tuple[Side, Side]) -> Asked:
    """Every question with both answers."""
    told = [_told(side) for side in sides]
    logs = [{**side.log(), "root": _log(each)} for side, each in zip(sides, told, strict=True)]
    yield LOG, logs[0], logs[1]
    yield from _over_http(sides, questions(Api.of(told[0])))
    yield from _on_the_command_line(sides)


def _over_http(sides: tuple[Side, Side], asked: Sequence[Question]) -> Asked:
    """Both answer at the same time: each process runs ahead as far as its pipe reaches."""
    before, after = (side.ask(asked) for side in sides)
    yield from zip(asked, before, after, strict=True)


def _on_the_command_line(sides: tuple[Side, Side]) -> Asked:
    with ThreadPoolExecutor(len(sides)) as pool:
        for question in commands():
            before, after = pool.map(lambda side: side.run(question), sides)  # noqa: B023
            yield question, before, after


def _told(side: Side) -> dict[str, Any]:
    """What a side tells of itself, by address; its database is filled by then."""
    answers = side.ask([Question("", each) for each in TELLS])
    return {each: json.loads(answer["body"]) for each, answer in zip(TELLS, answers, strict=True)}


def _log(told: dict[str, Any]) -> Any:
    """The origin, head and root of the log that answers."""
    return next(body["meta"]["log"] for address, body in told.items() if "providers" in address)


def _sides(before: str, folder: Path) -> tuple[Side, Side]:
    """Both states, each with a folder to write to."""
    folders = {name: folder / name for name in ("before", "after")}
    for each in folders.values():
        each.mkdir()
    tree = tree_of(before, folder)
    return Side("before", tree, folders["before"]), Side("after", ROOT, folders["after"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
