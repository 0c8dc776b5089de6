"""Compare ecosys with others side by side: python -m tests.benchmarks [--postgres] [NAME...].

With --postgres logs are in databases of a server that is started for it.
"""

import sys
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
    "vintages",
    "http",
    "server",
    "audit",
    "reprice",
    "postgres",
    "pricebook",
)
POSTGRES = "--postgres"
OF_READ_MODELS = ("growth", "slices", "vintages", "http", "server")
"""Those that ask the read models of a log, be it on which engine."""


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all; the answer is the exit status."""
    if POSTGRES in names:
        with on_postgres():
            return main([name for name in names if name != POSTGRES] or list(OF_READ_MODELS))
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    table = Table("what", "the other", "ours", "ratio", "target", "met")
    met = True
    for name in names or NAMES:
        for result in import_module(f"tests.benchmarks.{name}").run():
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
    sys.exit(main(sys.argv[1:]))
