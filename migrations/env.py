"""How migrations run: on the connection they are given, with the tables as the target."""

from alembic import context
from sqlmodel import SQLModel

import ecosys.log.tables  # noqa: F401  declares the tables

connection = context.config.attributes["connection"]


def is_declared(name: str | None, kind: str, _: object) -> bool:
    """Whether a table is one that revisions make; read models make theirs themselves."""
    return kind != "table" or name in SQLModel.metadata.tables


context.configure(
    connection=connection,
    include_name=is_declared,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
