"""The tests of a package: tables of what the spec says, and one function that runs them.

In: `ir.Api`, and the same build as the other variants see it. Out: one module per module of
the package. Each record and each endpoint has one table; what runs it are the modules of
`specloom.runtime.tests`, which are copied.
"""

from collections.abc import Iterator

from specloom import ir
from specloom.names import python_function
from specloom.targets.python.data import Shown
from specloom.targets.python.imports import import_block
from specloom.targets.python.kinds import kind_of
from specloom.targets.python.layout import (
    WIDTH,
    Code,
    Group,
    call,
    docstring,
    literal,
    statement,
)
from specloom.targets.python.modules import header
from specloom.targets.python.naming import EVENT, answer_of, param_name, stem
from specloom.targets.python.nested import nested_in_arguments
from specloom.targets.python.order import in_order
from specloom.targets.python.sharing import render_shared
from specloom.targets.python.statements import grouped
from specloom.targets.python.tables import FOLDER, TableWriter
from specloom.targets.python.verbatim import verbatim
from specloom.targets.templates import template

RUNTIME = (
    "tests/_cases.py",
    "tests/_checks.py",
    "tests/_kinds.py",
    "tests/_many.py",
    "tests/_numbers.py",
    "tests/_requests.py",
    "tests/_sent.py",
    "tests/_shared.py",
    "tests/_structure.py",
    "tests/_tables.py",
    "tests/conftest.py",
)
"""What runs the tables; `_events` only where there are webhooks."""


def render_tests(
    api: ir.Api,
    siblings: tuple[ir.Api, ...],
    paths: frozenset[ir.Path],
    releases: tuple[ir.Api, ...] = (),
) -> dict[str, str]:
    """Every module of tests; names that only other releases have are foreign, too."""
    files = verbatim(api, *RUNTIME)
    if any(module.webhooks for module in api.modules):
        files |= verbatim(api, "tests/_events.py")
    files[f"{FOLDER}/_api.py"] = _documented(api)
    nested, shown = nested_in_arguments(api), Shown(api)
    around = (*siblings, *releases)
    others = {prefix for each in around for prefix in _prefixes(each)}
    prefixes = sorted(others - {*_prefixes(api)})
    for module in api.modules:
        if module.path in paths:
            folder, name = module.path[:-1], module.path[-1]
            place = "/".join((FOLDER, *folder, f"test_{name}.py"))
            tables = TableWriter(module, api, around, nested, shown, prefixes)
            files[place] = _Writer(tables).render()
    for sibling in siblings:
        if sibling.build:
            place = f"{FOLDER}/test_like_{sibling.variant}.py"
            files[place] = render_shared(api, sibling, paths)
    return files


def _prefixes(api: ir.Api) -> Iterator[str]:
    """The prefixes of all ids."""
    for module in api.modules:
        types: list[ir.Type] = [*module.types]
        types += [field.type for record in module.records for field in record.fields]
        types += [field.type for each in module.endpoints for field in each.arguments]
        for part in (part for type_ in types for part in ir.walk(type_)):
            if isinstance(part, ir.IdType):
                yield part.prefix


def _documented(api: ir.Api) -> str:
    """What the spec says of the whole API."""
    words = [f"base_url={literal(api.base_url)}"]
    words += [f"key_variable={literal(api.auth.env)}"] if api.auth else []
    words.append(f"lists={literal(api.query.lists)}")
    words += [f"null={literal(api.query.null)}"] if api.query.null is not None else []
    made = call("Documented", *words)
    view = {"header": header(api), "api": statement("API = ", made)}
    return template("python/documented.py.jinja").render(view)


class _Writer:
    """Writes the tests of one module."""

    def __init__(self, tables: TableWriter) -> None:
        self.tables = tables
        self.module = tables.module
        self.api = tables.api

    def render(self) -> str:
        tables = self.tables
        for declared in in_order(self.module):
            if isinstance(declared, ir.NamedType):
                tables.kind_constant(declared)
            else:
                tables.record_table(declared)
        for endpoint in self.module.endpoints:
            tables.operation(endpoint)
        constants = [*tables.constants, _words("NAMES", self.names())]
        words: list[Code] = [tables.subject(), "NAMES", "globals()"]
        if self.module.webhooks is not None:
            constants.append(statement("EVENTS = ", self.events(self.module.webhooks)))
            words.append(call(f"*{tables.support('event_checks')}", "EVENTS"))
        tests = call(tables.support("of_module"), *words)
        view = {
            "header": header(self.api),
            "docstring": docstring(f"Tests of `{'.'.join(self.module.path)}`.", ""),
            "imports": import_block(tables.imports, tables.path, package=False),
            "constants": grouped(constants),
            "tests": statement("test_is_as_documented = ", tests),
        }
        return template("python/tests.py.jinja").render(view)

    def events(self, webhooks: ir.Webhooks) -> Code:
        """The functions of webhooks, and the record of each type."""
        subject = self.tables.subject()
        records = (kind_of(event.record, self.tables) for event in webhooks.events)
        return call(
            self.tables.support("Events"),
            f"{subject}.parse",
            f"{subject}.verify",
            f"{subject}.{EVENT}",
            kind_of(webhooks.unknown, self.tables),
            Group("[", tuple(records), "]"),
        )

    def names(self) -> list[str]:
        """What the module says: its own names, and the records that its functions name."""
        module = self.module
        found = [named.name for named in module.types]
        for record in module.records:
            found.append(record.name)
            if ir.RecordType(record.home, record.name) in self.tables.nested:
                found.append(param_name(record.name))
        for endpoint in module.endpoints:
            for field in endpoint.arguments:
                taken = [use.name for use in ir.uses_of(field.type)]
                found += [*taken, *map(param_name, taken)]
            given = [] if endpoint.returns is None else [endpoint.returns]
            given += [error.record for error in endpoint.errors]
            found += [use.name for type_ in given for use in ir.uses_of(type_)]
            names = stem(endpoint, self.api.acronyms)
            found.append(python_function(endpoint.name))
            found += [names.params] if endpoint.arguments else []
            found += [names.response] if answer_of(endpoint, self.api) else []
        if module.webhooks is not None:
            found += [EVENT, "WebhookVerificationError", "parse", "verify"]
        return sorted(set(found))


def _words(name: str, words: list[str]) -> str:
    """`NAME = "…"`, on lines that fit."""
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > WIDTH and lines[-1]:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    if len(lines) == 1 and len(lines[0]) + len(name) + 5 <= WIDTH:
        return f'{name} = "{lines[0]}"'
    body = "\n".join(lines)
    return f'{name} = """\n{body}\n"""'
