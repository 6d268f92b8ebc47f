"""Kinds of lists, maps and unions, made of those of their parts.

Each size is tried at its limits and to either side, and each mistake of a part inside.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import MISSING

from ._kinds import ANY, LONGEST, TEXT, distinct, limited, sized_by, told
from ._tables import (
    NO_OBJECT,
    Bad,
    Brief,
    Given,
    InPython,
    Kind,
    OnWire,
    Record,
    as_kind,
    foreign,
    holds,
)

_MOST_ITEMS = 5_000
NOT_NULL = ("may not be null",)


def or_null(kind: Kind | Record) -> Kind:
    """What may be null inside a list or a map."""
    part = as_kind(kind)
    schema = {"anyOf": [part.schema, {"type": "null"}]}
    return part._replace(good=[*part.good, None], schema=schema)


def _finite(values: Iterable[Any], kind: Kind) -> Kind:
    """The kind with the first of its values that does not hold its own table."""
    found = distinct(values)
    ending = [value for value in found if not holds(value, Brief)]
    valid = (ending or found)[0]
    return kind._replace(valid=valid, good=[v for v in found if v is not valid])


def _nullable(kind: Kind) -> bool:
    return any(value is None for value in kind.good)


def _is_wide(kind: Kind) -> bool:
    return kind is TEXT or kind is ANY


def _sizes(
    low: int, high: int | None, of: Callable[[int], Any], unit: str
) -> tuple[list[Any], list[Bad]]:
    """Values of the sizes at the limits and to either side; `of` makes one, or None."""
    counts = {low, low + 1, low + 2, max(low, 1)}
    if high is not None and high <= _MOST_ITEMS:
        counts |= {high, max(high - 1, low)}
    usual = max(low, 1 if high is None or high else 0)
    ordered = sorted(counts, key=lambda count: (count != usual, count))
    made = [of(count) for count in ordered if high is None or count <= high]
    bad: list[Bad] = []
    if low and (fewer := of(low - 1)) is not None:
        bad.append(Bad(fewer, f"min_{unit}", told("at least", low, unit)))
    if high is not None and high < _MOST_ITEMS and (more := of(high + 1)) is not None:
        bad.append(Bad(more, f"max_{unit}", told("at most", high, unit)))
    return [value for value in made if value is not None], bad


def list_of(
    item: Kind | Record,
    min: int = 0,
    max: int | None = None,
    *,
    unique: bool = False,
    bytes: int | None = None,
) -> Kind:
    """Lists of so many items, and of so many bytes of JSON at most."""
    part = as_kind(item)

    def of(count: int) -> list[Any] | None:
        if not unique:
            return [part.valid] * count
        found = _several(part, count)
        return found if len(found) == count else None

    good, bad = _sizes(min, max, of, "items")
    bad += [*foreign("a list", list), Bad(InPython(()), "type", ("a list",))]
    takes_one = min <= 1 and (max is None or max >= 1)
    takes_two = min <= 2 and (max is None or max >= 2)
    if unique and takes_two:
        words = ("items that differ from each other",)
        bad.append(Bad([part.valid, part.valid], "unique", words))
    if takes_one:
        good += [[each] for each in part.good]
        if not _nullable(part):
            bad.append(Bad([None], "null", NOT_NULL, "[0]"))
        bad += [_inside([each.value], each, "[0]") for each in part.bad]
        rule = "union" if any(bad.rule == "union" for bad in part.bad) else "type"
        bad += [Bad([InPython(MISSING)], rule, (), "[0]")]
    if takes_two and part.bad and not unique:
        bad.append(_inside([part.valid, part.bad[0].value], part.bad[0], "[1]"))
    schema = {"type": "array", "items": part.schema} | sized_by("Items", min, max)

    def others() -> list[Bad]:
        return [_inside([e.value], e, "[0]") for e in part.others() if takes_one]

    kind = Kind([], [], bad, others=others, schema=schema | _IF_UNIQUE[unique])
    shown = None if part.shown is None else [part.shown]
    kind = _finite(good or [[]], kind._replace(shown=shown))
    if bytes is None:
        return kind
    counts = (bytes - 4, bytes - 3) if takes_one and _is_wide(part) else ()
    return limited(bytes, kind, [["a" * n] for n in counts if 0 < n < LONGEST])


_IF_UNIQUE: dict[bool, dict[str, Any]] = {False: {}, True: {"uniqueItems": True}}


def _inside(value: Any, bad: Bad, place: str) -> Bad:
    return bad._replace(value=value, place=place + bad.place)


def _several(kind: Kind, count: int) -> list[Any]:
    if kind.several is not None:
        return kind.several(count)
    values = distinct([kind.valid, *kind.good])
    return [each for each in values if not holds(each, OnWire)][:count]


def map_of(
    key: Kind,
    value: Kind | Record,
    min: int = 0,
    max: int | None = None,
    *,
    bytes: int | None = None,
) -> Kind:
    """Maps of so many pairs, and of so many bytes of JSON at most."""
    part = as_kind(value)

    def of(count: int) -> dict[str, Any] | None:
        keys = _several(key, count)
        return dict.fromkeys(keys, part.valid) if len(keys) == count else None

    good, bad = _sizes(min, max, of, "pairs")
    bad += NO_OBJECT
    takes_one = min <= 1 and (max is None or max >= 1)
    if takes_one:
        good += [{each: part.valid} for each in key.good]
        good += [{key.valid: each} for each in part.good]
        if not _nullable(part):
            bad.append(Bad({key.valid: None}, "null", NOT_NULL, "[key 1]"))
        bad += [_inside({key.valid: each.value}, each, "[key 1]") for each in part.bad]
        bad += [
            _inside({each.value: part.valid}, each, "[key 1]")
            for each in key.bad
            if isinstance(each.value, str)
        ]
    schema = {"type": "object", "propertyNames": key.schema} | sized_by(
        "Properties", min, max, additionalProperties=part.schema
    )
    kind = _finite(good or [{}], Kind({}, [], bad, schema=schema))
    if bytes is None:
        return kind
    empty = len(f'{{"{key.valid}":""}}')
    counts = (bytes - empty, bytes - empty + 1)
    wide = takes_one and _is_wide(part)
    edges = [{key.valid: "a" * n} for n in counts if wide and 0 < n < LONGEST]
    return limited(bytes, kind, edges)


def one_of(*members: Kind | Record, by: str | None = None) -> Kind:
    """Values of one of the members; they differ in JSON type, or are told by fields.

    Records may be told apart `by` one of their fields: then all else is their own.
    """
    kinds = [as_kind(member) for member in members]
    good = [value for kind in kinds for value in (kind.valid, *kind.good)]
    have = {_json_type(kind.valid) for kind in kinds}
    tries: list[Any] = [True, [], {}, "text", 1.5]
    bad = [Bad(each, "union") for each in tries if _json_type(each) not in have]
    if by is not None:
        records = (member for member in members if isinstance(member, Record))
        bad += [each for record in records for each in _lacking(record, by)]
    schema = {"anyOf": [kind.schema for kind in kinds]}
    return _finite(good, Kind(None, [], bad, schema=schema))


def _lacking(record: Record, by: str) -> Iterator[Bad]:
    """Objects that are told apart, and lack one of the other fields they need."""
    needed = {row.name: row for row in record.rows if row.required}
    for name, row in needed.items():
        if name != by:
            rest = {
                other: needed[other].kind.valid for other in needed if other != name
            }
            value = Given(record, rest)
            yield Bad(InPython(value), "required", (), f".{name}")
            yield Bad(OnWire(value), "required", (), f".{row.wire}")


def _json_type(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case list():
            return "array"
        case str() | tuple() if isinstance(value, str) or hasattr(value, "text"):
            return "string"
        case _:
            return "object"


def sized(limit: int, record: Kind | Record) -> Kind:
    """Objects of a record of so many bytes of JSON at most."""
    return limited(limit, as_kind(record))
