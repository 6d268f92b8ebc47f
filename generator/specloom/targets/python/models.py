"""The models of one file: types, records, dictionaries, arguments and aliases.

In: an `ir.Module`, or a part of one. Out: views for `templates/python/models.py.jinja`, the
names that they declare, and the imports that they need.
"""

from typing import NamedTuple

from specloom import ir
from specloom.names import python_member
from specloom.targets.python import docs
from specloom.targets.python.annotations import TYPING, Annotator
from specloom.targets.python.layout import (
    INDENT,
    Code,
    call,
    docstring,
    either,
    literal,
    statement,
    subscript,
)
from specloom.targets.python.naming import EVENT, answer_of, param_name, stem
from specloom.targets.python.order import in_order, quoted, records_in_order


class StatementView(NamedTuple):
    """A line of code, and the docstring under it."""

    code: str
    docstring: str | None = None


class ClassView(NamedTuple):
    """A class with its fields."""

    name: str
    bases: str
    docstring: str
    fields: tuple[StatementView, ...]


class DeclarationView(NamedTuple):
    """A named type or a class."""

    type: StatementView | None
    record: ClassView | None


class ModelsView(NamedTuple):
    """All that the template needs of the models."""

    declarations: tuple[DeclarationView, ...]
    aliases: tuple[StatementView, ...]


class ModelWriter:
    """Writes the models of one file; the annotator gathers the imports."""

    def __init__(
        self,
        module: ir.Module,
        whole: ir.Module,
        api: ir.Api,
        nested: frozenset[ir.RecordType],
    ) -> None:
        self.module = module  # what goes into this file
        self.whole = whole  # what the spec file declares
        self.api = api
        self.nested = nested
        self.code = Annotator()
        self.names: list[str] = []

    def view(self) -> ModelsView:
        """Types and models, dictionaries, arguments, aliases; what is used stands first."""
        return ModelsView(
            (*self._declared(), *self._dictionaries(), *self._arguments()),
            (*self._answers(), *self._events()),
        )

    def _declare(self, name: str) -> str:
        self.names.append(name)
        return name

    def _runtime(self, name: str) -> str:
        return self.code.need(("_runtime",), name)

    def _declared(self) -> list[DeclarationView]:
        ordered = in_order(self.module)
        later = {declared.name for declared in ordered}
        record_docs = self._record_docs()
        views = []
        for declared in ordered:
            if isinstance(declared, ir.NamedType):
                views.append(DeclarationView(self._type(declared), None))
            else:
                made = self._model(
                    declared, record_docs[declared.name], frozenset(later)
                )
                views.append(DeclarationView(None, made))
            later.discard(declared.name)
        return views

    def _type(self, named: ir.NamedType) -> StatementView:
        """`UserId: TypeAlias = Annotated[str, …]`."""
        made = self.code.type(named.target, True)
        return self._alias(named.name, made, docs.type_doc(named))

    def _alias(self, name: str, made: Code, doc: str | None = None) -> StatementView:
        self.code.need(TYPING, "TypeAlias")
        text = statement(f"{self._declare(name)}: TypeAlias = ", made)
        return StatementView(text, docstring(doc, "") if doc else None)

    def _record_docs(self) -> dict[str, str]:
        roles = docs.roles(self.whole, self.api.acronyms)
        events = {}
        if self.whole.webhooks is not None:
            events = {e.record.name: e for e in self.whole.webhooks.events}
        return {
            record.name: (
                docs.event_doc(events[record.name], record)
                if record.name in events
                else docs.record_doc(record, roles.get(record.name))
            )
            for record in self.module.records
        }

    def _model(self, record: ir.Record, doc: str, later: frozenset[str]) -> ClassView:
        """A record as a pydantic model."""
        fields = []
        for field in record.fields:
            told = docs.field_doc(field)
            made = quoted(self._value(field, closed=False), later)
            metadata: list[Code] = []
            if python_member(field.name) != field.wire:
                metadata = [call(self._runtime("wire"), literal(field.wire))]
            text = self._member(field, made, metadata)
            fields.append(
                StatementView(text, docstring(told, INDENT) if told else None)
            )
        return ClassView(
            self._declare(record.name),
            self._runtime("Model"),
            docstring(doc, INDENT),
            tuple(fields),
        )

    def _value(self, field: ir.Field, *, closed: bool) -> Code:
        """The annotation of a field, its absence and null included."""
        members = [self.code.type(field.type, closed)]
        if not field.required:
            members.append(self.code.need("pydantic", "MISSING"))
        if field.nullable:
            members.append("None")
        return either(*members)

    def _member(self, field: ir.Field, made: Code, metadata: list[Code]) -> str:
        made = self.code.annotated(made, *metadata)
        tail = "" if field.required else " = MISSING"
        return statement(f"{python_member(field.name)}: ", made, tail, INDENT)

    def _dictionaries(self) -> list[DeclarationView]:
        """A TypedDict, with Python names, for each record that stands in arguments."""
        sent = [
            record
            for record in records_in_order(self.module)
            if ir.RecordType(record.home, record.name) in self.nested
        ]
        later = {param_name(record.name) for record in sent}
        views = []
        for record in sent:
            views.append(
                DeclarationView(None, self._dictionary(record, frozenset(later)))
            )
            later.discard(param_name(record.name))
        return views

    def _dictionary(self, record: ir.Record, later: frozenset[str]) -> ClassView:
        fields = []
        for field in record.fields:
            members = [self.code.argument(field.type)]
            if field.nullable:
                members.append("None")
            made = quoted(either(*members), later)
            if not field.required:
                made = subscript(self.code.need(TYPING, "NotRequired"), made)
            text = statement(f"{python_member(field.name)}: ", made, "", INDENT)
            fields.append(StatementView(text))
        return ClassView(
            self._declare(param_name(record.name)),
            self.code.need(TYPING, "TypedDict"),
            docstring(f"`{record.name}` as a dictionary, for builders.", INDENT),
            tuple(fields),
        )

    def _arguments(self) -> list[DeclarationView]:
        """The arguments of each builder as a model; the builder's docs explain them."""
        views = []
        for endpoint in self.module.endpoints:
            if not endpoint.arguments:
                continue
            fields = [
                *(self._placed(field, "in_path") for field in endpoint.parameters),
                *(self._placed(field, "in_query") for field in endpoint.query),
                *(self._placed(field, "in_header") for field in endpoint.headers),
                *(self._placed(field, "wire") for field in endpoint.body),
            ]
            made = dict(fields)
            name = ".".join((*endpoint.resource, endpoint.name))
            view = ClassView(
                self._declare(stem(endpoint, self.api.acronyms).params),
                self._runtime("Params"),
                docstring(f"The arguments of `{name}`.", INDENT),
                tuple(made[field.name] for field in endpoint.arguments),
            )
            views.append(DeclarationView(None, view))
        return views

    def _placed(self, field: ir.Field, place: str) -> tuple[str, StatementView]:
        """An argument, by its name, and where it is sent and how it is called there."""
        metadata: list[Code] = []
        if place != "wire" or python_member(field.name) != field.wire:
            words = [literal(field.wire)]
            if place == "in_query" and field.nullable:
                words.append("null=True")
            metadata = [call(self._runtime(place), *words)]
        text = self._member(field, self._value(field, closed=True), metadata)
        return field.name, StatementView(text)

    def _answers(self) -> list[StatementView]:
        """`StudyCreateResponse: TypeAlias = Study`, for each endpoint that answers."""
        views = []
        for endpoint in self.module.endpoints:
            answer = answer_of(endpoint, self.api)
            name = stem(endpoint, self.api.acronyms).response
            if answer is None:
                continue
            doc = None
            if endpoint.pages is not None:
                path = ".".join((*endpoint.resource, endpoint.name))
                doc = f"What the pages of `{path}` hold."
            if isinstance(answer, ir.UnionType) or answer.name != name:
                views.append(self._alias(name, self.code.type(answer, False), doc))
        return views

    def _events(self) -> list[StatementView]:
        """The union of all events."""
        webhooks = self.module.webhooks
        if webhooks is None:
            return []
        events = [*(event.record for event in webhooks.events), webhooks.unknown]
        members = [self.code.need(event.home, event.name) for event in events]
        doc = "What is sent to you; more kinds may come, as `UnknownEvent`."
        return [self._alias(EVENT, either(*members), doc)]
