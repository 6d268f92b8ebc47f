"""Boundary values of a build, made from the IR alone.

Each value stands in an otherwise complete body and says whether the spec allows it. Nothing
here comes from the generated package or from its tests.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias, assert_never

from specloom import ir
from specloom.formats import FORMATS, id_pattern
from specloom.patterns import Pattern, Problem, near_misses, parse_pattern, sample

from .known_texts import DATE_TIMES, DATES, TIMES, UUIDS

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


class Boundaries:
    """The boundary values of one build's types."""

    def __init__(self, api: ir.Api, *, request: bool) -> None:
        self._api = api
        self._request = request

    def bodies(self, fields: tuple[ir.Field, ...]) -> Iterator[Case]:
        """Whole bodies with these fields."""
        for case in self._objects(fields, ()):
            yield case._replace(place=case.place.removeprefix("."))

    def _objects(
        self, fields: tuple[ir.Field, ...], above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        full: dict[str, Json] = {f.wire: self._full(f.type, above) for f in fields}
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
            yield Case(at, "field", "null", nulled, field.nullable)
            if field.wire != field.name and not self._request:
                renamed: dict[str, Json] = {**without, field.name: full[field.wire]}
                yield Case(at, "field", "by its Python name", renamed, False)
            for case in self._values(field.type, above):
                changed: dict[str, Json] = {**full, field.wire: case.value}
                yield case._replace(place=at + case.place, value=changed)

    def _full(self, type_: ir.Type, above: tuple[ir.RecordType, ...]) -> Json:
        """A valid value with everything in it."""
        match type_:
            case ir.RecordType():
                within = (*above, type_)
                return {
                    field.wire: self._full(field.type, within)
                    for field in self._api.record(type_).fields
                    if field.required or not self._returns_to(field.type, within)
                }
            case ir.NamedType():
                return self._full(type_.target, above)
            case ir.ListType():
                count = max(1, type_.min or 0)
                return [self._full(type_.item.type, above) for _ in range(count)]
            case ir.MapType():
                return {"key": self._full(type_.value.type, above)}
            case ir.UnionType():
                return self._full(type_.members[0], above)
            case ir.AnyType():
                return {"any": [1, None]}
            case _:
                return next(c.value for c in self._values(type_, above) if c.good)

    def _returns_to(self, type_: ir.Type, above: tuple[ir.RecordType, ...]) -> bool:
        return isinstance(type_, ir.RecordType) and type_ in above

    def _values(
        self, type_: ir.Type, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        """Values of a type, good ones and bad ones."""
        match type_:
            case ir.NamedType():
                yield from self._values(type_.target, above)
            case ir.RecordType():
                yield from _wrong("object", "record")
                if type_ not in above:
                    fields = self._api.record(type_).fields
                    yield from self._objects(fields, (*above, type_))
            case ir.ListType():
                yield from _wrong("array", "list")
                yield from self._lists(type_, above)
            case ir.MapType():
                yield from _wrong("object", "map")
                yield from self._maps(type_, above)
            case ir.UnionType():
                for member in type_.members:
                    yield from (c for c in self._values(member, above) if c.good)
            case ir.AnyType():
                for name, value in {**WRONG, "null": None}.items():
                    yield Case("", "any", name, value, True)
            case _:
                yield from _scalars(type_)

    def _lists(
        self, type_: ir.ListType, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        item = self._full(type_.item.type, above)
        assert not type_.unique, "this API has no such list: write its values here"
        low, high = type_.min or 0, type_.max
        for count in sorted({0, 1, 2, max(low - 1, 0), low, *_around(high)}):
            good = low <= count and (high is None or count <= high)
            yield Case("", "list", f"{count} items", [item] * count, good)
        yield Case("[]", "list", "null inside", [item, None], type_.item.nullable)
        for case in self._values(type_.item.type, above):
            yield case._replace(place=f"[]{case.place}", value=[item, case.value])

    def _maps(
        self, type_: ir.MapType, above: tuple[ir.RecordType, ...]
    ) -> Iterator[Case]:
        value = self._full(type_.value.type, above)
        low, high = type_.min or 0, type_.max
        for count in sorted({0, 1, max(low - 1, 0), low, *_around(high)}):
            pairs = {f"key {number}": value for number in range(count)}
            good = low <= count and (high is None or count <= high)
            yield Case("", "map", f"{count} pairs", pairs, good)
        for case in self._values(type_.key, above):
            if isinstance(case.value, str):
                pairs = {"key": value, case.value: value}
                yield case._replace(place="{key}", kind="key", value=pairs)
        nulled: dict[str, Json] = {"key": None}
        yield Case("{}", "map", "null inside", nulled, type_.value.nullable)
        for case in self._values(type_.value.type, above):
            yield case._replace(place="{}" + case.place, value={"key": case.value})


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
            yield from _texts(type_)
            yield from _wrong("string", "string")
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
            yield from _members("const", [str(type_.value)])
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


def _ids(type_: ir.IdType) -> Iterator[Case]:
    pattern = _pattern(id_pattern(type_.prefix))
    for pick in range(3):
        yield Case("", "id", "good", sample(pattern, pick=pick), True)
    for miss in near_misses(pattern, 30):
        yield Case("", "id", "near miss", miss, False)
    yield Case("", "id", "other prefix", f"zzz_{'0' * 32}", False)
    yield from _wrong("string", "id")


def _texts(type_: ir.StringType) -> Iterator[Case]:
    low, high = type_.min or 0, type_.max
    text = type_.pattern
    if text is None and type_.format is not None:
        text = FORMATS[type_.format].pattern
    pattern = None if text is None else _pattern(text)
    for length in sorted({0, 1, 7, *_around(type_.min), *_around(high)}):
        value = _of_length(pattern, length)
        if value is not None:
            good = low <= length and (high is None or length <= high)
            yield Case("", "string", f"{length} characters", value, good)
    if pattern is None:
        for idea, odd in {"line end": "a\n", "space": " ", "NUL": "\0"}.items():
            yield Case("", "string", idea, odd.ljust(low, "a"), True)
    else:
        for miss in near_misses(pattern, 40):
            yield Case("", "string", "near miss", miss, False)


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
    return (
        (type_.minimum is None or value >= type_.minimum)
        and (type_.maximum is None or value <= type_.maximum)
        and (type_.above is None or value > type_.above)
        and (type_.below is None or value < type_.below)
        and (type_.multiple_of is None or value % type_.multiple_of == 0)
    )
