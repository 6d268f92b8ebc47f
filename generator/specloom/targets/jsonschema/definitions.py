"""What a document defines, and what each definition is called.

Comes in: an `ir.Api`. Goes out: `Definitions`. Imports `ir` and `names`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from specloom import ir
from specloom.names import endpoint_class, pascal, singular


class Key(NamedTuple):
    """A definition: where it is declared, its name, and whether it is the request's.

    A part of an endpoint has the endpoint's name, and says which part it is.
    """

    home: ir.Path
    name: str
    request: bool
    part: str = ""  # Path, Query, Headers, Params (the body) or Response


class Object(NamedTuple):
    """A JSON object with known fields: a record, or some arguments of an endpoint."""

    fields: tuple[ir.Field, ...]
    doc: str | None
    examples: "tuple[dict[str, ir.Json], ...]"
    deprecated: str | None
    closed: bool  # holds no others


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
            if module.webhooks is not None:
                self._find_webhooks(module.webhooks)
        self._find_the_rest(api)
        self.titles = self._titles()

    def record(self, use: ir.RecordType) -> ir.Record:
        """The record that `use` names."""
        return self._records[use.home, use.name]

    def title(self, type_: ir.RecordType | ir.NamedType, request: bool) -> str:
        """The name under which a record or a named type is defined."""
        return self.titles[_key(type_, request)]

    def _find_endpoint(self, endpoint: ir.Endpoint) -> None:
        parts = {
            "Path": endpoint.parameters,
            "Query": endpoint.query,
            "Headers": endpoint.headers,
            "Params": endpoint.body,
        }
        for part, fields in parts.items():
            if fields:
                key = Key(endpoint.resource, endpoint.name, True, part)
                self.found[key] = Object(
                    fields,
                    endpoint.doc,
                    _examples(endpoint, fields),
                    endpoint.deprecated,
                    closed=part != "Headers",
                )
            for field in fields:
                self._find(field.type, request=True)
        returns = endpoint.returns
        if isinstance(returns, ir.UnionType):
            key = Key(endpoint.resource, endpoint.name, False, "Response")
            self.found[key] = ir.NamedType(
                key.home,
                key.name,
                returns,
                endpoint.doc,
                deprecated=endpoint.deprecated,
            )
        if returns is not None:
            self._find(returns, request=False)
        for error in endpoint.errors:
            self._find(error.record, request=False)

    def _find_webhooks(self, webhooks: ir.Webhooks) -> None:
        for event in webhooks.events:
            self._find(event.record, request=False, deprecated=event.deprecated)
            if event.reply is not None:
                self._find(event.reply, request=True)
        self._find(webhooks.unknown, request=False)

    def _find_the_rest(self, api: ir.Api) -> None:
        """What nothing leads to is taken as a response's."""
        known = {(key.home, key.name) for key in self.found}
        declared: list[ir.RecordType | ir.NamedType] = []
        for module in api.modules:
            declared += module.types
            declared += (ir.RecordType(each.home, each.name) for each in module.records)
        for each in declared:
            if (each.home, each.name) not in known:
                self._find(each, request=False)

    def _find(
        self, type_: ir.Type, *, request: bool, deprecated: str | None = None
    ) -> None:
        """Notes every definition that a type leads to, itself included."""
        for part in ir.walk(type_):
            if not isinstance(part, ir.RecordType | ir.NamedType):
                continue
            key = _key(part, request)
            if key in self.found:
                continue
            if isinstance(part, ir.NamedType):
                self.found[key] = part
                continue
            record = self.record(part)
            self.found[key] = Object(
                record.fields,
                record.doc,
                (record.example,) if _is_whole(record) else (),
                record.deprecated or deprecated,
                closed=request,
            )
            for field in record.fields:
                self._find(field.type, request=request)

    def _titles(self) -> dict[Key, str]:
        """A name for each; those that would have the same one get their whole paths."""
        wanted = {key: self._title(key) for key in self.found}
        uses = Counter(wanted.values())
        return {
            key: title if uses[title] == 1 else _dotted(key)
            for key, title in wanted.items()
        }

    def _title(self, key: Key) -> str:
        name = key.name
        if key.part:
            name = endpoint_class(key.home[-1], name, self._acronyms) + key.part
        title = module_title(key.home, name, self._acronyms)
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


def _examples(
    endpoint: ir.Endpoint, fields: tuple[ir.Field, ...]
) -> "tuple[dict[str, ir.Json], ...]":
    """What the endpoint's examples say of these arguments, each once."""
    names = {field.name for field in fields}
    found: list[dict[str, ir.Json]] = []
    for example in endpoint.examples:
        some = {name: value for name, value in example.items() if name in names}
        if some and some not in found:
            found.append(some)
    return tuple(found)


def _is_whole(record: ir.Record) -> bool:
    """Whether its example is one: it has what those of the fields make."""
    example = record.example
    return bool(example) and all(
        field.name in example for field in record.fields if field.required
    )


def _key(type_: ir.RecordType | ir.NamedType, request: bool) -> Key:
    """A type without records reads the same in both directions."""
    return Key(type_.home, type_.name, request and any(ir.uses_of(type_)))


def _dotted(key: Key) -> str:
    more = [key.part.lower()] if key.part else ["Input"] if key.request else []
    return ".".join([*key.home, key.name, *more])
