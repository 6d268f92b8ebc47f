"""Everything that is known of what a path names, as plain data.

In: `Found` by `find`, and the parts of an API. Out: an `Explanation`, which `explained` shows
to people and to programs.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from specloom import ir
from specloom.diagnostics import Span
from specloom.lookup.declarations import enum_values
from specloom.lookup.find import Found, Target
from specloom.lookup.notation import Limit, limits_of, written
from specloom.lookup.overview import Column
from specloom.lookup.parts import SENT, Kind, Part, Parts, Place
from specloom.lookup.renames import renamed
from specloom.lookup.steps import Step, Steps
from specloom.lookup.users import users_of
from specloom.names import python_member
from specloom.spec.syntax import Declared


class FieldShown(NamedTuple):
    """A field as one view has it."""

    field: ir.Field
    python: str
    sent: bool  # it stands in requests
    read: bool  # it stands in answers
    type: str  # in the notation of the language, null and all
    limits: tuple[Limit, ...]
    steps: tuple[Step, ...]  # the way from where it stands to where it is declared


Shown: TypeAlias = (
    FieldShown
    | ir.Module
    | ir.Endpoint
    | ir.Event
    | ir.Record
    | ir.NamedType
    | ir.EnumValue
)


class Sight(NamedTuple):
    """What one view has of a part."""

    column: Column
    builds: tuple[str, ...]
    span: Span | None  # of the declaration that this view sees
    shown: Shown


class Member(NamedTuple):
    """A part that stands in another."""

    path: str
    name: str
    kind: Kind
    place: Place
    columns: tuple[Column, ...]  # that have it
    doc: str | None  # of a value of an enum


class Facet(NamedTuple):
    """One of the things that a path names."""

    kind: Kind
    path: str  # its own, which may be another than the one that led to it
    place: Place
    sights: tuple[Sight, ...]  # of the columns that have it; words have none
    columns: tuple[Column, ...]  # that could have it
    unknown: tuple[str, ...]  # releases and views that no build shows: it may be there
    holds: tuple[Member, ...]
    used_by: tuple[str, ...]  # the paths of what names it
    now: str | None  # the path of what it was renamed to
    cells: dict[str, str]  # of a word or a product: what each variant calls it
    span: Span | None  # of a word or a product


class Explanation(NamedTuple):
    """What a path names."""

    path: str
    facets: tuple[Facet, ...]


def explain(found: Found, parts: Parts, steps: Steps | None = None) -> Explanation:
    """All that is known of what was found. `steps`: those of the same API, if there are any."""
    steps = steps or Steps(parts.overview)
    facets = tuple(_facet(target, parts, steps) for target in found.targets)
    return Explanation(found.path, facets)


def _facet(target: Target, parts: Parts, steps: Steps) -> Facet:
    part = target.part
    overview = parts.overview
    product = overview.product_of(part.file.name)
    columns = tuple(c for c in overview.columns if overview.looks_at(product, c))
    cells, span = _cells(part, parts)
    return Facet(
        kind=part.kind,
        path=part.path,
        place=target.via or part.place,
        sights=tuple(
            _sight(part, column, parts, steps)
            for column in columns
            if column in part.seen
        ),
        columns=columns,
        unknown=tuple(_unknown(columns, parts)),
        holds=tuple(sorted(_held(part, parts), key=_order)),
        used_by=users_of(part, parts, steps),
        now=_now(part),
        cells=cells,
        span=span,
    )


def _unknown(columns: tuple[Column, ...], parts: Parts) -> Iterator[str]:
    shown = {column.release for column in parts.overview.columns}
    for release in parts.overview.spec.api.releases:
        if release.text not in shown:
            yield release.text
    for column in parts.overview.columns:
        if column not in columns:
            yield f"{column.variant} {column.release}"


def _now(part: Part) -> str | None:
    beside = part.owner.members.values() if part.owner else ()
    pairs = renamed(beside).items()
    return next((new.path for new, old in pairs if old is part), None)


def _sight(part: Part, column: Column, parts: Parts, steps: Steps) -> Sight:
    shown = part.seen[column]
    product = parts.overview.product_of(part.file.name)
    builds = parts.overview.builds_of(column, product)
    match shown:
        case ir.Field():
            field = _field(part, shown, column, steps)
            return Sight(column, builds, shown.span, field)
        case ir.Module():
            file = part.file.declared[column]
            span = (
                file.envelope.span if part is not part.file and file.envelope else None
            )
            return Sight(column, builds, span or file.span, shown)
        case ir.EnumValue():
            span = _place_of_value(part, column, parts)
            return Sight(column, builds, span, shown)
        case _:
            return Sight(column, builds, shown.span, shown)


def _field(part: Part, field: ir.Field, column: Column, steps: Steps) -> FieldShown:
    owner = part.owner.seen.get(column) if part.owner else None
    sent, read = part.place in SENT, part.place not in SENT
    if isinstance(owner, ir.Record) and not part.place:
        sent, read = owner.in_request, owner.in_response
    return FieldShown(
        field=field,
        python=python_member(field.name),
        sent=sent,
        read=read,
        type=written(field.type) + " | null" * field.nullable,
        limits=tuple(limits_of(field.type)),
        steps=steps.to(part, column),
    )


def _place_of_value(part: Part, column: Column, parts: Parts) -> Span | None:
    """Where a value of an enum is written; the enum's own place if that is not known."""
    shown = part.owner.seen.get(column) if part.owner else None
    if not isinstance(shown, ir.Field | ir.NamedType) or shown.span is None:
        return None
    item = parts.overview.items.get(shown.span)
    view = parts.overview.views[column]
    for value in enum_values(item if isinstance(item, Declared) else None):
        if value.key.name.text == part.name and view.has(value.key):
            return value.span
    return shown.span


def _cells(part: Part, parts: Parts) -> tuple[dict[str, str], Span | None]:
    api = parts.overview.spec.api
    if part.kind == "word":
        row = api.vocabulary[part.name[1:-1]]
        return {variant: text.text for variant, text in row.items()}, api.words[
            part.name[1:-1]
        ]
    if part.kind == "product":
        text = next(each for each in api.products if each.text == part.name)
        views = parts.overview.views.items()
        return {column.variant: view.fill(text) for column, view in views}, text.span
    return {}, None


def _order(held: Member) -> tuple[bool, str]:
    """Values of enums behind all else, and in the order of the spec."""
    return held.kind == "value", "" if held.kind == "value" else held.path


def _held(part: Part, parts: Parts) -> Iterator[Member]:
    for file in parts.files.values() if part.kind == "product" else ():
        if parts.overview.product_of(file.name) == part.name:
            yield _as_member(file, parts)
    for each in part.members.values():
        yield _as_member(each, parts)


def _as_member(part: Part, parts: Parts) -> Member:
    columns = tuple(column for column in parts.overview.columns if column in part.seen)
    docs = [each.doc for each in part.seen.values() if isinstance(each, ir.EnumValue)]
    doc = docs[0] if docs else None
    return Member(part.path, part.name, part.kind, part.place, columns, doc)
