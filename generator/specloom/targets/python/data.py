"""Writes examples down: as arguments, with Python names, or as JSON, with those of the wire."""

from collections.abc import Callable

from specloom import ir
from specloom.names import python_member
from specloom.targets.python.layout import Code, Group, call, constant, literal, pair


class DataWriter:
    """Writes the examples of one build. `support` imports a name of the tests' own module."""

    def __init__(self, api: ir.Api, support: Callable[[str], str]) -> None:
        self.api = api
        self.support = support

    def record(
        self, example: dict[str, ir.Json], fields: tuple[ir.Field, ...], *, python: bool
    ) -> Code:
        """An example of a record, with Python names or with those of JSON."""
        pairs = tuple(
            pair(
                literal(python_member(field.name) if python else field.wire),
                self.datum(example[field.name], field.type, python),
            )
            for field in fields
            if field.name in example
        )
        return Group("{", pairs, "}")

    def datum(self, value: ir.Json, type_: ir.Type, python: bool) -> Code:
        """An example of a type."""
        match bare(type_):
            case ir.RecordType() as use if isinstance(value, dict):
                return self.record(value, self.api.record(use).fields, python=python)
            case ir.UnionType() as union if isinstance(value, dict):
                return self.datum(value, self.member(value, union), python)
            case ir.ListType() as many if isinstance(value, list):
                return Group(
                    "[",
                    tuple(self.datum(item, many.item.type, python) for item in value),
                    "]",
                )
            case ir.MapType() as many if isinstance(value, dict):
                entries = tuple(
                    pair(literal(key), self.datum(item, many.value.type, python))
                    for key, item in value.items()
                )
                return Group("{", entries, "}")
            case ir.DateTimeType() if isinstance(value, str) and python:
                return call(self.support("Moment"), literal(value))
        return _plain(value)

    def member(self, value: dict[str, ir.Json], union: ir.UnionType) -> ir.Type:
        """The member of a union that an object is an example of."""
        fitting: list[tuple[int, ir.Type]] = []
        for member in union.members:
            if isinstance(member, ir.RecordType):
                required = {
                    f.name for f in self.api.record(member).fields if f.required
                }
                if required <= value.keys():
                    fitting.append((len(required), member))
            elif isinstance(bare(member), ir.MapType):
                fitting.append((-1, member))
        return max(fitting, key=lambda found: found[0])[1]


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
