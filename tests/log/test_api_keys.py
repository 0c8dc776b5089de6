"""API keys: whose they are, what they allow, and until when."""

import hmac
import re
from hashlib import sha256

import pytest

from ecosys.errors import Conflict, InvalidInput, NotFound
from ecosys.log import api_keys
from ecosys.log.api_keys import ApiKeys
from ecosys.log.engines import open_database
from ecosys.values import instant

pytestmark = pytest.mark.engines
DAY = instant.DAY


class Clock:
    now = instant.parse("2026-12-01T12:00Z")

    def __call__(self):
        return self.now


@pytest.fixture
def keys(new_database):
    opened = ApiKeys(open_database(new_database()), Clock())
    yield opened
    opened.database.close()


def test_a_key_is_found_by_its_text_and_by_nothing_else(keys):
    made, text = keys.create("anna", ["events:write"])
    other, other_text = keys.create("ben", ["admin"])
    assert keys.find(text) == made
    assert keys.find(other_text) == other
    mixed = f"ecosys_{made.id}_{other_text.rpartition('_')[2]}"
    for wrong in ("", text[:-1], f"{text}A", text.upper(), mixed, f"{text}\n", "ecosys_0_", "é"):
        assert keys.find(wrong) is None, wrong


def test_a_secret_is_256_random_bits_and_no_two_are_alike(keys):
    texts = [keys.create(f"n{number}", ["admin"])[1] for number in range(20)]
    assert all(re.fullmatch(r"ecosys_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", text) for text in texts)
    assert len({text.split("_", 2)[2] for text in texts}) == 20  # 43 characters of 6 bits hold 256
    assert api_keys.SECRET_BYTES * 8 == 256


def test_the_database_has_the_hash_and_nowhere_the_secret(keys):
    _, text = keys.create("anna", ["events:write"])
    secret = text.split("_", 2)[2]
    stored = keys.database.execute("SELECT * FROM api_key")
    assert secret not in str(stored)
    assert bytes(stored[0][2]) == sha256(secret.encode()).digest()


def test_secrets_are_compared_in_constant_time_also_where_there_is_no_such_key(keys, monkeypatch):
    made, text = keys.create("anna", ["events:write"])
    compared = []

    def compare(one, other):
        compared.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(api_keys, "compare_digest", compare)
    assert keys.find(text) == made
    assert keys.find(f"ecosys_{'0' * 12}_{'A' * 43}") is None
    assert len(compared) == 2


def test_nobodys_hash_is_the_hash_of_no_secret(keys):
    assert keys.find(f"ecosys_{'0' * 12}_") is None  # whose empty secret would have that hash


def test_what_is_revoked_is_refused_at_once_whoever_revoked_it(keys):
    made, text = keys.create("anna", ["events:write"])
    assert keys.find(text)
    elsewhere = ApiKeys(keys.database, keys.clock)
    assert elsewhere.revoke("anna") == [made]
    assert keys.find(text) is None
    assert keys.revoke("anna") == []


def test_a_key_is_valid_before_its_end_and_not_from_then_on(keys):
    now = keys.clock.now
    _, text = keys.create("anna", ["events:write"], now + DAY)
    keys.clock.now = now + DAY - 1
    assert keys.find(text)
    keys.clock.now = now + DAY
    assert keys.find(text) is None
    with pytest.raises(InvalidInput, match=r"2026-12-02T12:00:00.000000Z is past already"):
        keys.create("ben", ["admin"], now + DAY)


def test_a_new_key_takes_the_place_of_the_old_one(keys):
    now = keys.clock.now
    _, old = keys.create("anna", ["events:write", "corrections:write"], now + 90 * DAY)
    keys.clock.now = now + 30 * DAY
    made, new = keys.rotate("anna")
    assert keys.find(old) is None
    assert keys.find(new) == made
    assert made.scopes == {"events:write", "corrections:write"}
    assert made.expires_at == now + 120 * DAY


def test_the_old_key_may_stay_for_a_time_and_no_longer_than_it_was_to(keys):
    now = keys.clock.now
    _, old = keys.create("anna", ["events:write"])
    _, new = keys.rotate("anna", old_until=now + DAY)
    assert keys.find(old)
    assert keys.find(new)
    keys.clock.now = now + DAY
    assert keys.find(old) is None
    assert keys.find(new)
    _, brief = keys.create("ben", ["events:write"], now + 2 * DAY)
    keys.rotate("ben", old_until=now + 9 * DAY)
    keys.clock.now = now + 2 * DAY
    assert keys.find(brief) is None


def test_a_name_stands_for_one_writer_for_ever(keys):
    keys.create("anna", ["events:write"])
    keys.revoke("anna")
    with pytest.raises(Conflict, match="anna has a key, or had one"):
        keys.create("anna", ["admin"])


@pytest.mark.parametrize("name", ["", "Anna", "anna b", "-anna", "a" * 101, "anna\n", "änna"])
def test_a_name_that_cannot_stand_in_an_event_is_refused(keys, name):
    with pytest.raises(InvalidInput, match="names no key"):
        keys.create(name, ["events:write"])


@pytest.mark.parametrize(
    ("scopes", "says"),
    [([], "allows something"), (["events"], "events is no scope. Did you mean events:write")],
)
def test_a_scope_that_is_none_is_refused(keys, scopes, says):
    with pytest.raises(InvalidInput, match=says):
        keys.create("anna", scopes)
    assert not keys.are_made()


@pytest.mark.parametrize("action", ["revoke", "rotate"])
def test_nobody_has_the_key_of_a_name_that_was_never_given(keys, action):
    keys.create("anna", ["events:write"])
    with pytest.raises(NotFound, match=r"no key of ana\. Did you mean anna"):
        getattr(keys, action)("ana")


def test_an_administrator_may_do_all_and_others_what_they_are_told(keys):
    admin, _ = keys.create("root", ["admin"])
    writer, _ = keys.create("anna", ["events:write"])
    assert admin.allows({"events:write", "corrections:write", "admin"})
    assert writer.allows({"events:write"})
    assert not writer.allows({"events:write", "corrections:write"})
    assert not writer.allows({"admin"})


def test_the_last_use_is_told_to_the_minute(keys):
    made, text = keys.create("anna", ["events:write"])
    first = keys.clock.now
    keys.note_use(made)
    keys.clock.now = first + 59 * instant.SECOND
    keys.note_use(keys.find(text))
    assert keys.find(text).used_at == first
    keys.clock.now = first + 60 * instant.SECOND
    keys.note_use(keys.find(text))
    assert keys.find(text).used_at == keys.clock.now


def test_a_scope_of_a_later_version_allows_nothing(keys):
    _, text = keys.create("anna", ["events:write"])
    keys.database.execute("UPDATE api_key SET scopes = 'events:write pages:write'")
    assert keys.find(text).scopes == {"events:write"}
