"""The log: events, their index by subject, the head row and the triggers that keep history."""

import secrets
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

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


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_event"),
        sa.UniqueConstraint("id", name="uq_event_id"),
    )
    op.create_table(
        "event_subject",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("concerns", sa.Text, nullable=False),
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
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("own_origin", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_head"),
        sa.CheckConstraint("id = 1", name="ck_log_head_one_row"),
    )
    op.create_table(
        "log_origin",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
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
    for name, body in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def downgrade() -> None:
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    for table in ("log_origin", "log_head", "event_subject", "event"):
        op.drop_table(table)
