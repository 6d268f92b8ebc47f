"""What cases are made of: values in no language, wrong values, and lists of them."""

import json
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


def within_bytes(cases: Cases, limit: int | None, edges: Sequence[Value] = ()) -> Cases:
    """The cases of a type whose JSON has at most `limit` bytes, as far as sizes are known.

    `edges` are values that are right but, perhaps, for their size.
    """
    if limit is None:
        return cases
    values = (cases.valid, *cases.good, *edges)
    sizes = [size_of(value) for value in values]
    good = [
        v
        for v, size in zip(values, sizes, strict=True)
        if size is None or size <= limit
    ]
    large = [v for v, size in zip(values, sizes, strict=True) if size and size > limit]
    bad = [b for b in cases.bad if b.inside or (size_of(b.value) or 0) <= limit]
    bad += [Bad(value, "max_bytes") for value in large]
    if not good:
        return Cases(cases.valid, (), tuple(bad))
    return Cases(good[0], tuple(good[1:]), tuple(bad))


def size_of(value: Value) -> int | None:
    """How many bytes of compact JSON a value has; None for objects of records."""
    match value:
        case OnWire():
            return size_of(value.value)
        case Moment():
            return len(value.text) + 2
        case Times():
            return value.times * (len(_json(value.text)) - 2) + 2
        case Items():
            size = size_of(value.item)
            return None if size is None else value.times * (size + 1) + 1
        case Pairs():
            size = size_of(value.value)
            keys = sum(len(f"k{number}") + 4 for number in range(value.number))
            return None if size is None else keys + value.number * size + 1
        case Array():
            sizes = [size_of(item) for item in value.items]
            if None in sizes:
                return None
            return sum(size + 1 for size in sizes if size is not None) + (
                1 if sizes else 2
            )
        case Object():
            total = 1 if value.pairs else 2
            for key, item in value.pairs:
                key_size, size = size_of(key), size_of(item)
                if key_size is None or size is None:
                    return None
                total += key_size + size + 2
            return total
        case Nested():
            return None
        case _:
            return len(_json(value))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
