"""Names in the generated Python, and the mistakes that names can be.

In: `ir.Api`. Out: module paths, class names; collisions are reported with both places.
"""

import keyword
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Diagnostics, Related, Span, rules
from specloom.names import endpoint_class, python_function, python_member, snake

RESERVED = frozenset(
    [
        "API",
        "Annotated",
        "Any",
        "CONST",
        "Date",
        "Endpoint",
        "Field",
        "Json",
        "Literal",
        "MAP",
        "MISSING",
        "MaxBytes",
        "Model",
        "MultipleOf",
        "NUMBER",
        "NotRequired",
        "OneOf",
        "Open",
        "Params",
        "Request",
        "SearchStrategy",
        "Table",
        "TimeOfDay",
        "Timestamp",
        "TypeAlias",
        "TypedDict",
        "UNIQUE",
        "Uuid",
        "ValidationError",
    ]
)
"""Class names that the modules import; a record can't have one."""

BUILTINS = frozenset(["bool", "dict", "float", "int", "list", "str"])
"""Built-in names that annotations use: written `builtins.list` beside a function `list`."""

TAKEN_FUNCTIONS = frozenset(("builtins", "cache", "st", "wire"))
"""Names that the modules of endpoints import."""

TAKEN_FILES = frozenset(("given", "pytest", "strategies"))
"""Names that the tests of a module import beside it."""

TAKEN_MODULES = frozenset(("strategies", "tests"))
"""Folders that every package has."""


class Stem(NamedTuple):
    """The class names of one endpoint."""

    params: str
    response: str


def stem(endpoint: ir.Endpoint, acronyms: tuple[str, ...]) -> Stem:
    """`create` of `studies` → StudyCreateParams, StudyCreateResponse."""
    name = endpoint_class(endpoint.resource[-1], endpoint.name, acronyms)
    return Stem(f"{name}Params", f"{name}Response")


def param_name(record: str) -> str:
    """The TypedDict of a record: `StudyReportMetadataParam`."""
    return f"{record}Param"


def is_package(path: ir.Path, paths: frozenset[ir.Path]) -> bool:
    """Whether a module has modules below it, and so is a folder."""
    return any(len(other) > len(path) and other[: len(path)] == path for other in paths)


def file_of(path: ir.Path, paths: frozenset[ir.Path]) -> str:
    """`viewer/studies.py`, or `viewer/studies/__init__.py`."""
    return "/".join(path) + ("/__init__.py" if is_package(path, paths) else ".py")


def relative(target: ir.Path, path: ir.Path, *, package: bool) -> str:
    """How the module `path` names the module `target` in an import: `..types`."""
    home = path if package else path[:-1]
    shared = 0
    while shared < min(len(home), len(target) - 1) and home[shared] == target[shared]:
        shared += 1
    return "." * (len(home) - shared + 1) + ".".join(target[shared:])


def check_names(api: ir.Api, diagnostics: Diagnostics) -> None:
    """Reports names that can't stand together in Python."""
    paths = frozenset(module.path for module in api.modules)
    for module in api.modules:
        _check_module(module, api, paths, diagnostics)
        for record in module.records:
            _check_members(record.fields, diagnostics)
        for endpoint in module.endpoints:
            _check_members(endpoint.body, diagnostics)
            below = (*module.path, endpoint.name)
            if any(path[: len(below)] == below for path in paths):
                _report_name(
                    endpoint.span,
                    endpoint.name,
                    "an endpoint beside a resource of that name",
                    diagnostics,
                )


def _report_name(span: Span, name: str, what: str, diagnostics: Diagnostics) -> None:
    diagnostics.report(rules.BAD_NAME, span, name=name, what=what)


def _check_module(
    module: ir.Module, api: ir.Api, paths: frozenset[ir.Path], diagnostics: Diagnostics
) -> None:
    span = next((e.span for e in module.endpoints), None)
    for part in module.path:
        bad = keyword.iskeyword(part) or not part.isidentifier() or part.startswith("_")
        taken = module.path[0] in TAKEN_MODULES or module.path[-1] in TAKEN_FILES
        if span and (bad or taken):
            _report_name(span, ".".join(module.path), "a Python module", diagnostics)
            break
    seen: dict[str, tuple[str, Span]] = {}

    def add(name: str, source: str, span: Span) -> None:
        other = seen.setdefault(name, (source, span))
        if other[0] != source:
            diagnostics.report(
                rules.COLLISION,
                span,
                related=[Related(other[1], "the other one")],
                left=other[0],
                right=source,
                name=name,
                language="Python",
            )

    for record in module.records:
        if record.name in RESERVED:
            _report_name(record.span, record.name, "a record in Python", diagnostics)
        add(record.name, record.name, record.span)
    for record in module.records:
        if record.in_request:
            add(param_name(record.name), f"the arguments of {record.name}", record.span)
    for endpoint in module.endpoints:
        names = stem(endpoint, api.acronyms)
        add(names.params, f"the arguments of {endpoint.name}", endpoint.span)
        returns = endpoint.returns
        if returns is not None and returns != ir.RecordType(
            module.path, names.response
        ):
            add(names.response, f"the response of {endpoint.name}", endpoint.span)
        add(python_function(endpoint.name), endpoint.name, endpoint.span)
        if endpoint.name in TAKEN_FUNCTIONS:
            what = "an endpoint in Python"
            _report_name(endpoint.span, endpoint.name, what, diagnostics)
    # Strategies are called by the same words in snake case.
    for record in module.records:
        add(f"{snake(record.name)}()", record.name, record.span)
    for named in module.types:
        place = named.span or Span("/".join(module.path), 1, 1, 2)
        if named.name in RESERVED:
            _report_name(place, named.name, "a type in Python", diagnostics)
        if named.name in seen:
            add(named.name, f"the type {named.name}", place)
        add(f"{snake(named.name)}()", named.name, place)


def _check_members(fields: tuple[ir.Field, ...], diagnostics: Diagnostics) -> None:
    seen: dict[str, ir.Field] = {}
    for field in fields:
        name = python_member(field.name)
        if not name.isidentifier():
            diagnostics.report(rules.NO_PYTHON_NAME, field.span, name=field.wire)
            continue
        other = seen.setdefault(name, field)
        if other is not field:
            diagnostics.report(
                rules.COLLISION,
                field.span,
                related=[Related(other.span, "the other one")],
                left=other.wire,
                right=field.wire,
                name=name,
                language="Python",
            )
