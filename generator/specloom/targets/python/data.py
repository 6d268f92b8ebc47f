"""Writes examples down, by Python names: what the tests make arguments and JSON of.

What a field shows is mostly what its type shows: that is written once, beside the type.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from specloom import ir
from specloom.names import python_member
from specloom.targets.python.layout import Code, Group, call, constant, literal, pair


class Shown:
    """What the types of a build show: a named type what most of its fields do."""

    def __init__(self, api: ir.Api) -> None:
        self.api = api
        votes: dict[tuple[ir.Path, str], Counter[str]] = {}
        for field in _fields(api):
            if field.has_example and isinstance(field.type, ir.NamedType):
                name = (field.type.home, field.type.name)
                votes.setdefault(name, Counter())[json.dumps(field.example)] += 1
        self.types: dict[tuple[ir.Path, str], ir.Json] = {
            name: json.loads(found.most_common(1)[0][0])
            for name, found in votes.items()
        }

    def of(self, type_: ir.Type) -> ir.Json:
        """What is shown for a type without more words; None if nothing is."""
        match type_:
            case ir.NamedType():
                return self.types.get((type_.home, type_.name))
            case ir.RecordType():
                record = self.api.record(type_)
                return dict(record.example) if is_complete(record) else None
            case ir.ListType():
                item = self.of(type_.item.type)
                return None if item is None else [item]
            case ir.ConstType():
                return type_.value
            case _:
                return None


def _fields(api: ir.Api) -> Iterator[ir.Field]:
    for module in api.modules:
        for record in module.records:
            yield from record.fields
        for endpoint in module.endpoints:
            yield from endpoint.arguments


class Names(Protocol):
    """What examples are written with."""

    api: ir.Api
    shown: Shown

    def support(self, name: str) -> str:
        """A name of the modules that run tables."""
        ...

    def constant(self, home: ir.Path, name: str) -> str | None:
        """The table of a record, if it stands already."""
        ...


def is_complete(record: ir.Record) -> bool:
    """Whether the example of a record is one of its objects."""
    return bool(record.example) and all(
        field.name in record.example for field in record.fields if field.required
    )


def record_example(record: ir.Record, names: Names) -> Group | None:
    """What a record shows beyond its types; None if that can't be said."""
    told = []
    for field in record.fields:
        uses = ir.uses_of(field.type)
        stands = all(names.constant(use.home, use.name) for use in uses)
        usual = names.shown.of(field.type) if stands else None
        if field.name in record.example:
            own = record.example[field.name]
            if usual is None or json.dumps(usual) != json.dumps(own):
                told.append(field)
        elif usual is not None:
            return None
    return example_of(record.example, tuple(told), names)


def example_of(
    example: dict[str, ir.Json], fields: tuple[ir.Field, ...], names: Names
) -> Group | None:
    """The fields of an example; None if a record that it holds has no table yet."""
    pairs = []
    for field in fields:
        if field.name in example:
            made = datum(example[field.name], field.type, names)
            if made is None:
                return None
            pairs.append(pair(literal(python_member(field.name)), made))
    return Group("{", tuple(pairs), "}")


def datum(value: ir.Json, type_: ir.Type, names: Names) -> Code | None:
    """An example of a type."""
    match bare(type_):
        case ir.RecordType() as use if isinstance(value, dict):
            table, record = names.constant(use.home, use.name), names.api.record(use)
            if table is None:
                return None
            if value == record.example and is_complete(record):
                return f"{table}.example"
            made = example_of(value, record.fields, names)
            return made and call(names.support("Given"), table, made)
        case ir.UnionType() as union if isinstance(value, dict):
            return datum(value, _member(value, union, names.api), names)
        case ir.ListType() as many if isinstance(value, list):
            items = [datum(item, many.item.type, names) for item in value]
            known = tuple(item for item in items if item is not None)
            return Group("[", known, "]") if len(known) == len(items) else None
        case ir.MapType() as many if isinstance(value, dict):
            entries = []
            for key, item in value.items():
                part = datum(item, many.value.type, names)
                if part is None:
                    return None
                entries.append(pair(literal(key), part))
            return Group("{", tuple(entries), "}")
        case ir.DateTimeType() if isinstance(value, str):
            return call(names.support("Moment"), literal(value))
    return _plain(value)


def _member(value: dict[str, ir.Json], union: ir.UnionType, api: ir.Api) -> ir.Type:
    """The member of a union that an object is an example of."""
    fitting: list[tuple[int, ir.Type]] = []
    for member in union.members:
        if isinstance(bare(member), ir.MapType):
            fitting.append((-1, member))
        if isinstance(member, ir.RecordType) and _fits(value, api.record(member)):
            required = [field for field in api.record(member).fields if field.required]
            fitting.append((len(required), member))
    return max(fitting, key=lambda found: found[0])[1]


def _fits(value: dict[str, ir.Json], record: ir.Record) -> bool:
    """Whether an object has what a record requires, constants too."""
    for field in record.fields:
        if field.required and field.name not in value:
            return False
        only = bare(field.type)
        given = value.get(field.name)
        if isinstance(only, ir.ConstType) and given not in (None, only.value):
            return False
    return True


def _plain(value: ir.Json) -> Code:
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, dict):
        return Group(
            "{", tuple(pair(literal(k), _plain(v)) for k, v in value.items()), "}"
        )
    if isinstance(value, list):
        return Group("[", tuple(map(_plain, value)), "]")
    return constant(value)


def bare(type_: ir.Type) -> ir.Type:
    """What a named type stands for in the end."""
    return bare(type_.target) if isinstance(type_, ir.NamedType) else type_
