"""Forgeries: the table of the guide, each row tried on each engine, each cell looked at.

Whoever forges has the database and the secret key, and serves what the database then holds.
"""

import json
import os
import re
import shutil
from contextlib import contextmanager
from functools import cache
from itertools import islice

import pytest

from ecosys.errors import Damaged
from ecosys.log import merkle
from ecosys.log.line import Line, canonical_json
from ecosys.log.merkle import Frontier
from ecosys.log.postgres import Postgres
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note, tree, verifier
from ecosys.log.proof.checkpoint import Checkpoint
from ecosys.log.proof.notary import open_notary, refuse_other
from ecosys.log.proof.note import Note, Signer, Verifier
from ecosys.log.proof.tiles import ENTRIES, tiles_of
from ecosys.log.proof.tree import Leaves
from ecosys.log.query import COLUMNS
from ecosys.log.release import read_lines, release_faults, released_log, restore
from ecosys.timeline import Timeline, verification
from tests import engines
from tests.documents import GUIDE
from tests.given import price

pytestmark = pytest.mark.engines

RELEASED = 260
ROW = re.compile(r"^\| (.+) \| (yes|–) \| (yes|–) \| (yes|–) \|$", re.MULTILINE)
FOUND = {
    forgery: tuple(cell == "yes" for cell in cells)
    for forgery, *cells in ROW.findall((GUIDE / "proofs.md").read_text(encoding="utf-8"))
}
"""By forgery whether it is found by `verify`, by `--remote`, by who has an older checkpoint."""


class Forged:
    """A log as somebody who has its database and its key makes it look."""

    def __init__(self, folder, database):
        self.timeline = Timeline.open(database)
        self.database = self.timeline.log.database
        self.notary = open_notary(self.database, folder / "log.db")
        self.tiles = folder / "tiles"

    @contextmanager
    def unguarded(self):
        """The database without its triggers, which are back afterwards."""
        with self.database.writing():
            taken, given_back = (self.on_postgres if self.is_postgres else self.on_sqlite)()
            for each in taken:
                self.database.execute(each)
            yield
            for each in given_back:
                self.database.execute(each)

    @property
    def is_postgres(self):
        return isinstance(self.database, Postgres)

    def on_sqlite(self):
        """What takes the triggers away, and what brings them back."""
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        made = self.database.execute(sql)
        return [f"DROP TRIGGER {name}" for name, _ in made], [text for _, text in made]

    def on_postgres(self):
        """The same: `session_replication_role` is for those who copy databases, row by row."""
        role = "SET LOCAL session_replication_role = "
        return [f"{role}replica"], [f"{role}origin"]

    def sql(self, sql, *parameters):
        """Run a statement that triggers would refuse."""
        with self.unguarded():
            self.database.execute(sql, parameters)

    def rows(self):
        sql = f"SELECT {COLUMNS} FROM event ORDER BY position"
        return [Line(*row) for row in self.database.execute(sql)]

    def hash_anew(self):
        """Make the leaves, the frontier, the root and all that is derived fit."""
        frontier, lines = Frontier(), self.rows()
        frontier.extend([line.leaf for line in lines])
        with self.unguarded():
            for line in lines:
                sql = "UPDATE event SET leaf = ? WHERE position = ?"
                self.database.execute(sql, (line.leaf, line.position))
            self.database.execute(
                "UPDATE log_head SET position = ?, recorded_at = ?, frontier = ?, root = ?",
                (frontier.size, lines[-1].recorded_at, frontier.packed, frontier.root.hex()),
            )
        self.timeline.rebuild()

    def publish(self):
        """Write what the database holds as tiles, and sign its head, whatever it says."""
        shutil.rmtree(self.tiles, ignore_errors=True)
        leaves = [
            leaf for (leaf,) in self.database.execute("SELECT leaf FROM event ORDER BY position")
        ]
        entries = [line.text.encode() for line in self.rows()]
        ((size, root),) = self.database.execute("SELECT position, root FROM log_head")
        for tile in tiles_of(size):
            path = self.tiles / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if tile.level == ENTRIES:
                each = entries[tile.start : tile.end]
                content = b"".join((len(one) % 65_536).to_bytes(2, "big") + one for one in each)
            else:
                whole = min(tile.end, len(leaves) // 256**tile.level)
                content = b"".join(Leaves(leaves).hashes(tile.level, tile.start, whole))
            path.write_bytes(content)
        signer = self.notary.keys.signer("")
        text = Checkpoint(signer.name, size, bytes.fromhex(root)).text
        (self.tiles / "checkpoint").write_text(Note(text, (signer.sign(text),)).content)

    @property
    def signed(self):
        return (self.tiles / "checkpoint").read_text()

    def close(self):
        self.database.close()


def make(folder, database):
    """An honest log: the beginning of the release and events of its own, verified and published."""
    opened = Timeline.open(database)
    restore(opened.log, list(islice(read_lines(released_log()), RELEASED)))
    for name, amount in (("own-a", "1"), ("own-b", "2"), ("own-c", "3"), ("own-d", "4")):
        opened.append([price(name, "2025-01-01", subject="own/model", input=amount)])
    opened.read_models.catch_up(opened.head().position)
    opened.log.database.close()
    honest = Forged(folder, database)
    honest.notary.checkpoint()
    honest.publish()
    honest.close()


@pytest.fixture(scope="module")
def honest_on(tmp_path_factory, request):
    """The honest log on an engine, made once: its folder, and the name of its database there."""

    @cache
    def made(engine):
        folder, name = tmp_path_factory.mktemp("honest"), f"honest_{os.getpid()}"
        if engine == "postgresql":
            make(folder, engines.make(request.getfixturevalue("postgres"), name))
        else:
            make(folder, folder / "log.db")
        return folder, name

    return made


@pytest.fixture
def honest(honest_on, engine):
    folder, _ = honest_on(engine)
    return folder


@pytest.fixture
def forged(honest_on, engine, new_database, tmp_path):
    (honest, name), folder = honest_on(engine), tmp_path / "forged"
    shutil.copytree(honest, folder)
    opened = Forged(folder, new_database(name) if engine == "postgresql" else folder / "log.db")
    yield opened
    opened.close()


# Who looks


def verify_finds(forged):
    """A first `ecosys verify`: no checkpoint is remembered but one that was put there."""
    return bool(
        list(verification.faults(forged.timeline)) or list(release_faults(forged.timeline.log))
    )


def memory_finds(forged):
    """What else `ecosys verify` finds that remembers."""
    try:
        refuse_other(forged.notary)
    except Damaged:
        return True
    return False


def remote_finds(forged, key, remembered=None):
    try:
        verifier.verify(str(forged.tiles), [key], remembered)
    except verifier.Wrong:
        return True
    return False


def older_checkpoint_finds(forged, honest_checkpoint, key):
    """A witness that signed the older checkpoint: it wants a signature, and a proof from there."""
    try:
        signed = note.parse(forged.signed)
        note.opened(signed, [Verifier.read(key)])
    except Damaged:
        return True
    before = checkpoints.parse(note.parse(honest_checkpoint).text)
    after = checkpoints.parse(signed.text)
    if after.size < before.size:
        return True
    leaves = [merkle.leaf_hash(line.text.encode()) for line in forged.rows()]
    path = []
    if before.size < after.size <= len(leaves):
        path = tree.consistency(Leaves(leaves), before.size, after.size)
    return not tree.is_consistent(before.size, after.size, before.root, after.root, path)


# What is forged

LAST = RELEASED + 4
OWN = RELEASED + 2


def change_body(forged, position, **columns):
    sets = ", ".join(f"{name} = ?" for name in columns)
    forged.sql(f"UPDATE event SET {sets} WHERE position = ?", *columns.values(), position)


def changed_byte(forged, position=OWN):
    body = forged.rows()[position - 1].body
    change_body(forged, position, body=body.replace("2025-01-01", "2025-01-02"))
    assert forged.rows()[position - 1].body != body


def changed_released_byte(forged):
    body = forged.rows()[6].body
    change_body(forged, 7, body=re.sub(r'"name":"(.)', r'"name":"\1x', body, count=1))
    assert forged.rows()[6].body != body


def dropped_newest(forged):
    forged.sql("DELETE FROM event WHERE position = ?", LAST)


def forked(forged):
    for position in (OWN, LAST):
        changed_byte(forged, position)
    forged.hash_anew()
    forged.timeline.append([price("other", "2025-01-03", subject="own/model", input="5")])


def swapped(forged):
    one, two = "SELECT id, type, body FROM event WHERE position = ?", "id = ?, type = ?, body = ?"
    first, second = (forged.database.execute(one, (at,))[0] for at in (OWN, OWN + 1))
    forged.sql(f"UPDATE event SET {two} WHERE position = ?", "away", *first[1:], OWN)
    forged.sql(f"UPDATE event SET {two} WHERE position = ?", *first, OWN + 1)
    forged.sql(f"UPDATE event SET {two} WHERE position = ?", *second, OWN)


def moved(forged):
    forged.sql("UPDATE event SET position = ? WHERE position = ?", LAST + 1, OWN)


def forged_time(forged):
    forged.sql("UPDATE event SET recorded_at = recorded_at + 1 WHERE position >= ?", OWN)
    forged.sql("UPDATE log_head SET recorded_at = recorded_at + 1")


def forged_leaf(forged):
    forged.sql("UPDATE event SET leaf = ? WHERE position = ?", bytes(32), OWN)


def forged_root(forged):
    forged.sql("UPDATE log_head SET root = ?", "0" * 64)


def zeroed_frontier(forged):
    ((packed,),) = forged.database.execute("SELECT frontier FROM log_head")
    forged.sql("UPDATE log_head SET frontier = ?", bytes(len(packed)))


def changed_id(forged):
    forged.sql("UPDATE event SET id = 'another' WHERE position = ?", OWN)


def changed_type(forged):
    forged.sql("UPDATE event SET type = 'launched' WHERE position = ?", OWN)


def changed_origin(forged):
    forged.sql("UPDATE event SET origin = 'ecosys' WHERE position = ?", OWN)


def forged_origins(forged):
    forged.sql("UPDATE log_origin SET position = position + 1")


def over_limit(forged):
    ((type, at, origin),) = forged.database.execute(
        "SELECT type, recorded_at, origin FROM event WHERE position = ?", (LAST,)
    )
    source = {"read": "2026-11-22", "source": "openai", "url": f"https://openai.com/{'x' * 200}"}
    event = {**json.loads(forged.rows()[-1].body), "id": "long", "sources": [source] * 260}
    line = Line(LAST + 1, at, origin, canonical_json(event))
    forged.sql(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(LAST + 1, "long", type, at, origin, line.body, line.leaf),
    )
    forged.hash_anew()


def dropped_triggers(forged):
    of_table = " ON event" if forged.is_postgres else ""
    forged.database.execute(f"DROP TRIGGER event_is_never_updated{of_table}")
    forged.database.execute(f"DROP TRIGGER event_is_never_deleted{of_table}")


def swallowing(forged):
    quiet = "CREATE TRIGGER quiet BEFORE INSERT ON event"
    if forged.is_postgres:
        function = "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS"
        forged.database.execute(f"{function} $$BEGIN RETURN NULL; END$$")
        does = "FOR EACH ROW WHEN (NEW.id LIKE 'secret%') EXECUTE FUNCTION quiet()"
    else:
        does = "WHEN NEW.id LIKE 'secret%' BEGIN SELECT RAISE(IGNORE); END"
    forged.database.execute(f"{quiet} {does}")


def forged_read_model(forged):
    forged.sql("UPDATE held_5 SET valid_from = valid_from + 1 WHERE position = ?", OWN)


def forged_name(forged):
    forged.sql("UPDATE subject_2 SET id = 'gpt-5' WHERE subject = 'own/model'")


def forged_index(forged):
    forged.sql("DELETE FROM event_subject WHERE position = ?", OWN)


def of_another_key(forged):
    text = note.parse(forged.signed).text
    other = Note(text, (Signer.made(text.splitlines()[0]).sign(text),)).content
    replace_checkpoint(forged, other)


def stripped(forged):
    text, _ = forged.signed.split("\n\n")
    replace_checkpoint(forged, f"{text}\n\n")


def replace_checkpoint(forged, content):
    for folder in (forged.tiles, forged.notary.keys.folder):
        (folder / "checkpoint").write_text(content)


def truncated(forged):
    path = forged.tiles / "tile/0/000"
    path.write_bytes(path.read_bytes()[:-32])


def anew(forge):
    """A forgery after which everything is hashed anew."""

    def forge_and_hash(forged):
        forge(forged)
        forged.hash_anew()

    return forge_and_hash


IN_THE_DATABASE = {
    "a changed byte": changed_byte,
    "a changed byte, hashed anew": anew(changed_byte),
    "a changed byte of a released event, hashed anew": anew(changed_released_byte),
    "the newest event dropped": dropped_newest,
    "the newest event dropped, hashed anew: a log rolled back": anew(dropped_newest),
    "another history in its place: a forked log": forked,
    "two events swapped": swapped,
    "two events swapped, hashed anew": anew(swapped),
    "an event moved to another position": moved,
    "a forged `recorded_at`": forged_time,
    "a forged `recorded_at`, hashed anew": anew(forged_time),
    "a forged leaf": forged_leaf,
    "a forged root": forged_root,
    "a zeroed frontier": zeroed_frontier,
    "a changed column `id`": changed_id,
    "a changed column `type`": changed_type,
    "a changed column `origin`": changed_origin,
    "a forged table of origins": forged_origins,
    "an entry over its limit": over_limit,
    "dropped triggers": dropped_triggers,
    "a trigger that swallows inserts": swallowing,
    "a forged row of a read model": forged_read_model,
    "a forged name": forged_name,
    "a forged index by subject": forged_index,
}
AS_PUBLISHED = {
    "a checkpoint of another key in the place of ours": of_another_key,
    "a signature stripped": stripped,
    "a truncated tile": truncated,
}
FORGERIES = IN_THE_DATABASE | AS_PUBLISHED


def test_the_table_of_the_guide_tells_of_these_forgeries():
    assert list(FOUND) == list(FORGERIES)


def test_an_honest_log_is_found_in_order_by_all(forged, honest):
    key = (honest / "log-keys" / "keys").read_text().strip()
    assert not verify_finds(forged)
    assert not memory_finds(forged)
    assert not remote_finds(forged, key, forged.signed)
    assert not older_checkpoint_finds(forged, forged.signed, key)


def test_an_honest_log_that_grew_is_found_in_order_by_all(forged, honest):
    key = (honest / "log-keys" / "keys").read_text().strip()
    before = forged.signed
    forged.timeline.append([price("more", "2025-01-01", subject="own/model", input="5")])
    forged.publish()
    assert not verify_finds(forged)
    assert not memory_finds(forged)
    assert not remote_finds(forged, key, before)
    assert not older_checkpoint_finds(forged, before, key)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_found_by_those_whom_the_table_names(forged, honest, forgery):
    key = (honest / "log-keys" / "keys").read_text().strip()
    before = forged.signed
    FORGERIES[forgery](forged)
    if forgery in IN_THE_DATABASE:
        forged.publish()
    by_verify, by_remote, by_older = FOUND[forgery]
    remembers_other = forgery in AS_PUBLISHED and memory_finds(forged)
    assert (verify_finds(forged) or remembers_other) == by_verify
    assert remote_finds(forged, key) == by_remote
    assert older_checkpoint_finds(forged, before, key) == by_older
    if by_older:
        assert by_verify or memory_finds(forged), "verify the next time"
        assert remote_finds(forged, key, before), "the remote verifier the next time"
