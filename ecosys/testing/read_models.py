"""What every read model of another package must do, as a suite to inherit from."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from ecosys.event import Event
from ecosys.read_model import ReadModel
from ecosys.read_model.read_model import refuse_disorderly
from ecosys.testing.history import History, given
from ecosys.testing.kept import Rows, kept, parts

SIZES = (1, 2, 3, 7)
"""How many events are appended at once."""


class ReadModelSuite:
    """Tests of one read model over a history of yours: inherit, and name both.

    The history should hold what the read model is about, and what corrects and retracts it.
    """

    read_model: ClassVar[ReadModel]
    """The read model."""
    history: ClassVar[Sequence[Event | Mapping[str, Any]]]
    """Events in the order in which a log would take them."""

    @property
    def given(self) -> History:
        """The history."""
        return given(*self.history)

    def test_its_tables_disturb_nobody(self) -> None:
        """They are named after it and its version, and it makes nothing else."""
        refuse_disorderly(self.read_model)

    def test_it_keeps_something(self) -> None:
        """A history of which nothing is kept tests nothing."""
        assert any(self._appended(len(self.history)).values())

    def test_in_whatever_parts_events_come_the_rows_are_the_same(self) -> None:
        """One by one, or several at once."""
        expected = self._appended(len(self.history))
        for size in SIZES:
            assert self._appended(size) == expected

    def test_caught_up_with_later_the_rows_are_the_same(self) -> None:
        """What was appended while the package was not installed is read from the log."""
        with kept(self.read_model) as log:
            for part in parts(self.given.records, 2):
                log.take(part, seen=False)
            log.catch_up()
            assert log.rows() == self._appended(len(self.history))

    def test_made_anew_beside_the_old_the_rows_are_the_same(self) -> None:
        """By `ecosys rebuild`, which fills other tables and swaps them."""
        with kept(self.read_model) as log:
            for part in parts(self.given.records, 2):
                log.take(part)
            before = log.rows()
            log.keeper.rebuild()
            log.catch_up()
            assert log.rows() == before

    def test_what_is_undone_with_its_append_leaves_no_rows(self) -> None:
        """They are written in the transaction that appends, and nowhere else."""
        first, *rest = parts(self.given.records, (len(self.history) + 1) // 2)
        with kept(self.read_model) as log:
            log.take(first)
            before = log.rows()
            with suppress(KeyboardInterrupt), log.log.database.writing():
                for part in rest:
                    log.take(part)
                raise KeyboardInterrupt
            assert log.rows() == before

    def _appended(self, size: int) -> Rows:
        """The rows after a history was appended in parts of a size."""
        with kept(self.read_model) as log:
            for part in parts(self.given.records, size):
                log.take(part)
            log.catch_up()
            return log.rows()
