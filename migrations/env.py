"""How migrations run: on the connection they are given, with the tables as the target."""

from alembic import context
from sqlmodel import SQLModel

import ecosys.log.tables  # noqa: F401  declares the tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
