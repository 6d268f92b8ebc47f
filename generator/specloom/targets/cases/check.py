"""Finds kinds of text that no text is of, such as digits only in the format of an e-mail.

In: an `ir.Api`. Out: nothing; they are reported where they are declared.
"""

from collections.abc import Iterator

from specloom import ir
from specloom.diagnostics import Diagnostics, Span, rules
from specloom.targets.cases.texts import has_a_text


def check_texts(api: ir.Api, diagnostics: Diagnostics) -> None:
    """Reports each kind of text with a pattern or a format that no text was found for."""
    seen: set[ir.StringType] = set()
    for type_, span in _types(api):
        for part in ir.walk(type_):
            if not isinstance(part, ir.StringType) or part in seen:
                continue
            seen.add(part)
            if (part.pattern or part.format) and not has_a_text(part):
                what = "these limits together"
                diagnostics.report(rules.EMPTY_RANGE, span, what=what)


def _types(api: ir.Api) -> Iterator[tuple[ir.Type, Span]]:
    """All types and where they stand, those with names first."""
    for module in api.modules:
        for named in module.types:
            if named.span is not None:
                yield named.target, named.span
    for module in api.modules:
        for record in module.records:
            yield from ((field.type, field.span) for field in record.fields)
        for endpoint in module.endpoints:
            yield from ((field.type, field.span) for field in endpoint.arguments)
