"""Resolves one view of a spec into `ir.Api`.

In: a spec, a build, a view. Out: the API as that build sees it. Mistakes are reported; the
result then lacks what they concern, and must not be generated from.
"""

from collections import Counter
from collections.abc import Iterable

from specloom import ir
from specloom.diagnostics import Related, Span, rules
from specloom.resolve.builds import Build
from specloom.resolve.context import Context
from specloom.resolve.endpoints import resolve_endpoint
from specloom.resolve.paging import Paging, paging_of
from specloom.resolve.paths import shape
from specloom.resolve.reach import Reach
from specloom.resolve.scope import SHARED, Scope, empty_scope
from specloom.resolve.view import View
from specloom.resolve.webhooks import resolve_webhooks
from specloom.spec.syntax import RecordDeclared, Spec


def resolve(spec: Spec, build: Build, view: View, used: set[Span]) -> ir.Api:
    """The API of `build`; `used` collects the places of declarations that were referred to."""
    api = spec.api
    context = Context(spec, view, used)
    products = {view.fill(product) for product in build.products}
    shared = context.scopes.get((SHARED,)) or empty_scope(api.span)
    shown = [
        scope
        for path, scope in sorted(context.scopes.items())
        if scope.shown and (path[0] in products or _is_common(scope))
    ]
    pages = any(
        endpoint.pages and view.has(endpoint.key)
        for scope in shown
        for endpoint in scope.file.endpoints
    )
    paging = paging_of(context, shared) if pages else None
    modules = [_module(scope, context, paging) for scope in shown]
    modules = Reach(modules, view, context.types.unions).pruned()
    _check_operations(modules, view)
    return ir.Api(
        name=api.name.text,
        build=build.name,
        variant=view.variant,
        variant_title=build.variant_title,
        release=view.release,
        base_url=api.base_url.text.rstrip("/"),
        auth=ir.Auth(api.auth[0].text, api.auth[1].text) if api.auth else None,
        query=ir.QueryStyle(api.query.lists, api.query.null),
        acronyms=context.acronyms,
        products=tuple(sorted(products)),
        doc=view.fill(api.doc) if api.doc else None,
        modules=tuple(modules),
        deprecated=_deprecated(spec, view),
    )


def _is_common(scope: Scope) -> bool:
    """Whether a file belongs to no product: it lies beside api.yaml, and has no endpoints."""
    file = scope.file
    return len(file.place) == 1 and file.resource is None and not file.endpoints


def _deprecated(spec: Spec, view: View) -> str | None:
    for variant in spec.api.variants:
        if variant.key.name.text == view.variant:
            return view.deprecated(*variant.key.marks)
    return None


def _module(scope: Scope, context: Context, paging: Paging | None) -> ir.Module:
    """What one file declares; every record, used or not."""
    view = context.view
    shown = [each for each in scope.file.endpoints if view.has(each.key)]
    if shown and scope.file.path is None:
        place = scope.file.endpoints[0].path.span  # the same in every view
        hint = "such as `path: /v1/studies`"
        view.diagnostics.report(rules.NO_BASE_PATH, place, hint=hint)
    endpoints = [
        endpoint
        for declared in shown
        if (endpoint := resolve_endpoint(declared, scope, context, paging)) is not None
    ]
    _check_endpoint_names(endpoints, view)
    webhooks = resolve_webhooks(scope, context)
    types = []
    records = []
    for named in scope.own():
        if isinstance(named.declared, RecordDeclared):
            records.append(context.record(named.name, named.declared, scope))
        else:
            # Looked at even if nothing refers to it: its mistakes are answered too.
            before = named.declared.key.name.span in context.types.used
            typed = context.types.named(named, scope)
            if not before:
                context.types.used.discard(named.declared.key.name.span)
            if typed is not None and isinstance(typed.type, ir.NamedType):
                types.append(typed.type)
    # What is written as fields, and pages: records that are named after their endpoint.
    records += [made for use, made in context.made.items() if use.home == scope.path]
    return ir.Module(
        path=scope.path,
        doc=view.fill(scope.file.doc) if scope.file.doc else None,
        types=tuple(types),
        records=tuple(sorted(records, key=lambda record: record.name)),
        endpoints=tuple(sorted(endpoints, key=lambda endpoint: endpoint.name)),
        webhooks=webhooks,
    )


def _check_endpoint_names(endpoints: Iterable[ir.Endpoint], view: View) -> None:
    seen: dict[str, ir.Endpoint] = {}
    for endpoint in endpoints:
        other = seen.setdefault(endpoint.name, endpoint)
        if other is not endpoint:
            view.twice(endpoint.name, endpoint.span, other.span)


def _check_operations(modules: Iterable[ir.Module], view: View) -> None:
    """Reports endpoints of one method and path; of a file that repeats another, the first."""
    endpoints = [endpoint for module in modules for endpoint in module.endpoints]
    count = Counter(endpoint.span.file for endpoint in endpoints)
    seen: dict[tuple[str, str], ir.Endpoint] = {}
    repeats: dict[tuple[str, str], list[tuple[ir.Endpoint, ir.Endpoint]]] = {}
    for endpoint in sorted(endpoints, key=lambda endpoint: _as_original(endpoint.span)):
        place = (endpoint.method, shape(endpoint.path))
        other = seen.setdefault(place, endpoint)
        if other is not endpoint:
            files = endpoint.span.file, other.span.file
            repeats.setdefault(files, []).append((endpoint, other))
    for (file, first), found in repeats.items():
        hint = "take one out, or give them marks that exclude each other"
        others = {other.span for _, other in found}
        if file != first and len(others) > 1 and count[file] < 2 * len(others):
            much = "all" if len(others) == count[file] else "most"
            hint = (
                f"{much} of this file repeats {first}: change its `path`, or drop one"
            )
            del found[1:]
        for endpoint, other in found:
            view.diagnostics.report(
                rules.SAME_OPERATION,
                endpoint.span,
                hint=hint,
                related=[Related(other.span, "first declared here")],
                method=endpoint.method,
                path=endpoint.path,
                view=view.title,
            )


def _as_original(span: Span) -> tuple[str, Span]:
    """Sorts files as their names without endings: `ships.yaml` before `ships copy.yaml`."""
    return span.file.rpartition(".")[0], span
