"""Resolves the webhooks of a file.

In: `syntax.EventDeclared`s, a scope, the context of a view. Out: `ir.Webhooks`; what events
hold and what is answered to them become records of the context.
"""

from specloom import ir
from specloom.diagnostics import Span, rules
from specloom.names import pascal
from specloom.resolve.context import Context
from specloom.resolve.records import Draft
from specloom.resolve.scope import Scope
from specloom.resolve.view import ONE_OF_TWO
from specloom.spec.language import EVENT
from specloom.spec.syntax import EventDeclared

_OWN = ("type", "data")


def resolve_webhooks(scope: Scope, context: Context) -> ir.Webhooks | None:
    """The events of a file; None if this view has none."""
    shown = [event for event in scope.file.events if context.view.has(event.key)]
    envelope = context.drafts(scope.file.envelope, scope)
    for draft in envelope:
        if draft.field.name in _OWN or draft.field.wire in _OWN:
            context.view.diagnostics.report(
                rules.BAD_ENVELOPE,
                draft.field.span,
                hint="every event has it: take it out, or rename it",
                name=draft.field.name,
            )
    events = {}
    for declared in _once(shown, scope, context):
        event = _event(declared, envelope, scope, context)
        if event is not None:
            events[event.type] = event
    if not events:
        return None
    # `UnknownEvent` is written nowhere: its parts get places in the first line, so that no
    # two are equal.
    place = scope.file.span
    type_ = _field("type", ir.StringType(), "Which event it is.", place)
    data_place = place._replace(column=2, end=3)
    data = _field("data", ir.AnyType(), "What the event tells.", data_place)
    fields = (
        *context.with_examples(envelope),
        type_._replace(example=_newer(events), has_example=True),
        data._replace(example={}, has_example=True),
    )
    unknown = context.add_record(
        "UnknownEvent",
        fields,
        scope,
        place,
        doc=None,
        hint="events of a type that is not listed are the record `UnknownEvent`",
    )
    if unknown is None:
        return None
    return ir.Webhooks(tuple(events[type_] for type_ in sorted(events)), unknown)


def _once(
    declared: list[EventDeclared], scope: Scope, context: Context
) -> list[EventDeclared]:
    """The events that no file of the folder has declared yet.

    Of a file that repeats another, one is told.
    """
    new, repeated = [], []
    for event in declared:
        name, span = context.view.fill(event.key.name), event.key.name.span
        first = context.events.setdefault((scope.path[:-1], name), span)
        if first == span:
            new.append(event)
        else:
            repeated.append((name, span, first))
    hint = ONE_OF_TWO
    files = {first.file for _, _, first in repeated}
    if not new and len(repeated) > 1 and len(files) == 1:
        hint = f"all of this file repeats {files.pop()}: drop one"
        del repeated[1:]
    for name, span, first in repeated:
        context.view.twice(name, span, first, hint)
    return new


def _newer(events: dict[str, ir.Event]) -> str:
    """A type that no event has."""
    return min(f"{type_}.next" for type_ in events)


def _event(
    declared: EventDeclared,
    envelope: tuple[Draft, ...],
    scope: Scope,
    context: Context,
) -> ir.Event | None:
    view = context.view
    type_ = view.fill(declared.key.name)
    span = declared.key.name.span
    if not EVENT.fullmatch(type_):
        hint = "words with dots between them, such as `study.created`"
        view.refuse(declared.key.name, EVENT, hint, "a webhook")
        return None
    stem = pascal(type_, context.acronyms)
    doc = view.fill(declared.doc) if declared.doc else None
    data = context.record_of(
        declared.data, f"{stem}EventData", scope, _place(declared, "data"), "`data`"
    )
    reply = context.record_of(
        declared.replies,
        f"{stem}Response",
        scope,
        _place(declared, "replies"),
        "`replies`",
    )
    if data is None:
        return None
    event = ir.Event(
        type=type_,
        record=data,
        reply=reply,
        doc=doc,
        span=span,
        was=view.fill(declared.was) if declared.was else None,
        deprecated=view.deprecated(*declared.key.marks, *scope.file.marks),
    )
    fields = (
        *context.with_examples(envelope),
        _field("type", ir.ConstType(type_), "Which event it is.", span),
        _field("data", data, "What the event tells.", _place(declared, "data")),
    )
    record = context.add_record(
        f"{stem}Event", fields, scope, span, doc=doc, hint="an event makes this record"
    )
    return event._replace(record=record) if record else None


def _place(declared: EventDeclared, key: str) -> Span:
    """Where the part is written, or the event if it has none."""
    part = declared.data if key == "data" else declared.replies
    return part.span if part is not None else declared.key.name.span


def _field(name: str, type_: ir.Type, doc: str, span: Span) -> ir.Field:
    return ir.Field(
        name=name,
        wire=name,
        type=type_,
        required=True,
        nullable=isinstance(type_, ir.AnyType),
        span=span,
        doc=doc,
    )
