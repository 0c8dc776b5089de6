"""Read models: how far each follows the log. Their own tables are made when they are built."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "read_model",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("tables", TEXT, nullable=False),
        sa.Column("types", TEXT, nullable=False),
        sa.Column("problem", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("name", "version", name="pk_read_model"),
    )


def downgrade() -> None:
    for (tables,) in op.get_bind().execute(sa.text("SELECT tables FROM read_model")).all():
        for table in json.loads(tables):
            op.execute(f"DROP TABLE {table}")
    op.drop_table("read_model")
