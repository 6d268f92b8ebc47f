"""The strategies of a package: what hypothesis draws arguments and bodies from.

In: `ir.Api`. Out: one module per module of the package, and the folders' `__init__.py`.
Strategies are written out by hand, never derived from annotations or regular expressions:
that is faster, and what they shrink to is readable.
"""

from specloom import ir
from specloom.names import python_function, python_member
from specloom.targets.python.drawing import FOLDER, Drawer, strategy_name
from specloom.targets.python.imports import import_block
from specloom.targets.python.layout import Code, call, docstring, literal, statement
from specloom.targets.python.modules import header
from specloom.targets.python.naming import file_of, is_package
from specloom.targets.python.order import in_order
from specloom.targets.python.statements import grouped
from specloom.targets.python.verbatim import verbatim
from specloom.targets.templates import template


def render_strategies(api: ir.Api, paths: frozenset[ir.Path]) -> dict[str, str]:
    """Every module of strategies, and what they are made of."""
    files = verbatim(api, f"{FOLDER}/_strategies.py")
    children: dict[ir.Path, set[str]] = {}
    for path in paths:
        for depth in range(len(path)):
            children.setdefault(path[:depth], set()).add(path[depth])
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
    about = ".".join(path) if path else api.build
    doc = f"Hypothesis strategies for `{about}`."
    if not path:
        doc += (
            "\n\n`strategies.<product>.<resource>.<endpoint>()` draws the keyword arguments of"
            " a builder, and `<endpoint>_response()` the body of an answer."
        )
    return _text(api, doc, "\n".join(_submodules(names)), [])


def _submodules(names: set[str]) -> list[str]:
    return [f"from . import {name} as {name}" for name in sorted(names)]


def _text(api: ir.Api, doc: str, imports: str, statements: list[str]) -> str:
    view = {
        "header": header(api),
        "docstring": docstring(doc, ""),
        "imports": imports,
        "groups": grouped(statements),
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
        self.draw = Drawer(module, api)

    def render(self, below: set[str]) -> str:
        statements = []
        for declared in in_order(self.module):
            name = strategy_name(self.module, declared.name)
            if isinstance(declared, ir.Record):
                made: Code = call(
                    self.draw.support("record"),
                    *(self.field(field) for field in declared.fields),
                )
            else:
                made = call(
                    self.draw.support("Drawn"), self.draw.value(declared.target)
                )
            statements.append(self.statement(name, made, declared))
            self.draw.standing.add(name)
        for endpoint in self.module.endpoints:
            name = python_function(endpoint.name)
            statements.append(statement(f"{name} = ", self.arguments(endpoint)))
        for endpoint in self.module.endpoints:
            if endpoint.returns is not None:
                name = f"{endpoint.name}_response"
                statements.append(statement(f"{name} = ", self.answer(endpoint)))
        package = is_package(self.module.path, self.paths)
        block = import_block(
            self.draw.imports, (FOLDER, *self.module.path), package=package
        )
        doc = f"Hypothesis strategies for `{'.'.join(self.module.path)}`."
        imports = "\n".join(filter(None, [block, *_submodules(below)]))
        return _text(self.api, doc, imports, statements)

    def statement(
        self, name: str, made: Code, declared: ir.NamedType | ir.Record
    ) -> str:
        """A statement. What is referred to before it stands needs an annotation."""
        if name not in self.draw.awaited:
            return statement(f"{name} = ", made)
        kind = "Objects" if isinstance(declared, ir.Record) else "Drawn"
        return statement(f"{name}: {self.draw.support(kind)} = ", made)

    def field(self, field: ir.Field) -> Code:
        """`may("study_date", dates(), "studyDate")`."""
        return self.part(field, self.draw.value(field.type))

    def part(self, field: ir.Field, made: Code) -> Code:
        if field.nullable:
            made = call(self.draw.support("or_null"), made)
        name = python_member(field.name)
        wire = [literal(field.wire)] if field.wire != name else []
        function = self.draw.support("need" if field.required else "may")
        return call(function, literal(name), made, *wire)

    def arguments(self, endpoint: ir.Endpoint) -> Code:
        """The arguments of a builder; those that are sent as text obey their places."""
        made = {field.name: self.draw.value(field.type) for field in endpoint.body}
        made |= {
            field.name: self.draw.path(field.type) for field in endpoint.parameters
        }
        made |= {field.name: self.draw.query(field) for field in endpoint.query}
        made |= {field.name: self.draw.header(field.type) for field in endpoint.headers}
        return call(
            self.draw.support("arguments"),
            *(
                self.part(
                    field._replace(wire=python_member(field.name)), made[field.name]
                )
                for field in endpoint.arguments
            ),
        )

    def answer(self, endpoint: ir.Endpoint) -> Code:
        """What draws the body of an answer."""
        assert endpoint.returns is not None
        made = self.draw.value(endpoint.returns)
        if isinstance(endpoint.returns, ir.RecordType):
            return made
        return call(self.draw.support("Drawn"), made)
