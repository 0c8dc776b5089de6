"""Steps: whatever one does to a log is done in any order, as often as is asked, beside a model."""

from hypothesis.stateful import run_state_machine_as_test
from rich.console import Console
from rich.table import Table

from tests import properties
from tests.properties import machine

STEPS = 10_000
"""How many, where nothing else is said."""
OF_ONE_LOG = 40
LOGS = 20
"""How many logs are tried before the steps are counted."""


def main(wanted: int | None = None) -> int:
    """Take so many steps, drawn at random, and print how many of each kind there were."""
    properties.endurance = True
    machine.steps.clear()
    logs = 0
    while machine.steps.total() < (wanted or STEPS):
        settings = machine.at_length(properties.examples(LOGS), OF_ONE_LOG)
        run_state_machine_as_test(machine.LogMachine, settings=settings)  # raises where it is wrong
        logs += LOGS
    table = Table("step", "times")
    for name, times in sorted(machine.steps.items()):
        table.add_row(name, f"{times:,}")
    table.add_row("together", f"{machine.steps.total():,}")
    Console().print(table)
    print(f"{logs:,} logs, and after each step what the model says")
    return 0
