"""The way a field comes to where it is: named records, includes, pages.

In: an `Overview`, a field's part, a column that has it. Out: `Step`s, outermost first, each
with what it does to presence.
"""

from typing import Literal, NamedTuple, TypeAlias

from specloom import ir
from specloom.diagnostics import Span
from specloom.lookup.overview import Column, Overview, files_of
from specloom.lookup.parts import Part, Place
from specloom.resolve.scope import SHARED, Scope, scopes_of
from specloom.resolve.view import View
from specloom.spec.syntax import (
    EndpointDeclared,
    EventDeclared,
    FileDeclared,
    Group,
    Include,
    NameExpr,
    RecordDeclared,
    Text,
)
from specloom.spec.syntax import Part as PartDeclared

How: TypeAlias = Literal["named", "included", "paging"]


class Step(NamedTuple):
    """One record on the way."""

    how: How
    written: str  # as the spec writes it: `StudyIds?`, `Contact | null`
    span: Span  # where it is written
    record: Span | None  # where the record is declared; None: there is none
    optional: bool = False
    nullable: bool = False


class Steps:
    """Finds ways in every view of an API."""

    def __init__(self, overview: Overview) -> None:
        self._overview = overview
        self._scopes: dict[Column, dict[ir.Path, Scope]] = {}
        self._files: dict[Column, dict[ir.Path, FileDeclared]] = {}

    def to(self, part: Part, column: Column) -> tuple[Step, ...]:
        """The way to a field that `column` has; empty if it is written where it stands."""
        field, owner = part.seen[column], part.owner
        if not isinstance(field, ir.Field) or owner is None:
            return ()
        path = _path_of(part.file, column, self._files_at(column))
        scope = self._scopes_at(column).get(path)
        shown = owner.seen.get(column)
        span = getattr(shown, "span", None)
        item = self._overview.items.get(span) if span is not None else None
        if scope is None:
            return ()
        view = self._overview.views[column]
        match item:
            case RecordDeclared():
                return _walk(item.group, scope, field.span, view, ()) or ()
            case EndpointDeclared():
                return self._of_endpoint(item, part.place, scope, field.span, column)
            case EventDeclared():
                found = item.data if part.place == "data" else item.replies
                return _way(found, scope, field.span, view) or ()
            case _ if part.place == "envelope":
                return _way(scope.file.envelope, scope, field.span, view) or ()
        return ()

    def _of_endpoint(
        self,
        item: EndpointDeclared,
        place: Place,
        scope: Scope,
        span: Span,
        column: Column,
    ) -> tuple[Step, ...]:
        view = self._overview.views[column]
        written = {
            "query": item.query,
            "headers": item.headers,
            "body": item.body,
            "returns": item.returns,
        }
        way = _way(written.get(place), scope, span, view)
        paging = self._overview.spec.api.paging
        if way is not None or item.pages is None or paging is None:
            return way or ()
        shared = self._scopes_at(column).get((SHARED,), scope)
        added = paging.query if place == "query" else paging.reply
        way = _way(added, shared, span, view)
        if way is None:
            return ()
        return (Step("paging", "pages", item.pages.key.name.span, None), *way)

    def _scopes_at(self, column: Column) -> dict[ir.Path, Scope]:
        if column not in self._scopes:
            view = self._overview.views[column]
            self._scopes[column] = scopes_of(self._overview.spec, view)
        return self._scopes[column]

    def _files_at(self, column: Column) -> dict[ir.Path, FileDeclared]:
        if column not in self._files:
            self._files[column] = files_of(self._overview, column)
        return self._files[column]


def _path_of(file: Part, column: Column, files: dict[ir.Path, FileDeclared]) -> ir.Path:
    declared = file.declared.get(column)
    return next((path for path, each in files.items() if each is declared), ())


def _way(
    part: PartDeclared | None, scope: Scope, span: Span, view: View
) -> tuple[Step, ...] | None:
    """The way through what is written at an endpoint or a webhook; None: not this way."""
    if isinstance(part, Group):
        return _walk(part, scope, span, view, ())
    if isinstance(part, NameExpr):
        found = _record(part.name, scope, view)
        if found is not None:
            record, home = found
            way = _walk(record.group, home, span, view, ())
            if way is not None:
                place = record.key.name.span
                return (Step("named", part.name.text, part.span, place), *way)
    return None


def _walk(
    group: Group, scope: Scope, span: Span, view: View, inside: tuple[Group, ...]
) -> tuple[Step, ...] | None:
    if any(each.key.name.span == span for each in group.fields):
        return ()
    for include in group.includes:
        found = _record(include.name, scope, view)
        if found is None or any(found[0].group is outer for outer in inside):
            continue
        record, home = found
        way = _walk(record.group, home, span, view, (*inside, group))
        if way is not None:
            return (_step(include, record.key.name.span), *way)
    return None


def _step(include: Include, record: Span) -> Step:
    sign = "?" * include.optional + " | null" * include.nullable
    written = include.name.text + sign
    optional, nullable = include.optional, include.nullable
    return Step("included", written, include.name.span, record, optional, nullable)


def _record(
    name: Text, scope: Scope, view: View
) -> tuple[RecordDeclared, Scope] | None:
    """The record that is called so here, and the scope of the file that declares it."""
    named = scope.find(view.fill(name))
    if named is None or not isinstance(named.declared, RecordDeclared):
        return None
    home: Scope | None = scope
    while home is not None and home.path != named.home:
        home = home.outer
    return named.declared, home or scope
