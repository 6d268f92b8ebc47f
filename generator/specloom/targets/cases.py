"""The values that a type's tests are made of: valid ones, ones at each limit, broken ones.

In: `ir.Type`s. Out: cases, in no language: a target writes them down. They say what the spec
means, so the tests of a package do not depend on how the package checks.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeAlias, assert_never

from specloom import ir
from specloom.formats import FORMATS
from specloom.patterns import Problem, lengths, near_misses, parse_pattern, sample

ASTRAL = "\U0001f9b4"  # a bone: one character, four bytes, two UTF-16 units
_LONGEST = 100_000
_MOST_ITEMS = 5_000
_NEAR = 6


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


def cases_of(type_: ir.Type) -> Cases:
    """The cases of a type."""
    match type_:
        case ir.NamedType():
            return cases_of(type_.target)
        case ir.StringType():
            return _string(type_)
        case ir.IntegerType():
            return _integer(type_)
        case ir.NumberType():
            return _number(type_)
        case ir.BooleanType():
            return Cases(True, (False,), (Bad("true", "type"), Bad(0, "type")))
        case ir.DateType():
            return _DATES
        case ir.TimeType():
            return _TIMES
        case ir.DateTimeType():
            return _MOMENTS
        case ir.UuidType():
            return _UUIDS
        case ir.IdType():
            return _ids(type_)
        case ir.EnumType():
            return _enum(type_)
        case ir.ConstType():
            return _const(type_)
        case ir.ListType():
            return _list(type_)
        case ir.MapType():
            return _map(type_)
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


# --- text -------------------------------------------------------------------------------

_DATES = Cases(
    "2024-02-29",
    ("0001-01-01", "9999-12-31"),
    (
        *(
            Bad(text, "format")
            for text in ("2023-02-29", "2024-1-05", "0000-01-01", "")
        ),
        *(Bad(text, "format") for text in ("1704412800", "2024-01-05T00:00:00Z")),
        *(Bad(text, "format") for text in ("2024-01-05\n", "\u0662024-01-05")),
        Bad(20240105, "type"),
    ),
)
_TIMES = Cases(
    "14:30",
    ("00:00", "23:59"),
    (
        *(Bad(text, "pattern") for text in ("24:00", "09:60", "9:30", "09:30:00", "")),
        *(Bad(text, "pattern") for text in ("09:30\n", "\u0660\u0669:30")),
        Bad(930, "type"),
    ),
)
_MOMENTS = Cases(
    Moment("2024-03-15T10:30:00Z"),
    (
        Moment("2024-02-29T23:59:59.123456+05:30"),
        Moment("0001-01-01T00:00:00Z"),
        Moment("9999-12-31T23:59:59.999999-23:59"),
        OnWire("2024-03-15T10:30:00.5-00:00"),
    ),
    (
        *(
            Bad(OnWire(text), "format")
            for text in (
                "1710498600",
                "2024-03-15",
                "2024-03-15 10:30:00Z",
                "2024-03-15t10:30:00z",
                "2024-03-15T10:30:00",
                "2024-03-15T10:30Z",
                "2024-03-15T10:30:00,5Z",
                "2024-03-15T10:30:00+0530",
                "2024-03-15T23:59:60Z",
                "2024-03-15T24:00:00Z",
                "2023-02-29T10:30:00Z",
                "2024-03-15T10:30:00Z\n",
            )
        ),
        Bad(1710498600, "type"),
        Bad(True, "type"),
    ),
)
_UUIDS = Cases(
    "550e8400-e29b-41d4-a716-446655440000",
    ("00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"),
    (
        Bad("{550e8400-e29b-41d4-a716-446655440000}", "format"),
        Bad("urn:uuid:550e8400-e29b-41d4-a716-446655440000", "format"),
        Bad("550e8400e29b41d4a716446655440000", "format"),
        Bad("550e8400-e29b-41d4-a716-44665544000", "format"),
        Bad("550e8400-e29b-41d4-a716-44665544000g", "format"),
        Bad("550e8400-e29b-41d4-a716-446655440000\n", "format"),
        Bad(5, "type"),
    ),
)


def _ids(type_: ir.IdType) -> Cases:
    prefix = type_.prefix
    digits = "0123456789abcdef" * 2
    other = "usx" if prefix == "usr" else "usr"
    return Cases(
        f"{prefix}_{digits}",
        (f"{prefix}_{'0' * 32}", f"{prefix}_{'f' * 32}"),
        (
            Bad(f"{other}_{digits}", "pattern"),
            Bad(f"{prefix.upper()}_{digits}", "pattern"),
            Bad(f"{prefix}_{digits.upper()}", "pattern"),
            Bad(f"{prefix}_{digits[1:]}", "pattern"),
            Bad(f"{prefix}_{digits}0", "pattern"),
            Bad(f"{prefix}_{digits[1:]}g", "pattern"),
            Bad(f"{prefix}{digits}", "pattern"),
            Bad(f"{prefix}_{digits}\n", "pattern"),
            Bad(f" {prefix}_{digits}", "pattern"),
            Bad("", "pattern"),
            Bad(5, "type"),
        ),
    )


def _times(text: str, count: int) -> Value:
    return text * count if count * len(text) <= 20 else Times(text, count)


@cache
def _string(type_: ir.StringType) -> Cases:
    pattern = type_.pattern or (FORMATS[type_.format].pattern if type_.format else None)
    cases = _free_text(type_) if pattern is None else _patterned(type_, pattern)
    if type_.max_bytes is not None:
        cases = _byte_limited(cases, type_, type_.max_bytes)
    return cases


def _free_text(type_: ir.StringType) -> Cases:
    low, high = type_.min or 0, type_.max
    valid: Value = _times("a", max(low, 1 if high is None else min(high, 1)))
    good: list[Value] = []
    bad = []
    for count in sorted(
        {low, low + 1, high - 1 if high else low, low if high is None else high}
    ):
        if low <= count <= (count if high is None else high) and count <= _LONGEST:
            good.append(_times("a", count))
    if low:
        good.append(_times(ASTRAL, low))
        bad += [
            Bad(_times("a", low - 1), "min_length"),
            Bad(_times(ASTRAL, low - 1), "min_length"),
        ]
    if high is not None and high < _LONGEST:
        good.append(_times(ASTRAL, high))
        bad += [
            Bad(_times("a", high + 1), "max_length"),
            Bad(_times(ASTRAL, high + 1), "max_length"),
        ]
    if high is None or high >= 5:
        good += [" \n\t " if low <= 4 else _times(" ", low)]
    bad.append(Bad(1, "type"))
    return Cases(valid, _others(good, valid), _distinct(bad))


def _length_rule(type_: ir.StringType, text: str) -> str | None:
    if type_.min is not None and len(text) < type_.min:
        return "min_length"
    if type_.max is not None and len(text) > type_.max:
        return "max_length"
    return None


def _patterned(type_: ir.StringType, pattern: str) -> Cases:
    parsed = parse_pattern(pattern)
    assert not isinstance(parsed, Problem), "the reader has checked patterns"
    named = type_.pattern is None and type_.format is not None
    rule = "pattern"
    low = type_.min or 0
    top = type_.max if type_.max is not None else low + 80
    reach = top + 2 if top <= 400 else low + 40
    possible = sorted(lengths(parsed, reach))
    fitting = [n for n in possible if low <= n <= top] or possible[:1]
    natural = FORMATS[type_.format or ""].example if named else sample(parsed)
    if natural is None or _length_rule(type_, natural):
        natural = sample(parsed, fitting[0])
    edges = {fitting[0], fitting[-1], *fitting[1:2], *fitting[-2:-1]}
    good = [sample(parsed, n, pick) for n in sorted(edges) for pick in (0, 1)]
    bad = []
    for n in possible:
        if n in (low - 1, top + 1) and (type_.max is not None or n < low):
            text = sample(parsed, n)
            if text is not None and (broken := _length_rule(type_, text)):
                bad.append(Bad(text, broken))
    for text in near_misses(parsed, _NEAR * 2):
        bad.append(Bad(text, _length_rule(type_, text) or rule))
    bad.append(Bad(1, "type"))
    texts = [
        text for text in good if text is not None and not _length_rule(type_, text)
    ]
    if type_.pattern and type_.format:
        wanted = FORMATS[type_.format].pattern
        texts = [text for text in texts if re.fullmatch(wanted, text)]
        bad = [b for b in bad if b.rule != "pattern" or not isinstance(b.value, str)]
    return Cases(natural, _others(list(texts), natural), _distinct(bad))


def _byte_limited(cases: Cases, type_: ir.StringType, limit: int) -> Cases:
    """Text of just so many bytes of JSON, quotes counted, and of one more."""
    values = (cases.valid, *cases.good)
    good = [value for value in values if _bytes_of(value) <= limit]
    bad = [
        found
        for found in cases.bad
        if _bytes_of(found.value) <= limit or found.rule == "type"
    ]
    bad += [Bad(v, "max_bytes") for v in values if _bytes_of(v) > limit]
    if type_.pattern is None and type_.format is None and limit - 2 < _LONGEST:
        for text in ("a", ASTRAL):
            count = (limit - 2) // len(text.encode())
            if not _length_rule(type_, text * count):
                good.append(_times(text, count))
            if not _length_rule(type_, text * (count + 1)):
                bad.append(Bad(_times(text, count + 1), "max_bytes"))
    return Cases(good[0], _others(good[1:], good[0]), _distinct(bad))


def _bytes_of(value: Value) -> int:
    text = value.text * value.times if isinstance(value, Times) else value
    if not isinstance(text, str):
        return 0
    return len(json.dumps(text, ensure_ascii=False).encode())


def _enum(type_: ir.EnumType) -> Cases:
    values = [value.value for value in type_.values]
    first = values[0]
    near = [
        first.swapcase(),
        f"{first} ",
        f" {first}",
        first[:-1],
        f"{first}\n",
        "no such value",
    ]
    bad = [Bad(text, "enum") for text in near if text not in values]
    return Cases(
        first, tuple(values[1:]), _distinct([*bad, Bad(1, "type"), Bad(True, "type")])
    )


def _const(type_: ir.ConstType) -> Cases:
    value = type_.value
    if isinstance(value, bool):
        return Cases(
            value, (), (Bad(not value, "const"), Bad("true", "type"), Bad(1, "type"))
        )
    if isinstance(value, int):
        return Cases(value, (), (Bad(value + 1, "const"), Bad(str(value), "type")))
    bad = [Bad(text, "const") for text in (value + "x", value[:-1], value.swapcase())]
    kept = [found for found in bad if found.value != value]
    return Cases(value, (), _distinct([*kept, Bad(1, "type")]))


# --- numbers ----------------------------------------------------------------------------


def _integer(type_: ir.IntegerType) -> Cases:
    good: list[Value] = []
    bad: list[Bad] = []
    edges = (
        ("minimum", type_.minimum, 0, -1),
        ("maximum", type_.maximum, 0, 1),
        ("above", type_.above, 1, 0),
        ("below", type_.below, -1, 0),
    )
    for rule, bound, inside, outside in edges:
        if bound is not None:
            good += [
                bound + inside,
                bound + inside + (1 if rule in ("minimum", "above") else -1),
            ]
            bad.append(Bad(bound + outside, rule))
    step = type_.multiple_of
    start = next((bound for bound in good if isinstance(bound, int)), 0)
    if step is not None:
        start = -(-start // step) * step
        good += [start, start + step, start - step]
        if step > 1:
            bad.append(Bad(start + 1, "multiple_of"))
            bad = [
                b
                for b in bad
                if b.rule == "multiple_of" or int(str(b.value)) % step == 0
            ]
            bad = [
                b for b in bad if b.rule != "multiple_of" or _in_range(start + 1, type_)
            ]
    else:
        good += [0, -1, 2**63] if not good else []
    kept = [
        value for value in good if isinstance(value, int) and _in_range(value, type_)
    ]
    valid = kept[0] if kept else start
    wrong = [Bad(str(valid), "type"), Bad(valid + 0.5, "type"), Bad(True, "type")]
    return Cases(valid, _others(list(kept), valid), _distinct([*bad, *wrong]))


def _in_range(value: int | float, type_: ir.IntegerType | ir.NumberType) -> bool:
    exact = Fraction(str(value))
    step = type_.multiple_of
    return (
        (type_.minimum is None or value >= type_.minimum)
        and (type_.maximum is None or value <= type_.maximum)
        and (type_.above is None or value > type_.above)
        and (type_.below is None or value < type_.below)
        and (step is None or exact % Fraction(str(step)) == 0)
    )


def _number(type_: ir.NumberType) -> Cases:
    step = type_.multiple_of
    unit = Fraction(str(step)) if step is not None else Fraction("0.5")
    good: list[Value] = []
    bad: list[Bad] = []
    edges = (
        ("minimum", type_.minimum, 0, -1, 1),
        ("maximum", type_.maximum, 0, 1, -1),
        ("above", type_.above, 1, 0, 1),
        ("below", type_.below, -1, 0, -1),
    )
    for rule, bound, inside, outside, inward in edges:
        if bound is None:
            continue
        at = Fraction(str(bound))
        good += [_plain(at + inside * unit), _plain(at + (inside + inward) * unit)]
        outer = _plain(at + outside * unit)
        if outside and float(outer) == float(bound):  # too large for a step of one half
            outer = math.nextafter(bound, outside * math.inf)
        if step is None or Fraction(str(outer)) % unit == 0:
            bad.append(Bad(outer, rule))
    if step is not None:
        near = next((Fraction(str(v)) for v in good), Fraction(0))
        start = -(-near // unit) * unit
        good += [_plain(start), _plain(start + unit), _plain(start - unit)]
        off = _plain(start + unit / 2)
        bare = type_._replace(multiple_of=None)
        if Fraction(str(off)) % unit and _in_range(off, bare):
            bad.append(Bad(off, "multiple_of"))
    elif not good:
        good += [0, -1.5, 1e300, 2**63]
    kept = [v for v in good if isinstance(v, int | float) and _in_range(v, type_)]
    valid = kept[0] if kept else 0
    wrong = [Bad(str(valid), "type"), Bad(True, "type")]
    return Cases(valid, _others(list(kept), valid), _distinct([*bad, *wrong]))


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


# --- lists, maps, unions ----------------------------------------------------------------


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

    counts = {low, low + 1, max(low, 1)}
    if high is not None and high <= _MOST_ITEMS:
        counts |= {high, max(high - 1, low)}
    made = {n: of(n) for n in sorted(counts) if high is None or n <= high}
    good = [value for value in made.values() if value is not None]
    valid = made.get(max(low, 1 if high is None or high else 0)) or (
        good[0] if good else Array(())
    )
    bad: list[Bad] = [Bad("text", "type"), Bad(Object(()), "type")]
    if low and (fewer := of(low - 1)) is not None:
        bad.append(Bad(fewer, "min_items"))
    if high is not None and high < _MOST_ITEMS and (more := of(high + 1)) is not None:
        bad.append(Bad(more, "max_items"))
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
    return Cases(valid, _others(good, valid), tuple(bad))


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
    key_type = type_.key.target if isinstance(type_.key, ir.NamedType) else type_.key
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

    counts = {low, low + 1, max(low, 1)}
    if high is not None and high <= _MOST_ITEMS:
        counts |= {high, max(high - 1, low)}
    made = {n: of(n) for n in sorted(counts) if high is None or n <= high}
    good = [found for found in made.values() if found is not None]
    valid = made.get(max(low, 1 if high is None or high else 0)) or (
        good[0] if good else Object(())
    )
    bad: list[Bad] = [Bad("text", "type"), Bad(Array(()), "type")]
    if low and (fewer := of(low - 1)) is not None:
        bad.append(Bad(fewer, "min_pairs"))
    if high is not None and high < _MOST_ITEMS and (more := of(high + 1)) is not None:
        bad.append(Bad(more, "max_pairs"))
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
    return Cases(valid, _others(kept, valid), tuple(bad))


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
    return Cases(members[0].valid, _others(good, members[0].valid), tuple(bad))


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
    if limit is not None and 2 < limit < _LONGEST:
        good = [*good[:2], _times("a", limit - 2)]
        bad.append(Bad(_times("a", limit - 1), "max_bytes"))
        bad.append(Bad(_times(ASTRAL, (limit - 2) // 4 + 1), "max_bytes"))
    return Cases(
        Object((("a", 1),)) if not limit or limit > 7 else 1, tuple(good), tuple(bad)
    )


# --- lists of cases ---------------------------------------------------------------------


def _others(good: Sequence[Value], valid: Value) -> tuple[Value, ...]:
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


def _distinct(bad: list[Bad]) -> tuple[Bad, ...]:
    seen: list[Bad] = []
    for found in bad:
        if not any(
            found.value == other.value and type(found.value) is type(other.value)
            for other in seen
        ):
            seen.append(found)
    return tuple(seen)
