"""However appends, corrections, ends and kills follow each other, a log answers as the model."""

import os
from itertools import count

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests import engines
from tests.properties import examples, machine

pytestmark = pytest.mark.no_cover  # what is killed measures nothing
NAMED = ("append", "corrected", "retracted", "rescheduled", "rebuild", "kill", "withhold", "ask")


def test_whatever_is_done_to_a_log_it_answers_as_the_model() -> None:
    machine.steps.clear()
    run_state_machine_as_test(machine.LogMachine, settings=machine.at_length(examples(12), 25))
    assert all(machine.steps[name] for name in NAMED), machine.steps


def test_so_it_is_on_a_server(postgres: str) -> None:
    numbers = count()

    class OnServer(machine.LogMachine):
        def new_database(self) -> str:
            name = f"machine_{os.getpid()}_{next(numbers) % 2}"
            return engines.make(postgres, name)

    run_state_machine_as_test(OnServer, settings=machine.at_length(examples(4), 12))
