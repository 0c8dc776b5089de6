"""Withheld: events whose text must not be published; their hashes and their places stay.

An event is never updated but for its text, and that only to what `withheld` says stands in its
place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that sorts by its code points, wherever it is."""

BEFORE = """
    CREATE TRIGGER event_is_never_updated
        BEFORE UPDATE ON event BEGIN
            SELECT RAISE(ABORT, 'events are never updated: append a correction');
        END"""
SQLITE = {
    "event_is_never_updated": """
        BEFORE UPDATE ON event
        WHEN NEW.position IS NOT OLD.position OR NEW.id IS NOT OLD.id OR NEW.type IS NOT OLD.type
            OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.origin IS NOT OLD.origin
            OR NEW.leaf IS NOT OLD.leaf
            OR NOT EXISTS (
                SELECT 1 FROM withheld WHERE position = OLD.position AND body = NEW.body
            )
        BEGIN
            SELECT RAISE(ABORT, 'events are never updated: append a correction');
        END""",
    "withheld_is_never_updated": """
        BEFORE UPDATE ON withheld BEGIN
            SELECT RAISE(ABORT, 'what is withheld stays so');
        END""",
    "withheld_is_never_deleted": """
        BEFORE DELETE ON withheld BEGIN
            SELECT RAISE(ABORT, 'what is withheld stays so');
        END""",
    "withheld_is_only_added_to": """
        BEFORE INSERT ON withheld
        WHEN EXISTS (SELECT 1 FROM withheld WHERE position = NEW.position)
        BEGIN
            SELECT RAISE(ABORT, 'what is withheld stays so');
        END""",
}
POSTGRES_BEFORE = """
    CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
        EXECUTE FUNCTION refuse('events are never updated: append a correction')"""
FUNCTION = """
    CREATE FUNCTION refuse_updates_but_withheld() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM withheld WHERE position = OLD.position AND body = NEW.body)
                AND ROW(NEW.position, NEW.id, NEW.type, NEW.recorded_at, NEW.origin, NEW.leaf)
                    IS NOT DISTINCT FROM
                    ROW(OLD.position, OLD.id, OLD.type, OLD.recorded_at, OLD.origin, OLD.leaf)
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'events are never updated: append a correction';
        END $$"""
POSTGRES = {
    "event_is_never_updated": """
        BEFORE UPDATE ON event FOR EACH ROW
        EXECUTE FUNCTION refuse_updates_but_withheld()""",
    "withheld_is_never_updated": """
        BEFORE UPDATE ON withheld EXECUTE FUNCTION refuse('what is withheld stays so')""",
    "withheld_is_never_deleted": """
        BEFORE DELETE ON withheld EXECUTE FUNCTION refuse('what is withheld stays so')""",
    "withheld_is_never_emptied": """
        BEFORE TRUNCATE ON withheld EXECUTE FUNCTION refuse('what is withheld stays so')""",
}


def is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "withheld",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("withheld_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_withheld"),
    )
    if is_postgres():
        op.execute("DROP TRIGGER event_is_never_updated ON event")
        op.execute(FUNCTION)
    else:
        op.execute("DROP TRIGGER event_is_never_updated")
    for name, body in (POSTGRES if is_postgres() else SQLITE).items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def downgrade() -> None:
    if is_postgres():
        op.execute("DROP TRIGGER event_is_never_updated ON event")
        op.execute("DROP FUNCTION refuse_updates_but_withheld()")
        op.execute(POSTGRES_BEFORE)
    else:
        op.execute("DROP TRIGGER event_is_never_updated")
        op.execute(BEFORE)
    op.drop_table("withheld")
