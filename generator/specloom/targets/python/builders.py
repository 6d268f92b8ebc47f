"""The functions of one module: a builder per endpoint, and how webhooks are read.

In: an `ir.Module`. Out: views for `templates/python/functions.py.jinja`, and the imports that
they need.
"""

from typing import NamedTuple

from specloom import ir
from specloom.names import python_function, python_member
from specloom.targets.python import docs
from specloom.targets.python.annotations import PYDANTIC, Annotator
from specloom.targets.python.layout import (
    INDENT,
    WIDTH,
    Code,
    Group,
    Join,
    call,
    docstring,
    either,
    flat,
    lay,
    literal,
    pair,
    statement,
    subscript,
    width,
)
from specloom.targets.python.naming import EVENT, stem
from specloom.targets.python.reserved import BUILTINS


class BuilderView(NamedTuple):
    """A builder and the constant that it calls."""

    constant: str
    decorator: str | None
    signature: str
    docstring: str
    call: str


class WebhooksView(NamedTuple):
    """The constant that says which event has which model, and whether any is answered."""

    events: str
    unknown: str
    answered: bool


class FunctionsView(NamedTuple):
    """All that the template needs of the functions."""

    builders: tuple[BuilderView, ...]
    webhooks: WebhooksView | None


class FunctionWriter:
    """Writes the functions of one module; the annotator gathers the imports."""

    def __init__(self, module: ir.Module, api: ir.Api) -> None:
        self.module = module
        self.api = api
        self.names = [python_function(endpoint.name) for endpoint in module.endpoints]
        self.code = Annotator(BUILTINS & frozenset(self.names))

    def view(self) -> FunctionsView:
        """Every builder, and what reads events."""
        builders = tuple(self._builder(endpoint) for endpoint in self.module.endpoints)
        return FunctionsView(builders, self._webhooks())

    def _runtime(self, name: str) -> str:
        return self.code.need(("_runtime",), name)

    def _builder(self, endpoint: ir.Endpoint) -> BuilderView:
        """The function that makes the request, and the endpoint that it calls."""
        constant = f"_{endpoint.name.upper()}"
        names = {f.name: python_member(f.name) for f in endpoint.arguments}
        arguments = (f"{name}={name}" for name in names.values())
        answer = self._answer(endpoint)
        request = "Request" if endpoint.pages is None else "PagedRequest"
        result = flat(subscript(self._runtime(request), answer))
        return BuilderView(
            constant=self._constant(constant, endpoint, answer),
            decorator=self._decorator(endpoint),
            signature=self._signature(endpoint, result),
            docstring=docstring(docs.builder_doc(endpoint, names), INDENT),
            call=statement(
                "return ", call(f"{constant}.request", *arguments), "", INDENT
            ),
        )

    def _answer(self, endpoint: ir.Endpoint) -> str:
        """The type of what `parse` gives."""
        match endpoint.returns:
            case None:
                return "None"
            case ir.UnionType():
                return stem(endpoint, self.api.acronyms).response
            case record:
                return self.code.need(record.home, record.name)

    def _constant(self, constant: str, endpoint: ir.Endpoint, answer: str) -> str:
        """`_LIST = PagedEndpoint(API, …)`."""
        kind = "Endpoint" if endpoint.pages is None else "PagedEndpoint"
        returns: Code = answer
        if isinstance(endpoint.returns, ir.UnionType):
            returns = call(self._runtime("Alternatives"), answer)
        params = stem(endpoint, self.api.acronyms).params
        items: list[Code] = [
            literal(".".join((*endpoint.resource, endpoint.name))),
            literal(f"{endpoint.method} {endpoint.path}"),
            params if endpoint.arguments else "None",
            returns,
        ]
        if endpoint.errors:
            models = tuple(
                pair(
                    literal(error.status),
                    self.code.need(error.record.home, error.record.name),
                )
                for error in endpoint.errors
            )
            items.append(Join(("errors=", Group("{", models, "}")), pair=True))
        if endpoint.pages is not None:
            items.append(Join(("pages=", self._pages(endpoint.pages)), pair=True))
        api = self.code.need(("_api",), "API")
        paged = "" if endpoint.pages is None else "paged_"
        made = call(f"{api}.{paged}endpoint", *items)
        if isinstance(endpoint.returns, ir.RecordType):
            return statement(f"{constant} = ", made)
        annotation = subscript(self._runtime(kind), answer)
        head = lay(annotation, "", len(f"{constant}: "), len(" = ("))
        return statement(f"{constant}: {head} = ", made)

    def _pages(self, pages: ir.Pages) -> Code:
        more = "None" if pages.more is None else literal(python_member(pages.more))
        return call(
            self._runtime("Pages"),
            literal(python_member(pages.cursor)),
            literal(python_member(pages.next)),
            more,
        )

    def _decorator(self, endpoint: ir.Endpoint) -> str | None:
        """What tells type checkers, and so editors, that a builder is deprecated."""
        if endpoint.deprecated is None:
            return None
        name = ".".join((*endpoint.resource, endpoint.name))
        told = f"`{name}` is deprecated since {endpoint.deprecated}."
        self.code.need("typing_extensions", "deprecated")
        return statement("@", call("deprecated", literal(told), "category=None"))

    def _signature(self, endpoint: ir.Endpoint, result: str) -> str:
        """`def update(study_id: StudyId, *, severity: Severity) -> Request[Study]:`."""
        head = f"def {python_function(endpoint.name)}("
        places = len(endpoint.parameters)
        arguments = [self._argument(field) for field in endpoint.arguments]
        star = [("*", "", "")] if arguments[places:] else []
        parts = [*arguments[:places], *star, *arguments[places:]]
        short = ", ".join(name + flat(made) + tail for name, made, tail in parts)
        line = f"{head}{short}) -> {result}:"
        if width(line) <= WIDTH:
            return line
        if not parts:
            return f"{head}) -> (\n{INDENT}{result}\n):"
        lines = [
            statement(name, made, f"{tail},", INDENT) for name, made, tail in parts
        ]
        return "\n".join([head, *lines, f") -> {result}:"])

    def _argument(self, field: ir.Field) -> tuple[str, Code, str]:
        """Its name, its annotation, its default."""
        members = [self.code.argument(field.type)]
        if not field.required:
            members.append(self.code.need(PYDANTIC, "MISSING"))
        if field.nullable:
            members.append("None")
        tail = "" if field.required else " = MISSING"
        return f"{python_member(field.name)}: ", either(*members), tail

    def _webhooks(self) -> WebhooksView | None:
        webhooks = self.module.webhooks
        if webhooks is None:
            return None
        self.code.need("collections.abc", "Mapping")
        error = "WebhookVerificationError"
        for name in (error, "read_event", "verify_signature"):
            self.code.need(("_webhooks",), name)
        self.names += ["parse", "verify", error]
        models = tuple(
            pair(literal(event.type), event.record.name) for event in webhooks.events
        )
        events = Group("{", models, "}")
        return WebhooksView(
            statement(f"_EVENTS: dict[str, type[{EVENT}]] = ", events),
            webhooks.unknown.name,
            any(event.reply is not None for event in webhooks.events),
        )
