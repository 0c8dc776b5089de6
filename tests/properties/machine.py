"""A machine that does to a log whatever one does to it, in any order, beside a list of its events.

It appends statements, corrections, retractions, reschedulings and readings, withholds texts, makes
all anew, opens the log again, sets the clock back, and is killed: a process of its own before and
after it commits, or by dropping what is not committed. After each step the log holds what was
acknowledged and nothing else, and answers as the model does, which knows only the list.
"""

import os
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ecosys.event import Event, Recorded, as_recorded
from ecosys.log.withholding import withhold
from ecosys.timeline import Timeline, verification
from tests.properties.accounts import expected, told
from tests.properties.histories import ABOUT, BEGINNING, FACTS, PAUSES, SUBJECTS, Writer, moments

MOST = 16
"""How many events there are at most: the model takes them all again for each question."""
steps: Counter[str] = Counter()
"""How often each thing was done, by all machines."""


class Killed(Exception):
    """Stands for the end of a process in the midst of a transaction."""


class LogMachine(RuleBasedStateMachine):
    """One log, and the list of what it acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.database = self.new_database()
        self.now = BEGINNING
        self.log: list[Recorded] = []
        self.withheld: set[str] = set()
        self.timeline = self.open()

    def new_database(self) -> str:
        """An empty database."""
        return str(Path(self.folder.name, "log.db"))

    def open(self) -> Timeline:
        """Open the log as the next process does."""
        return Timeline.open(self.database, clock=lambda: self.now)

    def begin_again(self) -> None:
        """Let go of the log, and open it as the next process does."""
        self.timeline.log.database.close()
        self.timeline = self.open()

    def teardown(self) -> None:
        """Let go of everything."""
        self.timeline.log.database.close()
        self.folder.cleanup()

    # What is appended

    @precondition(lambda self: len(self.log) < MOST)
    @rule(data=st.data(), count=st.integers(1, 3), pause=st.sampled_from(PAUSES))
    def append(self, data: st.DataObject, count: int, pause: int) -> None:
        """Some statements at once."""
        self.take(self.written(data, [tuple(FACTS)], count, pause), "append")

    @precondition(lambda self: self.can_be_spoken_of)
    @rule(data=st.data(), pause=st.sampled_from(PAUSES))
    def correct(self, data: st.DataObject, pause: int) -> None:
        """A correction of what was said."""
        self.about(data, "corrected", pause)

    @precondition(lambda self: self.can_be_spoken_of)
    @rule(data=st.data(), pause=st.sampled_from(PAUSES))
    def retract(self, data: st.DataObject, pause: int) -> None:
        """A retraction of what was said."""
        self.about(data, "retracted", pause)

    @precondition(lambda self: self.can_be_spoken_of)
    @rule(data=st.data(), pause=st.sampled_from(PAUSES))
    def reschedule(self, data: st.DataObject, pause: int) -> None:
        """A date that moves."""
        self.about(data, "rescheduled", pause)

    @precondition(lambda self: self.can_be_spoken_of)
    @rule(data=st.data(), pause=st.sampled_from(PAUSES), kind=st.sampled_from(ABOUT[3:]))
    def read_again(self, data: st.DataObject, pause: int, kind: str) -> None:
        """What a source still says, or no longer."""
        self.about(data, kind, pause)

    @precondition(lambda self: bool(self.log))
    @rule(data=st.data())
    def append_again(self, data: st.DataObject) -> None:
        """What is there already keeps its place."""
        record = data.draw(st.sampled_from(self.log))
        if record.id not in self.withheld:
            done = self.timeline.append([record.event])
            assert (done.positions, done.added) == ((record.position,), 0)
            steps["append_again"] += 1

    # What else is done to a log

    @rule()
    def rebuild(self) -> None:
        """Make anew what follows from the events."""
        self.timeline.rebuild()
        steps["rebuild"] += 1

    @rule()
    def open_again(self) -> None:
        """End, and begin again."""
        self.begin_again()
        steps["open_again"] += 1

    @rule(hours=st.integers(1, 48))
    def set_the_clock_back(self, hours: int) -> None:
        """The machine's clock shows an earlier time than before."""
        self.now = max(BEGINNING, self.now - hours * 3_600_000_000)
        steps["set_the_clock_back"] += 1

    @precondition(lambda self: bool(self.unnamed))
    @rule(data=st.data())
    def withhold(self, data: st.DataObject) -> None:
        """The text of a statement goes; its place and its hash stay."""
        record = data.draw(st.sampled_from(self.unnamed))
        root = self.timeline.log.root(len(self.log))
        withhold(self.timeline.log, record.id, "personal data")
        self.timeline.rebuild()
        self.begin_again()
        assert self.timeline.log.root(len(self.log)) == root
        self.withheld.add(record.id)
        steps["withhold"] += 1

    @precondition(lambda self: len(self.log) < MOST)
    @rule(data=st.data())
    def drop_what_is_not_committed(self, data: st.DataObject) -> None:
        """End in the midst of a transaction: nothing of it is there."""
        events = self.written(data, [tuple(FACTS)], 2, 0)
        with suppress(Killed), self.timeline.log.database.writing():
            self.timeline.append(events)
            raise Killed
        self.begin_again()
        steps["drop_what_is_not_committed"] += 1

    @precondition(lambda self: len(self.log) < MOST)
    @rule(data=st.data(), committed=st.booleans())
    def kill(self, data: st.DataObject, committed: bool) -> None:
        """A process is killed before it commits, or before it can say that it did."""
        events = self.written(data, [tuple(FACTS)], 2, 0)
        self.timeline.log.database.close()
        process = os.fork()
        if not process:
            self.die(events, committed=committed)
        assert os.WIFSIGNALED(os.waitpid(process, 0)[1])
        self.timeline = self.open()
        if committed:
            self.note(events)
        steps["kill"] += 1

    def die(self, events: Sequence[Event], *, committed: bool) -> None:
        """Append in a process of its own, and be killed."""
        try:
            timeline = self.open()
            if committed:
                timeline.append(events)
                os.kill(os.getpid(), signal.SIGKILL)
            with timeline.log.database.writing():
                timeline.append(events)
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)

    # What is so after each step

    @invariant()
    def the_log_holds_what_was_acknowledged_and_nothing_else(self) -> None:
        found = self.timeline.log.read()
        places = [(each.position, each.id, each.recorded_at) for each in self.log]
        assert [(each.position, each.id, each.recorded_at) for each in found] == places
        assert [each for each in found if each.id not in self.withheld] == self.said
        assert self.timeline.log.check() == len(self.log)

    @precondition(lambda self: bool(self.log))
    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """It answers at any moment as the model does."""
        moment = data.draw(moments(self.log))
        held = [each for each in self.timeline.held(moment) if each.id not in self.withheld]
        assert told(held) == expected(self.said, moment)
        steps["ask"] += 1

    @rule()
    def verify(self) -> None:
        """All that is kept beside the log follows from it."""
        assert list(verification.faults(self.timeline)) == []
        steps["verify"] += 1

    # How

    @property
    def said(self) -> list[Recorded]:
        """The events whose texts are there."""
        return [each for each in self.log if each.id not in self.withheld]

    @property
    def unnamed(self) -> list[Recorded]:
        """Statements that no other event speaks of."""
        named = {target for each in self.log for target in each.event.targets}
        return [each for each in self.said if each.event.type in FACTS and each.id not in named]

    @property
    def can_be_spoken_of(self) -> bool:
        """Whether there is room for an event about another, and a statement to speak of."""
        return len(self.log) < MOST and any(each.event.type in FACTS for each in self.said)

    def about(self, data: st.DataObject, kind: str, pause: int) -> None:
        """Append an event about another one."""
        self.take(self.written(data, [(kind,)], 1, pause), kind)

    def written(
        self, data: st.DataObject, mix: Sequence[Sequence[str]], count: int, pause: int
    ) -> list[Event]:
        """Events that the log accepts next."""
        self.now += pause
        writer = Writer(data.draw, mix, SUBJECTS, f"e{len(self.log)}-")
        writer.events = [record.event for record in self.said]
        return [writer.write(self.recorded_now) for _ in range(count)]

    @property
    def recorded_now(self) -> int:
        """When what is appended now is recorded: never before what stands there."""
        return max([self.now, *(self.log[-1].recorded_at for _ in self.log[-1:])])

    def take(self, events: Sequence[Event], step: str) -> None:
        """Append events and note that they were acknowledged."""
        done = self.timeline.append(events)
        assert done.added == len(events)
        self.note(events)
        assert list(done.positions) == [each.position for each in self.log[-len(events) :]]
        steps[step] += 1

    def note(self, events: Sequence[Event]) -> None:
        """Keep what was recorded, as it must be there."""
        own, at = self.timeline.log.own_origin(), self.recorded_now
        self.log += [
            as_recorded(len(self.log) + number, at, own, event)
            for number, event in enumerate(events, start=1)
        ]


def at_length(tried: settings, steps: int) -> settings:
    """The same with so many steps at most for each log."""
    return settings(
        tried,
        stateful_step_count=steps,
        suppress_health_check=[*HealthCheck],
    )
