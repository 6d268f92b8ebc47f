"""Tables of cases: what a spec says of records and of builders' arguments.

A table has a row a field, with its names, its presence, and values that are right or
wrong, as they stand in JSON. `written` and `spoken` make JSON and arguments of them.
`_checks` drives the package with them; `_kinds` has the values of common types.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from .._runtime import Model

Bad: TypeAlias = tuple[Any, str] | tuple[Any, str, str]
"""A wrong value, the rule that it breaks, and where, if not at the value's root."""


class Presence(NamedTuple):
    """Whether a field may be left out, and whether it may be null."""

    required: bool
    nullable: bool


REQUIRED = Presence(True, False)
REQUIRED_OR_NULL = Presence(True, True)
OPTIONAL = Presence(False, False)
OPTIONAL_OR_NULL = Presence(False, True)


class Kind(NamedTuple):
    """What values of one type are tried: as they stand in JSON."""

    valid: Any
    good: Sequence[Any] = ()
    bad: Sequence[Bad] = ()


class Row(NamedTuple):
    """A field: its name in Python, its name in JSON, its presence, its values."""

    name: str
    wire: str
    presence: Presence
    kind: Kind


class Table(NamedTuple):
    """A record or a builder, and what its spec says.

    `make` makes an object or a request of arguments; `foreign` are the names that
    another variant has here, in Python and in JSON.
    """

    name: str
    make: Callable[..., Any]
    rows: Sequence[Row]
    foreign: Mapping[str, str] = {}

    @property
    def model(self) -> type[Model] | None:
        """The record's class; None for a builder."""
        made = self.make
        return made if isinstance(made, type) and issubclass(made, Model) else None


class Nested(NamedTuple):
    """A valid object of another table."""

    table: Table


class Brief(NamedTuple):
    """The least valid object of a table that is still to come or not complete yet."""

    table: Callable[[], Table]


class Moment(NamedTuple):
    """A point in time: text in JSON, a datetime in Python."""

    text: str


class OnWire(NamedTuple):
    """A case of JSON that Python says in another type."""

    value: Any


def pairs(count: int, value: Any) -> dict[str, Any]:
    """A map of so many pairs."""
    return {f"k{number}": value for number in range(count)}


def _members(table: Table, brief: bool) -> Iterator[tuple[Row, Any]]:
    """The fields of a valid object and their values; if `brief`, those needed."""
    for row in table.rows:
        if not brief:
            yield row, row.kind.valid
        elif row.presence.required:
            yield row, None if row.presence.nullable else row.kind.valid


def written(value: Any, *, brief: bool = False) -> Any:
    """A table's value as JSON."""
    match value:
        case Nested(table):
            members = _members(table, brief)
            return {row.wire: written(part, brief=brief) for row, part in members}
        case Brief(table):
            return written(Nested(table()), brief=True)
        case Moment(text):
            return text
        case OnWire(inner):
            return written(inner)
        case list():
            return [written(item, brief=brief) for item in value]
        case dict():
            return {key: written(item, brief=brief) for key, item in value.items()}
        case _:
            return value


def spoken(value: Any, *, brief: bool = False) -> Any:
    """A table's value as an argument in Python."""
    match value:
        case Nested(table):
            members = _members(table, brief)
            return {row.name: spoken(part, brief=brief) for row, part in members}
        case Brief(table):
            return spoken(Nested(table()), brief=True)
        case Moment(text):
            return datetime.fromisoformat(text)
        case list():
            return [spoken(item, brief=brief) for item in value]
        case dict():
            return {key: spoken(item, brief=brief) for key, item in value.items()}
        case _:
            return value


def on_wire_only(value: Any) -> bool:
    """Whether Python has no such value, or none that looks like it."""
    if isinstance(value, OnWire):
        return True
    if isinstance(value, dict):
        return any(on_wire_only(item) for item in value.values())
    return isinstance(value, list) and any(on_wire_only(item) for item in value)
