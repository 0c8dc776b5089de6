import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from ecosys.errors import InvalidInput, Unwritable
from ecosys.log.proof import note
from ecosys.log.proof.keys import Keys
from ecosys.log.proof.note import COSIGNATURE, Signer
from tests.permissions import only_read


@pytest.fixture
def keys(tmp_path):
    return Keys(tmp_path / "own-keys")


def test_a_key_is_made_once_and_its_owner_alone_may_read_it(keys):
    made = keys.signer("example.com/log")
    assert keys.signer("other").secret == made.secret
    assert stat.S_IMODE((keys.folder / "key").stat().st_mode) == 0o600
    assert keys.verifiers() == [made.verifier]
    assert [each.name for each in keys.folder.iterdir() if each.name.startswith(".")] == []


def test_of_several_who_make_it_at_once_all_have_the_same_key(keys):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda number: keys.signer(f"log-{number}").secret, range(8)))
    assert len(made) == 1


def test_after_a_rotation_the_old_public_key_stays_listed_and_its_secret_is_gone(keys):
    old = keys.signer("log")
    new = keys.rotate("log")
    assert keys.signer("log") == new != old
    assert keys.verifiers() == [new.verifier, old.verifier]
    assert not [path for path in keys.folder.iterdir() if old.secret in path.read_text()]
    assert stat.S_IMODE((keys.folder / "key").stat().st_mode) == 0o600


def test_the_secret_key_may_be_kept_elsewhere(tmp_path):
    secret = tmp_path / "safe" / "log.key"
    keys = Keys(tmp_path / "own-keys", secret)
    made = keys.signer("log")
    assert Signer.read(secret.read_text()) == made
    assert not (keys.folder / "key").exists()
    assert Keys(tmp_path / "other-keys", secret).signer("other") == made


def test_a_file_that_holds_no_key_is_refused_and_left_as_it_is(keys):
    keys.folder.mkdir()
    (keys.folder / "key").write_text("nonsense")
    with pytest.raises(InvalidInput, match="no secret key"):
        keys.signer("log")
    assert (keys.folder / "key").read_text() == "nonsense"


def test_where_nothing_can_be_written_no_key_is_made(keys, tmp_path):
    with only_read(tmp_path), pytest.raises(Unwritable, match="own-keys"):
        keys.signer("log")
    assert keys.verifiers() == []


def test_witnesses_are_kept_with_their_addresses_and_one_key_stands_once(keys):
    one, two = (Signer.made(f"witness.example/{name}", COSIGNATURE).verifier for name in "ab")
    keys.add_witness(one, "")
    keys.add_witness(two, "https://witness.example/b")
    keys.add_witness(one, "https://witness.example/a")
    assert keys.witnesses() == [
        (two, "https://witness.example/b"),
        (one, "https://witness.example/a"),
    ]
    with pytest.raises(InvalidInput, match="the key of a log, not of a witness"):
        keys.add_witness(Signer.made("log", note.ED25519).verifier, "")
