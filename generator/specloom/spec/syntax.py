"""What the files say, as data: the abstract syntax of the language.

Made by the readers, read by `resolve`. Nothing is looked up here: names still hold their
`<words>`, marks are not decided. Each part keeps its place for diagnostics.
"""

from typing import NamedTuple, TypeAlias

from specloom.diagnostics import Span
from specloom.source import Mapping, Node


class Text(NamedTuple):
    """A piece of a file that is a name or prose; may hold `<words>`."""

    text: str
    span: Span

    def part(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`; the whole where quotes or lines blur it."""
        column = self.span.column
        if self.span.end - column != len(self.text):
            return self.span
        return self.span._replace(column=column + start, end=column + end)


class Mark(NamedTuple):
    """`@org`, `+2026-08`, `-2026-08` or `~2026-08` behind a key.

    One without a `kind` is a word that is no mark; it selects nothing, and is reported.
    """

    kind: str
    name: str
    span: Span


class Key(NamedTuple):
    """`name[?] marks`."""

    name: Text
    optional: bool
    marks: tuple[Mark, ...]


class Size(NamedTuple):
    """`(low..high)`; `(n)` is both. Text, because the type decides how to read it."""

    low: str | None
    high: str | None
    span: Span


class NameExpr(NamedTuple):
    """A built-in type or the name of one, such as `string(1..64)` or `<Owner>Id`."""

    name: Text
    size: Size | None
    span: Span


class ListExpr(NamedTuple):
    """`list[T](a..b)`."""

    item: "TypeExpr"
    size: Size | None
    span: Span


class MapExpr(NamedTuple):
    """`map[K, V](a..b)`."""

    key: "TypeExpr"
    value: "TypeExpr"
    size: Size | None
    span: Span


class UnionExpr(NamedTuple):
    """`A | B | null`."""

    members: "tuple[TypeExpr, ...]"
    span: Span


TypeExpr: TypeAlias = NameExpr | ListExpr | MapExpr | UnionExpr


class Value(NamedTuple):
    """`TYPE -- doc`, or a mapping: what a field or a named type is.

    `type` is None where `id`, `enum` or `const` says it, or after a mistake.
    """

    type: TypeExpr | None
    doc: Text | None
    properties: dict[str, Node]  # every other key of the mapping
    places: dict[str, Span]  # where each property's key stands
    span: Span


class Declared(NamedTuple):
    """A field or a named type."""

    key: Key
    value: Value


class Include(NamedTuple):
    """One part of `$include`: `X`, `X?` or `X | null`."""

    name: Text
    optional: bool
    nullable: bool


class Group(NamedTuple):
    """Fields, and what the `$keys` say about them all."""

    fields: tuple[Declared, ...]
    includes: tuple[Include, ...]
    doc: Text | None
    example: Mapping | None
    span: Span
    whole: bool = True  # False: a part could not be read, and what it says is not known


class RecordDeclared(NamedTuple):
    """A record."""

    key: Key
    group: Group


Part: TypeAlias = Group | TypeExpr
"""What is sent or read: fields, or the name of a record."""


class ErrorDeclared(NamedTuple):
    """`404: Problem`."""

    status: Text
    record: TypeExpr


class EndpointDeclared(NamedTuple):
    """An endpoint."""

    key: Key
    method: str
    path: Text
    doc: Text | None
    params: tuple[Declared, ...]
    query: Part | None
    headers: Part | None
    body: Part | None
    returns: Part | None
    discriminator: Text | None
    pages: Declared | None  # the field with the items, and what an item is
    errors: tuple[ErrorDeclared, ...]
    examples: tuple[Mapping, ...]
    was: Text | None


class EventDeclared(NamedTuple):
    """A webhook."""

    key: Key
    doc: Text | None
    data: Part | None
    replies: Part | None
    was: Text | None


class FileDeclared(NamedTuple):
    """One file beside api.yaml. `place` is where it lies below the API's folder."""

    place: tuple[Text, ...]  # (viewer, studies); its spans are the file's first line
    marks: tuple[Mark, ...]
    doc: Text | None
    resource: Text | None
    path: Text | None
    params: tuple[Declared, ...]
    types: tuple[Declared, ...]
    records: tuple[RecordDeclared, ...]
    endpoints: tuple[EndpointDeclared, ...]
    envelope: Group | None
    events: tuple[EventDeclared, ...]
    span: Span


class VariantDeclared(NamedTuple):
    """A kind of customer."""

    key: Key
    title: Text


class BuildDeclared(NamedTuple):
    """One package to make."""

    key: Key
    variant: Text | None
    release: Text | None
    products: tuple[Text, ...] | None
    span: Span


class QueryDeclared(NamedTuple):
    """How a query writes lists, and null if it can."""

    lists: str
    null: str | None


class PagingDeclared(NamedTuple):
    """What `pages` adds to an endpoint."""

    query: Part | None
    reply: Part | None
    cursor: tuple[Text, Text] | None  # the argument, the field of the reply
    more: Text | None
    span: Span


class Cell(NamedTuple):
    """What a word of the vocabulary is called in a variant."""

    text: str
    span: Span
    column: Span  # where the variant is named


class ApiDeclared(NamedTuple):
    """api.yaml."""

    name: Text
    doc: Text | None
    base_url: Text
    auth: tuple[Text, Text] | None  # scheme, environment variable
    wire_case: str
    query: QueryDeclared
    paging: PagingDeclared | None
    acronyms: tuple[Text, ...]
    products: tuple[Text, ...]
    releases: tuple[Text, ...]
    variants: tuple[VariantDeclared, ...]
    vocabulary: dict[str, dict[str, Cell]]  # by word, then by variant
    words: dict[str, Span]
    builds: tuple[BuildDeclared, ...]
    span: Span

    def variant_places(self) -> dict[str, Span]:
        """The variants, and where each is declared."""
        return {each.key.name.text: each.key.name.span for each in self.variants}

    def release_places(self) -> dict[str, Span]:
        """The releases in order, and where each is declared."""
        return {each.text: each.span for each in self.releases}


class Spec(NamedTuple):
    """A whole API: api.yaml and the files below its folder, sorted by place."""

    api: ApiDeclared
    files: tuple[FileDeclared, ...]
    whole: bool  # False: a file could not be read, and what it declares is not known
