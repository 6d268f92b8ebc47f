"""The tests of a package: tables of cases, and the few functions that run them.

In: `ir.Api`, and the same build as the other variants see it. Out: one module per module of
the package. Each record and each builder has one table; what runs it are the modules of
`specloom.runtime.tests`, which are copied.
"""

from typing import NamedTuple

from specloom import ir
from specloom.names import python_function
from specloom.targets.python.data import DataWriter
from specloom.targets.python.imports import import_block
from specloom.targets.python.layout import (
    Code,
    Group,
    call,
    docstring,
    literal,
    statement,
)
from specloom.targets.python.modules import header
from specloom.targets.python.naming import stem
from specloom.targets.python.order import in_order
from specloom.targets.python.sharing import render_shared
from specloom.targets.python.tables import FOLDER, TAKEN, TableWriter
from specloom.targets.templates import template


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
        self, module: ir.Module, api: ir.Api, siblings: tuple[ir.Api, ...]
    ) -> None:
        self.module = module
        self.api = api
        self.tables = TableWriter(module, api, siblings)
        self.data = DataWriter(api, self.tables.support)
        self.tests: list[TestView] = []

    def render(self) -> str:
        tables = []
        for declared in in_order(self.module):
            if isinstance(declared, ir.NamedType):
                self.tables.kind_constant(declared)
            else:
                tables.append(self.tables.record_table(declared))
        tables += [
            self.tables.request_table(endpoint) for endpoint in self.module.endpoints
        ]
        if tables:
            self.table_tests(tables)
        for endpoint in self.module.endpoints:
            self.endpoint_tests(endpoint)
        block = import_block(self.tables.imports, self.tables.path, package=False)
        view = {
            "header": header(self.api),
            "docstring": docstring(f"Tests of `{'.'.join(self.module.path)}`.", ""),
            "imports": block,
            "constants": self.tables.constants,
            "tests": self.tests,
        }
        return template("python/tests.py.jinja").render(view)

    def test(self, name: str, doc: str, *body: str, given: Code | None = None) -> None:
        decorator, arguments = None, ""
        if given is not None:
            self.tables.imports.setdefault("hypothesis", set()).update(
                ("given", "settings")
            )
            decorator = (
                statement("@", call("given", given)) + "\n@settings(deadline=None)"
            )
            self.tables.need("typing", "Any")
            arguments = "drawn: dict[str, Any]"
        lines = tuple(f"    {line}" if line else "" for line in body)
        self.tests.append(
            TestView(name, decorator, arguments, docstring(doc, "    "), lines)
        )

    def table_tests(self, tables: list[str]) -> None:
        self.tables.imports.setdefault("pytest", set())
        checks = (
            ("presence", "Each field absent, null, valid and invalid, both ways."),
            ("limits", "Each limit, pattern and format: at it, and to either side."),
            ("names", "Each field under its names, in Python and in JSON."),
            ("unknown", "Names that nothing here has are refused, or kept when read."),
            ("every_mistake", "Every mistake is told at once, and no value."),
        )
        items = Group("[", tuple(tables), "]")
        self.tables.constants.append(statement("TABLES = ", items))
        for check, doc in checks:
            function = self.tables.support(f"check_{check}")
            view = TestView(
                f"test_{check}",
                '@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)',
                f"table: {self.tables.support('Table')}",
                docstring(doc, "    "),
                (f"    {function}(table)",),
            )
            self.tests.append(view)

    def endpoint_tests(self, endpoint: ir.Endpoint) -> None:
        function = python_function(endpoint.name)
        table = f"{endpoint.name.upper()}_ARGUMENTS"
        made = call(
            self.tables.support("check_request"),
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
            self.tables.need((), "strategies")
            reach = ".".join(("strategies", *endpoint.resource, function))
            params = self.tables.subject(stem(endpoint, self.api.acronyms).params)
            self.test(
                f"test_{endpoint.name}_sends_any_arguments",
                "Whatever the spec allows is sent as it was given.",
                f"{self.tables.support('check_sent')}({table}, {params}, drawn)",
                given=f"{reach}()",
            )
        if endpoint.returns is not None:
            self.tables.need((), "strategies")
            reach = ".".join(
                ("strategies", *endpoint.resource, f"{endpoint.name}_response")
            )
            self.test(
                f"test_{endpoint.name}_reads_any_response",
                "Whatever the spec allows is read, and comes back equal.",
                f"{self.tables.support('check_read')}({self.model(endpoint.returns)}, drawn)",
                given=f"{reach}()",
            )

    def model(self, use: ir.RecordType) -> str:
        if use.home == self.module.path:
            return self.tables.subject(use.name)
        if use.name not in TAKEN:
            return self.tables.need(use.home, use.name)
        self.tables.need(use.home, f"{use.name} as {use.name}Model")
        return f"{use.name}Model"

    def examples(self, endpoint: ir.Endpoint) -> None:
        for number, example in enumerate(endpoint.examples, 1):
            suffix = f"_{number}" if len(endpoint.examples) > 1 else ""
            table = f"{endpoint.name.upper()}_ARGUMENTS"
            arguments = self.data.record(example, endpoint.body, python=True)
            body = self.data.record(example, endpoint.body, python=False)
            constant = f"{endpoint.name.upper()}_EXAMPLE{suffix}"
            self.tables.constants.append(statement(f"{constant} = ", arguments))
            self.tables.constants.append(statement(f"{constant}_BODY = ", body))
            self.test(
                f"test_{endpoint.name}_example{suffix}",
                "The documented arguments are sent as the documented body.",
                f"{self.tables.support('check_example')}({table}, {constant}, {constant}_BODY)",
            )
        if endpoint.returns is None:
            return
        record = self.api.record(endpoint.returns)
        if all(
            field.name in record.example for field in record.fields if field.required
        ):
            constant = f"{endpoint.name.upper()}_RESPONSE"
            body = self.data.record(record.example, record.fields, python=False)
            self.tables.constants.append(statement(f"{constant} = ", body))
            model = self.model(endpoint.returns)
            self.test(
                f"test_{endpoint.name}_response_example",
                "The documented answer is read, and comes back equal.",
                f"{self.tables.support('check_response_example')}({model}, {constant})",
            )
