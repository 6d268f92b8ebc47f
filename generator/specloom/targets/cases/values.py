"""What cases are made of: values in no language, wrong values, and lists of them."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from specloom import ir

ASTRAL = "\U0001f9b4"  # a bone: one character, four bytes, two UTF-16 units
LONGEST = 100_000
"""Longer text is not tried."""


class Times(NamedTuple):
    """`text` again and again."""

    text: str
    times: int


class Items(NamedTuple):
    """A list of the same item."""

    item: "Value"
    times: int


class Pairs(NamedTuple):
    """A map of so many pairs with different keys and the same value."""

    number: int
    value: "Value"


class Nested(NamedTuple):
    """A valid object of a record."""

    record: ir.RecordType


class Moment(NamedTuple):
    """A point in time: text in JSON, a datetime in Python."""

    text: str


class OnWire(NamedTuple):
    """A case that only JSON has: Python says it in another type."""

    value: "Value"


class Array(NamedTuple):
    """A list of values."""

    items: "tuple[Value, ...]"


class Object(NamedTuple):
    """A map of values."""

    pairs: "tuple[tuple[str | Times, Value], ...]"


Value: TypeAlias = (
    bool
    | int
    | float
    | str
    | Times
    | Items
    | Pairs
    | Nested
    | Moment
    | OnWire
    | Array
    | Object
    | None
)


class Bad(NamedTuple):
    """A broken value, the rule that it breaks, and where inside the value."""

    value: Value
    rule: str
    inside: str = ""


class Cases(NamedTuple):
    """What a type's values are tried with."""

    valid: Value
    good: tuple[Value, ...]
    bad: tuple[Bad, ...]


def repeated(text: str, count: int) -> Value:
    """`text` so many times, written out if that is short."""
    return text * count if count * len(text) <= 20 else Times(text, count)


def others(good: Sequence[Value], valid: Value) -> tuple[Value, ...]:
    """Each good value once, without the valid one."""
    kept: list[Value] = []
    for value in good:
        same = [
            other
            for other in (valid, *kept)
            if other == value and type(other) is type(value)
        ]
        if not same:
            kept.append(value)
    return tuple(kept)


def distinct(bad: list[Bad]) -> tuple[Bad, ...]:
    """Each wrong value once."""
    seen: list[Bad] = []
    for found in bad:
        if not any(
            found.value == other.value and type(found.value) is type(other.value)
            for other in seen
        ):
            seen.append(found)
    return tuple(seen)
