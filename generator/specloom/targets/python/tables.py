"""Writes tables down: the rows of records and endpoints, with the kinds of their values.

In: types, records and endpoints of one module. Out: the constants of its test module, and what
they need imported.
"""

from collections.abc import Sequence

from specloom import ir
from specloom.names import python_function, python_member, snake
from specloom.targets.python.data import (
    Shown,
    datum,
    example_of,
    is_complete,
    record_example,
)
from specloom.targets.python.drawing import FOLDER as STRATEGIES
from specloom.targets.python.drawing import strategy_name
from specloom.targets.python.kinds import kind_of
from specloom.targets.python.layout import (
    INDENT,
    WIDTH,
    Code,
    Group,
    Join,
    call,
    flat,
    literal,
    pair,
    statement,
    width,
)
from specloom.targets.python.naming import param_name, stem
from specloom.targets.python.sharing import counterparts, members

FOLDER = "tests"
MODULES = {
    "_checks": "of_module",
    "_events": "Events event_checks",
    "_kinds": (
        "ANY BASE64 BOOLEAN DATE EMAIL TEXT TIME TIMESTAMP URL UUID any_value const enum "
        "enum_of id_of matching text"
    ),
    "_many": "list_of map_of one_of or_null sized",
    "_numbers": "INTEGER NUMBER integer number",
    "_tables": (
        "Given Kind Moment Pages Record header later may need path query showing"
    ),
    "_api": "API",
}
"""What the tests of a module import, and where from."""

_HOMES = {
    name: (FOLDER, home) for home, names in MODULES.items() for name in names.split()
}
TAKEN = frozenset([*_HOMES, "EVENTS", "NAMES", "drawn", "globals", "pytest"])
"""Names that the tests of a module import or make for themselves."""


class TableWriter:
    """Writes the tables of one test module."""

    def __init__(
        self,
        module: ir.Module,
        api: ir.Api,
        siblings: tuple[ir.Api, ...],
        nested: frozenset[ir.RecordType],
        shown: Shown,
        prefixes: Sequence[str],
    ) -> None:
        self.module = module
        self.api = api
        self.siblings = siblings
        self.nested = nested
        self.shown = shown
        self.prefixes = prefixes
        self.path = _home(module.path)
        self.imports: dict[str | ir.Path, set[str]] = {}
        self.constants: list[str] = []
        self.standing: set[str] = set()  # the names of these constants
        self.awaited: set[str] = set()  # those that were referred to before
        self.hoisted: dict[str, str] = {}  # kinds with a constant of their own
        self.known = {name for each in api.modules for name in _constants(each)}

    def need(self, module: str | ir.Path, name: str) -> str:
        """Notes an import."""
        if module != self.path:
            self.imports.setdefault(module, set()).add(name)
        return name

    def support(self, name: str) -> str:
        """A name of the modules that run tables."""
        return self.need(_HOMES[name], name)

    def subject(self) -> str:
        """The module under test."""
        parent, last = self.module.path[:-1], self.module.path[-1]
        alias = f"{last}_" if last in TAKEN else last
        self.need(parent, last if alias == last else f"{last} as {alias}")
        return alias

    def drawn(self, record: ir.Record) -> str:
        """What is drawn for a record of this module."""
        *parent, last = STRATEGIES, *self.module.path
        self.need(tuple(parent), f"{last} as drawn")
        return f"drawn.{strategy_name(self.module, record.name)}"

    def constant(self, home: ir.Path, name: str) -> str | None:
        """The kind of a named type or the table of a record, if it stands already."""
        made = constant_name(name)
        if _home(home) == self.path:
            return made if made in self.standing else None
        return f"{self.of_module(home)}.{made}"

    def of_module(self, path: ir.Path) -> str:
        """The test module of another module, by that one's name."""
        *parent, last = _home(path)
        alias = "_".join(path)
        if alias in TAKEN or alias == self.subject():
            alias += "_"
        self.need(tuple(parent), f"{last} as {alias}")
        return alias

    def other_prefixes(self) -> Sequence[str]:
        """The prefixes of ids that only other variants have."""
        return self.prefixes

    def later(self, name: str) -> Code:
        """The table of a record of this module that does not stand yet."""
        made = constant_name(name)
        self.awaited.add(made)
        return call(self.support("later"), f"lambda: {made}")

    def kind_constant(self, named: ir.NamedType) -> None:
        """The kind of a named type."""
        made = kind_of(named.target, self)
        usual = self.shown.types.get((named.home, named.name))
        if usual is not None and (example := datum(usual, named.target, self)):
            made = call(self.support("showing"), example, made)
        self._stand(constant_name(named.name), made, "Kind")

    def record_table(self, record: ir.Record) -> None:
        """The table of a record."""
        name = constant_name(record.name)
        rows = [self.row(field, name) for field in record.fields]
        more: dict[str, Code] = {}
        if ir.RecordType(record.home, record.name) in self.nested:
            more["param"] = f"{self.subject()}.{param_name(record.name)}"
        if foreign := self.foreign(record):
            more["foreign"] = foreign
        example = record_example(record, self) if is_complete(record) else None
        if example is None:
            more["example"] = "None"
        elif example.items:
            more["example"] = example
        head = (f"{self.subject()}.{record.name}", self.drawn(record))
        made = call(self.support("Record"), *head, *rows, *_keywords(more))
        self._stand(name, made, "Record")

    def operation(self, endpoint: ir.Endpoint) -> None:
        """The table of an endpoint."""
        name = constant_name(endpoint.name)
        while name in self.known | self.standing:
            name += "_"
        places = {
            id(field): place
            for place, fields in (
                ("path", endpoint.parameters),
                ("query", endpoint.query),
                ("header", endpoint.headers),
            )
            for field in fields
        }
        rows = [
            self.row(field, endpoint.name.upper(), places.get(id(field)))
            for field in endpoint.arguments
        ]
        classes = stem(endpoint, self.api.acronyms).params.removesuffix("Params")
        made = call(
            f"{self.support('API')}.operation",
            _target(f"{endpoint.method} {endpoint.path} ", classes),
            f"{self.subject()}.{python_function(endpoint.name)}",
            *rows,
            *_keywords(self.answers(endpoint)),
        )
        self._stand(name, made, "Operation")

    def answers(self, endpoint: ir.Endpoint) -> dict[str, Code]:
        """What comes back, how pages follow each other, and what the spec shows."""
        more: dict[str, Code] = {}
        match endpoint.returns:
            case ir.RecordType():
                more["answer"] = kind_of(endpoint.returns, self)
            case ir.UnionType():
                answers = tuple(
                    kind_of(each, self) for each in endpoint.returns.members
                )
                more["answer"] = Group("(", answers, ")")
        if endpoint.pages is not None:
            pages = endpoint.pages
            names = (pages.items, pages.cursor, pages.next, pages.more)
            words = [literal(python_member(name)) for name in names if name is not None]
            more["pages"] = call(self.support("Pages"), *words)
        if endpoint.errors:
            errors = (
                pair(literal(error.status), kind_of(error.record, self))
                for error in endpoint.errors
            )
            more["errors"] = Group("{", tuple(errors), "}")
        shown = [
            example_of(example, endpoint.arguments, self)
            for example in endpoint.examples
        ]
        if known := [example for example in shown if example]:
            more["examples"] = _list(known)
        if foreign := self.foreign(endpoint):
            more["foreign"] = foreign
        if endpoint.deprecated is not None:
            more["deprecated"] = literal(endpoint.deprecated)
        return more

    def _stand(self, name: str, made: Code, kind: str) -> None:
        # mypy can't infer what is referred to before it stands.
        awaited = name in self.awaited
        annotation = f": {self.support(kind)}" if awaited else ""
        self.constants.append(statement(f"{name}{annotation} = ", made))
        self.standing.add(name)

    def foreign(self, owner: ir.Record | ir.Endpoint) -> Code | None:
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
        pairs = (pair(literal(name), literal(found[name])) for name in sorted(found))
        return Group("{", tuple(pairs), "}") if found else None

    def row(self, field: ir.Field, owner: str, place: str | None = None) -> Code:
        """A field as a row; a kind that is too long for it gets a constant of its own."""
        kind = kind_of(field.type, self)
        if field.nullable:
            kind = call(self.support("or_null"), kind)
        made = self._row(field, place, kind)
        if _fits(made) or not isinstance(kind, Group):
            return made
        for name in (field.name, f"{owner}_{field.name}"):
            constant = self.hoisted.get(flat(kind), constant_name(name))
            hoisted = self._row(field, place, constant)
            if _fits(hoisted) and self.hoist(constant, kind):
                return hoisted
        return made

    def _row(self, field: ir.Field, place: str | None, kind: Code) -> Code:
        name = python_member(field.name)
        words = [literal(name), kind]
        words += [literal(field.wire)] if field.wire != name else []
        if place == "path":
            return call(self.support("path"), *words)
        made = call(self.support("need" if field.required else "may"), *words)
        return made if place is None else call(self.support(place), made)

    def hoist(self, name: str, kind: Code) -> bool:
        """Whether a kind has this constant now; others may use it as well."""
        text = flat(kind)
        if self.hoisted.get(text) == name:
            return True
        if name in self.known | self.standing:
            return False
        self._stand(name, kind, "Kind")
        self.hoisted[text] = name
        return True


def _target(place: str, classes: str) -> Code:
    """A text that may stand on two lines."""
    whole = literal(place + classes)
    return whole if _fits(whole) else Join((literal(place), " ", literal(classes)))


def _fits(row: Code) -> bool:
    return width(f"{INDENT}{flat(row)},") <= WIDTH


def _keywords(words: dict[str, Code]) -> list[Code]:
    return [Join((f"{name}=", made), pair=True) for name, made in words.items()]


def _list(items: Sequence[Code]) -> Code:
    return Group("[", tuple(items), "]")


def _home(path: ir.Path) -> ir.Path:
    """The test module of a module."""
    return (FOLDER, *path[:-1], f"test_{path[-1]}")


def _constants(module: ir.Module) -> set[str]:
    """The constants of its types and records."""
    names = {constant_name(named.name) for named in module.types}
    return names | {constant_name(record.name) for record in module.records}


def constant_name(name: str) -> str:
    """`STUDY_ID` of StudyId; with an underscore if the tests have that name already."""
    made = snake(name).upper()
    return f"{made}_" if made in TAKEN else made
