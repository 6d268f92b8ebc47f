"""Boundary values of a build, made from the IR alone.

Each value stands in an otherwise complete body and says whether the spec allows it. Nothing
here comes from the generated package or from its tests.
"""

import json
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple, TypeAlias, assert_never

from specloom import ir
from specloom.formats import FORMATS, id_pattern
from specloom.patterns import Pattern, Problem, near_misses, parse_pattern, sample

from .known_texts import DATE_TIMES, DATES, FORMATTED, TIMES, UUIDS

Json: TypeAlias = ir.Json


class Case(NamedTuple):
    """A value, where it stands, what is tried, and whether the spec allows it."""

    place: str
    kind: str
    idea: str
    value: Json
    good: bool


WRONG: dict[str, Json] = {
    "string": "x",
    "number": 1,
    "boolean": True,
    "array": [],
    "object": {},
}


class EndlessError(Exception):
    """A value that would hold itself: whoever can do without it does."""


class Boundaries:
    """The boundary values of one build's types, in one direction.

    Records that are judged on their own are not looked into where others hold them, nor is
    any record twice.
    """

    def __init__(
        self, api: ir.Api, *, request: bool, alone: frozenset[ir.RecordType]
    ) -> None:
        self._api = api
        self._request = request
        self._seen = set(alone)

    def bodies(self, fields: tuple[ir.Field, ...]) -> Iterator[Case]:
        """Whole bodies with these fields."""
        for case in self._objects(fields, ()):
            yield case._replace(place=case.place.removeprefix("."))

    def _objects(
        self, fields: tuple[ir.Field, ...], above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        full = _full_object(self._api, fields, above)
        least = {f.wire: full[f.wire] for f in fields if f.required}
        side = "request" if self._request else "response"
        yield Case("", "object", "full", full, True)
        yield Case("", "object", "required fields only", least, True)
        yield Case("", "object", "empty", {}, not least)
        more: dict[str, Json] = {**full, "unknownKey": 1}
        yield Case("", "object", f"unknown key in a {side}", more, False)
        for field in fields:
            at = f".{field.wire}"
            without = {key: full[key] for key in full if key != field.wire}
            yield Case(at, "field", "absent", without, not field.required)
            nulled: dict[str, Json] = {**full, field.wire: None}
            yield Case(at, "field", "null", nulled, _takes_null(field))
            if field.wire != field.name and not self._request and field.wire in full:
                renamed: dict[str, Json] = {**without, field.name: full[field.wire]}
                yield Case(at, "field", "by its Python name", renamed, False)
            for case in self._values(field.type, above):
                changed: dict[str, Json] = {**full, field.wire: case.value}
                yield case._replace(place=at + case.place, value=changed)

    def _values(
        self, type_: ir.Type, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        """Values of a type, good ones and bad ones."""
        match type_:
            case ir.NamedType():
                yield from self._values(type_.target, above)
            case ir.RecordType():
                yield from _wrong("object", "record")
                yield from _sized(self._records(type_, above), type_.max_bytes)
            case ir.ListType():
                yield from _wrong("array", "list")
                yield from _sized(self._lists(type_, above), type_.max_bytes)
            case ir.MapType():
                yield from _wrong("object", "map")
                yield from _sized(self._maps(type_, above), type_.max_bytes)
            case ir.UnionType():
                yield from self._unions(type_, above)
            case ir.AnyType():
                values = {**WRONG, "null": None, "long": "a" * 100}
                cases = (Case("", "any", name, values[name], True) for name in values)
                yield from _sized(cases, type_.max_bytes)
            case _:
                yield from _scalars(type_)

    def _records(
        self, type_: ir.RecordType, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        bare = type_._replace(max_bytes=None)
        if bare not in self._seen:
            self._seen.add(bare)
            yield from self._objects(self._api.record(bare).fields, (*above, bare))

    def _unions(
        self, type_: ir.UnionType, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        """Of each member: its own, and those that no other member could take either."""
        kinds = [json_type(member) for member in type_.members]
        for member, kind in zip(type_.members, kinds, strict=True):
            others = [*kinds]
            others.remove(kind)
            for case in self._values(member, above):
                if case.good or json_type_of(case.value) not in others:
                    yield case

    def _lists(
        self, type_: ir.ListType, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        full = _full_inside(self._api, type_.item, above)
        if not full:
            yield Case("", "list", "0 items", [], not type_.min)
            return
        first = full[0]
        inner = list(self._values(type_.item.type, above))
        others = _distinct([first, *(case.value for case in inner if case.good)])
        if not type_.unique:
            others = [first] * 2

        def tried(place: str, kind: str, idea: str, items: list[Json]) -> Case:
            if type_.unique and len(_distinct(items)) < len(items):
                return Case(place, "list", "an item twice", items, False)
            return Case(place, kind, idea, items, _within(type_, len(items)))

        for count in sorted({0, 1, 2, *_around(type_.min), *_around(type_.max)}):
            if count <= len(others) or not type_.unique:
                items = others[:count] if type_.unique else [first] * count
                yield tried("", "list", f"{count} items", items)
        if type_.unique:
            yield tried("", "list", "an item twice", [first, first])
        beside = [first] if _within(type_, 2) else []
        case = tried("[]", "list", "null inside", [*beside, None])
        yield case._replace(good=case.good and _takes_null(type_.item))
        for part in inner:
            case = tried(f"[]{part.place}", part.kind, part.idea, [*beside, part.value])
            yield case._replace(good=case.good and part.good)

    def _maps(
        self, type_: ir.MapType, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        full = _full_inside(self._api, type_.value, above)
        if not full:
            yield Case("", "map", "0 pairs", {}, not type_.min)
            return
        value = full[0]
        for count in sorted({0, 1, *_around(type_.min), *_around(type_.max)}):
            pairs: dict[str, Json] = dict.fromkeys(_keys(type_.key, count), value)
            if len(pairs) == count:
                good = _within(type_, count)
                yield Case("", "map", f"{count} pairs", pairs, good)
        *beside, key = _keys(type_.key, max(1, type_.min or 0))
        for case in self._values(type_.key, above):
            if isinstance(case.value, str):
                pairs = dict.fromkeys([*beside, case.value], value)
                good = case.good and _within(type_, len(pairs))
                yield Case("{key}", "key", case.idea, pairs, good)
        rest = dict.fromkeys(beside, value)
        nulled: dict[str, Json] = {**rest, key: None}
        yield Case("{}", "map", "null inside", nulled, _takes_null(type_.value))
        for case in self._values(type_.value.type, above):
            yield case._replace(
                place="{}" + case.place, value={**rest, key: case.value}
            )


def full_value(
    api: ir.Api, type_: ir.Type, above: tuple[ir.RecordType, ...] = ()
) -> Json:
    """A valid value with everything in it.

    Raises:
        EndlessError: if it would hold one of the records above.
    """
    match type_:
        case ir.RecordType():
            bare = type_._replace(max_bytes=None)
            if bare in above:
                raise EndlessError
            return _full_object(api, api.record(bare).fields, (*above, bare))
        case ir.NamedType():
            return full_value(api, type_.target, above)
        case ir.ListType():
            count = max(1, type_.min or 0)
            assert count == 1 or not type_.unique, "no spec has such a list: write it"
            items = _full_inside(api, type_.item, above)
            return items * count if items or not type_.min else _endless()
        case ir.MapType():
            values = _full_inside(api, type_.value, above)
            keys = _keys(type_.key, max(1, type_.min or 0))
            if not values:
                return _endless() if type_.min else {}
            return dict.fromkeys(keys, values[0])
        case ir.UnionType():
            for member in type_.members:
                try:
                    return full_value(api, member, above)
                except EndlessError:
                    continue
            raise EndlessError
        case ir.AnyType():
            return {"any": [1, None]}
        case _:
            return next(case.value for case in _scalars(type_) if case.good)


def _endless() -> Json:
    raise EndlessError


def _full_inside(
    api: ir.Api, slot: ir.Slot, above: tuple[ir.RecordType, ...]
) -> list[Json]:
    """What a list or a map holds; nothing if that would have no end."""
    try:
        return [full_value(api, slot.type, above)]
    except EndlessError:
        return [None] if slot.nullable else []


def _full_object(
    api: ir.Api, fields: tuple[ir.Field, ...], above: tuple[ir.RecordType, ...]
) -> dict[str, Json]:
    full: dict[str, Json] = {}
    for field in fields:
        try:
            full[field.wire] = full_value(api, field.type, above)
        except EndlessError:
            if field.nullable:
                full[field.wire] = None
            elif field.required:
                raise
    return full


def content(api: ir.Api, fields: tuple[ir.Field, ...]) -> object:
    """All that decides which bodies are allowed, to be compared with another build's."""
    found: dict[ir.RecordType, object] = {}
    waiting = [use for field in fields for use in ir.uses_of(field.type)]
    while waiting:
        use = waiting.pop()
        if use not in found:
            below = api.record(use).fields
            found[use] = _shape(below)
            waiting += (each for field in below for each in ir.uses_of(field.type))
    return _shape(fields), frozenset(found.items())


def _shape(fields: tuple[ir.Field, ...]) -> object:
    return tuple((f.name, f.wire, f.type, f.required, f.nullable) for f in fields)


def json_type(type_: ir.Type) -> str:
    """What a value of this type is in JSON."""
    match type_:
        case ir.NamedType():
            return json_type(type_.target)
        case ir.RecordType() | ir.MapType():
            return "object"
        case ir.ListType():
            return "array"
        case ir.IntegerType() | ir.NumberType():
            return "number"
        case ir.BooleanType():
            return "boolean"
        case ir.ConstType():
            return json_type_of(type_.value)
        case ir.UnionType() | ir.AnyType():
            raise AssertionError("no member of a union is one")
        case _:
            return "string"


def json_type_of(value: Json) -> str:
    """What a value is in JSON."""
    names = {str: "string", list: "array", dict: "object", bool: "boolean"}
    return "null" if value is None else names.get(type(value), "number")


def _keys(type_: ir.Type, count: int) -> list[str]:
    """Different keys of a map, as many as there are up to a count."""
    if isinstance(type_, ir.NamedType):
        return _keys(type_.target, count)
    if isinstance(type_, ir.StringType) and not (type_.pattern or type_.format):
        return [str(number).rjust(type_.min or 0, "0") for number in range(count)]
    cases = _scalars(type_)  # type: ignore[arg-type]
    texts = [case.value for case in cases if case.good]
    return [text for text in _distinct(texts) if isinstance(text, str)][:count]


def _distinct(values: list[Json]) -> list[Json]:
    """The values that differ as JSON, where 1 and 1.0 are equal, and 1 and true are not."""
    found: list[Json] = []
    for value in values:
        if not any(
            value == other and json_type_of(value) == json_type_of(other)
            for other in found
        ):
            found.append(value)
    return found


def _within(type_: ir.ListType | ir.MapType, count: int) -> bool:
    return (type_.min or 0) <= count and (type_.max is None or count <= type_.max)


def _sized(cases: Iterable[Case], limit: int | None) -> Iterator[Case]:
    """The cases, those that are too large being no good."""
    for case in cases:
        if case.good and limit is not None and _size(case.value) > limit:
            yield case._replace(kind="bytes", idea="too many", good=False)
        else:
            yield case


def _size(value: Json) -> int:
    """The bytes of compact JSON in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode())


def _takes_null(place: ir.Field | ir.Slot) -> bool:
    bare = place.type
    while isinstance(bare, ir.NamedType):
        bare = bare.target
    return place.nullable or isinstance(bare, ir.AnyType)


Scalar: TypeAlias = (
    ir.StringType
    | ir.IntegerType
    | ir.NumberType
    | ir.BooleanType
    | ir.DateType
    | ir.TimeType
    | ir.DateTimeType
    | ir.UuidType
    | ir.IdType
    | ir.EnumType
    | ir.ConstType
)


def _scalars(type_: Scalar) -> Iterator[Case]:
    match type_:
        case ir.StringType():
            yield from _sized(_texts(type_), type_.max_bytes)
            yield from _wrong("string", type_.format or "string")
        case ir.IntegerType() | ir.NumberType():
            yield from _numbers(type_)
            yield from _wrong("number", "number")
            yield Case("", "number", "digits as text", "1", False)
        case ir.BooleanType():
            yield Case("", "boolean", "true", True, True)
            yield Case("", "boolean", "false", False, True)
            yield Case("", "boolean", "0", 0, False)
            yield Case("", "boolean", "true as text", "true", False)
            yield from _wrong("boolean", "boolean")
        case ir.DateType():
            yield from _table("date", DATES)
        case ir.TimeType():
            yield from _table("time", TIMES)
        case ir.DateTimeType():
            yield from _table("datetime", DATE_TIMES)
        case ir.UuidType():
            yield from _table("uuid", UUIDS)
        case ir.IdType():
            yield from _ids(type_)
        case ir.EnumType():
            members = [value.value for value in type_.values]
            yield from _members("enum", members)
            yield from _wrong("string", "enum")
        case ir.ConstType():
            yield from _constants(type_.value)
        case _:
            assert_never(type_)


def _around(limit: int | None) -> set[int]:
    return set() if limit is None else {max(limit - 1, 0), limit, limit + 1}


def _wrong(right: str, kind: str) -> Iterator[Case]:
    for name, value in WRONG.items():
        if name != right:
            yield Case("", kind, f"{name} instead", value, False)


def _table(kind: str, table: dict[str, tuple[str, bool]]) -> Iterator[Case]:
    for idea, (value, good) in table.items():
        yield Case("", kind, idea, value, good)
    yield from _wrong("string", kind)


def _members(kind: str, members: list[str]) -> Iterator[Case]:
    for member in members:
        yield Case("", kind, "a member", member, True)
        for near in (member.upper(), member + " ", member + "\n", member[:-1], ""):
            if near not in members:
                yield Case("", kind, "near a member", near, False)


def _constants(value: str | int | bool) -> Iterator[Case]:
    right = json_type_of(value)
    if isinstance(value, str):
        yield from _members("const", [value])
    else:
        yield Case("", "const", "it", value, True)
        yield Case("", "const", "it as text", json.dumps(value), False)
    if isinstance(value, bool):
        yield Case("", "const", "the other one", not value, False)
        yield Case("", "const", "as a number", int(value), False)
    elif isinstance(value, int):
        yield Case("", "const", "near it", value + 1, False)
        yield Case("", "const", "its negative", -value, False)
    yield from (case for case in _wrong(right, "const") if case.value != value)


def _ids(type_: ir.IdType) -> Iterator[Case]:
    pattern = _pattern(id_pattern(type_.prefix))
    for pick in range(3):
        yield Case("", "id", "good", sample(pattern, pick=pick), True)
    for miss in near_misses(pattern, 30):
        yield Case("", "id", "near miss", miss, False)
    yield Case("", "id", "other prefix", f"zzz_{'0' * 32}", False)
    yield from _wrong("string", "id")


def _texts(type_: ir.StringType) -> Iterator[Case]:
    kind = type_.format or "string"
    pattern = None
    if type_.pattern is not None:
        pattern = _pattern(type_.pattern)
    elif type_.format is not None:
        pattern = _pattern(FORMATS[type_.format].pattern)
    if type_.format is not None:
        for idea, (text, _) in FORMATTED[type_.format].items():
            yield _text(type_, kind, idea, text)
    for length in sorted({0, 1, 7, *_around(type_.min), *_around(type_.max)}):
        value = _of_length(pattern, length)
        if value is not None:
            yield _text(type_, kind, f"{length} characters", value)
    if type_.max_bytes is not None:
        for count in _around(type_.max_bytes - 2):  # the quotes are counted
            yield _text(type_, kind, "around the most bytes", "é" + "a" * (count - 2))
    if pattern is None:
        for idea, odd in {"line end": "a\n", "space": " ", "NUL": "\0"}.items():
            yield _text(type_, kind, idea, odd.ljust(type_.min or 0, "a"))
    else:
        for pick in range(3):
            value = sample(pattern, pick=pick)
            if value is not None:
                yield _text(type_, kind, "a sample", value)
        for miss in near_misses(pattern, 40):
            yield _text(type_, kind, "near miss", miss)


def _text(type_: ir.StringType, kind: str, idea: str, value: str) -> Case:
    """A text, judged by each limit."""
    good = (type_.min or 0) <= len(value)
    good &= type_.max is None or len(value) <= type_.max
    good &= type_.pattern is None or bool(re.fullmatch(type_.pattern, value))
    if type_.format is not None:
        known = FORMATTED[type_.format].get(idea, (None, False))
        if known[0] == value:
            good &= known[1]
        else:
            good &= bool(re.fullmatch(FORMATS[type_.format].pattern, value))
    return Case("", kind, idea, value, good)


def _of_length(pattern: Pattern | None, length: int) -> str | None:
    """A text of a length; without a pattern, half of it beyond the BMP."""
    if pattern is not None:
        return sample(pattern, length)
    return ("a😀é𝛑" * length)[:length]


def _pattern(text: str) -> Pattern:
    parsed = parse_pattern(text)
    assert not isinstance(parsed, Problem)
    return parsed


def _numbers(type_: ir.IntegerType | ir.NumberType) -> Iterator[Case]:
    limits = (type_.minimum, type_.maximum, type_.above, type_.below)
    steps = (-1, 0, 1) if isinstance(type_, ir.IntegerType) else (-1, -0.5, 0, 0.5, 1)
    tried = {limit + step for limit in limits if limit is not None for step in steps}
    for value in sorted(tried | {0, 1, 165, -1, 2**40}):
        yield Case("", "number", "around a limit", value, _allows(type_, value))
    if isinstance(type_, ir.NumberType):
        for value in (0.1, 1e15, 1.5e-9, -0.0):
            yield Case("", "number", "not whole", value, _allows(type_, value))
    else:
        yield Case("", "number", "not whole", 1.5, False)


def _allows(type_: ir.IntegerType | ir.NumberType, value: float) -> bool:
    step = type_.multiple_of
    return (
        (type_.minimum is None or value >= type_.minimum)
        and (type_.maximum is None or value <= type_.maximum)
        and (type_.above is None or value > type_.above)
        and (type_.below is None or value < type_.below)
        and not (step and Fraction(str(value)) % Fraction(str(step)))
    )
