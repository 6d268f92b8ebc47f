"""Pages: what `paging` of api.yaml adds to an endpoint that has `pages`.

In: the declaration of an endpoint. Out: the arguments of its query, the record of a page, and
how the next page is asked for.
"""

from collections.abc import Callable
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Related, Span, nearest, rules
from specloom.names import snake
from specloom.resolve.context import Context
from specloom.resolve.misses import CURSOR
from specloom.resolve.parameters import query_parameters
from specloom.resolve.records import Draft, is_anything
from specloom.resolve.scope import Scope
from specloom.spec.syntax import Declared, PagingDeclared

_CURSORS = (ir.StringType, ir.UuidType, ir.IdType)


class Paging(NamedTuple):
    """What every page of one view has."""

    query: tuple[ir.Field, ...]
    reply: tuple[Draft, ...]
    cursor: str
    next: str
    more: str | None


def paging_of(context: Context, scope: Scope) -> Paging | None:
    """What api.yaml says; None if it says nothing or nothing that can be used.

    `scope` is where its names are looked up: the types.yaml beside it.
    """
    declared = context.spec.api.paging
    if declared is None or declared.query is None or declared.reply is None:
        return None  # what is missing is reported already
    query = query_parameters(declared.query, scope, context)
    reply = context.drafts(declared.reply, scope)
    fields = tuple(draft.field for draft in reply)
    found = _cursor(declared, query, fields, context)
    if found is None:
        return None
    cursor, follows = found
    return Paging(query, reply, cursor, follows, _more(declared, fields, context))


def _cursor(
    declared: PagingDeclared,
    query: tuple[ir.Field, ...],
    reply: tuple[ir.Field, ...],
    context: Context,
) -> tuple[str, str] | None:
    if declared.cursor is None:
        names = {field.name for field in reply}
        both = sorted(field.name for field in query if field.name in names)
        if len(both) != 1:
            message = (
                "no name is both in `query` and in `reply`"
                if not both
                else "several names are both in `query` and in `reply`"
            )
            hint = "`cursor: {cursor: next_cursor}` says which are the cursor"
            if not both and _is_misspelled(query, reply, message, context):
                return None
            _report(context, declared.span, message, hint)
            return None
        pair = (both[0], both[0])
        spans = (declared.span, declared.span)
    else:
        asked, follows = declared.cursor
        spans = (asked.span, follows.span)
        pair = (snake(context.view.fill(asked)), snake(context.view.fill(follows)))
    sent = _field(pair[0], query, spans[0], "`query`", context, _cursor_problem)
    read = _field(pair[1], reply, spans[1], "`reply`", context, _text_problem)
    if not sent or not read:
        return None
    kinds = {type(ir.bare(sent.type)), type(ir.bare(read.type))}
    if len(kinds) > 1 and not is_anything(sent) and not is_anything(read):
        message = f"`{pair[1]}` can't be sent as `{pair[0]}`: their types differ"
        _report(context, spans[0], message, "give both the same type")
    return pair


def _is_misspelled(
    query: tuple[ir.Field, ...],
    reply: tuple[ir.Field, ...],
    message: str,
    context: Context,
) -> bool:
    """Whether one field of the query is nearly called as one of the reply: it is taken up."""
    places: dict[str, Span | None] = {field.name: field.span for field in reply}
    close = [field for field in query if nearest(field.name, places) is not None]
    for field in close[:1]:
        context.view.misses.add(CURSOR, field.name, field.span, places, message=message)
    return bool(close)


def _more(
    declared: PagingDeclared, reply: tuple[ir.Field, ...], context: Context
) -> str | None:
    """The field that says whether there is another page."""
    if declared.more is not None:
        name = snake(context.view.fill(declared.more))
        span = declared.more.span
        return (
            name
            if _field(name, reply, span, "`reply`", context, _truth_problem)
            else None
        )
    truths = [field.name for field in reply if _truth_problem(field) is None]
    if len(truths) > 1:
        message = "several fields of `reply` are boolean"
        hint = "`more: has_more` says which tells whether there is another page"
        _report(context, declared.span, message, hint)
    return truths[0] if len(truths) == 1 else None


def _field(
    name: str,
    fields: tuple[ir.Field, ...],
    span: Span,
    where: str,
    context: Context,
    problem: Callable[[ir.Field], str | None],
) -> ir.Field | None:
    """The field called `name`, if it can do what it is for."""
    found = next((field for field in fields if field.name == name), None)
    if found is None:
        written = context.records.written
        places = {written.get(field.span, field.name): field.span for field in fields}
        near = nearest(name, places)
        context.view.diagnostics.report(
            rules.BAD_PAGING,
            span,
            hint=f"did you mean `{near}`?" if near else None,
            related=[Related(places[near], "declared here")] if near else [],
            message=f"`{name}` is not a field of {where}",
        )
        return None
    wrong = problem(found)
    if wrong is not None:
        _report(context, span, f"`{name}` {wrong}", None)
        return None
    return found


def _cursor_problem(field: ir.Field) -> str | None:
    if field.required:
        return "is left out for the first page, so it is `cursor?`"
    return _text_problem(field)


def _text_problem(field: ir.Field) -> str | None:
    if isinstance(ir.bare(field.type), _CURSORS) or is_anything(field):
        return None
    return "is a cursor, which is text: a `string`, a `uuid` or an id"


def _truth_problem(field: ir.Field) -> str | None:
    return None if isinstance(ir.bare(field.type), ir.BooleanType) else "is not boolean"


def _report(context: Context, span: Span, message: str, hint: str | None) -> None:
    context.view.diagnostics.report(rules.BAD_PAGING, span, hint=hint, message=message)


def page_record(
    declared: Declared, name: str, paging: Paging, scope: Scope, context: Context
) -> tuple[ir.RecordType, ir.Pages] | None:
    """The record `name` of a page whose items `declared` says."""
    item = context.records.draft(declared, scope).field
    doc = declared.value.doc
    items = item._replace(
        type=ir.ListType(ir.Slot(item.type, item.nullable)),
        required=True,
        nullable=False,
        doc=context.view.fill(doc) if doc else "The items of this page.",
    )
    if any(draft.field.name == items.name for draft in paging.reply):
        message = f"`{items.name}` is a field of every page"
        hint = "rename the items, or what `paging` in api.yaml adds"
        _report(context, items.span, message, hint)
        return None
    fields = (items, *context.with_examples(paging.reply))
    context.records.check_wire_names(fields)
    use = context.add_record(
        name,
        fields,
        scope,
        declared.key.name.span,
        doc=None,
        hint=f"the pages of an endpoint are the record `{name}`",
    )
    if use is None:
        return None
    return use, ir.Pages(items.name, paging.cursor, paging.next, paging.more)
