"""Splices includes and makes the fields of records and bodies.

In: `syntax.Group`s, scopes, a view. Out: `ir.Field`s, required first, then by wire name.
"""

from collections.abc import Iterable
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Related, Span, rules
from specloom.names import MEMBER, snake, wire_name
from specloom.resolve.examples import ANY_NAME
from specloom.resolve.meant import meant_includes
from specloom.resolve.scope import Scope, report_no_record, report_unknown_record
from specloom.resolve.types import Typed, TypeResolver
from specloom.resolve.view import ONE_OF_TWO, View
from specloom.source import Node, Scalar
from specloom.spec.syntax import Declared, Group, Include, RecordDeclared, Text

MOST_CHAINED = 50
"""So many records may include one another, or hold one another, in a row."""

ANYTHING = Typed(ir.AnyType(), nullable=True, doc=None, example=None)


def is_anything(field: ir.Field) -> bool:
    """Whether a field may hold anything, perhaps because of a mistake in its type."""
    return field.nullable and field.type == ANYTHING.type


class Draft(NamedTuple):
    """A field whose example is not read yet: that needs the fields of other records."""

    field: ir.Field
    example: Node | None
    default: Node | None


class _Link(NamedTuple):
    """A record that is being spliced, and where it is included."""

    record: ir.RecordType
    declared: Span
    asked: Span | None


class RecordResolver:
    """Fields of one view. The drafts of a record are made once."""

    def __init__(self, view: View, types: TypeResolver, wire_case: str) -> None:
        self.view = view
        self.types = types
        self.wire_case = wire_case
        self._drafts: dict[tuple[ir.Path, str], tuple[Draft, ...] | None] = {}
        self.written: dict[Span, str] = {}  # how a field's name is written at its place
        self._open: list[_Link] = []  # records that are being spliced, outer ones first

    def drafts(
        self,
        record: ir.RecordType,
        declared: RecordDeclared,
        scope: Scope,
        asked: Span | None = None,
    ) -> tuple[Draft, ...]:
        """The fields of a record; `asked` is where another one includes it."""
        place = (record.home, record.name)
        link = _Link(record, declared.key.name.span, asked)
        if place in self._drafts:
            known = self._drafts[place]
            if known is None:
                self._report_circle(link)
            return known or ()
        if len(self._open) == MOST_CHAINED:
            self.view.diagnostics.report(
                rules.TOO_DEEP_A_CHAIN,
                self._open[0].declared,
                hint="include some of them side by side instead",
                most=MOST_CHAINED,
                what="include",
            )
            return ()
        self._drafts[place] = None
        home = _home(scope, record.home)
        self._open.append(link)
        self._drafts[place] = made = self.group(declared.group, home)
        self._open.pop()
        return made

    def _report_circle(self, closing: _Link) -> None:
        """Reports records that include one another, at the last of their includes."""
        records = [link.record for link in self._open]
        circle = [*self._open[records.index(closing.record) + 1 :], closing]
        includes = [(link.asked or link.declared, link) for link in circle]
        span, last = max(includes, key=lambda pair: pair[0])
        self.view.diagnostics.report(
            rules.INCLUDE_CYCLE,
            span,
            hint="take one `$include` out; a field can hold a record instead",
            related=[
                Related(other, "by way of this one")
                for other, _ in includes
                if other != span
            ],
            name=last.record.name,
        )

    def group(self, group: Group, scope: Scope) -> tuple[Draft, ...]:
        """The fields of a record or of an endpoint's body."""
        group = meant_includes(group, scope, self.view)
        found: dict[str, tuple[Draft, bool]] = {}
        for include in group.includes:
            included = self._included(include, scope)
            twice = [draft for draft in included if draft.field.name in found]
            for draft in twice[:1]:  # one field says it for the whole include
                self._report_twice(draft, found, include.name.span)
            for draft in included:
                found.setdefault(draft.field.name, (draft, True))
        for declared in group.fields:
            if self.view.has(declared.key):
                own = self.draft(declared, scope)
                if own.field.name in found:
                    self._report_twice(own, found, own.field.span)
                found.setdefault(own.field.name, (own, False))
        drafts = [draft for draft, _ in found.values()]
        self.check_wire_names(draft.field for draft in drafts)
        drafts.sort(key=lambda draft: (not draft.field.required, draft.field.wire))
        return tuple(drafts)

    def absent(self, group: Group, scope: Scope) -> frozenset[str]:
        """The names of fields that are declared here, but not for this view.

        `ANY_NAME` is one of them if it is not known what some of the group says.
        """
        names: set[str] = set()
        waiting = [(group, scope)]
        seen: set[Span] = set()
        while waiting:  # each group once: many may include the same one, or themselves
            group, scope = waiting.pop()
            if group.span in seen:
                continue
            seen.add(group.span)
            group = meant_includes(group, scope, self.view)
            if not group.whole:
                names.add(ANY_NAME)
            names |= self._names(f for f in group.fields if not self.view.has(f.key))
            for include in group.includes:
                name = self.view.fill(include.name)
                named = (
                    scope.find(name) or scope.hidden(name) or scope.meant(include.name)
                )
                if named is None or not isinstance(named.declared, RecordDeclared):
                    names.add(ANY_NAME)
                    continue
                inner = named.declared.group
                waiting.append((inner, _home(scope, named.home)))
                if scope.find(named.name) is None:
                    names |= self._names(inner.fields)
        return frozenset(names)

    def _names(self, fields: Iterable[Declared]) -> set[str]:
        return {snake(self.view.fill(declared.key.name)) for declared in fields}

    def _report_twice(
        self, draft: Draft, found: dict[str, tuple[Draft, bool]], span: Span
    ) -> None:
        first, was_included = found[draft.field.name]
        rule, hint = rules.DUPLICATE_NAME, ONE_OF_TWO
        if first.field.wire != draft.field.wire:
            rule, hint = rules.COLLISION, "rename one; `wire:` says how it is sent"
        elif was_included and span == draft.field.span:
            rule, hint = rules.INCLUDED_AND_WRITTEN, "take one of the two out"
        places = {first.field.span: "first declared here"}
        if draft.field.span not in (span, first.field.span):
            places[draft.field.span] = "and here"
        self.view.diagnostics.report(
            rule,
            span,
            hint=hint,
            related=[Related(place, label) for place, label in places.items()],
            name=draft.field.name,
            view=self.view.title,
            left=first.field.wire,
            right=draft.field.wire,
            language="snake case",
        )

    def check_wire_names(self, fields: Iterable[ir.Field]) -> None:
        """Reports fields of one object that are sent by the same name."""
        seen: dict[str, ir.Field] = {}
        for field in fields:
            other = seen.setdefault(field.wire, field)
            if other is not field:
                self.view.diagnostics.report(
                    rules.COLLISION,
                    field.span,
                    hint="rename one, or give it another `wire`",
                    related=[Related(other.span, "first declared here")],
                    left=other.name,
                    right=field.name,
                    name=field.wire,
                    language="JSON",
                )

    def _included(self, include: Include, scope: Scope) -> tuple[Draft, ...]:
        name = self.view.fill(include.name)
        named = scope.find(name)
        if named is not None:
            self.types.used.add(named.declared.key.name.span)
        elif scope.absent(name) is None:
            named = report_unknown_record(scope, include.name, name, self.view)
        if named is None:
            return ()
        if not isinstance(named.declared, RecordDeclared):
            report_no_record(name, include.name.span, named, self.view)
            return ()
        use = ir.RecordType(named.home, named.name)
        drafts = self.drafts(use, named.declared, scope, include.name.span)
        if not (include.optional or include.nullable):
            return drafts
        return tuple(
            draft._replace(
                field=draft.field._replace(
                    required=draft.field.required and not include.optional,
                    nullable=draft.field.nullable or include.nullable,
                )
            )
            for draft in drafts
        )

    def draft(self, declared: Declared, scope: Scope) -> Draft:
        """A field as it is declared."""
        name = self.view.fill(declared.key.name)
        span = declared.key.name.span
        self.written[span] = declared.key.name.text
        if not MEMBER.fullmatch(name):
            hint = "letters, digits and underscores; `wire:` says how it is sent"
            self.view.refuse(declared.key.name, MEMBER, hint, "a field")
        # After a mistake the field may hold anything, so that nothing else is said of it.
        typed = self.types.value(declared.value, scope) or ANYTHING
        properties = declared.value.properties
        doc = declared.value.doc
        field = ir.Field(
            name=(snake(name) if MEMBER.fullmatch(name) else "") or name,
            wire=self._text(properties.get("wire"), "`wire`")
            or wire_name(name, self.wire_case),
            type=typed.type,
            required=not declared.key.optional,
            nullable=typed.nullable,
            span=span,
            doc=self.view.fill(doc) if doc else typed.doc,
            null_means=self._text(properties.get("null_means"), "`null_means`"),
            omit_means=self._text(properties.get("omit_means"), "`omit_means`"),
            was=self._was(properties.get("was")),
            deprecated=self.view.deprecated(*declared.key.marks),
        )
        for key, allowed, hint in (
            ("null_means", field.nullable, "`type | null` allows null"),
            ("omit_means", not field.required, "`field?: type` may be left out"),
        ):
            if key in properties and not allowed:
                self.view.diagnostics.report(
                    rules.BAD_PROPERTY,
                    declared.value.places[key],
                    hint=hint,
                    key=key,
                    what=(
                        "a field that is never null"
                        if key[0] == "n"
                        else "a required field"
                    ),
                )
        return Draft(
            field, properties.get("example", typed.example), properties.get("default")
        )

    def _was(self, node: Node | None) -> str | None:
        name = self._text(node, "`was`")
        return name and (snake(name) or name)

    def _text(self, node: Node | None, where: str) -> str | None:
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text.strip():
            return self.view.fill(Text(node.text, node.span))
        self.view.diagnostics.report(
            rules.WRONG_NODE, node.span, where=where, wanted="a text"
        )
        return None


def _home(scope: Scope, path: ir.Path) -> Scope:
    """The scope of a file that `scope` sees."""
    found: Scope | None = scope
    while found is not None and found.path != path:
        found = found.outer
    return found or scope
