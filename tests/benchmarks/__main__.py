"""Compare ecosys with others side by side: python -m tests.benchmarks [NAME...].

With --postgres logs are in databases of a server that is started for it. With --feeds FOLDER, the
public sources' own files, questions are asked of what those say too. Each figure is told as it is
known, all together stand in a table at the end.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module

from rich.console import Console
from rich.table import Table

from tests.benchmarks.databases import on_postgres

NAMES = (
    "append",
    "verify",
    "start",
    "growth",
    "slices",
    "questions",
    "vintages",
    "http",
    "server",
    "audit",
    "reprice",
    "postgres",
    "pricebook",
    "observations",
    "writing",
    "pages",
)
OF_READ_MODELS = ("growth", "slices", "vintages", "http", "server")
"""Those that ask the read models of a log, be it on which engine."""


def main(names: Sequence[str]) -> int:
    """Run the benchmarks of these names; the answer is the exit status."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    table = Table("what", "the other", "ours", "ratio", "target", "met")
    met = True
    for name in names:
        for result in import_module(f"tests.benchmarks.{name}").run():
            print(f"{name}: {result.what}: {result.ours}", file=sys.stderr, flush=True)
            sign = "≤" if result.at_most else "≥"
            target = "–" if result.target is None else f"{sign} {result.target:g}"
            table.add_row(
                result.what,
                result.other,
                result.ours,
                f"{result.ratio:.2f}",
                target,
                "–" if result.target is None else "yes" if result.met else "no",
            )
            met = met and result.met
    Console().print(table)
    return 0 if met else 1


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--postgres", action="store_true", help="logs are on a server")
    parser.add_argument("--feeds", metavar="FOLDER", help="the files of the public sources")
    given = parser.parse_args()
    if given.feeds:
        os.environ["ECOSYS_BENCHMARK_FEEDS"] = given.feeds
    with on_postgres() if given.postgres else nullcontext():
        sys.exit(main(given.names or (OF_READ_MODELS if given.postgres else NAMES)))
