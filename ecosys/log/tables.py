"""The tables, as the migrations build them. Hot paths use the driver beneath them."""

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlmodel import BigInteger, Column, Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _big(*, primary_key: bool = False) -> Column[int]:
    return Column(BigInteger, primary_key=primary_key, autoincrement=False, nullable=False)


class EventRow(SQLModel, table=True):
    """An event as recorded. Rows are only ever added; triggers refuse anything else."""

    __tablename__ = "event"

    position: int = Field(sa_column=_big(primary_key=True))
    id: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    type: str = Field(sa_column=Column(Text, nullable=False))
    recorded_at: int = Field(sa_column=_big())
    origin: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    leaf: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EventSubjectRow(SQLModel, table=True):
    """Which events are about which subject: derived from `event`, made anew by `rebuild`.

    Events about other events stand under the subjects and types of those, so that all that
    bears on a subject is found together.
    """

    __tablename__ = "event_subject"
    __table_args__ = (
        Index("ix_event_subject_concerns_position", "concerns", "position"),
        {"sqlite_with_rowid": False},
    )

    subject: str = Field(sa_column=Column(Text, primary_key=True))
    concerns: str = Field(sa_column=Column(Text, primary_key=True))
    position: int = Field(sa_column=_big(primary_key=True))


class LogHeadRow(SQLModel, table=True):
    """The end of the log: one row, locked first by every append."""

    __tablename__ = "log_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(sa_column=_big(primary_key=True))
    position: int = Field(sa_column=_big())
    recorded_at: int = Field(sa_column=_big())
    frontier: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    root: str = Field(sa_column=Column(Text, nullable=False))
    own_origin: str = Field(sa_column=Column(Text, nullable=False))


class LogOriginRow(SQLModel, table=True):
    """From which position on the log is whose: a log that adds own events goes its own way."""

    __tablename__ = "log_origin"

    position: int = Field(sa_column=_big(primary_key=True))
    origin: str = Field(sa_column=Column(Text, nullable=False))


class WithheldRow(SQLModel, table=True):
    """An event whose text is withheld, and what stands in its place. Rows are only ever added."""

    __tablename__ = "withheld"

    position: int = Field(sa_column=_big(primary_key=True))
    body: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    withheld_at: int = Field(sa_column=_big())


class ApiKeyRow(SQLModel, table=True):
    """Who may write over HTTP. It is no part of the log: nothing of it is exported or published."""

    __tablename__ = "api_key"
    __table_args__ = (Index("ix_api_key_name", "name"),)

    id: str = Field(sa_column=Column(Text, primary_key=True))
    """The part of the key that is no secret."""
    name: str = Field(sa_column=Column(Text, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """The SHA-256 of the secret, which is 256 random bits and stands nowhere."""
    scopes: str = Field(sa_column=Column(Text, nullable=False))
    created_at: int = Field(sa_column=_big())
    expires_at: int | None = Field(sa_column=Column(BigInteger))
    revoked_at: int | None = Field(sa_column=Column(BigInteger))
    used_at: int | None = Field(sa_column=Column(BigInteger))


class OutcomeRow(SQLModel, table=True):
    """What a request with an Idempotency-Key came to; kept for a time, for its repetition."""

    __tablename__ = "outcome"
    __table_args__ = (Index("ix_outcome_at", "at"),)

    name: str = Field(sa_column=Column(Text, primary_key=True))
    """The name of the API key."""
    idempotency_key: str = Field(sa_column=Column(Text, primary_key=True))
    request: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """The SHA-256 of what was asked."""
    outcome: str = Field(sa_column=Column(Text, nullable=False))
    at: int = Field(sa_column=_big())


class ReadModelRow(SQLModel, table=True):
    """How far a read model follows the log; written with its rows, in one transaction."""

    __tablename__ = "read_model"

    name: str = Field(sa_column=Column(Text, primary_key=True))
    version: int = Field(sa_column=_big(primary_key=True))
    position: int = Field(sa_column=_big())
    tables: str = Field(sa_column=Column(Text, nullable=False))
    """The names of its tables, as JSON: they can be dropped also where nobody knows it any more."""
    types: str = Field(sa_column=Column(Text, nullable=False))
    """The types of events that were known to those who filled it, as JSON: others say nothing."""
    problem: str | None = Field(sa_column=Column(Text))
    """Why it goes no further: the event that it cannot digest."""
