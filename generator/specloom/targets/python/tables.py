"""Writes tables of cases down: kinds of values, and the rows of records and builders.

In: types, records and endpoints of one module. Out: the constants of its test module, and what
they need imported.
"""

from collections.abc import Sequence
from typing import assert_never

from specloom import ir
from specloom.names import python_function, python_member, snake
from specloom.targets.cases import (
    Array,
    Bad,
    Cases,
    Items,
    Moment,
    Nested,
    Object,
    OnWire,
    Pairs,
    Times,
    Value,
    cases_of,
)
from specloom.targets.python.data import bare
from specloom.targets.python.layout import (
    Code,
    Group,
    call,
    constant,
    flat,
    literal,
    pair,
    statement,
)
from specloom.targets.python.sharing import counterparts, members

FOLDER = "tests"
MODULES = {
    "_checks": (
        "check_every_mistake check_example check_limits check_names check_presence "
        "check_read check_request check_response_example check_sent check_unknown"
    ),
    "_kinds": "BOOLEAN DATE TEXT TIME TIMESTAMP UUID later nested",
    "_tables": (
        "Brief Kind Moment Nested OPTIONAL OPTIONAL_OR_NULL OnWire REQUIRED "
        "REQUIRED_OR_NULL Row Table pairs"
    ),
}
"""What the tests of a module import, and where from."""

_HOMES = {
    name: (FOLDER, home) for home, names in MODULES.items() for name in names.split()
}
TAKEN = frozenset(_HOMES) | {"TABLES"}
"""Names that the tests of a module import or make for themselves."""


class TableWriter:
    """Writes the tables of one test module."""

    def __init__(
        self, module: ir.Module, api: ir.Api, siblings: tuple[ir.Api, ...]
    ) -> None:
        self.module = module
        self.api = api
        self.siblings = siblings
        self.path = _home(module.path)
        self.imports: dict[str | ir.Path, set[str]] = {}
        self.constants: list[str] = []
        self.standing: set[str] = set()  # the names of these constants
        self.awaited: set[str] = set()  # those that were referred to before

    def need(self, module: str | ir.Path, name: str) -> str:
        """Notes an import."""
        if module != self.path:
            self.imports.setdefault(module, set()).add(name)
        return name

    def support(self, name: str) -> str:
        """A name of the modules that run tables."""
        return self.need(_HOMES[name], name)

    def subject(self, name: str) -> str:
        """A name of the module under test, through the module: `studies.create`."""
        parent, last = self.module.path[:-1], self.module.path[-1]
        self.imports.setdefault(parent, set()).add(last)
        return f"{last}.{name}"

    def kind_constant(self, named: ir.NamedType) -> None:
        """The kind of a named type."""
        name = _constant(named.name)
        kind = self._kind_call(self.cases(named))
        self.constants.append(statement(f"{name} = ", kind))
        self.standing.add(name)

    def record_table(self, record: ir.Record) -> str:
        """The table of a record; its constant's name."""
        rows = [self.row(field) for field in record.fields]
        self._table(
            _table(record.name), record.name, record.name, rows, self.foreign(record)
        )
        return _table(record.name)

    def request_table(self, endpoint: ir.Endpoint) -> str:
        """The table of a builder; its constant's name."""
        rows = [self.row(field) for field in endpoint.body]
        name = f"{endpoint.name.upper()}_ARGUMENTS"
        full = ".".join((*endpoint.resource, endpoint.name))
        foreign = self.foreign(endpoint)
        self._table(name, full, python_function(endpoint.name), rows, foreign)
        return name

    def _table(
        self,
        constant: str,
        name: str,
        made: str,
        rows: list[Code],
        foreign: dict[str, str],
    ) -> None:
        items: list[Code] = [literal(name), self.subject(made), _list(rows)]
        if foreign:
            pairs = tuple(
                pair(literal(key), literal(foreign[key])) for key in sorted(foreign)
            )
            items.append(Group("{", pairs, "}"))
        made_call = call(self.support("Table"), *items)
        # mypy can't infer what is referred to before it stands.
        annotation = f": {self.support('Table')}" if constant in self.awaited else ""
        self.constants.append(statement(f"{constant}{annotation} = ", made_call))
        self.standing.add(constant)

    def foreign(self, owner: ir.Record | ir.Endpoint) -> dict[str, str]:
        """The names that other variants have in this place and this one has not."""
        own = members(owner)
        names = {python_member(field.name) for field in own}
        wires = {field.wire for field in own}
        found = {}
        for sibling in self.siblings:
            for other in counterparts(owner, sibling):
                for field in members(other):
                    name = python_member(field.name)
                    if name not in names and field.wire not in wires:
                        found[name] = field.wire
        return found

    def row(self, field: ir.Field) -> Code:
        """A field as a row."""
        nullable = field.nullable or isinstance(bare(field.type), ir.AnyType)
        presence = "REQUIRED" if field.required else "OPTIONAL"
        return call(
            self.support("Row"),
            literal(python_member(field.name)),
            literal(field.wire),
            self.support(f"{presence}_OR_NULL" if nullable else presence),
            self.kind(field.type),
        )

    def kind(self, type_: ir.Type) -> Code:
        """A constant where there is one, else the kind written out."""
        match type_:
            case ir.NamedType():
                home, name = _home(type_.home), _constant(type_.name)
                if self.stands(home, name):
                    return self.need(home, name)
                return self._kind_call(self.cases(type_))
            case ir.StringType() if type_ == ir.StringType():
                return self.support("TEXT")
            case ir.BooleanType():
                return self.support("BOOLEAN")
            case ir.DateType():
                return self.support("DATE")
            case ir.TimeType():
                return self.support("TIME")
            case ir.DateTimeType():
                return self.support("TIMESTAMP")
            case ir.UuidType():
                return self.support("UUID")
            case ir.RecordType() if type_.max_bytes is None:
                home, name = _home(type_.home), _table(type_.name)
                if not self.stands(home, name):
                    return call(self.support("later"), f"lambda: {name}")
                return call(self.support("nested"), self.need(home, name))
            case _:
                return self._kind_call(self.cases(type_))

    def stands(self, home: ir.Path, name: str) -> bool:
        """Whether a constant can be referred to: of this module, only one further up."""
        if home != self.path or name in self.standing:
            return True
        self.awaited.add(name)
        return False

    def cases(self, type_: ir.Type) -> Cases:
        """The cases of a type; the valid value comes to an end, if that can be."""
        cases = cases_of(type_)
        finite = [v for v in (cases.valid, *cases.good) if not self.recurs(v)]
        if finite and finite[0] is not cases.valid:
            others = (v for v in (cases.valid, *cases.good) if v is not finite[0])
            return Cases(finite[0], tuple(others), cases.bad)
        return cases

    def recurs(self, value: Value) -> bool:
        """Whether a value holds an object of a record that holds itself."""
        match value:
            case Nested():
                return self.api.record(value.record).recursive
            case Array():
                return any(map(self.recurs, value.items))
            case Object():
                return any(self.recurs(item) for _, item in value.pairs)
            case Items():
                return self.recurs(value.item)
            case Pairs():
                return self.recurs(value.value)
            case _:
                return False

    def _kind_call(self, cases: Cases) -> Code:
        good = tuple(self.value(value) for value in cases.good)
        bad = tuple(self._bad(found) for found in cases.bad)
        items = [self.value(cases.valid)]
        if good or bad:
            items.append(_list(good))
        if bad:
            items.append(_list(bad))
        return call(self.support("Kind"), *items)

    def _bad(self, found: Bad) -> Code:
        parts: list[Code] = [self.value(found.value), literal(found.rule)]
        if found.inside:
            parts.append(literal(found.inside))
        return Group("(", tuple(parts), ")")

    def value(self, value: Value) -> Code:
        """A case's value as Python."""
        match value:
            case None | bool() | int() | float():
                return constant(value)
            case str():
                return literal(value)
            case Times():
                return f"{literal(value.text)} * {value.times}"
            case Items():
                return f"{flat(Group('[', (self.value(value.item),), ']'))} * {value.times}"
            case Pairs():
                return call(
                    self.support("pairs"), str(value.number), self.value(value.value)
                )
            case Nested():
                home, name = _home(value.record.home), _table(value.record.name)
                if not self.stands(home, name):
                    return call(self.support("Brief"), f"lambda: {name}")
                return call(self.support("Nested"), self.need(home, name))
            case Moment():
                return call(self.support("Moment"), literal(value.text))
            case OnWire():
                return call(self.support("OnWire"), self.value(value.value))
            case Array():
                return Group("[", tuple(self.value(item) for item in value.items), "]")
            case Object():
                pairs = tuple(
                    pair(flat(self.value(key)), self.value(item))
                    for key, item in value.pairs
                )
                return Group("{", pairs, "}")
            case _:
                assert_never(value)


def _list(items: Sequence[Code]) -> Code:
    return Group("[", tuple(items), "]")


def _home(path: ir.Path) -> ir.Path:
    """The test module of a module."""
    return (FOLDER, *path[:-1], f"test_{path[-1]}")


def _constant(name: str) -> str:
    return f"{snake(name).upper()}_KIND"


def _table(record: str) -> str:
    return f"{snake(record).upper()}_TABLE"
