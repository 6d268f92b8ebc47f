"""Resolves one view of a spec into `ir.Api`.

In: a spec, a build, a view. Out: the API as that build sees it. Mistakes are reported; the
result then lacks what they concern, and must not be generated from.
"""

from specloom import ir
from specloom.diagnostics import Related, Span, rules
from specloom.names import IDENTIFIER, endpoint_class
from specloom.resolve.builds import Build
from specloom.resolve.examples import ExampleReader
from specloom.resolve.paths import full_path
from specloom.resolve.reach import Reach
from specloom.resolve.records import Draft, RecordResolver
from specloom.resolve.scope import (
    Scope,
    report_absent,
    report_unknown_record,
    scopes_of,
)
from specloom.resolve.types import TypeResolver
from specloom.resolve.view import View
from specloom.spec.syntax import (
    EndpointDeclared,
    Group,
    NameExpr,
    RecordDeclared,
    Spec,
    TypeExpr,
    UnionExpr,
)


def resolve(spec: Spec, build: Build, view: View, used: set[Span]) -> ir.Api:
    """The API of `build`; `used` collects the places of declarations that were referred to."""
    return _Resolution(spec, build, view, used).api()


class _Resolution:
    """One run of `resolve`: the tables that its steps share."""

    def __init__(self, spec: Spec, build: Build, view: View, used: set[Span]) -> None:
        self.spec = spec
        self.build = build
        self.view = view
        self.types = TypeResolver(view, used)
        self.records = RecordResolver(view, self.types, spec.api.wire_case)
        self.examples = ExampleReader(view, self.fields)
        self.scopes = scopes_of(spec, view)
        self.acronyms = tuple(acronym.text for acronym in spec.api.acronyms)
        self.products = {view.fill(product) for product in build.products}
        self.inline: dict[ir.RecordType, ir.Record] = {}

    def api(self) -> ir.Api:
        api = self.spec.api
        modules = [
            self.module(scope)
            for path, scope in sorted(self.scopes.items())
            if path[0] in self.products or scope.file.place == scope.file.place[:1]
        ]
        modules = Reach(modules, self.view).pruned()
        self._check_operations(modules)
        auth = api.auth
        return ir.Api(
            name=api.name.text,
            build=self.build.name,
            variant=self.view.variant,
            variant_title=self.build.variant_title,
            release=self.view.release,
            base_url=api.base_url.text.rstrip("/"),
            auth=ir.Auth(auth[0].text, auth[1].text) if auth else None,
            acronyms=self.acronyms,
            products=tuple(sorted(self.products)),
            doc=self.view.fill(api.doc) if api.doc else None,
            modules=tuple(modules),
        )

    def module(self, scope: Scope) -> ir.Module:
        """What one file declares; every record, used or not."""
        endpoints = [
            endpoint
            for declared in scope.file.endpoints
            if self.view.has(declared.key)
            if (endpoint := self.endpoint(declared, scope)) is not None
        ]
        self._check_endpoint_names(endpoints)
        types = []
        records = []
        for named in scope.own():
            if isinstance(named.declared, RecordDeclared):
                records.append(self.record(named.name, named.declared, scope))
            else:
                # Looked at even if nothing refers to it: its mistakes are answered too.
                before = named.declared.key.name.span in self.types.used
                typed = self.types.named(named, scope)
                if not before:
                    self.types.used.discard(named.declared.key.name.span)
                if typed is not None and isinstance(typed.type, ir.NamedType):
                    types.append(typed.type)
        # The records of `returns` with fields, each named after its endpoint.
        inline = [made for use, made in self.inline.items() if use.home == scope.path]
        return ir.Module(
            path=scope.path,
            doc=self.view.fill(scope.file.doc) if scope.file.doc else None,
            types=tuple(types),
            records=tuple(records + inline),
            endpoints=tuple(sorted(endpoints, key=lambda endpoint: endpoint.name)),
        )

    def fields(self, use: ir.RecordType) -> tuple[ir.Field, ...]:
        """The fields of a record, without their examples."""
        if use in self.inline:
            return self.inline[use].fields
        scope = self.scopes[use.home]
        named = scope.find(use.name)
        if named is None or not isinstance(named.declared, RecordDeclared):
            return ()
        return tuple(d.field for d in self.records.drafts(use, named.declared, scope))

    def record(self, name: str, declared: RecordDeclared, scope: Scope) -> ir.Record:
        """A record with the examples that it states itself; `Reach` weaves the others in."""
        group = declared.group
        drafts = self.records.drafts(ir.RecordType(scope.path, name), declared, scope)
        fields = self.finished(drafts)
        example = {}
        if group.example is not None:
            example = self.examples.members(
                group.example, fields, f"`{name}`", whole=False
            )
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
        )

    def finished(self, drafts: tuple[Draft, ...]) -> tuple[ir.Field, ...]:
        """Fields with their examples and defaults read."""
        finished = []
        for field, example, default in drafts:
            if example is not None:
                value = self.examples.value(example, field.type, field.nullable)
                field = field._replace(example=value, has_example=True)
            if default is not None:
                value = self.examples.value(default, field.type, field.nullable)
                field = field._replace(default=value, has_default=True)
            finished.append(field)
        return tuple(finished)

    def endpoint(self, declared: EndpointDeclared, scope: Scope) -> ir.Endpoint | None:
        name = self.view.fill(declared.key.name)
        span = declared.key.name.span
        if not IDENTIFIER.fullmatch(name):
            self.view.diagnostics.report(
                rules.BAD_NAME,
                span,
                hint="lower case, digits and underscores",
                name=name,
                what="an endpoint",
            )
            return None
        body = self._body(declared.body, scope)
        examples = tuple(
            self.examples.members(example, body, f"`{name}`", whole=True)
            for example in declared.examples
        )
        return ir.Endpoint(
            name=name,
            resource=scope.path,
            method=declared.method,
            path=full_path(declared, scope.file, self.view),
            body=body,
            returns=self._returns(declared, scope),
            examples=examples,
            doc=self.view.fill(declared.doc) if declared.doc else None,
            span=span,
        )

    def _body(
        self, part: Group | TypeExpr | None, scope: Scope
    ) -> tuple[ir.Field, ...]:
        if isinstance(part, Group):
            return self.finished(self.records.group(part, scope))
        use = self._reference(part, scope)
        if use is None:
            return ()
        named = scope.find(use.name)
        if named is None or not isinstance(named.declared, RecordDeclared):
            return ()
        return self.finished(self.records.drafts(use, named.declared, scope))

    def _returns(
        self, declared: EndpointDeclared, scope: Scope
    ) -> ir.RecordType | None:
        part = declared.returns
        if not isinstance(part, Group):
            return self._reference(part, scope)
        name = self.view.fill(declared.key.name)
        stem = endpoint_class(scope.path[-1], name, self.acronyms)
        use = ir.RecordType(scope.path, f"{stem}Response")
        span = declared.key.name.span
        other = scope.find(use.name)
        if other is not None and other.home == scope.path:
            self.view.diagnostics.report(
                rules.DUPLICATE_NAME,
                span,
                hint=f"the fields of `returns` are the record `{use.name}`",
                related=[Related(other.declared.key.name.span, "first declared here")],
                name=use.name,
                view=self.view.title,
            )
            return None
        record = self.record(use.name, RecordDeclared(declared.key, part), scope)
        self.inline[use] = record._replace(span=span)
        return use

    def _reference(self, part: TypeExpr | None, scope: Scope) -> ir.RecordType | None:
        if part is None:
            return None
        if isinstance(part, NameExpr) and part.size is None:
            name = self.view.fill(part.name)
            named = scope.find(name)
            if named is None:
                declared = scope.absent(name)
                if declared is not None:
                    report_absent(name, part.span, declared, self.view)
                else:
                    report_unknown_record(scope, part.name, name, self.view)
                return None
            typed = self.types.named(named, scope)
            if typed is not None and isinstance(typed.type, ir.RecordType):
                return typed.type
            self.view.diagnostics.report(rules.NOT_A_RECORD, part.span, name=name)
            return None
        if isinstance(part, UnionExpr):
            self.view.diagnostics.report(rules.NOT_YET, part.span, key="A | B")
            return None
        self.view.diagnostics.report(
            rules.WRONG_NODE,
            part.span,
            where="this",
            wanted="fields or the name of a record",
        )
        return None

    def _check_endpoint_names(self, endpoints: list[ir.Endpoint]) -> None:
        seen: dict[str, ir.Endpoint] = {}
        for endpoint in endpoints:
            other = seen.setdefault(endpoint.name, endpoint)
            if other is not endpoint:
                self.view.diagnostics.report(
                    rules.DUPLICATE_NAME,
                    endpoint.span,
                    related=[Related(other.span, "first declared here")],
                    name=endpoint.name,
                    view=self.view.title,
                )

    def _check_operations(self, modules: list[ir.Module]) -> None:
        seen: dict[tuple[str, str], ir.Endpoint] = {}
        for module in modules:
            for endpoint in module.endpoints:
                other = seen.setdefault((endpoint.method, endpoint.path), endpoint)
                if other is not endpoint:
                    self.view.diagnostics.report(
                        rules.SAME_OPERATION,
                        endpoint.span,
                        related=[Related(other.span, "first declared here")],
                        method=endpoint.method,
                        path=endpoint.path,
                        view=self.view.title,
                    )
