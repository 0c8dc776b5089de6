"""Read models: how far each follows the log. Their own tables are made when they are built."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_model",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("tables", sa.Text, nullable=False),
        sa.Column("types", sa.Text, nullable=False),
        sa.Column("problem", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("name", "version", name="pk_read_model"),
    )


def downgrade() -> None:
    for (tables,) in op.get_bind().execute(sa.text("SELECT tables FROM read_model")).all():
        for table in json.loads(tables):
            op.execute(f"DROP TABLE {table}")
    op.drop_table("read_model")
