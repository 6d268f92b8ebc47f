"""Shows an explanation to a program.

In: an `Explanation`. Out: JSON data; each view says everything, nothing is folded. Keys are
added in later versions, never renamed.
"""

from specloom import ir
from specloom.diagnostics import Span
from specloom.lookup.explain import Explanation, Facet, FieldShown, Shown, Sight
from specloom.lookup.notation import Limit, limits_of, written

Object = dict[str, ir.Json]


def explanation_json(explanation: Explanation) -> Object:
    """`{"path": …, "facets": [{"kind": …, "views": […]}]}`."""
    return {
        "path": explanation.path,
        "facets": [_facet(facet) for facet in explanation.facets],
    }


def place_json(span: Span | None) -> ir.Json:
    """A place in a file; null if there is none."""
    if span is None:
        return None
    return {"file": span.file, "line": span.line, "column": span.column}


def _facet(facet: Facet) -> ir.Json:
    data: Object = {
        "kind": facet.kind,
        "path": facet.path,
        "place": facet.place or None,
        "views": [_sight(sight) for sight in facet.sights],
        "holds": [{"path": each.path, "kind": each.kind} for each in facet.holds],
        "used_by": list(facet.used_by),
        "now": facet.now,
        "unknown": list(facet.unknown),
    }
    if facet.span is not None:
        data["declared"] = place_json(facet.span)
        data["names"] = dict(facet.cells)
    return data


def _sight(sight: Sight) -> ir.Json:
    shown = sight.shown.field if isinstance(sight.shown, FieldShown) else sight.shown
    return {
        "variant": sight.column.variant,
        "release": sight.column.release,
        "builds": list(sight.builds),
        "declared": place_json(sight.span),
        "doc": shown.doc,
        "deprecated": getattr(shown, "deprecated", None),
        **_own(sight.shown),
    }


def _own(shown: Shown) -> Object:
    """What only its kind of part has."""
    match shown:
        case FieldShown():
            return _field(shown)
        case ir.Endpoint():
            return {
                "name": shown.name,
                "was": shown.was,
                "method": shown.method,
                "path": shown.path,
                "returns": written(shown.returns) if shown.returns else None,
                "pages": shown.pages.items if shown.pages else None,
                "errors": {each.status: each.record.name for each in shown.errors},
            }
        case ir.Event():
            reply = shown.reply.name if shown.reply else None
            return {"name": shown.type, "was": shown.was, "reply": reply}
        case ir.Record():
            return {
                "name": shown.name,
                "in_request": shown.in_request,
                "in_response": shown.in_response,
            }
        case ir.NamedType():
            limits: list[ir.Json] = [_limit(limit) for limit in limits_of(shown)]
            return {"name": shown.name, "type": written(shown.target), "limits": limits}
        case ir.EnumValue():
            return {"name": shown.value}
        case ir.Module():
            return {"name": ".".join(shown.path)}


def _field(shown: FieldShown) -> Object:
    field = shown.field
    data: Object = {
        "name": shown.python,
        "wire": field.wire,
        "was": field.was,
        "required": field.required,
        "nullable": field.nullable,
        "in_request": shown.sent,
        "in_response": shown.read,
        "type": shown.type,
        "limits": [_limit(limit) for limit in shown.limits],
        "through": [
            {
                "how": step.how,
                "written": step.written,
                "optional": step.optional,
                "nullable": step.nullable,
                "declared": place_json(step.span),
            }
            for step in shown.steps
        ],
        "null_means": field.null_means,
        "omit_means": field.omit_means,
    }
    if field.has_example:
        data["example"] = field.example
    if field.has_default:
        data["default"] = field.default
    return data


def _limit(limit: Limit) -> ir.Json:
    return {
        "inside": limit.inside or None,
        "limit": limit.key,
        "value": limit.value,
        "of": limit.named.name if limit.named else None,
        "declared": place_json(limit.named.span) if limit.named else None,
    }
