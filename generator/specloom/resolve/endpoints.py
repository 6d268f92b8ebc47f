"""Resolves the endpoints of a file.

In: `syntax.EndpointDeclared`, a scope, the context of a view. Out: `ir.Endpoint`s; answers
that are written as fields, and pages, become records of the context.
"""

from specloom import ir
from specloom.diagnostics import nearest, rules
from specloom.names import IDENTIFIER, endpoint_class, snake
from specloom.resolve import unions
from specloom.resolve.context import Context
from specloom.resolve.paging import Paging, page_record
from specloom.resolve.parameters import (
    check_arguments,
    check_example,
    declared_parameters,
    header_parameters,
    path_parameters,
    query_parameters,
)
from specloom.resolve.paths import full_path, placeholders
from specloom.resolve.scope import Scope
from specloom.spec.language import STATUS
from specloom.spec.syntax import EndpointDeclared, NameExpr, UnionExpr


def resolve_endpoint(
    declared: EndpointDeclared, scope: Scope, context: Context, paging: Paging | None
) -> ir.Endpoint | None:
    """An endpoint; None if its own name is a mistake."""
    view = context.view
    name = view.fill(declared.key.name)
    span = declared.key.name.span
    if not IDENTIFIER.fullmatch(name):
        hint = "lower case, digits and underscores"
        view.refuse(declared.key.name, IDENTIFIER, hint, "an endpoint")
        return None
    params = declared_parameters(declared, scope, context)
    path = full_path(declared, scope.file, view, params)
    parameters = path_parameters(declared, path, params, scope, context)
    query = query_parameters(declared.query, scope, context)
    headers = header_parameters(declared.headers, scope, context)
    body = context.with_examples(context.drafts(declared.body, scope))
    returns, pages = _answer(declared, name, scope, context, paging)
    if pages is not None and paging is not None:
        # A field of the query that paging has, too, is reported as standing twice.
        query = _joined(query, paging.query, context)
    groups = {"the path": parameters, "the query": query}
    groups |= {"the headers": headers, "the body": body}
    check_arguments(groups, span, context)
    endpoint = ir.Endpoint(
        name=name,
        resource=scope.path,
        method=declared.method,
        path=path,
        parameters=parameters,
        query=query,
        headers=headers,
        body=body,
        returns=returns,
        pages=pages,
        errors=_errors(declared, scope, context),
        examples=(),
        doc=view.fill(declared.doc) if declared.doc else None,
        span=span,
        was=view.fill(declared.was) if declared.was else None,
        deprecated=view.deprecated(*declared.key.marks, *scope.file.marks),
    )
    return endpoint._replace(examples=_examples(declared, endpoint, scope, context))


def _joined(
    query: tuple[ir.Field, ...], paging: tuple[ir.Field, ...], context: Context
) -> tuple[ir.Field, ...]:
    own = {field.name: field for field in query}
    for field in paging:
        if field.name in own:
            message = f"`{field.name}` is a field of every query that asks for a page"
            context.view.diagnostics.report(
                rules.BAD_PAGING,
                own[field.name].span,
                hint="take it out: `paging` in api.yaml adds it",
                message=message,
            )
    joined = own | {field.name: field for field in paging}
    context.records.check_wire_names(joined.values())
    return tuple(sorted(joined.values(), key=lambda f: (not f.required, f.wire)))


def _answer(
    declared: EndpointDeclared,
    name: str,
    scope: Scope,
    context: Context,
    paging: Paging | None,
) -> tuple[ir.RecordType | ir.UnionType | None, ir.Pages | None]:
    """What a success holds, and how the next page is asked for."""
    stem = endpoint_class(scope.path[-1], name, context.acronyms)
    span = declared.key.name.span
    by = declared.discriminator
    if by is not None and not isinstance(declared.returns, UnionExpr):
        message = "a discriminator tells records apart: `returns: A | B`"
        context.view.diagnostics.report(rules.BAD_UNION, by.span, message=message)
    if declared.pages is not None:
        if context.spec.api.paging is None:
            context.view.diagnostics.report(
                rules.NO_PAGING,
                declared.pages.key.name.span,
                hint="such as `paging: {query: …, reply: …}`",
            )
        if paging is None:
            context.records.draft(declared.pages, scope)  # for its own mistakes
            return None, None
        page = page_record(declared.pages, f"{stem}Page", paging, scope, context)
        return page or (None, None)
    part = declared.returns
    if isinstance(part, UnionExpr):
        return _union(declared, part, scope, context), None
    if isinstance(part, NameExpr) and part.size is None:
        found = scope.find(context.view.fill(part.name))
        typed = context.types.named(found, scope) if found else None
        if typed is not None and isinstance(typed.type, ir.NamedType):
            target = typed.type.target
            if isinstance(target, ir.UnionType) and _all_records(target):
                return target, None
    use = context.record_of(part, f"{stem}Response", scope, span, "`returns`")
    return use, None


def _union(
    declared: EndpointDeclared, part: UnionExpr, scope: Scope, context: Context
) -> ir.UnionType | None:
    members = []
    for member in part.members:
        if isinstance(member, NameExpr) and member.name.text == "null":
            message = "an answer is never null: leave `returns` out if it holds nothing"
            context.view.diagnostics.report(
                rules.BAD_UNION, member.span, message=message
            )
            return None
        use = context.reference(member, scope)
        if use is not None:
            members.append(use)
    if len(members) < len(part.members):
        return None
    by = declared.discriminator
    union = ir.UnionType(
        tuple(members), snake(context.view.fill(by)) if by is not None else None
    )
    context.types.unions.setdefault(union, by.span if by is not None else part.span)
    good = unions.check_union(union, part.span, context.view.diagnostics)
    return union if good else None


def _all_records(union: ir.UnionType) -> bool:
    return all(map(unions.is_record, union.members))


def _errors(
    declared: EndpointDeclared, scope: Scope, context: Context
) -> tuple[ir.ErrorReply, ...]:
    errors = []
    for status, part in declared.errors:
        if not STATUS.fullmatch(status.text):
            near = nearest(status.text, ("4XX", "5XX", "default"))
            context.view.diagnostics.report(
                rules.BAD_STATUS,
                status.span,
                hint=(
                    f"did you mean `{near}`?"
                    if near
                    else "from 400 to 599, `4XX`, `5XX` or `default`"
                ),
                status=status.text,
            )
        record = context.reference(part, scope)
        if record is not None:
            errors.append(ir.ErrorReply(status.text, record))
    return tuple(sorted(errors))


def _examples(
    declared: EndpointDeclared, endpoint: ir.Endpoint, scope: Scope, context: Context
) -> tuple[dict[str, ir.Json], ...]:
    """The examples of the arguments; what other views have is passed over."""
    parts = (declared.query, declared.headers, declared.body)
    absent = frozenset().union(*(context.absent(part, scope) for part in parts))
    names = placeholders(endpoint.path)
    if len(endpoint.parameters) < len(names):  # something is wrong with them
        params = scope.file.params + declared.params
        names += [context.view.fill(each.key.name) for each in params]
        absent |= {*names, *map(snake, names)}
    arguments = endpoint.arguments
    found = []
    for example in declared.examples:
        written = context.examples.members(
            example, arguments, f"`{endpoint.name}`", whole=True, absent=absent
        )
        check_example(example, written, endpoint, context)
        found.append(written)
    return tuple(found)
