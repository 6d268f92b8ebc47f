"""What the steps of one resolution share: tables, and the making of records.

In: a spec and a view. Out: fields and records, with their examples read. Used by `resolve`,
`endpoints`, `paging` and `webhooks`.
"""

from specloom import ir
from specloom.diagnostics import Span, rules
from specloom.resolve.examples import ANY_NAME, ExampleReader
from specloom.resolve.meant import meant_part
from specloom.resolve.records import Draft, RecordResolver
from specloom.resolve.scope import (
    Scope,
    report_no_record,
    report_unknown_record,
    scopes_of,
)
from specloom.resolve.types import TypeResolver
from specloom.resolve.view import View
from specloom.spec.syntax import Group, NameExpr, Part, RecordDeclared, Spec, TypeExpr


class Context:
    """The tables of one view. `used` notes the places that were referred to."""

    def __init__(self, spec: Spec, view: View, used: set[Span]) -> None:
        self.spec = spec
        self.view = view
        self.types = TypeResolver(view, used)
        self.records = RecordResolver(view, self.types, spec.api.wire_case)
        tables = self.records.written, self.types.absent_values
        self.examples = ExampleReader(view, self.fields, *tables)
        self.defaults = ExampleReader(view, self.fields, *tables, what="default")
        self.scopes = scopes_of(spec, view)
        self.acronyms = tuple(acronym.text for acronym in spec.api.acronyms)
        self.made: dict[ir.RecordType, ir.Record] = {}
        self.events: dict[tuple[ir.Path, str], Span] = {}  # by folder, where declared
        self._finished: dict[int, tuple[Draft, ir.Field]] = {}  # by identity

    def fields(self, use: ir.RecordType) -> tuple[ir.Field, ...]:
        """The fields of a record, without their examples."""
        if use in self.made:
            return self.made[use].fields
        scope = self.scopes[use.home]
        named = scope.find(use.name)
        if named is None or not isinstance(named.declared, RecordDeclared):
            return ()
        return tuple(d.field for d in self.records.drafts(use, named.declared, scope))

    def drafts(self, part: Part | None, scope: Scope) -> tuple[Draft, ...]:
        """What is sent or read, as fields: those written here, or those of a record."""
        part = meant_part(part, scope, self.view)
        if isinstance(part, Group):
            return self.records.group(part, scope)
        use = self.reference(part, scope)
        declared = self._declared(use, scope)
        if use is None or declared is None:
            return ()
        return self.records.drafts(use, declared, scope)

    def _declared(
        self, use: ir.RecordType | None, scope: Scope
    ) -> RecordDeclared | None:
        named = scope.find(use.name) if use else None
        declared = named.declared if named else None
        return declared if isinstance(declared, RecordDeclared) else None

    def absent(self, part: Part | None, scope: Scope) -> frozenset[str]:
        """The names of fields that are declared there, but not for this view."""
        part = meant_part(part, scope, self.view)
        if part is None or isinstance(part, Group):
            return self.records.absent(part, scope) if part else frozenset()
        declared = self._declared(self.reference(part, scope), scope)
        if declared is None:  # which is reported
            return frozenset([ANY_NAME])
        return self.records.absent(declared.group, scope)

    def with_examples(self, drafts: tuple[Draft, ...]) -> tuple[ir.Field, ...]:
        """Fields with their examples and defaults read."""
        return tuple(self._with_example(draft) for draft in drafts)

    def _with_example(self, draft: Draft) -> ir.Field:
        """The same field for the same draft: many records may include it."""
        if id(draft) in self._finished:
            return self._finished[id(draft)][1]
        field, example, default = draft
        if example is not None:
            value = self.examples.value(example, field.type, field.nullable)
            field = field._replace(example=value, has_example=True)
        if default is not None:
            value = self.defaults.value(default, field.type, field.nullable)
            field = field._replace(default=value, has_default=True)
        self._finished[id(draft)] = draft, field
        return field

    def record(self, name: str, declared: RecordDeclared, scope: Scope) -> ir.Record:
        """A record with the examples that it states itself; `Reach` weaves the others in."""
        group = declared.group
        drafts = self.records.drafts(ir.RecordType(scope.path, name), declared, scope)
        fields = self.with_examples(drafts)
        example = {}
        if group.example is not None:
            absent = self.records.absent(group, scope)
            example = self.examples.members(
                group.example, fields, f"`{name}`", whole=False, absent=absent
            )
        marks = declared.key.marks
        return ir.Record(
            home=scope.path,
            name=name,
            fields=fields,
            doc=self.view.fill(group.doc) if group.doc else None,
            span=declared.key.name.span,
            example=example,
            in_request=False,
            in_response=False,
            recursive=False,
            deprecated=self.view.deprecated(*marks),
        )

    def add_record(
        self,
        name: str,
        fields: tuple[ir.Field, ...],
        scope: Scope,
        span: Span,
        *,
        doc: str | None,
        hint: str,
    ) -> ir.RecordType | None:
        """A record that the spec has no name for; None after a mistake."""
        use = ir.RecordType(scope.path, name)
        other = scope.find(name)
        first = (
            other.declared.key.name.span if other and other.home == use.home else None
        )
        if use in self.made:
            first = self.made[use].span
        if first is not None:
            self.view.twice(name, span, first, hint)
            return None
        self.made[use] = ir.Record(
            home=scope.path,
            name=name,
            fields=tuple(sorted(fields, key=lambda f: (not f.required, f.wire))),
            doc=doc,
            span=span,
            example={},
            in_request=False,
            in_response=False,
            recursive=False,
        )
        return use

    def record_of(
        self, part: Part | None, name: str, scope: Scope, span: Span, what: str
    ) -> ir.RecordType | None:
        """What is sent or read, as a record: the one that is named, or one made of fields."""
        part = meant_part(part, scope, self.view)
        if not isinstance(part, Group):
            return self.reference(part, scope)
        fields = self.with_examples(self.records.group(part, scope))
        use = self.add_record(
            name,
            fields,
            scope,
            span,
            doc=self.view.fill(part.doc) if part.doc else None,
            hint=f"the fields of {what} are the record `{name}`",
        )
        if use is not None and part.example is not None:
            absent = self.records.absent(part, scope)
            example = self.examples.members(
                part.example, fields, f"`{name}`", whole=False, absent=absent
            )
            self.made[use] = self.made[use]._replace(example=example)
        return use

    def reference(self, part: TypeExpr | None, scope: Scope) -> ir.RecordType | None:
        """The record that a name says; None if it says none, which is reported."""
        if part is None:
            return None
        if not isinstance(part, NameExpr) or part.size is not None:
            self.view.diagnostics.report(
                rules.WRONG_NODE,
                part.span,
                hint="put it into a field of a record",
                where="this",
                wanted="fields or the name of a record",
            )
            return None
        name = self.view.fill(part.name)
        named = scope.find(name)
        if named is None:
            declared = scope.absent(name)
            if declared is not None:
                self.view.misses.absent(name, part.span, declared, self.view.title)
            else:
                near = report_unknown_record(scope, part.name, name, self.view)
                if near is not None:
                    return ir.RecordType(near.home, near.name)
            return None
        typed = self.types.named(named, scope)
        if typed is None:
            return None  # its own mistake is told
        if isinstance(typed.type, ir.RecordType):
            return typed.type
        report_no_record(name, part.span, named, self.view)
        return None
