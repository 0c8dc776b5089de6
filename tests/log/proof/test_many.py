"""A log of 100,000 events, checked by its tiles alone."""

import json
from itertools import count, islice

import pytest

from ecosys.log.line import Line
from ecosys.log.proof.export import export_tiles
from ecosys.log.proof.notary import open_notary
from ecosys.log.proof.verifier import Wrong, verify
from ecosys.log.release import read_lines, released_log

EVENTS = 100_000
BATCH = 5_000


def lines():
    """Released events that refer to no other, again and again under other ids."""
    plain = [line for line in read_lines(released_log()) if '"type":"observed"' in line.body]
    at, position = plain[-1].recorded_at, 0
    for again in count():
        for line in plain:
            id, position = json.loads(line.body)["id"], position + 1
            body = line.body.replace(f'"id":"{id}"', f'"id":"{id}-{again}"')
            yield Line(position, at + position // BATCH, "log-of-many", body)


@pytest.mark.endurance
def test_an_honest_log_of_100000_events_is_accepted_and_one_changed_bit_is_not(timeline, tmp_path):
    timeline.log.follower = None
    made = islice(lines(), EVENTS)
    while batch := list(islice(made, BATCH)):
        timeline.log.replay(batch)
    notary = open_notary(timeline.log.database, timeline.log.database.path)
    folder = tmp_path / "tiles"
    export_tiles(notary, folder)
    key = str(notary.keys.verifiers()[0])
    assert verify(str(folder), [key])[1] == EVENTS
    path = folder / "tile/entries/200"
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(Wrong):
        verify(str(folder), [key])
