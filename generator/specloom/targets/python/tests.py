"""The tests of a package: tables of cases, and the few functions that run them.

In: `ir.Api`, and the same build as the other variants see it. Out: one module per module of
the package. Each record and each builder has one table; what runs it is `_tables.py`, a real
module that is copied.
"""

from collections.abc import Sequence
from typing import NamedTuple, assert_never

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
from specloom.targets.python.imports import import_block
from specloom.targets.python.layout import (
    Code,
    Group,
    call,
    constant,
    docstring,
    flat,
    literal,
    pair,
    statement,
)
from specloom.targets.python.modules import header
from specloom.targets.python.naming import stem
from specloom.targets.python.order import in_order
from specloom.targets.python.sharing import counterparts, members, render_shared
from specloom.targets.templates import template

FOLDER = "tests"
SUPPORT = (FOLDER, "_tables")
_CONSTANTS = (
    "BOOLEAN DATE OPTIONAL OPTIONAL_OR_NULL REQUIRED REQUIRED_OR_NULL TABLES TEXT"
)
_CLASSES = "Brief Kind Moment Nested OnWire Row Table"
_TAKEN = frozenset(f"{_CONSTANTS} TIME TIMESTAMP UUID {_CLASSES}".split())
"""Names that the tests of a module import or make for themselves."""


class TestView(NamedTuple):
    """A function that checks one thing."""

    name: str
    decorator: str | None
    arguments: str
    docstring: str
    body: tuple[str, ...]


def render_tests(
    api: ir.Api, siblings: tuple[ir.Api, ...], paths: frozenset[ir.Path]
) -> dict[str, str]:
    """Every module of tests."""
    files = {}
    for module in api.modules:
        if module.path in paths:
            folder, name = module.path[:-1], module.path[-1]
            place = "/".join((FOLDER, *folder, f"test_{name}.py"))
            files[place] = _Writer(module, api, siblings).render()
    for sibling in siblings:
        if sibling.build:
            place = f"{FOLDER}/test_like_{sibling.variant}.py"
            files[place] = render_shared(api, sibling, paths)
    return files


class _Writer:
    """Writes the tests of one module."""

    def __init__(
        self,
        module: ir.Module,
        api: ir.Api,
        siblings: tuple[ir.Api, ...],
    ) -> None:
        self.module = module
        self.api = api
        self.siblings = siblings
        self.path = _home(module.path)
        self.imports: dict[str | ir.Path, set[str]] = {}
        self.constants: list[str] = []
        self.standing: set[str] = set()  # the names of these constants
        self.awaited: set[str] = set()  # those that were referred to before
        self.tests: list[TestView] = []

    def need(self, module: str | ir.Path, name: str) -> str:
        if module != self.path:
            self.imports.setdefault(module, set()).add(name)
        return name

    def support(self, name: str) -> str:
        return self.need(SUPPORT, name)

    def subject(self, name: str) -> str:
        """A name of the module under test, through the module: `studies.create`."""
        parent, last = self.module.path[:-1], self.module.path[-1]
        self.imports.setdefault(parent, set()).add(last)
        return f"{last}.{name}"

    def render(self) -> str:
        tables = []
        for declared in in_order(self.module):
            if isinstance(declared, ir.NamedType):
                self.kind_constant(declared)
            else:
                tables.append(self.record_table(declared))
        tables += [self.request_table(endpoint) for endpoint in self.module.endpoints]
        if tables:
            self.table_tests(tables)
        for endpoint in self.module.endpoints:
            self.endpoint_tests(endpoint)
        block = import_block(self.imports, self.path, package=False)
        view = {
            "header": header(self.api),
            "docstring": docstring(f"Tests of `{'.'.join(self.module.path)}`.", ""),
            "imports": block,
            "constants": self.constants,
            "tests": self.tests,
        }
        return template("python/tests.py.jinja").render(view)

    # --- constants ---

    def kind_constant(self, named: ir.NamedType) -> None:
        name = _constant(named.name)
        kind = self.kind_call(self.cases(named))
        self.constants.append(statement(f"{name} = ", kind))
        self.standing.add(name)

    def record_table(self, record: ir.Record) -> str:
        rows = [self.row(field) for field in record.fields]
        self.table(
            _table(record.name), record.name, record.name, rows, self.foreign(record)
        )
        return _table(record.name)

    def request_table(self, endpoint: ir.Endpoint) -> str:
        rows = [self.row(field) for field in endpoint.body]
        name = f"{endpoint.name.upper()}_ARGUMENTS"
        full = ".".join((*endpoint.resource, endpoint.name))
        foreign = self.foreign(endpoint)
        self.table(name, full, python_function(endpoint.name), rows, foreign)
        return name

    def table(
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
        nullable = field.nullable or isinstance(_bare(field.type), ir.AnyType)
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
                return self.kind_call(self.cases(type_))
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
                return self.kind_call(self.cases(type_))

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

    def kind_call(self, cases: Cases) -> Code:
        good = tuple(self.value(value) for value in cases.good)
        bad = tuple(self.bad(found) for found in cases.bad)
        items = [self.value(cases.valid)]
        if good or bad:
            items.append(_list(good))
        if bad:
            items.append(_list(bad))
        return call(self.support("Kind"), *items)

    def bad(self, found: Bad) -> Code:
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

    # --- tests ---

    def test(self, name: str, doc: str, *body: str, given: Code | None = None) -> None:
        decorator, arguments = None, ""
        if given is not None:
            self.need("hypothesis", "given")
            decorator = statement("@", call("given", given))
            self.need("typing", "Any")
            arguments = "drawn: dict[str, Any]"
        lines = tuple(f"    {line}" if line else "" for line in body)
        self.tests.append(
            TestView(name, decorator, arguments, docstring(doc, "    "), lines)
        )

    def table_tests(self, tables: list[str]) -> None:
        self.imports.setdefault("pytest", set())
        checks = (
            ("presence", "Each field absent, null, valid and invalid, both ways."),
            ("limits", "Each limit, pattern and format: at it, and to either side."),
            ("names", "Each field under its names, in Python and in JSON."),
            ("unknown", "Names that nothing here has are refused, or kept when read."),
            ("every_mistake", "Every mistake is told at once, and no value."),
        )
        items = Group("[", tuple(tables), "]")
        self.constants.append(statement("TABLES = ", items))
        for check, doc in checks:
            function = self.support(f"check_{check}")
            view = TestView(
                f"test_{check}",
                '@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)',
                f"table: {self.support('Table')}",
                docstring(doc, "    "),
                (f"    {function}(table)",),
            )
            self.tests.append(view)

    def endpoint_tests(self, endpoint: ir.Endpoint) -> None:
        function = python_function(endpoint.name)
        table = f"{endpoint.name.upper()}_ARGUMENTS"
        made = call(
            self.support("check_request"),
            table,
            literal(endpoint.method),
            literal(endpoint.path),
        )
        self.test(
            f"test_{endpoint.name}_request",
            "The request goes to its method and path, and carries no key.",
            statement("", made, "", "    ").lstrip(),
        )
        self.examples(endpoint)
        if endpoint.body:
            self.need((), "strategies")
            reach = ".".join(("strategies", *endpoint.resource, function))
            params = self.subject(stem(endpoint, self.api.acronyms).params)
            self.test(
                f"test_{endpoint.name}_sends_any_arguments",
                "Whatever the spec allows is sent as it was given.",
                f"{self.support('check_sent')}({table}, {params}, drawn)",
                given=f"{reach}()",
            )
        if endpoint.returns is not None:
            self.need((), "strategies")
            reach = ".".join(
                ("strategies", *endpoint.resource, f"{endpoint.name}_response")
            )
            self.test(
                f"test_{endpoint.name}_reads_any_response",
                "Whatever the spec allows is read, and comes back equal.",
                f"{self.support('check_read')}({self.model(endpoint.returns)}, drawn)",
                given=f"{reach}()",
            )

    def model(self, use: ir.RecordType) -> str:
        if use.home == self.module.path:
            return self.subject(use.name)
        if use.name not in _TAKEN:
            return self.need(use.home, use.name)
        self.need(use.home, f"{use.name} as {use.name}Model")
        return f"{use.name}Model"

    def examples(self, endpoint: ir.Endpoint) -> None:
        for number, example in enumerate(endpoint.examples, 1):
            suffix = f"_{number}" if len(endpoint.examples) > 1 else ""
            table = f"{endpoint.name.upper()}_ARGUMENTS"
            arguments = self.data(example, endpoint.body, python=True)
            body = self.data(example, endpoint.body, python=False)
            constant = f"{endpoint.name.upper()}_EXAMPLE{suffix}"
            self.constants.append(statement(f"{constant} = ", arguments))
            self.constants.append(statement(f"{constant}_BODY = ", body))
            self.test(
                f"test_{endpoint.name}_example{suffix}",
                "The documented arguments are sent as the documented body.",
                f"{self.support('check_example')}({table}, {constant}, {constant}_BODY)",
            )
        if endpoint.returns is None:
            return
        record = self.api.record(endpoint.returns)
        if all(
            field.name in record.example for field in record.fields if field.required
        ):
            constant = f"{endpoint.name.upper()}_RESPONSE"
            body = self.data(record.example, record.fields, python=False)
            self.constants.append(statement(f"{constant} = ", body))
            model = self.model(endpoint.returns)
            self.test(
                f"test_{endpoint.name}_response_example",
                "The documented answer is read, and comes back equal.",
                f"{self.support('check_response_example')}({model}, {constant})",
            )

    def data(
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
        match _bare(type_):
            case ir.RecordType() as use if isinstance(value, dict):
                return self.data(value, self.api.record(use).fields, python=python)
            case ir.UnionType() as union if isinstance(value, dict):
                return self.datum(value, self._member(value, union), python)
            case ir.ListType() as many if isinstance(value, list):
                return _list(
                    [self.datum(item, many.item.type, python) for item in value]
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

    def _member(self, value: "dict[str, ir.Json]", union: ir.UnionType) -> ir.Type:
        fitting: list[tuple[int, ir.Type]] = []
        for member in union.members:
            if isinstance(member, ir.RecordType):
                required = {
                    f.name for f in self.api.record(member).fields if f.required
                }
                if required <= value.keys():
                    fitting.append((len(required), member))
            elif isinstance(_bare(member), ir.MapType):
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


def _list(items: Sequence[Code]) -> Code:
    return Group("[", tuple(items), "]")


def _home(path: ir.Path) -> ir.Path:
    """The test module of a module."""
    return (FOLDER, *path[:-1], f"test_{path[-1]}")


def _constant(name: str) -> str:
    constant = snake(name).upper()
    return f"{constant}_TYPE" if constant in _TAKEN else constant


def _table(record: str) -> str:
    return f"{snake(record).upper()}_RECORD"


def _bare(type_: ir.Type) -> ir.Type:
    return _bare(type_.target) if isinstance(type_, ir.NamedType) else type_
