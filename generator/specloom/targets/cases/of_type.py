"""The cases of any type: lists, maps and unions are made of those of their parts."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, assert_never

from specloom import ir
from specloom.targets.cases.numbers import integer_cases, number_cases
from specloom.targets.cases.texts import (
    DATES,
    MOMENTS,
    TIMES,
    UUIDS,
    const_cases,
    enum_cases,
    id_cases,
    string_cases,
)
from specloom.targets.cases.values import (
    ASTRAL,
    LONGEST,
    Array,
    Bad,
    Cases,
    Items,
    Nested,
    Object,
    OnWire,
    Pairs,
    Times,
    Value,
    others,
    repeated,
    within_bytes,
)

_MOST_ITEMS = 5_000


def cases_of(type_: ir.Type) -> Cases:
    """The cases of a type."""
    match type_:
        case ir.NamedType():
            return cases_of(type_.target)
        case ir.StringType():
            return string_cases(type_)
        case ir.IntegerType():
            return integer_cases(type_)
        case ir.NumberType():
            return number_cases(type_)
        case ir.BooleanType():
            return Cases(True, (False,), (Bad("true", "type"), Bad(0, "type")))
        case ir.DateType():
            return DATES
        case ir.TimeType():
            return TIMES
        case ir.DateTimeType():
            return MOMENTS
        case ir.UuidType():
            return UUIDS
        case ir.IdType():
            return id_cases(type_)
        case ir.EnumType():
            return enum_cases(type_)
        case ir.ConstType():
            return const_cases(type_)
        case ir.ListType():
            return within_bytes(_list(type_), type_.max_bytes, _edges(type_))
        case ir.MapType():
            return within_bytes(_map(type_), type_.max_bytes, _edges(type_))
        case ir.RecordType():
            return Cases(
                Nested(type_), (), (Bad("text", "type"), Bad(Array(()), "type"))
            )
        case ir.UnionType():
            return _union(type_)
        case ir.AnyType():
            return _any(type_)
        case _:
            assert_never(type_)


def _distinct_items(type_: ir.Type, count: int) -> Iterator[Value]:
    """Different valid values, as many as come easily."""
    cases = cases_of(type_)
    seen: list[Value] = []
    for value in (cases.valid, *cases.good):
        if not any(value == other and type(value) is type(other) for other in seen):
            seen.append(value)
    if (
        isinstance(type_, ir.StringType)
        and type_.pattern is None
        and type_.format is None
    ):
        width = max(type_.min or 0, 6)
        if type_.max is None or type_.max >= width:
            seen = [f"{number:0{width}}" for number in range(count)]
    yield from seen[:count]


def _edges(type_: ir.ListType | ir.MapType) -> tuple[Value, ...]:
    """Of text without limits: a value of just `max_bytes`, and one with a byte more."""
    slot = type_.item if isinstance(type_, ir.ListType) else type_.value
    limit = type_.max_bytes
    if (
        limit is None
        or (type_.min or 0) > 1
        or type_.max == 0
        or slot.type != ir.StringType()
    ):
        return ()
    if isinstance(type_, ir.MapType) and not _takes_any_text(_bare(type_.key)):
        return ()
    empty = len('[""]' if isinstance(type_, ir.ListType) else '{"k0":""}')
    values: list[Value] = []
    for size in (limit, limit + 1):
        if size > empty:
            text = repeated("a", size - empty)
            whole = isinstance(type_, ir.ListType)
            values.append(Array((text,)) if whole else Object((("k0", text),)))
    return tuple(values)


def _bare(type_: ir.Type) -> ir.Type:
    return _bare(type_.target) if isinstance(type_, ir.NamedType) else type_


class _Sizes(NamedTuple):
    """Values of different sizes."""

    valid: Value
    good: tuple[Value, ...]
    bad: tuple[Bad, ...]


def _sizes(
    low: int, high: int | None, of: Callable[[int], Value], rules: tuple[str, str]
) -> _Sizes:
    """Values of the sizes at the limits, and to either side; `of` makes one, or None."""
    counts = {low, low + 1, max(low, 1)}
    if high is not None and high <= _MOST_ITEMS:
        counts |= {high, max(high - 1, low)}
    made = {n: of(n) for n in sorted(counts) if high is None or n <= high}
    good = [value for value in made.values() if value is not None]
    usual = made.get(max(low, 1 if high is None or high else 0))
    bad = []
    if low and (fewer := of(low - 1)) is not None:
        bad.append(Bad(fewer, rules[0]))
    if high is not None and high < _MOST_ITEMS and (more := of(high + 1)) is not None:
        bad.append(Bad(more, rules[1]))
    return _Sizes(usual or (good[0] if good else None), tuple(good), tuple(bad))


def _list(type_: ir.ListType) -> Cases:
    item = cases_of(type_.item.type)
    low, high = type_.min or 0, type_.max

    def of(count: int) -> Value:
        if not type_.unique:
            return (
                Items(item.valid, count) if count > 2 else Array((item.valid,) * count)
            )
        values = tuple(_distinct_items(type_.item.type, count))
        return Array(values) if len(values) == count else None

    sizes = _sizes(low, high, of, ("min_items", "max_items"))
    good, valid = list(sizes.good), sizes.valid or Array(())
    bad: list[Bad] = [Bad("text", "type"), Bad(Object(()), "type"), *sizes.bad]
    if type_.unique and low <= 2 and (high is None or high >= 2):
        bad.append(Bad(Array((item.valid, item.valid)), "unique"))
    if low <= 1 and (high is None or high):
        if type_.item.nullable:
            good.append(Array((None,)))
        elif not isinstance(type_.item.type, ir.AnyType):
            bad.append(Bad(Array((None,)), "null", "[0]"))
        bad += [
            _wrapped(found, lambda value: Array((value,)), "[0]") for found in item.bad
        ]
    if low <= 2 and (high is None or high >= 2) and item.bad and not type_.unique:
        last = item.bad[-1]
        bad.append(_wrapped(last, lambda value: Array((item.valid, value)), "[1]"))
    return Cases(valid, others(good, valid), tuple(bad))


def _wrapped(found: Bad, wrap: Callable[[Value], Value], place: str) -> Bad:
    value = found.value
    if isinstance(value, OnWire):
        return Bad(OnWire(wrap(value.value)), found.rule, place + found.inside)
    return Bad(wrap(value), found.rule, place + found.inside)


def _keys(type_: ir.Type, count: int) -> list[str | Times]:
    return [
        key for key in _distinct_items(type_, count) if isinstance(key, str | Times)
    ]


def _takes_any_text(type_: ir.Type) -> bool:
    """Whether keys of five characters will do, whatever they are."""
    if not isinstance(type_, ir.StringType) or type_.pattern or type_.format:
        return False
    return (type_.min or 0) <= 2 and (type_.max is None or type_.max >= 5)


def _map(type_: ir.MapType) -> Cases:
    key_type = _bare(type_.key)
    key = cases_of(type_.key)
    value = cases_of(type_.value.type)
    low, high = type_.min or 0, type_.max
    roomy = _takes_any_text(key_type)

    def of(count: int) -> Value:
        if roomy and count > 1:
            return Pairs(count, value.valid)
        keys = _keys(key_type, count)
        if len(keys) < count:
            return None
        return Object(tuple((each, value.valid) for each in keys))

    sizes = _sizes(low, high, of, ("min_pairs", "max_pairs"))
    good, valid = list(sizes.good), sizes.valid or Object(())
    bad: list[Bad] = [Bad("text", "type"), Bad(Array(()), "type"), *sizes.bad]
    if low <= 1 and (high is None or high):
        good += [
            Object(((each, value.valid),))
            for each in key.good
            if isinstance(each, str | Times)
        ]
        first = key.valid
        if isinstance(first, str | Times):
            good += [Object(((first, each),)) for each in value.good]
            if type_.value.nullable:
                good.append(Object(((first, None),)))
            elif not isinstance(type_.value.type, ir.AnyType):
                bad.append(Bad(Object(((first, None),)), "null", "[key 1]"))
            name: str | Times = first
            bad += [
                _wrapped(found, lambda each: Object(((name, each),)), "[key 1]")
                for found in value.bad
            ]
        bad += [
            Bad(Object(((wrong, value.valid),)), found.rule, "[key 1]")
            for found in key.bad
            if isinstance(wrong := found.value, str | Times)
        ]
    kept = [found for found in good if not isinstance(found, OnWire)]
    return Cases(valid, others(kept, valid), tuple(bad))


def _union(type_: ir.UnionType) -> Cases:
    members = [cases_of(member) for member in type_.members]
    good: list[Value] = []
    for cases in members:
        good += [cases.valid, *cases.good]
    kinds = {_json_kind(cases.valid) for cases in members}
    tries: tuple[tuple[str, Value], ...] = (
        ("boolean", True),
        ("array", Array(())),
        ("object", Object(())),
        ("string", "text"),
        ("number", 1.5),
    )
    bad = [Bad(value, "union") for kind, value in tries if kind not in kinds]
    return Cases(members[0].valid, others(good, members[0].valid), tuple(bad))


def _json_kind(value: Value) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case Array() | Items():
            return "array"
        case Object() | Pairs() | Nested():
            return "object"
        case _:
            return "string"


def _any(type_: ir.AnyType) -> Cases:
    good: list[Value] = [True, 0, 1.5, "", Array(()), Array((1, "a", None))]
    bad: list[Bad] = []
    limit = type_.max_bytes
    if limit is not None and 2 < limit < LONGEST:
        good = [*good[:2], repeated("a", limit - 2)]
        bad.append(Bad(repeated("a", limit - 1), "max_bytes"))
        bad.append(Bad(repeated(ASTRAL, (limit - 2) // 4 + 1), "max_bytes"))
    return Cases(
        Object((("a", 1),)) if not limit or limit > 7 else 1, tuple(good), tuple(bad)
    )
