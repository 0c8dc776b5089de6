import shutil

import pytest

from ecosys.errors import Damaged
from ecosys.log import merkle
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note
from ecosys.log.proof.keys import Keys
from ecosys.log.proof.notary import Notary, open_notary
from ecosys.log.proof.note import COSIGNATURE, Note, Signer
from ecosys.timeline import Timeline
from tests.given import price

A, B, C = (price(name, "2025-01-01", input="1") for name in "abc")
OTHER = price("other", "2025-01-01", input="2")


@pytest.fixture
def notary(timeline):
    return open_notary(timeline.log.database, timeline.log.database.path)


def read(signed):
    return checkpoints.parse(signed.text)


def test_a_checkpoint_tells_the_size_and_the_root_and_is_signed_by_the_log(timeline, notary):
    timeline.append([A, B])
    signed = notary.checkpoint()
    root = merkle.root_of(line.leaf for line in timeline.log.lines())
    assert read(signed) == (timeline.log.own_origin(), 2, root)
    (key,) = notary.keys.verifiers()
    assert key.name == timeline.log.own_origin()
    assert note.opened(signed, [key])


def test_while_the_log_stands_the_checkpoint_stays_and_then_it_follows(timeline, notary):
    timeline.append([A])
    first = notary.checkpoint()
    assert notary.checkpoint() == first
    timeline.append([B])
    assert read(notary.checkpoint()).size == 2


def test_a_log_whose_newest_events_were_taken_away_is_not_signed(timeline, notary, tmp_path):
    timeline.append([A])
    shutil.copytree(tmp_path, tmp_path.parent / "backup")
    timeline.append([B])
    notary.checkpoint()
    old = Timeline.open(tmp_path.parent / "backup" / "ecosys.db")
    with pytest.raises(Damaged, match="ends at 1, and a checkpoint was signed of 2 events"):
        Notary(old.log, notary.keys).checkpoint()
    old.log.database.close()


def test_a_log_that_took_another_way_is_not_signed_however_long_it_is(timeline, notary, tmp_path):
    timeline.append([A, B])
    before = notary.checkpoint()
    forked = Timeline.open(tmp_path / "forked.db", clock=timeline.log.clock)
    forked.append([A, OTHER, C])
    with pytest.raises(Damaged, match="The first 2 events are not those"):
        Notary(forked.log, notary.keys).checkpoint()
    assert notary.keys.remembered() == before
    forked.log.database.close()


def test_a_checkpoint_put_in_the_place_of_the_last_one_is_found(timeline, notary):
    timeline.append([A])
    text = notary.checkpoint().text
    notary.keys.remember(Note(text, (Signer.made(timeline.log.own_origin()).sign(text),)))
    with pytest.raises(Damaged, match="by none of the keys that are trusted"):
        notary.checkpoint()


def test_a_root_that_the_events_do_not_give_is_not_signed(timeline, notary):
    timeline.append([A])
    timeline.log.database.execute("DROP TRIGGER log_head_only_moves_on")
    timeline.log.database.execute("UPDATE log_head SET root = ?", ("0" * 64,))
    with pytest.raises(Damaged, match="does not give the root recorded at position 1"):
        notary.checkpoint()


def test_after_a_rotation_the_new_key_signs_and_the_old_checkpoint_is_still_known(timeline, notary):
    timeline.append([A])
    old = notary.checkpoint()
    new = notary.keys.rotate("example.com/log")
    assert notary.last() == old
    signed = notary.checkpoint()
    assert note.opened(signed, [new.verifier])
    assert read(signed) == ("example.com/log", 1, read(old).root)


def test_cosignatures_of_trusted_witnesses_are_shown_until_the_log_goes_on(timeline, notary):
    timeline.append([A])
    signed = notary.checkpoint()
    witness, stranger = (Signer.made(f"witness/{name}", COSIGNATURE) for name in "ab")
    notary.keys.add_witness(witness.verifier, "")
    theirs = [each.sign(signed.text, 7) for each in (stranger, witness)]
    cosigned = notary.cosign(theirs)
    assert cosigned.signatures == (*signed.signatures, theirs[1])
    assert notary.checkpoint() == cosigned
    assert notary.witnesses_of(cosigned) == [witness.verifier]
    later = witness.sign(signed.text, 8)
    assert notary.cosign([later]).signatures == (*signed.signatures, later)
    timeline.append([B])
    assert notary.witnesses_of(notary.checkpoint()) == []


def test_a_cosignature_that_is_wrong_or_of_nobody_trusted_is_refused(timeline, notary):
    timeline.append([A])
    signed = notary.checkpoint()
    witness = Signer.made("witness", COSIGNATURE)
    with pytest.raises(Damaged, match="None of these signatures is by a witness"):
        notary.cosign([witness.sign(signed.text, 7)])
    notary.keys.add_witness(witness.verifier, "")
    with pytest.raises(Damaged, match="The signature of witness is not that of this text"):
        notary.cosign([witness.sign("another\n", 7)])
    assert notary.checkpoint() == signed


def test_the_keys_of_two_logs_are_not_the_same(tmp_path):
    keys = [Keys(tmp_path / name).signer("log").verifier for name in "ab"]
    assert keys[0] != keys[1]
