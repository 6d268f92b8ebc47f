"""Finds declarations that nothing refers to: usually a slip in a name somewhere else."""

from collections.abc import Iterable

from specloom.diagnostics import Diagnostics, Span, rules
from specloom.resolve.view import View
from specloom.spec.syntax import Spec


def check_unused(
    spec: Spec, used: set[Span], views: Iterable[View], diagnostics: Diagnostics
) -> None:
    """Reports types and records whose place is not in `used`, the uses of all views."""
    shown = list(views)  # a declaration for later releases is not used yet
    for file in spec.files:
        for key in (*(d.key for d in file.types), *(r.key for r in file.records)):
            if key.name.span not in used and any(view.has(key) for view in shown):
                diagnostics.report(
                    rules.UNUSED_TYPE,
                    key.name.span,
                    hint="use it, or take it out",
                    name=key.name.text,
                )
