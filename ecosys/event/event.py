"""Event: a dated, sourced statement about named subjects.

Every type of event is one file in `ecosys/events/`; this module holds what all of them share.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_serializer,
)

from ecosys.event.subject import EventId, Slug, Url
from ecosys.plugins import Registry
from ecosys.values.interned import interned
from ecosys.values.schema import describe
from ecosys.values.when import When

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""Some words, at most 2,000 characters."""

Confidence = Literal["high", "medium", "low"]
Basis = Literal["announced", "effective", "snapshot", "observed", "read"]
FaultOwner = Literal["ours", "source"]
ConflictKind = Literal["price", "date", "figure", "property"]
Scope = Literal["events:write", "corrections:write", "admin"]


STORED = {"stored": True}
"""The context in which pydantic reads what was recorded."""


def is_stored(info: ValidationInfo) -> bool:
    """Whether something was recorded already: it stands, whatever is asked of what is new.

    >>> from pydantic import field_validator
    >>> class Part(Model):
    ...     name: str
    ...     @field_validator("name")
    ...     def _is_short(cls, name, info):
    ...         return name if is_stored(info) else name[:3]
    >>> Part.model_validate({"name": "wheel"}).name
    'whe'
    >>> Part.model_validate({"name": "wheel"}, context=STORED).name
    'wheel'
    """
    return bool(info.context and info.context.get("stored"))


class Model(BaseModel):
    """What all stored models share: they never change, and refuse a field that they do not know.

    >>> class Part(Model):
    ...     name: str
    >>> Part(name="x", colour="red")
    Traceback (most recent call last):
    pydantic_core._pydantic_core.ValidationError: 1 validation error for Part ...
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra=describe,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,  # until it is used, with its fields in order
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the fields in the order of their names: what pydantic writes is then canonical."""
        fields = cls.__pydantic_fields__
        ordered = sorted(fields, key=lambda name: fields[name].alias or name)
        cls.__pydantic_fields__ = {name: fields[name] for name in ordered}


class Reference(Model):
    """Where a statement was read."""

    source: Slug
    """The source's slug in the registry of sources."""
    url: Url | None = None
    """The address at which it was read."""
    title: Text | None = None
    """The title of the page or file, in its publisher's words or ours."""
    read: When | None = None
    """The date of the copy that was read: of the page, commit or snapshot."""
    archived: Url | None = None
    """An address at which a copy of it is kept."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    """The SHA-256 of the bytes that were read."""


Sources = tuple[Annotated[Reference, interned(Reference)], ...]
"""Where something was read."""


class Event(Model):
    """A dated, sourced statement about named subjects. Its types are its subclasses.

    >>> from ecosys.event.codec import parse
    >>> event = parse({
    ...     "type": "price_changed", "id": "o3-price-2025-06-10", "subject": "openai/o3",
    ...     "occurred": "2025-06-10", "components": [{"direction": "input", "amount": "2"}],
    ...     "sources": [{"source": "blog"}],
    ... })
    >>> event.subjects, event.when, event.targets
    (('openai/o3',), '2025-06-10', ())

    Of a list price the seller is the voice, and it counts as stated on the day it takes effect.

    >>> event.effective_voice, event.statement_time
    ('openai', ('2025-06-10', 'effective'))
    >>> event.sources
    (Reference(archived=None, read=None, sha256=None, source='blog', title=None, url=None),)
    """

    is_news: ClassVar[bool] = False
    """Whether a new event of the type stands as it is among the changes."""
    noun: ClassVar[str] = ""
    """What one says when adding one, as in "add a price"; empty: the type's own name."""
    main_field: ClassVar[str] = "subject"
    """The field that says what an event is about that is added on the command line."""
    movable_dates: ClassVar[tuple[str, ...]] = ()
    """The dates that a `rescheduled` can move: some of those that it has."""
    schedule: ClassVar[tuple[str, ...]] = ()
    """Of these, the dates that lie ahead when it is stated: who gives another one has moved it."""
    conflict_kind: ClassVar[ConflictKind | None] = None
    """As what it is listed where sources disagree; None: sources cannot."""
    conflict_dates: ClassVar[tuple[str, ...]] = ()
    """The dates on which sources may agree one by one; none: a statement is compared as a whole."""
    compared_dates: ClassVar[tuple[str, ...]] = ()
    """The names of the dates that two sources must agree on, where nothing else counts."""
    kept_apart: ClassVar[tuple[str, ...]] = ()
    """Plain fields that are kept beside the text, which need not be read for them."""
    series_parts: ClassVar[tuple[str, ...]] = ()
    """The names of what its series are told apart by, in their order."""
    stated_model: ClassVar[type[Model] | None] = None
    """The class of the values that it states, where they are a part of it and no plain text."""
    scope: ClassVar[Scope] = "events:write"
    """What an API key must allow to whoever writes one over HTTP."""
    upgrades: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
    """For each older version the function that turns its fields into those of the next."""

    @classmethod
    def kept_dates(cls) -> tuple[str, ...]:
        """The dates that are kept beside the text: those that can be moved, or are compared."""
        return tuple(dict.fromkeys((*cls.movable_dates, *cls.conflict_dates)))

    type: str
    """The type's name, that of its file."""
    version: int
    """The version of the type's shape; a changed shape raises it and adds an upgrade."""
    id: EventId
    """A readable name, written once: `openai-o3-price-2025-06-10`."""
    stated: When | None = None
    """When it was publicly said. Left out: what the type's rule gives, else the record time."""
    stated_basis: Basis | None = None
    """What `stated` rests on: announced, effective, snapshot, observed or read."""
    sources: Sources = ()
    """Where it was read."""
    confidence: Confidence = "medium"
    """high: the primary source was read; medium: a secondary one; low: unverified."""
    announcement: Slug | None = None
    """The announcement that this event was part of; groups events."""
    voice: Slug | None = None
    """Whose statement it is. Left out: the seller, or the first source."""
    via: Slug | None = None
    """The source in which the voice's statement was read, if not in its own words."""
    note: Text | None = None
    """What a reader should know, in our own words."""
    recorded_by: Slug | None = None
    """Whose API key it was written by, where it came over HTTP. The server says so, nobody else."""

    @field_validator("recorded_by")
    @classmethod
    def _is_not_claimed(cls, name: str | None, info: ValidationInfo) -> str | None:
        if name is not None and not is_stored(info):
            raise ValueError("the server that takes an event says who wrote it: leave it out")
        return name

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that the event is about, by which it is found."""
        return ()

    @property
    def mentioned(self) -> tuple[str, ...]:
        """Subjects that it names beside what it is about: from then on they are known."""
        return ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Ids of earlier events that this one is about."""
        return ()

    @property
    def when(self) -> When | None:
        """Valid time: when it is so in the world; None for events about other events."""
        return None

    @property
    def effective_voice(self) -> str:
        """The slug of the source whose statement it is."""
        if self.voice:
            return self.voice
        return self.sources[0].source if self.sources else "unnamed"

    @property
    def statement_time(self) -> tuple[When | None, Basis]:
        """When it was publicly said and on what that rests; None stands for the record time."""
        if self.stated is not None:
            return self.stated, self.stated_basis or "announced"
        return self.statement_time_by_rule()

    @property
    def goes_on(self) -> bool:
        """Whether what it ends is answered still, by something else."""
        return False

    def statement_time_by_rule(self) -> tuple[When | None, Basis]:
        """What the type says of `stated` when it is left out."""
        return None, "read"

    def describe(self) -> str:
        """What it states, in a line for people. Rows keep it: another text is another version."""
        return f"{self.type} {self.id}"

    @classmethod
    def id_words(cls, _: Mapping[str, Any]) -> Iterable[str]:
        """What of its fields tells its id from others of that subject and day: a metric, a tier."""
        return ()

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        """What is stated, as (series, value): the newest value of a series is the one in force."""
        return ()

    @property
    def happening(self) -> Hashable | None:
        """What statements of the same happening share, whenever it was; None: it goes on."""
        return None

    def conflict_topic(self, _: object, /) -> str:
        """What a disagreement over a stated value is about, in words."""
        return self.noun or self.type.replace("_", " ")

    def conflict_value(self, value: object) -> str:
        """A stated value as it is shown beside what others say."""
        return str(value)


class Fact(Event):
    """An event about the world: it has a time at which it is so, and sources.

    A type of event about the world is one class in one file of `ecosys/events/`:

    >>> class Renamed(Fact):
    ...     type: Literal["renamed"]
    ...     version: Literal[1]
    ...     to: Text
    >>> renamed = Renamed(type="renamed", version=1, id="r", to="o4", occurred="2025-06",
    ...                   sources=[{"source": "openai"}])
    >>> renamed.when.precision, renamed.effective_voice
    ('month', 'openai')
    """

    is_news = True
    movable_dates: ClassVar[tuple[str, ...]] = ("occurred",)

    occurred: When
    """When it is true in the world."""
    sources: Annotated[Sources, Field(min_length=1)]
    """Where it was read; at least one."""

    @property
    def when(self) -> When:
        return self.occurred


def stated_when_it_occurred(event: Fact, basis: Basis) -> tuple[When | None, Basis]:
    """The rule of types whose statement is as old as what it states: prices, figures.

    >>> from ecosys.event.codec import parse
    >>> def launched(day):
    ...     return parse({"type": "launched", "id": "l", "subject": "openai/o3", "what": "model",
    ...                   "occurred": day, "sources": [{"source": "openai"}]})
    >>> stated_when_it_occurred(launched("2025-04-16"), "effective")
    ('2025-04-16', 'effective')
    >>> stated_when_it_occurred(launched("not after 2025-04-16"), "effective")
    (None, 'read')
    """
    when = event.occurred
    if when.plain or not (when.bound or when.unknown):
        return when, basis
    return None, "read"


class Unrecognised(Event):
    """An event whose type no installed package knows. It is kept and shown, but says nothing.

    >>> event = Unrecognised(type="sung", version=1, id="s", song="Yesterday")
    >>> event.subjects, list(event.statements())
    ((), [])
    """

    model_config = ConfigDict(extra="allow")

    @model_serializer(mode="wrap")
    def _in_order(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Its own fields stand among those that all events share, as they were recorded."""
        return dict(sorted(write(self).items()))


def _event_class(value: object, name: str) -> type[Event]:
    if not (isinstance(value, type) and issubclass(value, Event)):
        raise TypeError(f"{name} is not an Event class")
    if get_args(value.model_fields["type"].annotation) != (name,):
        raise TypeError(f'{value.__name__} needs a field type: Literal["{name}"]')
    return value


event_types: Registry[type[Event]] = Registry(
    "ecosys.events",
    kind=_event_class,
    pick=lambda module, name: getattr(module, name.title().replace("_", "")),
)
"""All event types by their public name."""
