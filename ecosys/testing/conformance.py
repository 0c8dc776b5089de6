"""What every projection must do, as a suite to inherit from."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ecosys.event import Event
from ecosys.log.memory import MemoryLog
from ecosys.log.reader import Reader
from ecosys.moment.moment import unpinned_as_of
from ecosys.projection import Parameters, Point, Projection, get_projection, in_valid_time
from ecosys.testing.history import History, given
from ecosys.testing.stored import refuse_other_results
from ecosys.values import instant, when

SHUFFLES = 5


class ProjectionSuite:
    """Tests of one projection over a history of yours: inherit, and name both.

    The history should hold what the projection is about: several subjects, equal dates, something
    corrected, something stated late.
    """

    projection: ClassVar[str]
    """The projection's name."""
    history: ClassVar[Sequence[Event | Mapping[str, Any]]]
    """Events in the order in which a log would take them."""
    parameters: ClassVar[Mapping[str, Any]] = {}
    """Parameters to ask with, beside the defaults."""

    @property
    def chosen(self) -> Projection:
        """The projection."""
        return get_projection(self.projection)

    @property
    def given(self) -> History:
        """The history, asked at its end."""
        return given(*self.history)

    def test_it_says_what_it_is_and_where_that_comes_from(self) -> None:
        """The docstring is the definition of the metric."""
        assert self.chosen.summary
        assert "Definition:" in self.chosen.description
        assert self.chosen.unit
        assert issubclass(self.chosen.parameters, Parameters)

    def test_every_parameter_is_explained(self) -> None:
        """A parameter without a description is of no use to anyone."""
        fields = self.chosen.parameters.model_json_schema().get("properties", {})
        assert all(field.get("description") for field in fields.values())

    def test_it_answers(self) -> None:
        """A history that gives no point tests nothing."""
        assert self._points(self.given)

    def test_the_same_events_give_the_same_points(self) -> None:
        """No clock, no chance, nothing kept from one time to the next."""
        history = self.given
        assert self._points(history) == self._points(history)

    def test_the_order_of_equal_times_does_not_matter(self) -> None:
        """Events of one time come in any order."""
        history = self.given
        facts = history.held(self.chosen)
        context = history.context(self.chosen, **self.parameters)
        expected = list(self.chosen.fold(facts, context))
        for seed in range(SHUFFLES):
            shuffled = list(facts)
            random.Random(seed).shuffle(shuffled)  # noqa: S311  no secret
            shuffled.sort(key=in_valid_time)
            assert list(self.chosen.fold(shuffled, context)) == expected

    def test_what_it_does_not_read_changes_nothing(self) -> None:
        """Facts that it says it does not read may be left out."""
        history, chosen = self.given, self.chosen
        facts = history.held(chosen)
        context = history.context(chosen, **self.parameters)
        reads = chosen.reads
        read = [held for held in facts if reads is None or reads(held, context.parameters)]
        points = [each for each in chosen.fold(read, context) if isinstance(each, Point)]
        assert points == self._points(history)

    def test_every_number_names_the_events_that_it_rests_on(self) -> None:
        """Lineage is complete, and leads to events that are there."""
        history = self.given
        ids = {record.position: record.id for record in history.records}
        for point in self._points(history):
            assert point.because or not point.value
            assert {ids[at] for at in point.because} >= set(point.events)

    def test_what_is_said_later_changes_no_earlier_answer(self) -> None:
        """Prefix stability: at an earlier knowledge day the later events are not there.

        What puts our own slips right is no news: it counts at every knowledge day.
        """
        history = self.given
        for day in sorted({record.known_from for record in history.records}):
            then = History(history.records, history.moment.knowing(day))
            known = tuple(
                record
                for record in history.records
                if record.known_from <= day or getattr(record.event, "fault", "") == "ours"
            )
            alone = History(known, history.moment.knowing(day))
            assert self._points(then) == self._points(alone)

    def test_nothing_after_the_moment_counts_unmarked(self) -> None:
        """A point of a later date is marked as scheduled."""
        history = self.given
        for record in history.records:
            date = record.event.when
            if date is None or date.unknown:
                continue
            then = History(history.records, history.moment.at(date.start - 1))
            for point in self._points(then):
                is_past = point.at == "unknown" or when.parse(point.at).start <= then.moment.as_of
                assert is_past or "scheduled" in point.marks

    def test_nothing_changes_between_two_boundaries(self) -> None:
        """What has begun and what has ended counts, not for how long it has been so.

        A boundary is a midnight, or an instant or hour at which something begins or ends. A
        projection that is declared `continuous` need not keep to that.
        """
        if self.chosen.continuous:
            return
        history = self.given
        last_boundary = Reader(MemoryLog(history.records)).last_boundary
        dates = [record.event.when for record in history.records]
        for date in {date for date in dates if date is not None and not date.unknown}:
            noon = instant.midnight(date.start) + instant.DAY // 2
            since = unpinned_as_of(noon, last_boundary(noon))
            then, now = (History(history.records, history.moment.at(at)) for at in (since, noon))
            assert self._points(then) == self._points(now)

    def test_of_nothing_nothing_follows(self) -> None:
        """Unknown is never zero."""
        assert self._points(given()) == []

    def test_what_is_stored_equals_a_fold_from_scratch(self) -> None:
        """After each append, in whatever parts events come, caught up with, and made anew.

        A projection that stores nothing has nothing to equal.
        """
        if self.chosen.stored is not None:
            refuse_other_results(self.chosen, self.given, self.parameters)

    def _points(self, history: History) -> list[Point]:
        return history.points(self.chosen, **self.parameters)
