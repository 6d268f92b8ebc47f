"""Finds declarations that nothing refers to: usually a slip in a name somewhere else."""

from specloom.diagnostics import Diagnostics, Span, rules
from specloom.spec.syntax import Spec


def check_unused(spec: Spec, used: set[Span], diagnostics: Diagnostics) -> None:
    """Reports types and records whose place is not in `used`, the uses of all views."""
    for file in spec.files:
        for key in (*(d.key for d in file.types), *(r.key for r in file.records)):
            if key.name.span not in used:
                diagnostics.report(
                    rules.UNUSED_TYPE,
                    key.name.span,
                    hint="use it, or take it out",
                    name=key.name.text,
                )
