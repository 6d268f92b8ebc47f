"""The strategies of a package: what hypothesis draws arguments and bodies from.

In: `ir.Api`. Out: one module per module of the package, and the folders' `__init__.py`.
Strategies are written out by hand, never derived from annotations or regular expressions:
that is faster, and what they shrink to is readable.
"""

from typing import NamedTuple

from specloom import ir
from specloom.names import python_function, python_member, snake
from specloom.targets.python.drawing import FOLDER, Drawer, differs
from specloom.targets.python.imports import import_block
from specloom.targets.python.layout import (
    INDENT,
    Code,
    Group,
    call,
    docstring,
    literal,
    pair,
    statement,
)
from specloom.targets.python.modules import header
from specloom.targets.python.naming import file_of, is_package
from specloom.targets.python.order import records_in_order
from specloom.targets.templates import template


class FunctionView(NamedTuple):
    """A function without arguments that returns a strategy."""

    name: str
    returns: str
    docstring: str
    body: str


def render_strategies(api: ir.Api, paths: frozenset[ir.Path]) -> dict[str, str]:
    """Every module of strategies."""
    files = {}
    children: dict[ir.Path, set[str]] = {}
    for module in api.modules:
        if module.path not in paths:
            continue
        for depth in range(len(module.path)):
            children.setdefault(module.path[:depth], set()).add(module.path[depth])
    for module in api.modules:
        if module.path in paths:
            below = children.get(module.path, set())
            text = _Writer(module, api, paths).render(below)
            files[f"{FOLDER}/{file_of(module.path, paths)}"] = text
    for path, names in children.items():
        if path not in paths:
            place = "/".join((FOLDER, *path, "__init__.py"))
            files[place] = _folder(api, path, names)
    return files


def _folder(api: ir.Api, path: ir.Path, names: set[str]) -> str:
    imports = "\n".join(f"from . import {name} as {name}" for name in sorted(names))
    about = ".".join(path) if path else api.build
    doc = f"Hypothesis strategies for `{about}`."
    if not path:
        doc += (
            "\n\n`strategies.<product>.<resource>.<endpoint>()` draws the keyword arguments of"
            " a builder, and `<endpoint>_response()` the body of an answer."
        )
    view = {
        "header": header(api),
        "docstring": docstring(doc, ""),
        "imports": imports,
        "functions": (),
    }
    return template("python/strategies.py.jinja").render(view)


class _Writer:
    """Writes one module of strategies."""

    def __init__(
        self, module: ir.Module, api: ir.Api, paths: frozenset[ir.Path]
    ) -> None:
        self.module = module
        self.api = api
        self.paths = paths
        self.path = (FOLDER, *module.path)
        self.draw = Drawer(module, api)

    def render(self, below: set[str]) -> str:
        functions = [self.named(named) for named in self.module.types]
        functions += [
            self.named_param(n) for n in self.module.types if differs(n.target)
        ]
        for record in records_in_order(self.module):
            functions.append(self.record(record, python=False))
            if record.in_request:
                functions.append(self.record(record, python=True))
        for endpoint in self.module.endpoints:
            functions += self.endpoint(endpoint)
        block = import_block(
            self.draw.imports,
            self.path,
            package=is_package(self.module.path, self.paths),
        )
        subs = "".join(f"\nfrom . import {name} as {name}" for name in sorted(below))
        name = ".".join(self.module.path)
        view = {
            "header": header(self.api),
            "docstring": docstring(f"Hypothesis strategies for `{name}`.", ""),
            "imports": block + subs,
            "functions": functions,
        }
        return template("python/strategies.py.jinja").render(view)

    def named(self, named: ir.NamedType) -> FunctionView:
        """A named type as it stands in JSON."""
        made = self.draw.value(named.target, python=False)
        name = self.draw.refer(self.module.path, snake(named.name))
        return self.function(name, f"`{named.name}`.", made, "Any")

    def named_param(self, named: ir.NamedType) -> FunctionView:
        """A named type as an argument, where that differs from JSON."""
        made = self.draw.value(named.target, python=True)
        name = self.draw.refer(self.module.path, f"{snake(named.name)}_param")
        return self.function(name, f"`{named.name}` as an argument.", made, "Any")

    def record(self, record: ir.Record, *, python: bool) -> FunctionView:
        """A record as JSON, or as a dictionary with Python names."""
        made = self.members(record.fields, python=python)
        suffix = "_param" if python else ""
        name = self.draw.refer(self.module.path, snake(record.name) + suffix)
        what = "as a dictionary for builders" if python else "as JSON"
        return self.function(name, f"`{record.name}` {what}.", made, "Body")

    def endpoint(self, endpoint: ir.Endpoint) -> list[FunctionView]:
        """Keyword arguments, and the answer's body."""
        name = ".".join((*endpoint.resource, endpoint.name))
        function = python_function(endpoint.name)
        views = [
            self.function(
                function,
                f"Keyword arguments of `{name}`.",
                self.members(endpoint.body, python=True),
                "Body",
            )
        ]
        if endpoint.returns is not None:
            made = self.draw.value(endpoint.returns, python=False)
            doc = f"The body of an answer to `{name}`."
            views.append(self.function(f"{endpoint.name}_response", doc, made, "Body"))
        return views

    def function(self, name: str, doc: str, made: Code, kind: str) -> FunctionView:
        if kind == "Body":
            self.draw.support("Body")
        else:
            self.draw.imports.setdefault("typing", set()).add("Any")
        return FunctionView(
            name,
            f"SearchStrategy[{kind}]",
            docstring(doc, INDENT),
            statement("return ", made, "", INDENT),
        )

    def members(self, fields: tuple[ir.Field, ...], *, python: bool) -> Code:
        """`members({required}, {optional})`."""
        groups = []
        for required in (True, False):
            pairs = []
            for field in fields:
                if field.required != required:
                    continue
                name = python_member(field.name) if python else field.wire
                made = self.draw.value(field.type, python=python)
                if field.nullable:
                    made = self.draw.alternatives(call(self.draw.st("none")), made)
                pairs.append(pair(literal(name), made))
            groups.append(Group("{", tuple(pairs), "}"))
        if not fields or all(field.required for field in fields):
            groups.pop()
        return call(self.draw.support("members"), *groups)
