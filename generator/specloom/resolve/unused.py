"""Finds declarations that nothing refers to: usually a slip in a name somewhere else.

In: a spec, the places that all views have referred to. Out: nothing; reports what is left.
"""

from collections.abc import Iterable

from specloom.diagnostics import Diagnostics, Span, rules
from specloom.resolve.view import View
from specloom.spec.syntax import Spec


def check_unused(
    spec: Spec, used: set[Span], views: Iterable[View], diagnostics: Diagnostics
) -> None:
    """Reports types, records and parameters whose place is not in `used`."""
    shown = list(views)  # a declaration for later releases is not used yet
    for file in spec.files:
        if not any(view.shows(file.marks) for view in shown):
            continue
        for key in (*(d.key for d in file.types), *(r.key for r in file.records)):
            if key.name.span not in used and any(view.has(key) for view in shown):
                diagnostics.report(
                    rules.UNUSED_TYPE,
                    key.name.span,
                    hint="use it, or take it out",
                    name=key.name.text,
                )
        parameters = [parameter.key for parameter in file.params]
        for endpoint in file.endpoints:
            if any(view.has(endpoint.key) for view in shown):
                parameters += [parameter.key for parameter in endpoint.params]
        for key in parameters:
            if key.name.span not in used and any(view.has(key) for view in shown):
                name = key.name.text
                diagnostics.report(
                    rules.UNUSED_PARAMETER,
                    key.name.span,
                    hint=f"take it out, or write `{{{name}}}` in a path",
                    name=name,
                )
    paging = spec.api.paging
    if paging and not any(e.pages for file in spec.files for e in file.endpoints):
        hint = "take `paging` out, or answer in pages: `pages: {studies: Study}`"
        diagnostics.report(rules.UNUSED_PAGING, paging.span, hint=hint)
