"""The parts of an API that a path can name: files, endpoints, records, types, fields, values.

In: an `Overview`. Out: a `Part` for each of them, with what every view has of it. A part is
what all views call the same, words put back: `<owner>_id` is one part, and so is a field that
is declared twice because it changed its type.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from specloom import ir
from specloom.diagnostics import Span
from specloom.lookup.notation import value_texts
from specloom.lookup.overview import Column, Overview, file_name, files_of
from specloom.names import endpoint_class, python_function, python_member
from specloom.resolve.context import Context
from specloom.resolve.view import View
from specloom.spec.syntax import (
    Declared,
    EndpointDeclared,
    EventDeclared,
    FileDeclared,
    RecordDeclared,
)

Kind: TypeAlias = Literal[
    "product",
    "file",
    "endpoint",
    "webhook",
    "envelope",
    "record",
    "included",
    "type",
    "parameter",
    "field",
    "value",
    "word",
]
"""What a part is. `included`: a record that makes no class, as it is only included."""

Place: TypeAlias = Literal[
    "path",
    "query",
    "headers",
    "body",
    "returns",
    "errors",
    "data",
    "replies",
    "envelope",
    "",
]
"""Where a field stands in an endpoint or a webhook; empty in a record."""


_IN_BRACES = re.compile(r"\{[^{}]*\}")


def shape_of(path: str) -> str:
    """The path of an endpoint without what stands in braces: `/v1/studies/{}`."""
    return _IN_BRACES.sub("{}", path)


class Held(NamedTuple):
    """A record that an endpoint or a webhook names."""

    use: ir.RecordType
    place: Place


Shown: TypeAlias = (
    ir.Module
    | ir.Endpoint
    | ir.Event
    | ir.Record
    | ir.NamedType
    | ir.Field
    | ir.EnumValue
)
"""What a view has of a part."""

RecordKey: TypeAlias = tuple[Column, ir.Path, str]
_Made: TypeAlias = dict[tuple[ir.Path, str], ir.Record]
"""Records that the spec has no name for, by what the IR calls them."""

SENT: tuple[Place, ...] = ("path", "query", "headers", "body", "replies")
"""The places of what is sent by who uses the package."""


class Part:
    """One part. `seen` has what each view that has it shows."""

    __slots__ = (
        "declared",
        "held",
        "kind",
        "members",
        "name",
        "names",
        "owner",
        "place",
        "seen",
    )

    def __init__(
        self, kind: Kind, name: str, owner: "Part | None", place: Place = ""
    ) -> None:
        self.kind: Kind = kind
        self.name = name  # as the spec writes it
        self.owner = owner
        self.place: Place = place
        # All that it may be called by; addresses by their shape, `GET /v1/studies/{}`.
        self.names: set[str] = {name}
        self.seen: dict[Column, Shown] = {}
        self.members: dict[tuple[Kind, Place, str], Part] = {}
        self.declared: dict[Column, FileDeclared] = {}  # of a file
        self.held: dict[Column, list[Held]] = {}  # of an endpoint or a webhook

    @property
    def path(self) -> str:
        """The full path, as the spec writes it: `viewer.studies.create.<owner>_id`."""
        outer = self.owner.path if self.owner is not None else ""
        return f"{outer}.{self.name}" if outer else self.name

    @property
    def file(self) -> "Part":
        """The file that it is declared in, or itself."""
        part = self
        while part.kind != "file" and part.owner is not None:
            part = part.owner
        return part

    def member(self, kind: Kind, name: str, place: Place = "") -> "Part":
        """The part below this one that is called so, made if it is new."""
        key = (kind, place, name)
        if key not in self.members:
            self.members[key] = Part(kind, name, self, place)
        return self.members[key]

    def fields(self) -> Iterator["Part"]:
        """The fields that stand in it."""
        return (part for part in self.members.values() if part.kind == "field")


class Parts:
    """Every part of one API."""

    def __init__(self, overview: Overview, *, included: bool) -> None:
        """`included`: with the records that make no class."""
        self.overview = overview
        self.files: dict[str, Part] = {}
        self.others: list[Part] = []  # products and words
        self._records: dict[RecordKey, list[tuple[Part, Place]]] = {}
        for column in overview.columns:
            _Reader(self, column).read(included=included)
        for product in overview.spec.api.products:
            part = Part("product", product.text, None)
            part.names |= {view.fill(product) for view in overview.views.values()}
            if product.text not in self.files:  # a file may be a whole product
                self.others.append(part)
        for word in overview.spec.api.vocabulary:
            part = Part("word", f"<{word}>", None)
            part.names |= {word, f"<{word[0].upper()}{word[1:]}>"}
            self.others.append(part)

    def all(self) -> Iterator[Part]:
        """Every part, those that hold others first."""
        waiting = [*self.files.values(), *self.others]
        while waiting:
            part = waiting.pop(0)
            yield part
            waiting += part.members.values()

    def keep(self, record: RecordKey, part: Part, place: Place) -> None:
        """Notes what shows the fields of a record: `part`, those that stand in `place`."""
        known = self._records.setdefault(record, [])
        if (part, place) not in known:
            known.append((part, place))

    def of_record(
        self, column: Column, use: ir.RecordType
    ) -> Sequence[tuple[Part, Place]]:
        """The part that shows the fields of a record, and where in it they stand."""
        return self._records.get((column, use.home, use.name), ())


class _Reader:
    """Adds what one view shows."""

    def __init__(self, parts: Parts, column: Column) -> None:
        self.parts = parts
        self.column = column
        self.view: View = parts.overview.views[column]
        self.items = parts.overview.items

    def read(self, *, included: bool) -> None:
        files = files_of(self.parts.overview, self.column)
        modules = self.parts.overview.modules[self.column]
        for module in modules:
            if module.path in files:
                self._module(module, files[module.path])
        if included:
            self._included()

    def _module(self, module: ir.Module, file: FileDeclared) -> None:
        part = self._file(module.path, file)
        part.seen[self.column] = module
        made = {
            (record.home, record.name): record
            for record in module.records
            if not self._is_written(record)
        }
        for endpoint in module.endpoints:
            self._endpoint(endpoint, part, made)
        self._webhooks(module, part, made)
        for record in module.records:
            if (record.home, record.name) not in made:
                self._record(record, part, "record")
        for named in module.types:
            own = self._below(part, "type", named.name, named, named.span)
            self._values(own, named.target, named.span)
        for declared in file.params:
            self._parameter(declared, part, module)

    def _file(self, path: ir.Path, file: FileDeclared) -> Part:
        name = file_name(file)
        if name not in self.parts.files:
            self.parts.files[name] = Part("file", name, None)
        part = self.parts.files[name]
        part.names.add(".".join(path))
        part.declared[self.column] = file
        return part

    def _is_written(self, record: ir.Record) -> bool:
        """Whether the spec has a name for it."""
        item = self.items.get(record.span)
        return isinstance(item, RecordDeclared)

    def _below(
        self,
        owner: Part,
        kind: Kind,
        name: str,
        shown: Shown,
        span: Span | None,
        place: Place = "",
    ) -> Part:
        item = self.items.get(span) if span is not None else None
        text = (
            item.key.name.text if item and isinstance(item, _DECLARED[kind]) else name
        )
        part = owner.member(kind, text, place)
        part.seen[self.column] = shown
        part.names.add(name)
        return part

    def _endpoint(self, endpoint: ir.Endpoint, file: Part, made: _Made) -> None:
        part = self._below(file, "endpoint", endpoint.name, endpoint, endpoint.span)
        acronyms = [each.text for each in self.parts.overview.spec.api.acronyms]
        stem = endpoint_class(endpoint.resource[-1], endpoint.name, acronyms)
        part.names |= {python_function(endpoint.name), f"{stem}Params"}
        if endpoint.returns is not None:
            part.names.add(f"{stem}Response")
        for path in (endpoint.path, self._written_path(endpoint, file)):
            part.names |= {shape_of(path), f"{endpoint.method} {shape_of(path)}"}
        self._fields(part, endpoint.parameters, "path")
        self._fields(part, endpoint.query, "query")
        self._fields(part, endpoint.headers, "headers")
        self._fields(part, endpoint.body, "body")
        part.held[self.column] = held = []
        if endpoint.returns is not None:
            held += [Held(use, "returns") for use in ir.uses_of(endpoint.returns)]
        held += [Held(error.record, "errors") for error in endpoint.errors]
        if isinstance(endpoint.returns, ir.RecordType):
            self._answer(part, endpoint.returns, "returns", made)

    def _written_path(self, endpoint: ir.Endpoint, file: Part) -> str:
        """The path of an endpoint with its words: `/v1/<owners>/{<owner>_id}`."""
        item = self.items.get(endpoint.span)
        base = file.declared[self.column].path
        if not isinstance(item, EndpointDeclared) or base is None:
            return endpoint.path
        return "".join(t.text for t in (base, item.path) if t.text != "/") or "/"

    def _webhooks(self, module: ir.Module, file: Part, made: _Made) -> None:
        for event in module.webhooks.events if module.webhooks else ():
            part = self._below(file, "webhook", event.type, event, event.span)
            record = made[event.record.home, event.record.name]
            part.names.add(record.name)
            part.held[self.column] = held = []
            for field in record.fields:
                if field.name == "data" and isinstance(field.type, ir.RecordType):
                    held.append(Held(field.type, "data"))
                    self._answer(part, field.type, "data", made)
                elif field.name != "type":
                    envelope = file.member("envelope", "envelope")
                    envelope.seen[self.column] = module
                    self._fields(envelope, (field,), "envelope")
            if event.reply is not None:
                held.append(Held(event.reply, "replies"))
                self._answer(part, event.reply, "replies", made)

    def _answer(
        self,
        part: Part,
        use: ir.RecordType,
        place: Place,
        made: _Made,
    ) -> None:
        """The fields of a record that has no name of its own in the spec."""
        record = made.get((use.home, use.name))
        if record is not None:
            key = (self.column, use.home, use.name)
            self.parts.keep(key, part, place)
            part.names.add(use.name)
            self._fields(part, record.fields, place)

    def _record(self, record: ir.Record, file: Part, kind: Kind) -> None:
        part = self._below(file, kind, record.name, record, record.span)
        part.names.add(f"{record.name}Param")  # its TypedDict
        self.parts.keep((self.column, record.home, record.name), part, "")
        self._fields(part, record.fields, "")

    def _fields(self, owner: Part, fields: Iterable[ir.Field], place: Place) -> None:
        for field in fields:
            part = self._below(owner, "field", field.name, field, field.span, place)
            part.names |= {field.wire, python_member(field.name)}
            self._values(part, field.type, field.span)

    def _values(self, owner: Part, type_: ir.Type, span: Span | None) -> None:
        """The values of an enum that is declared here, not by another name."""
        for part in ir.walk(type_):
            if isinstance(part, ir.NamedType):
                return
            if isinstance(part, ir.EnumType):
                item = self.items.get(span) if span is not None else None
                declared = item if isinstance(item, Declared) else None
                texts = value_texts(declared, self.view)
                for value in part.values:
                    own = owner.member("value", texts.get(value.value, value.value))
                    own.names.add(value.value)
                    own.seen[self.column] = value

    def _parameter(self, declared: Declared, file: Part, module: ir.Module) -> None:
        """What a file says of `{name}` in the paths of its endpoints."""
        span = declared.key.name.span
        for endpoint in module.endpoints:
            for field in endpoint.parameters:
                if field.span == span:
                    part = self._below(file, "parameter", field.name, field, span)
                    part.names.add(field.wire)
                    part.place = "path"

    def _included(self) -> None:
        """Records that are not reached, but spliced into others."""
        context = Context(self.parts.overview.spec, self.view, set())
        for path, scope in context.scopes.items():
            if not scope.shown:
                continue
            for named in scope.own():
                declared = named.declared
                if isinstance(declared, RecordDeclared) and not self.parts.of_record(
                    self.column, ir.RecordType(path, named.name)
                ):
                    record = context.record(named.name, declared, scope)
                    file = self._file(path, scope.file)
                    self._record(record, file, "included")


_DECLARED: dict[Kind, tuple[type, ...]] = {
    "endpoint": (EndpointDeclared,),
    "webhook": (EventDeclared,),
    "record": (RecordDeclared,),
    "included": (RecordDeclared,),
    "type": (Declared,),
    "field": (Declared,),
    "parameter": (Declared,),
}
