"""What stands where in the files of a spec: from a place to what is declared there.

In: `syntax.Spec`. Out: a table by `Span`. The places are those that the IR carries, so this is
the way back from what a view shows to the words of the spec: `org_id` to `<owner>_id`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from specloom.diagnostics import Span
from specloom.source import Mapping, Node, Scalar, Sequence
from specloom.spec.keys import read_marked_text, split_doc
from specloom.spec.syntax import (
    Declared,
    EndpointDeclared,
    EventDeclared,
    FileDeclared,
    Group,
    Key,
    Part,
    RecordDeclared,
    Spec,
)

Item: TypeAlias = Declared | RecordDeclared | EndpointDeclared | EventDeclared


class EnumValueDeclared(NamedTuple):
    """A value of an enum as it is written, words and marks and all."""

    key: Key
    span: Span


def items_of(spec: Spec) -> dict[Span, Item]:
    """Whatever has a name, by the place of its name."""
    found: dict[Span, Item] = {}
    for file in spec.files:
        for item in _of_file(file):
            found[item.key.name.span] = item
    paging = spec.api.paging
    for declared in _of_parts((paging.query, paging.reply) if paging else ()):
        found[declared.key.name.span] = declared
    return found


def parts_of(endpoint: EndpointDeclared) -> tuple[Part | None, ...]:
    """Everything of an endpoint that fields may be written in."""
    return endpoint.query, endpoint.headers, endpoint.body, endpoint.returns


def enum_values(declared: Declared | None) -> Iterator[EnumValueDeclared]:
    """The values that a field or a type lists itself."""
    node = declared.value.properties.get("enum") if declared else None
    cells: list[Node] = []
    if isinstance(node, Mapping):
        cells = [entry.key for entry in node.entries]
    elif isinstance(node, Sequence):
        cells = [_without_doc(item) for item in node.items]
    for cell in cells:
        if isinstance(cell, Scalar):
            yield EnumValueDeclared(read_marked_text(cell), cell.span)


def _without_doc(node: Node) -> Node:
    return split_doc(node)[0] if isinstance(node, Scalar) and node.plain else node


def _of_file(file: FileDeclared) -> Iterator[Item]:
    yield from file.params
    yield from file.types
    for record in file.records:
        yield record
        yield from record.group.fields
    for endpoint in file.endpoints:
        yield endpoint
        yield from endpoint.params
        yield from _of_parts(parts_of(endpoint))
        if endpoint.pages is not None:
            yield endpoint.pages
    yield from file.envelope.fields if file.envelope else ()
    for event in file.events:
        yield event
        yield from _of_parts((event.data, event.replies))


def _of_parts(parts: Iterable[Part | None]) -> Iterator[Declared]:
    for part in parts:
        if isinstance(part, Group):
            yield from part.fields
