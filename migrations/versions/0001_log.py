"""The log: events, their index by subject, the head row and the triggers that keep history."""

import secrets
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that sorts by its code points, wherever it is."""

TRIGGERS = {
    "event_is_never_updated": """
        BEFORE UPDATE ON event BEGIN
            SELECT RAISE(ABORT, 'events are never updated: append a correction');
        END""",
    "event_is_never_deleted": """
        BEFORE DELETE ON event BEGIN
            SELECT RAISE(ABORT, 'events are never deleted: append a retraction');
        END""",
    "event_is_only_appended": """
        BEFORE INSERT ON event
        WHEN NEW.position <= (SELECT position FROM log_head)
            OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
        BEGIN
            SELECT RAISE(ROLLBACK, 'events are only appended: this position or id is taken');
        END""",
    "log_head_only_moves_on": """
        BEFORE UPDATE ON log_head
        WHEN NEW.position <= OLD.position OR NEW.recorded_at < OLD.recorded_at
        BEGIN
            SELECT RAISE(ABORT, 'the head of the log only moves on');
        END""",
    "log_head_is_one_row": """
        BEFORE INSERT ON log_head
        WHEN EXISTS (SELECT 1 FROM log_head)
        BEGIN
            SELECT RAISE(ABORT, 'the log has one head');
        END""",
    "log_head_is_never_deleted": """
        BEFORE DELETE ON log_head BEGIN
            SELECT RAISE(ABORT, 'the head of the log is never deleted');
        END""",
    "log_origin_is_only_appended": """
        BEFORE INSERT ON log_origin
        WHEN EXISTS (SELECT 1 FROM log_origin WHERE position >= NEW.position)
        BEGIN
            SELECT RAISE(ABORT, 'origins are only appended');
        END""",
    "log_origin_is_never_updated": """
        BEFORE UPDATE ON log_origin BEGIN
            SELECT RAISE(ABORT, 'origins are never updated');
        END""",
    "log_origin_is_never_deleted": """
        BEFORE DELETE ON log_origin BEGIN
            SELECT RAISE(ABORT, 'origins are never deleted');
        END""",
}

FUNCTIONS = {
    "refuse": """
        BEGIN
            RAISE EXCEPTION USING MESSAGE = TG_ARGV[0];
        END""",
    "refuse_events_out_of_order": """
        DECLARE
            stood BIGINT; first BIGINT; last BIGINT; many BIGINT;
        BEGIN
            SELECT position INTO stood FROM log_head;
            SELECT min(position), max(position), count(*) INTO first, last, many FROM added;
            IF many > 0 AND (first <> stood + 1 OR last <> stood + many) THEN
                RAISE EXCEPTION 'events are only appended: the next position is another';
            END IF;
            RETURN NULL;
        END""",
    "refuse_origins_out_of_order": """
        BEGIN
            IF EXISTS (SELECT 1 FROM log_origin WHERE position >= NEW.position) THEN
                RAISE EXCEPTION 'origins are only appended';
            END IF;
            RETURN NEW;
        END""",
}
"""The functions that the triggers of PostgreSQL run."""
POSTGRES_TRIGGERS = {
    "event_is_never_updated": """
        BEFORE UPDATE ON event
        EXECUTE FUNCTION refuse('events are never updated: append a correction')""",
    "event_is_never_deleted": """
        BEFORE DELETE ON event
        EXECUTE FUNCTION refuse('events are never deleted: append a retraction')""",
    "event_is_never_emptied": """
        BEFORE TRUNCATE ON event
        EXECUTE FUNCTION refuse('events are never deleted: append a retraction')""",
    "event_is_only_appended": """
        AFTER INSERT ON event REFERENCING NEW TABLE AS added
        EXECUTE FUNCTION refuse_events_out_of_order()""",
    "log_head_only_moves_on": """
        BEFORE UPDATE ON log_head FOR EACH ROW
        WHEN (NEW.position <= OLD.position OR NEW.recorded_at < OLD.recorded_at)
        EXECUTE FUNCTION refuse('the head of the log only moves on')""",
    "log_head_is_one_row": """
        BEFORE INSERT ON log_head
        EXECUTE FUNCTION refuse('the log has one head')""",
    "log_head_is_never_deleted": """
        BEFORE DELETE ON log_head
        EXECUTE FUNCTION refuse('the head of the log is never deleted')""",
    "log_head_is_never_emptied": """
        BEFORE TRUNCATE ON log_head
        EXECUTE FUNCTION refuse('the head of the log is never deleted')""",
    "log_origin_is_only_appended": """
        BEFORE INSERT ON log_origin FOR EACH ROW
        EXECUTE FUNCTION refuse_origins_out_of_order()""",
    "log_origin_is_never_updated": """
        BEFORE UPDATE ON log_origin
        EXECUTE FUNCTION refuse('origins are never updated')""",
    "log_origin_is_never_deleted": """
        BEFORE DELETE ON log_origin
        EXECUTE FUNCTION refuse('origins are never deleted')""",
    "log_origin_is_never_emptied": """
        BEFORE TRUNCATE ON log_origin
        EXECUTE FUNCTION refuse('origins are never deleted')""",
}


def is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_event"),
        sa.UniqueConstraint("id", name="uq_event_id"),
    )
    op.create_table(
        "event_subject",
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("concerns", TEXT, nullable=False),
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject", "concerns", "position", name="pk_event_subject"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_event_subject_concerns_position", "event_subject", ["concerns", "position"]
    )
    head = op.create_table(
        "log_head",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("frontier", sa.LargeBinary, nullable=False),
        sa.Column("root", TEXT, nullable=False),
        sa.Column("own_origin", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_head"),
        sa.CheckConstraint("id = 1", name="ck_log_head_one_row"),
    )
    op.create_table(
        "log_origin",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_log_origin"),
    )
    op.bulk_insert(
        head,
        [
            {
                "id": 1,
                "position": 0,
                "recorded_at": 0,
                "frontier": b"",
                "root": sha256(b"").hexdigest(),
                "own_origin": f"log-{secrets.token_hex(8)}",
            }
        ],
    )
    if is_postgres():
        for name, body in FUNCTIONS.items():
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
            )
    for name, body in (POSTGRES_TRIGGERS if is_postgres() else TRIGGERS).items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def downgrade() -> None:
    for name in () if is_postgres() else TRIGGERS:  # on PostgreSQL they go with their tables
        op.execute(f"DROP TRIGGER {name}")
    for table in ("log_origin", "log_head", "event_subject", "event"):
        op.drop_table(table)
    for name in FUNCTIONS if is_postgres() else ():
        op.execute(f"DROP FUNCTION {name}")
