"""The cluster loses a server, or more, and nothing that was acknowledged."""

import pytest

from tests.endurance import cluster, patroni
from tests.endurance.patroni import Acknowledged, Counts, look, out_of_order

pytestmark = pytest.mark.no_cover
needs_cluster = pytest.mark.skipif(not cluster.is_there(), reason=cluster.NOT_THERE)
STORED = [f"{name}-{at}" for name in ("0-0", "1-0") for at in range(patroni.BATCH)]


@needs_cluster
@pytest.mark.endurance  # a busy machine elects nobody in time
def test_a_server_that_is_killed_takes_nothing_with_it():
    counts = patroni.run(["server"])
    patroni.show(counts)
    assert counts.wrong == 0
    assert counts.acknowledged > 0
    assert counts.outages[0].successor != counts.outages[0].node


@needs_cluster
@pytest.mark.endurance
def test_servers_a_machine_and_what_leads_them_take_nothing_with_them():
    counts = patroni.run(patroni.FAULTS, keepers=3)
    patroni.show(counts)
    assert counts.wrong == 0
    assert [each.fault for each in counts.outages] == list(patroni.FAULTS)


def acknowledged(name, first, began=0.0, ended=1.0):
    return Acknowledged(name, tuple(range(first, first + patroni.BATCH)), began, ended, "", "5432")


def counted(ids, *said):
    counts = Counts()
    look(ids, said, counts)
    return counts


def test_what_is_there_as_it_was_acknowledged_is_right():
    counts = counted(STORED, acknowledged("0-0", 1), acknowledged("1-0", 6))
    assert (counts.acknowledged, counts.stored, counts.wrong) == (2, 10, 0)


def test_what_was_acknowledged_and_is_not_there_or_elsewhere_is_lost():
    assert counted(STORED, acknowledged("2-0", 11)).lost == 1
    assert counted(STORED, acknowledged("1-0", 7)).lost == 1


def test_what_nobody_acknowledged_is_counted_and_not_wrong():
    counts = counted(STORED, acknowledged("0-0", 1))
    assert (counts.unacknowledged, counts.wrong) == (1, 0)


def test_a_batch_in_part_or_with_another_between_is_partial():
    assert counted(STORED[:7]).partial == 1
    assert counted([*STORED[:3], *STORED[5:], *STORED[3:5]]).partial == 1


def test_an_event_that_is_there_twice_is_counted():
    assert counted([*STORED, STORED[0]]).duplicates == 1


def test_what_began_after_another_was_acknowledged_and_stands_before_it_is_out_of_order():
    first, second = acknowledged("0-0", 6, 0, 1), acknowledged("1-0", 1, 2, 3)
    assert out_of_order([first, second]) == 1
    assert out_of_order([first, second._replace(began=0.5)]) == 0
