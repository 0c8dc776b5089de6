"""Cached properties: what one object is still working out holds up no other."""

from threading import Event, Thread

from ecosys.values.cached import cached_property


class Answer:
    """Something that is worked out once it may be."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = Event(), Event()

    @cached_property
    def value(self) -> int:
        self.begun.set()
        assert self.may_go_on.wait(30)
        return 1


def test_an_object_is_asked_while_another_one_still_works_its_value_out():
    slow, quick = Answer(), Answer()
    thread = Thread(target=lambda: slow.value, daemon=True)
    thread.start()
    assert slow.begun.wait(30)
    quick.may_go_on.set()
    asking = Thread(target=lambda: quick.value, daemon=True)
    asking.start()
    asking.join(10)
    held_up = asking.is_alive()
    slow.may_go_on.set()
    thread.join(30)
    assert not held_up
    assert (slow.value, quick.value) == (1, 1)
