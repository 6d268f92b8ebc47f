"""Names in the generated Python, and the mistakes that names can be.

In: `ir.Api`. Out: module paths, class names; collisions are reported with both places.
"""

import keyword
from collections.abc import Iterator
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Diagnostics, Related, Span, rules
from specloom.names import (
    DEVICES,
    endpoint_class,
    python_function,
    python_member,
    snake,
)
from specloom.targets.python.nested import nested_in_arguments
from specloom.targets.python.reserved import (
    RESERVED,
    TAKEN_BY_WEBHOOKS,
    TAKEN_FUNCTIONS,
    TAKEN_MODULES,
)

MODELS = "_models"
"""The file of a package with functions that holds what they take and give."""

EVENTS = "_events"
"""The one that holds the events of webhooks."""

EVENT = "WebhookEvent"
"""The union of all events of a module."""


class Stem(NamedTuple):
    """The class names of one endpoint."""

    params: str
    response: str


def stem(endpoint: ir.Endpoint, acronyms: tuple[str, ...]) -> Stem:
    """`create` of `studies` → StudyCreateParams, StudyCreateResponse."""
    name = endpoint_class(endpoint.resource[-1], endpoint.name, acronyms)
    return Stem(f"{name}Params", f"{name}Response")


def answer_of(
    endpoint: ir.Endpoint, api: ir.Api
) -> ir.RecordType | ir.UnionType | None:
    """What `…Response` stands for: the answer; of a page each of its items, if a record."""
    if endpoint.pages is None or not isinstance(endpoint.returns, ir.RecordType):
        return endpoint.returns
    for field in api.record(endpoint.returns).fields:
        if field.name == endpoint.pages.items and isinstance(field.type, ir.ListType):
            item = field.type.item.type
            return item if isinstance(item, ir.RecordType) else None
    return None


def param_name(record: str) -> str:
    """The TypedDict of a record: `StudyReportMetadataParam`."""
    return f"{record}Param"


def taken_and_given(module: ir.Module) -> frozenset[str]:
    """The classes that the functions of a module name: they can be had from it as well."""
    names: set[str] = set()
    for endpoint in module.endpoints:
        for field in endpoint.arguments:
            for use in ir.uses_of(field.type):
                names |= {use.name, param_name(use.name)}
        if endpoint.returns is not None:
            names |= {use.name for use in ir.uses_of(endpoint.returns)}
        names |= {error.record.name for error in endpoint.errors}
    return frozenset(names)


def is_package(path: ir.Path, paths: frozenset[ir.Path]) -> bool:
    """Whether a module has modules below it, and so is a folder."""
    return any(len(other) > len(path) and other[: len(path)] == path for other in paths)


def file_of(path: ir.Path, paths: frozenset[ir.Path]) -> str:
    """`viewer/studies.py`, or `viewer/studies/__init__.py`."""
    return "/".join(path) + ("/__init__.py" if is_package(path, paths) else ".py")


def has_functions(module: ir.Module) -> bool:
    """Whether a module is a package of functions, with its models in files of their own."""
    return bool(module.endpoints or module.webhooks)


def relative(target: ir.Path, path: ir.Path, *, package: bool) -> str:
    """How the module `path` names the module `target` in an import: `..types`."""
    home = path if package else path[:-1]
    if len(target) < len(home) and home[: len(target)] == target:  # a package around it
        return "." * (len(home) - len(target) + 1)
    shared = 0
    while shared < min(len(home), len(target) - 1) and home[shared] == target[shared]:
        shared += 1
    return "." * (len(home) - shared + 1) + ".".join(target[shared:])


def check_names(api: ir.Api, diagnostics: Diagnostics) -> None:
    """Reports names that can't stand together in Python."""
    paths = frozenset(module.path for module in api.modules)
    tops = {module.path: _top(module) for module in api.modules}
    nested = nested_in_arguments(api)
    for module in api.modules:
        _check_path(module, paths, diagnostics)
        _Names(module, api, nested, diagnostics).check()
        for record in module.records:
            _check_members(record.fields, diagnostics)
        for endpoint in module.endpoints:
            _check_members(endpoint.arguments, diagnostics)
            _check_endpoint(endpoint, module, tops, diagnostics)


def _report_name(
    span: Span,
    name: str,
    what: str,
    diagnostics: Diagnostics,
    *,
    bad: bool = False,
    other: Span | None = None,
) -> None:
    related = [Related(other, "the other one")] if other is not None else []
    hint = "rename it: the package has something else of that name"
    if bad:
        hint = "rename it: Python or Windows lets nothing be called so"
    diagnostics.report(
        rules.BAD_NAME, span, hint=hint, related=related, name=name, what=what
    )


def _spans(module: ir.Module) -> Iterator[Span]:
    """Where a module declares something."""
    yield from (endpoint.span for endpoint in module.endpoints)
    if module.webhooks is not None:
        yield from (event.span for event in module.webhooks.events)
    yield from (record.span for record in module.records)
    yield from (named.span for named in module.types if named.span is not None)


def _top(module: ir.Module) -> Span | None:
    """The first line of a module's file, if it declares something."""
    span = next(_spans(module), None)
    return span._replace(line=1, column=1, end=2) if span else None


def _check_path(
    module: ir.Module, paths: frozenset[ir.Path], diagnostics: Diagnostics
) -> None:
    path = module.path
    bad = any(
        keyword.iskeyword(part)
        or not part.isidentifier()
        or part.startswith("_")
        or part in DEVICES
        for part in path
    )
    taken = path[0] in TAKEN_MODULES
    hidden = path[:-1] in paths and path[-1] in TAKEN_FUNCTIONS
    top = _top(module)
    if top and (bad or taken or hidden):
        _report_name(top, ".".join(path), "a Python module", diagnostics, bad=bad)


def _check_endpoint(
    endpoint: ir.Endpoint,
    module: ir.Module,
    tops: dict[ir.Path, Span | None],
    diagnostics: Diagnostics,
) -> None:
    name = endpoint.name
    if name in TAKEN_FUNCTIONS:
        _report_name(endpoint.span, name, "an endpoint in Python", diagnostics)
    if module.webhooks is not None and name in TAKEN_BY_WEBHOOKS:
        _report_name(endpoint.span, name, "an endpoint beside webhooks", diagnostics)
    below = (*module.path, name)
    inner = min((path for path in tops if path[: len(below)] == below), default=None)
    if inner is not None:
        what = "an endpoint beside a resource of that name"
        _report_name(endpoint.span, name, what, diagnostics, other=tops[inner])


class _Names:
    """Looks for two things of one module that become the same name."""

    def __init__(
        self,
        module: ir.Module,
        api: ir.Api,
        nested: frozenset[ir.RecordType],
        diagnostics: Diagnostics,
    ) -> None:
        self.module = module
        self.api = api
        self.nested = nested
        self.diagnostics = diagnostics
        self.seen: dict[str, tuple[str, Span]] = {}

    def add(self, name: str, source: str, span: Span) -> None:
        """Takes up a name that `source` becomes."""
        other = self.seen.setdefault(name, (source, span))
        if other != (source, span):
            self.diagnostics.report(
                rules.COLLISION,
                span,
                hint="rename one of the two",
                related=[Related(other[1], "the other one")],
                left=other[0],
                right=source,
                name=name,
                language="Python",
            )

    def check(self) -> None:
        """Everything that the module declares, and what is made for it."""
        self.imported()
        self.records()
        for endpoint in self.module.endpoints:
            self.endpoint(endpoint)
        webhooks = self.module.webhooks
        if webhooks is not None:
            span = self.api.record(webhooks.unknown).span
            self.add(EVENT, "the union of the events", span)
        # Strategies are called by the same words in snake case.
        for record in self.module.records:
            self.add(f"{snake(record.name)}()", record.name, record.span)
        for named in self.module.types:
            place = _place(named)
            if named.name in RESERVED:
                what = "a type in Python"
                _report_name(place, named.name, what, self.diagnostics)
            if named.name in self.seen:
                self.add(named.name, f"the type {named.name}", place)
            self.add(f"{snake(named.name)}()", named.name, place)

    def imported(self) -> None:
        """Types and records of other modules."""
        foreign = {
            (part.home, part.name): part
            for part in _parts(self.module)
            if part.home != self.module.path
        }
        for (home, name), part in foreign.items():
            source = ".".join((*home, name))
            if isinstance(part, ir.NamedType):
                self.add(name, source, _place(part))
                continue
            use = ir.RecordType(home, name)
            span = self.api.record(use).span
            self.add(name, source, span)
            if use in self.nested:
                self.add(param_name(name), f"the arguments of {source}", span)

    def records(self) -> None:
        """The models, and the dictionaries that stand for them."""
        for record in self.module.records:
            if record.name in RESERVED:
                what = "a record in Python"
                _report_name(record.span, record.name, what, self.diagnostics)
            self.add(record.name, record.name, record.span)
        for record in self.module.records:
            if ir.RecordType(record.home, record.name) in self.nested:
                what = f"the arguments of {record.name}"
                self.add(param_name(record.name), what, record.span)

    def endpoint(self, endpoint: ir.Endpoint) -> None:
        """The classes and the function of an endpoint."""
        names = stem(endpoint, self.api.acronyms)
        if endpoint.arguments:
            what = f"the arguments of {endpoint.name}"
            self.add(names.params, what, endpoint.span)
        answer = answer_of(endpoint, self.api)
        if isinstance(answer, ir.UnionType) or (
            answer is not None and answer.name != names.response
        ):
            what = f"the response of {endpoint.name}"
            self.add(names.response, what, endpoint.span)
        self.add(python_function(endpoint.name), endpoint.name, endpoint.span)
        # The strategies of an endpoint: `create` and `create_response`.
        self.add(f"strategies.{endpoint.name}", endpoint.name, endpoint.span)
        if answer is not None:
            what = f"what is drawn as the response of {endpoint.name}"
            self.add(f"strategies.{endpoint.name}_response", what, endpoint.span)


def _place(named: ir.NamedType) -> Span:
    return named.span or Span("/".join(named.home), 1, 1, 2)


def _parts(module: ir.Module) -> Iterator[ir.NamedType | ir.RecordType]:
    """All types and records that a module names."""
    types = [named.target for named in module.types]
    types += [field.type for record in module.records for field in record.fields]
    for endpoint in module.endpoints:
        types += [field.type for field in endpoint.arguments]
        types += [endpoint.returns] if endpoint.returns is not None else []
        types += [error.record for error in endpoint.errors]
    for type_ in types:
        for part in ir.walk(type_):
            if isinstance(part, ir.NamedType | ir.RecordType):
                yield part


def _check_members(fields: tuple[ir.Field, ...], diagnostics: Diagnostics) -> None:
    seen: dict[str, ir.Field] = {}
    for field in fields:
        name = python_member(field.name)
        if not name.isidentifier():
            hint = f"rename it: `wire: {field.wire}` keeps the name that is sent"
            diagnostics.report(
                rules.NO_PYTHON_NAME, field.span, hint=hint, name=field.wire
            )
            continue
        other = seen.setdefault(name, field)
        if other is not field:
            diagnostics.report(
                rules.COLLISION,
                field.span,
                hint="rename one; `wire:` says how it is sent",
                related=[Related(other.span, "the other one")],
                left=other.wire,
                right=field.wire,
                name=name,
                language="Python",
            )
