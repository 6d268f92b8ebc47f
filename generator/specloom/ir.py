"""The intermediate representation: one `Api` per build, the whole contract with the targets.

Comes from `resolve`; goes to `targets`. Every word is filled in, every mark decided, every
include spliced: no question of variants or releases is left, and no language's strings are in
here (names are snake_case words, the wire names are exact). Named tuples: immutable, without a
dict, and forty of them cost a tenth of the import time of forty frozen dataclasses.

Imports: `diagnostics` (for `Span`) only. A new kind of type is added to `Type` below; every
`match` over it ends in `assert_never`, so the type checker lists what has to follow.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias, assert_never

from specloom.diagnostics import Span

Path: TypeAlias = tuple[str, ...]
"""Where a module stands in the package, such as `("viewer", "studies")` or `("types",)`."""

Number: TypeAlias = int | float

# Tuples are equal if their parts are: `kind` keeps a date from being equal to a UUID.


class StringType(NamedTuple):
    """Text. Lengths count code points; `pattern` is anchored and portable."""

    min: int | None = None
    max: int | None = None
    pattern: str | None = None
    format: str | None = None  # a key of `formats.FORMATS`
    max_bytes: int | None = None
    kind: str = "string"


class IntegerType(NamedTuple):
    """A whole number; `minimum`/`maximum` are closed bounds, `above`/`below` open ones."""

    minimum: int | None = None
    maximum: int | None = None
    above: int | None = None
    below: int | None = None
    multiple_of: int | None = None
    kind: str = "integer"


class NumberType(NamedTuple):
    """A finite JSON number, whole or not; bounds as those of `IntegerType`."""

    minimum: Number | None = None
    maximum: Number | None = None
    above: Number | None = None
    below: Number | None = None
    multiple_of: Number | None = None
    kind: str = "number"


class BooleanType(NamedTuple):
    """true or false."""

    kind: str = "boolean"


class DateType(NamedTuple):
    """A day of the calendar as text, `YYYY-MM-DD`, from year 0001."""

    kind: str = "date"


class TimeType(NamedTuple):
    """A time of day as text, `HH:MM`."""

    kind: str = "time"


class DateTimeType(NamedTuple):
    """A point in time, RFC 3339 with `T` and an offset or `Z`."""

    kind: str = "datetime"


class UuidType(NamedTuple):
    """A UUID as text, with hyphens (RFC 9562 section 4)."""

    kind: str = "uuid"


class IdType(NamedTuple):
    """An id: the prefix, an underscore, 32 lower-case hexadecimal digits."""

    prefix: str
    kind: str = "id"


class EnumValue(NamedTuple):
    """One value of an enum, exactly as it is sent."""

    value: str
    doc: str | None = None
    deprecated: str | None = None  # the release from which it is


class EnumType(NamedTuple):
    """One of several strings, in the spec's order."""

    values: tuple[EnumValue, ...]
    kind: str = "enum"


class ConstType(NamedTuple):
    """Exactly one value."""

    value: str | int | bool
    kind: str = "const"


class ListType(NamedTuple):
    """A JSON array; `unique` compares items as JSON does."""

    item: "Slot"
    min: int | None = None
    max: int | None = None
    unique: bool = False
    max_bytes: int | None = None
    kind: str = "list"


class MapType(NamedTuple):
    """A JSON object with free keys. `key` is a kind of text."""

    key: "Type"
    value: "Slot"
    min: int | None = None
    max: int | None = None
    max_bytes: int | None = None
    kind: str = "map"


class RecordType(NamedTuple):
    """A use of a record: `Api.records` holds it under `(home, name)`."""

    home: Path
    name: str
    max_bytes: int | None = None
    kind: str = "record"


class UnionType(NamedTuple):
    """One of several types.

    Two or more records are told apart by `discriminator` (the name of a const field that each
    has) or, without one, by the fields that they require. Other members differ in JSON type.
    """

    members: "tuple[Type, ...]"
    discriminator: str | None = None
    kind: str = "union"


class AnyType(NamedTuple):
    """Any JSON value, null included."""

    max_bytes: int | None = None
    kind: str = "any"


class NamedType(NamedTuple):
    """A type that the spec names, with what it stands for."""

    home: Path
    name: str
    target: "Type"
    doc: str | None = None
    span: Span | None = None  # the declaration; None only in what is made by hand
    deprecated: str | None = None  # the release from which it is
    kind: str = "named"


Type: TypeAlias = (
    StringType
    | IntegerType
    | NumberType
    | BooleanType
    | DateType
    | TimeType
    | DateTimeType
    | UuidType
    | IdType
    | EnumType
    | ConstType
    | ListType
    | MapType
    | RecordType
    | UnionType
    | AnyType
    | NamedType
)


class Slot(NamedTuple):
    """A place inside a list or a map that holds a value, which may be null."""

    type: Type
    nullable: bool = False


Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""An example: plain JSON data. Objects of records have the fields' names."""


class Field(NamedTuple):
    """One member of a record or of an endpoint's body."""

    name: str  # words filled in, as the spec writes it: study_instance_uid
    wire: str  # exactly as it is sent: studyInstanceUid
    type: Type
    required: bool
    nullable: bool
    span: Span  # the declaration: the same for every variant
    doc: str | None = None
    example: Json = None
    has_example: bool = False
    default: Json = None
    has_default: bool = False
    null_means: str | None = None
    omit_means: str | None = None
    was: str | None = None  # what it was called before; a name as `name` is one
    deprecated: str | None = None  # the release from which it is


class Record(NamedTuple):
    """A JSON object with known fields: required ones first, then by wire name."""

    home: Path
    name: str
    fields: tuple[Field, ...]
    doc: str | None
    span: Span
    example: "dict[str, Json]"  # of every field that has one; names, not wire names
    in_request: bool  # reachable from what is sent
    in_response: bool  # reachable from what is read
    recursive: bool  # contains itself, directly or not
    deprecated: str | None = None  # the release from which it is


class Pages(NamedTuple):
    """How the next page is asked for: by the cursor that a page holds."""

    items: str  # the field of the page that holds its items
    cursor: str  # the argument in the query
    next: str  # the field of the page with the next cursor
    more: str | None  # the field of the page that says whether there is another


class ErrorReply(NamedTuple):
    """What an answer that is no success holds."""

    status: str  # `404`, `4XX`, `5XX` or `default`
    record: RecordType


class Endpoint(NamedTuple):
    """One operation. An argument's name is its own among all four kinds of them."""

    name: str  # last word of viewer.studies.create
    resource: Path  # ("viewer", "studies")
    method: str  # POST
    path: str  # /v1/viewer/studies/{study_id}; in braces the wire names of `parameters`
    parameters: tuple[Field, ...]  # of the path, in its order; required, never null
    query: tuple[Field, ...]  # these three in the order of `Record.fields`
    headers: tuple[Field, ...]
    body: tuple[Field, ...]  # empty: nothing is sent
    returns: "RecordType | UnionType | None"  # a union of records
    pages: Pages | None  # `returns` is then the page's record
    errors: tuple[ErrorReply, ...]  # by status
    examples: "tuple[dict[str, Json], ...]"  # of the arguments; names, not wire names
    doc: str | None
    span: Span
    was: str | None = None  # what it was called before
    deprecated: str | None = None  # the release from which it is

    @property
    def arguments(self) -> tuple[Field, ...]:
        """Those of the path in its order, then all others, required ones first."""
        others = (*self.query, *self.headers, *self.body)
        return (*self.parameters, *sorted(others, key=_order))


def _order(field: Field) -> tuple[bool, str]:
    return not field.required, field.wire


class Event(NamedTuple):
    """One kind of webhook. Its record has the envelope's fields, `type` and `data`."""

    type: str  # study.access_requested, as it is sent
    record: RecordType  # StudyAccessRequestedEvent
    reply: RecordType | None  # what the receiver answers
    doc: str | None
    span: Span
    was: str | None = None  # what it was called before
    deprecated: str | None = None  # the release from which it is


class Webhooks(NamedTuple):
    """The events of one file."""

    events: tuple[Event, ...]  # by type
    unknown: RecordType  # UnknownEvent: one that this release does not know


class Module(NamedTuple):
    """What one spec file declares, as this build sees it."""

    path: Path
    doc: str | None
    types: tuple[NamedType, ...]  # by name
    records: tuple[Record, ...]  # by name; only those that something refers to
    endpoints: tuple[Endpoint, ...]  # by name
    webhooks: Webhooks | None = None


class Auth(NamedTuple):
    """How a caller proves who it is: a scheme and the environment variable of the key."""

    scheme: str
    env: str


class QueryStyle(NamedTuple):
    """How a query writes what JSON has and a URL has not."""

    lists: str = "comma"  # `comma`: a=1,2; `repeat`: a=1&a=2
    null: str | None = None  # the text that stands for null; None: null can't be sent


class Api(NamedTuple):
    """Everything that one build holds."""

    name: str  # of the API
    build: str  # of the build and of its package
    variant: str
    variant_title: str
    release: str
    base_url: str
    auth: Auth | None
    query: QueryStyle
    acronyms: tuple[str, ...]
    products: tuple[str, ...]
    doc: str | None
    modules: tuple[Module, ...]  # by path
    deprecated: str | None = None  # the release from which its variant is

    def record(self, use: RecordType) -> Record:
        """The record that `use` names."""
        for module in self.modules:
            if module.path == use.home:
                for record in module.records:
                    if record.name == use.name:
                        return record
        raise KeyError(use)


def walk(type_: Type) -> Iterator[Type]:
    """The type, and every type inside it; records are not looked into."""
    yield type_
    match type_:
        case NamedType():
            yield from walk(type_.target)
        case ListType():
            yield from walk(type_.item.type)
        case MapType():
            yield from walk(type_.key)
            yield from walk(type_.value.type)
        case UnionType():
            for member in type_.members:
                yield from walk(member)
        case (
            StringType()
            | IntegerType()
            | NumberType()
            | BooleanType()
            | DateType()
            | TimeType()
            | DateTimeType()
            | UuidType()
            | IdType()
            | EnumType()
            | ConstType()
            | RecordType()
            | AnyType()
        ):
            return
        case _:
            assert_never(type_)


def bare(type_: Type) -> Type:
    """What a named type stands for in the end; any other type is itself."""
    return bare(type_.target) if isinstance(type_, NamedType) else type_


def uses_of(type_: Type) -> Iterator[RecordType]:
    """The records that a type names."""
    return (part for part in walk(type_) if isinstance(part, RecordType))
