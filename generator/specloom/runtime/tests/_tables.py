"""Tables: what the spec says of records and of endpoints, a row a field.

A row has a field's names, its presence, and the kind of its values: some that are right
and some that are wrong, as they stand in JSON. `written` and `spoken` make JSON and
arguments of them. `_checks` drives the package with them; `_kinds` makes the kinds.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias

from pydantic_core import to_json

from .._runtime import Model
from ..strategies._strategies import Drawn

Place: TypeAlias = Literal["path", "query", "header", "body"]


class Bad(NamedTuple):
    """A wrong value, and the rule that it breaks.

    `allowed` is what would be right, in words: any of these may be told; none: not
    compared. `place` says where the mistake is, if not at the value's root.
    """

    value: Any
    rule: str
    allowed: tuple[str, ...] = ()
    place: str = ""


class Kind(NamedTuple):
    """What values of one type are tried, as they stand in JSON.

    `others` makes what is right for other types of its sort: other enums, other ids.
    `several` makes so many different values, or fewer; `schema` is what the spec says
    of the type, as JSON Schema; `shown` is what the spec shows, if it does.
    """

    valid: Any
    good: Sequence[Any] = ()
    bad: Sequence[Bad] = ()
    several: Callable[[int], list[Any]] | None = None
    shown: Any = None
    schema: Mapping[str, Any] = {}
    others: Callable[[], list[Bad]] = list


class Row(NamedTuple):
    """A field or an argument."""

    name: str
    wire: str
    kind: Kind
    required: bool
    nullable: bool
    place: Place = "body"


def home_of(model: type[Model]) -> str:
    """The module that has a class to give: not the private one where it stands."""
    home, _, name = model.__module__.rpartition(".")
    return home if name.startswith("_") else f"{home}.{name}"


_NOTHING: Mapping[str, Any] = {}


class Record:
    """A record: its class, what is drawn for it, and its fields.

    `param` is its TypedDict; `foreign` are the names that another variant has here, in
    Python and in JSON; `example` is what the spec shows beyond what the kinds show, or
    None if that is no whole object.
    """

    def __init__(
        self,
        model: type[Model],
        drawn: Drawn,
        *rows: Row,
        param: Any = None,
        foreign: Mapping[str, str] | None = None,
        example: Mapping[str, Any] | None = _NOTHING,
    ) -> None:
        self.name = model.__name__
        self.make: Callable[..., Any] = model
        self.model = model
        self.drawn = drawn
        self.rows = rows
        self.param = param
        self.foreign = foreign or {}
        self.example = None if example is None else Given(self, self._shown(example))

    def _shown(self, told: Mapping[str, Any]) -> dict[str, Any]:
        usual = {row.name: row.kind.shown for row in self.rows}
        return {
            name: told.get(name, usual[name])
            for name in usual
            if name in told or usual[name] is not None
        }


@dataclass(frozen=True)
class Pages:
    """How the next page is asked for; names as in Python."""

    items: str
    cursor: str  # the argument
    following: str  # the page's field with the next cursor
    more: str | None = None


@dataclass(frozen=True, eq=False)
class Operation:
    """An endpoint: where its request goes, and what the answer holds.

    `stem` is how the names of its classes begin. `answer` are the records of which one
    comes.
    """

    api: "Documented"
    method: str
    path: str
    make: Callable[..., Any]
    stem: str
    rows: tuple[Row, ...]
    answer: tuple[Record, ...]
    pages: Pages | None = None
    errors: Mapping[str, Record] = field(default_factory=dict)
    examples: Sequence[Mapping[str, Any]] = ()
    foreign: Mapping[str, str] = field(default_factory=dict)
    deprecated: str | None = None

    @property
    def name(self) -> str:
        """`viewer.studies.create`."""
        return ".".join((*self.home, self.make.__name__.rstrip("_")))

    @property
    def home(self) -> tuple[str, ...]:
        """The path of its module below the package."""
        package = __name__.split(".")[:-2]
        return tuple(self.make.__module__.split(".")[len(package) :])


Table: TypeAlias = Record | Operation


@dataclass(frozen=True)
class Documented:
    """What the spec says of the whole API; it makes the tables of endpoints."""

    base_url: str
    key_variable: str | None = None
    lists: str = "comma"
    null: str | None = None

    def operation(
        self,
        target: str,
        make: Callable[..., Any],
        *rows: Row,
        answer: Record | tuple[Record, ...] = (),
        **more: Any,
    ) -> Operation:
        """The table of an endpoint; `target` is its method, path and `stem`."""
        method, path, stem = target.split(" ")
        members = (answer,) if isinstance(answer, Record) else answer
        return Operation(self, method, path, make, stem, rows, members, **more)


class Nested(NamedTuple):
    """A valid object of a record."""

    table: Record


class Brief(NamedTuple):
    """The least valid object of a record that is still to come or not complete yet."""

    table: Callable[[], Record]


class Given(NamedTuple):
    """An object of a record with these fields, by their Python names."""

    table: Record
    fields: Mapping[str, Any]


class Extended(NamedTuple):
    """A valid object of a record with a field more, in Python and in JSON."""

    table: Record
    name: str


class Moment(NamedTuple):
    """A point in time: text in JSON, a datetime in Python."""

    text: str


class OnWire(NamedTuple):
    """A case of JSON that Python says in another type."""

    value: Any


class Token(NamedTuple):
    """What stands in JSON as it is, such as 1e400."""

    text: str


class InPython(NamedTuple):
    """A case that only Python has."""

    value: Any


class Unsent(NamedTuple):
    """A text of Python that has no form in UTF-8, and so can't be sent."""

    text: str


def as_kind(kind: Kind | Record) -> Kind:
    """A record's objects are a kind too; its own table tries their fields."""
    if isinstance(kind, Kind):
        return kind
    least = Brief(lambda: kind)
    schema = {"$ref": lambda: kind}
    return Kind(Nested(kind), [least], NO_OBJECT, shown=kind.example, schema=schema)


def showing(example: Any, kind: Kind) -> Kind:
    """A kind of which the spec shows this value."""
    return kind._replace(shown=example)


def later(table: Callable[[], Record]) -> Kind:
    """Objects of a record whose table is still to come."""
    return Kind(Brief(table), [], NO_OBJECT, schema={"$ref": table})


def foreign(allowed: str, *own: type) -> list[Bad]:
    """A value of each type of JSON but its own; null is a matter of the row."""
    values: list[Any] = ["text", 1, 1.5, True, [], {}]
    return [Bad(v, "type", (allowed,)) for v in values if type(v) not in own]


NO_OBJECT: Sequence[Bad] = foreign("an object", dict)


def need(name: str, kind: Kind | Record, wire: str | None = None) -> Row:
    """A field that has to be there; `wire` is its name in JSON, if that differs."""
    return _row(name, wire, as_kind(kind), required=True)


def may(name: str, kind: Kind | Record, wire: str | None = None) -> Row:
    """A field that may be left out."""
    return _row(name, wire, as_kind(kind), required=False)


def _row(name: str, wire: str | None, kind: Kind, *, required: bool) -> Row:
    nullable = any(value is None for value in kind.good)
    return Row(name, wire or name, kind, required, nullable)


def path(name: str, kind: Kind, wire: str | None = None) -> Row:
    """An argument that stands in the path."""
    return need(name, kind, wire)._replace(place="path")


def query(row: Row) -> Row:
    """An argument that stands in the query."""
    return row._replace(place="query")


def header(row: Row) -> Row:
    """An argument that is a header."""
    return row._replace(place="header")


def _members(record: Record, brief: bool) -> Iterator[tuple[Row, Any]]:
    """The fields of a valid object and their values; if `brief`, those needed."""
    for row in record.rows:
        if not brief:
            yield row, row.kind.valid
        elif row.required:
            yield row, None if row.nullable else row.kind.valid


_PLAIN = frozenset((str, int, float, bool, type(None)))


def written(value: Any, *, brief: bool = False) -> Any:
    """A table's value as JSON; `dumped` makes text of it."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Nested(table):
            members = _members(table, brief)
            return {row.wire: written(part, brief=brief) for row, part in members}
        case Brief(table):
            return written(Nested(table()), brief=True)
        case Given(table, fields):
            wires = {row.name: row.wire for row in table.rows}
            return {wires[name]: written(part) for name, part in fields.items()}
        case Extended(table, name):
            return {**written(Nested(table), brief=True), name: ["x"]}
        case Moment(text):
            return text
        case OnWire(inner):
            return written(inner)
        case Token(text):
            return f"@@{text}@@"
        case list():
            return [written(item, brief=brief) for item in value]
        case dict():
            return {key: written(item, brief=brief) for key, item in value.items()}
        case _:
            return value


def spoken(value: Any, *, brief: bool = False) -> Any:
    """A table's value as an argument in Python."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Nested(table):
            members = _members(table, brief)
            return {row.name: spoken(part, brief=brief) for row, part in members}
        case Brief(table):
            return spoken(Nested(table()), brief=True)
        case Given(_, fields):
            return {name: spoken(part) for name, part in fields.items()}
        case Extended(table, name):
            return {**spoken(Nested(table), brief=True), name: ["x"]}
        case Moment(text):
            return datetime.fromisoformat(text)
        case InPython(inner):
            return spoken(inner)
        case Unsent(text):
            return text
        case list():
            return [spoken(item, brief=brief) for item in value]
        case dict():
            return {key: spoken(item, brief=brief) for key, item in value.items()}
        case _:
            return value


def dumped(value: Any) -> str:
    """The JSON text of what `written` made; tokens stand in it as they are."""
    text = to_json(value).decode()
    return re.sub('"@@(.*?)@@"', r"\1", text) if '"@@' in text else text


def holds(value: Any, *kinds: type) -> bool:
    """Whether a value is of one of these kinds, or a list or map that holds one."""
    if type(value) in _PLAIN:
        return False
    if isinstance(value, kinds):
        return True
    if isinstance(value, dict):
        return any(holds(item, *kinds) for item in value.values())
    return isinstance(value, list) and any(holds(item, *kinds) for item in value)
