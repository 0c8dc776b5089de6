"""A visit: what is worked out once for it holds up no other."""

from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

from ecosys_api.page.addresses import Addresses
from ecosys_api.page.visit import Visit
from tests import given


def visit(first):
    """A visit over a log whose subjects are those that `first` gives."""
    names = SimpleNamespace(directory=SimpleNamespace(first=SimpleNamespace(items=first)))
    timeline: Any = SimpleNamespace(names=lambda _: names)
    return Visit(timeline, given.moment(), Addresses("", {}))


def test_a_visit_that_waits_for_its_turn_holds_up_no_other():
    begun, go_on = Event(), Event()

    def slow():
        begun.set()
        go_on.wait(10)
        return []

    waiting = Thread(target=lambda: visit(slow).known)
    waiting.start()
    assert begun.wait(10)
    other = Thread(target=lambda: visit(list).known)
    other.start()
    other.join(5)
    done = not other.is_alive()
    go_on.set()
    waiting.join(10)
    other.join(10)
    assert done
