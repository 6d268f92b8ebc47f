"""What a document defines, and what each definition is called.

Comes in: an `ir.Api`. Goes out: `Definitions`. Imports `ir` and `names`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, assert_never

from specloom import ir
from specloom.names import endpoint_class, pascal, singular


class Key(NamedTuple):
    """A definition: where it is declared, its name, and whether it is the request's."""

    home: ir.Path
    name: str
    request: bool


class Object(NamedTuple):
    """A JSON object with known fields: a record, or the body of an endpoint."""

    fields: tuple[ir.Field, ...]
    doc: str | None
    examples: "tuple[dict[str, ir.Json], ...]"


class Definitions:
    """All there is to define, in each direction that leads to it."""

    def __init__(self, api: ir.Api) -> None:
        self._acronyms = api.acronyms
        self._records = {
            (record.home, record.name): record
            for module in api.modules
            for record in module.records
        }
        self.found: dict[Key, Object | ir.NamedType] = {}
        for module in api.modules:
            for endpoint in module.endpoints:
                self._find_endpoint(endpoint)
        self._find_the_rest(api)
        self.titles = self._titles()

    def record(self, use: ir.RecordType) -> ir.Record:
        """The record that `use` names."""
        return self._records[use.home, use.name]

    def title(self, type_: ir.RecordType | ir.NamedType, request: bool) -> str:
        """The name under which a record or a named type is defined."""
        return self.titles[_key(type_, request)]

    def _find_endpoint(self, endpoint: ir.Endpoint) -> None:
        resource = endpoint.resource
        if endpoint.body:
            stem = endpoint_class(resource[-1], endpoint.name, self._acronyms)
            body = Object(endpoint.body, endpoint.doc, endpoint.examples)
            self.found[Key(resource, f"{stem}Params", True)] = body
        for field in endpoint.body:
            self._find(field.type, request=True)
        if endpoint.returns is not None:
            self._find(endpoint.returns, request=False)

    def _find_the_rest(self, api: ir.Api) -> None:
        """What no endpoint leads to is taken as a response's."""
        known = {(key.home, key.name) for key in self.found}
        declared: list[ir.RecordType | ir.NamedType] = []
        for module in api.modules:
            declared += module.types
            declared += (ir.RecordType(each.home, each.name) for each in module.records)
        for each in declared:
            if (each.home, each.name) not in known:
                self._find(each, request=False)

    def _find(self, type_: ir.Type, *, request: bool) -> None:
        """Notes every definition that a type leads to, itself included."""
        if isinstance(type_, ir.RecordType | ir.NamedType):
            key = _key(type_, request)
            if key in self.found:
                return
            self.found[key] = self._declared(type_)
        if isinstance(type_, ir.RecordType):
            for field in self.record(type_).fields:
                self._find(field.type, request=request)
        for part in _parts(type_):
            self._find(part, request=request)

    def _declared(self, type_: ir.RecordType | ir.NamedType) -> Object | ir.NamedType:
        if isinstance(type_, ir.NamedType):
            return type_
        record = self.record(type_)
        examples = (record.example,) if record.example else ()
        return Object(record.fields, record.doc, examples)

    def _titles(self) -> dict[Key, str]:
        """A name for each; those that would have the same one get their whole paths."""
        wanted = {key: self._title(key) for key in self.found}
        uses = Counter(wanted.values())
        return {
            key: title if uses[title] == 1 else _dotted(key)
            for key, title in wanted.items()
        }

    def _title(self, key: Key) -> str:
        title = module_title(key.home, key.name, self._acronyms)
        both = key.request and key._replace(request=False) in self.found
        return f"{title}Input" if both else title


def module_title(path: ir.Path, name: str, acronyms: Sequence[str] = ()) -> str:
    """`viewer/studies`, `StudyCreateParams` → `ViewerStudyCreateParams`.

    The words of the path in front of the name, but not a last one that the name begins
    with, nor `types`: what all share keeps its bare name.
    """
    *folders, last = path
    known = last == "types" or name.startswith(pascal(singular(last), acronyms))
    words = folders if known else path
    return "".join(pascal(word, acronyms) for word in words) + name


def _key(type_: ir.RecordType | ir.NamedType, request: bool) -> Key:
    """A type without records reads the same in both directions."""
    return Key(type_.home, type_.name, request and _holds_record(type_))


def _holds_record(type_: ir.Type) -> bool:
    return isinstance(type_, ir.RecordType) or any(map(_holds_record, _parts(type_)))


def _dotted(key: Key) -> str:
    return ".".join([*key.home, key.name, *(["Input"] if key.request else [])])


def _parts(type_: ir.Type) -> tuple[ir.Type, ...]:
    """The types that are written inside a type."""
    match type_:
        case ir.NamedType():
            return (type_.target,)
        case ir.ListType():
            return (type_.item.type,)
        case ir.MapType():
            return (type_.key, type_.value.type)
        case ir.UnionType():
            return type_.members
        case (
            ir.StringType()
            | ir.IntegerType()
            | ir.NumberType()
            | ir.BooleanType()
            | ir.DateType()
            | ir.TimeType()
            | ir.DateTimeType()
            | ir.UuidType()
            | ir.IdType()
            | ir.EnumType()
            | ir.ConstType()
            | ir.RecordType()
            | ir.AnyType()
        ):
            return ()
        case _:
            assert_never(type_)
