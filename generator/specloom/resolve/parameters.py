"""The arguments of an endpoint besides its body: in the path, the query and the headers.

In: what an endpoint and its file declare. Out: `ir.Field`s; what can't be sent there is
reported where it is declared.
"""

import re
from typing import assert_never

from specloom import ir
from specloom.diagnostics import Related, Span, rules
from specloom.resolve.context import Context
from specloom.resolve.misses import PARAMETER
from specloom.resolve.paths import placeholders, written_placeholders
from specloom.resolve.records import is_anything
from specloom.resolve.scope import Scope
from specloom.resolve.unions import kind_of
from specloom.source import Mapping
from specloom.spec.syntax import Declared, EndpointDeclared, Part, Text

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2
_HEADER = re.compile(
    r"[!-~](?:[ -~]*[!-~])?|"
)  # RFC 9110 section 5.5, without obs-text
_RESERVED = frozenset(
    [
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
    ]
)


def path_parameters(
    declared: EndpointDeclared,
    path: str,
    known: dict[str, Declared],
    scope: Scope,
    context: Context,
) -> tuple[ir.Field, ...]:
    """A field for each `{name}` of the path, in its order; its wire name is that name."""
    report = context.view.diagnostics
    fields = []
    names = placeholders(path)
    places = {each.key.name.text: each.key.name.span for each in known.values()}
    written = {} if known.keys() >= set(names) else _written(declared, scope, context)
    for name in names:
        parameter = known.get(name)
        if parameter is None:
            text = written.get(name, declared.path)
            if context.view.knows(text):
                context.view.misses.add(
                    PARAMETER,
                    text.text,
                    text.span,
                    places,
                    otherwise=f"`params: {{{text.text}: string}}`",
                    name=text.text,
                )
            continue
        context.types.used.add(parameter.key.name.span)
        (field,) = context.with_examples((context.records.draft(parameter, scope),))
        for key in ("wire", "null_means", "was"):
            if key in parameter.value.properties:
                report.report(
                    rules.BAD_PROPERTY,
                    parameter.value.places[key],
                    key=key,
                    what="a parameter of a path",
                )
        if _check_sendable(field, "a path", context, lists=False):
            fields.append(field._replace(wire=name, required=True, nullable=False))
    return tuple(fields)


def _written(
    declared: EndpointDeclared, scope: Scope, context: Context
) -> dict[str, Text]:
    """Each placeholder as it is written, in the file's path or in the endpoint's own."""
    texts = [
        text
        for path in (declared.path, scope.file.path)
        for text in (written_placeholders(path) if path is not None else ())
    ]
    return {context.view.fill(text): text for text in texts}


def declared_parameters(
    declared: EndpointDeclared, scope: Scope, context: Context
) -> dict[str, Declared]:
    """What the endpoint and its file say of parameters, by the name in the path."""
    known: dict[str, Declared] = {}
    for parameter in (*scope.file.params, *declared.params):
        if not context.view.has(parameter.key):
            continue
        name = context.view.fill(parameter.key.name)
        first = known.setdefault(name, parameter)
        if first is not parameter:
            context.view.twice(name, parameter.key.name.span, first.key.name.span)
    return known


def query_parameters(
    part: Part | None, scope: Scope, context: Context
) -> tuple[ir.Field, ...]:
    """The fields of a query."""
    fields = context.with_examples(context.drafts(part, scope))
    for field in fields:
        check_query(field, context)
    return fields


def check_query(field: ir.Field, context: Context) -> None:
    """Reports a field that no query can say."""
    sendable = _check_sendable(field, "a query", context, lists=True)
    if sendable and field.nullable and context.spec.api.query.null is None:
        context.view.misses.lacks(
            rules.BAD_PARAMETER,
            field.span,
            hint='api.yaml says how, such as `query: {null: "null"}`',
            what="null",
            where="a query",
        )


def header_parameters(
    part: Part | None, scope: Scope, context: Context
) -> tuple[ir.Field, ...]:
    """The fields of the headers; RFC 9110 section 5."""
    report = context.view.diagnostics
    fields = context.with_examples(context.drafts(part, scope))
    seen: dict[str, ir.Field] = {}
    for field in fields:
        why, hint = None, "rename it; or take it out"
        if not _TOKEN.fullmatch(field.wire):
            why = "letters, digits and hyphens make the name of a header"
            hint = "`wire:` says how it is sent"
        elif field.wire.lower() in _RESERVED:
            why, hint = "requests set it themselves", "take it out"
        other = seen.setdefault(field.wire.lower(), field)
        related = []
        if other is not field and why is None:
            why = "case makes no difference in the names of headers"
            related = [Related(other.span, "the other one")]
        if why is not None:
            report.report(
                rules.BAD_HEADER,
                field.span,
                hint=hint,
                related=related,
                name=field.wire,
                why=why,
            )
        if _check_sendable(field, "a header", context, lists=True) and field.nullable:
            report.report(
                rules.BAD_PARAMETER,
                field.span,
                hint="`name?` may be left out instead",
                what="null",
                where="a header",
            )
    return fields


def check_arguments(
    groups: dict[str, tuple[ir.Field, ...]], span: Span, context: Context
) -> None:
    """Reports a name that two kinds of arguments have: a call could not tell them apart."""
    seen: dict[str, tuple[str, ir.Field]] = {}
    for where, fields in groups.items():
        for field in fields:
            first, other = seen.setdefault(field.name, (where, field))
            if first != where:
                context.view.diagnostics.report(
                    rules.SAME_ARGUMENT,
                    field.span,
                    hint="give one another name; `wire:` says how it is sent",
                    related=[
                        Related(other.span, "the other one"),
                        Related(span, "in this endpoint"),
                    ],
                    name=field.name,
                    first=first,
                    second=where,
                )


def _check_sendable(
    field: ir.Field, where: str, context: Context, *, lists: bool
) -> bool:
    """Whether a field has one line of text that says it; of a list, each item."""
    type_ = ir.bare(field.type)
    what = None
    hint = "what has parts can be sent in the body"
    if is_anything(field) and context.view.diagnostics:
        return False  # its type is a mistake, which is reported
    if lists and isinstance(type_, ir.ListType):
        if type_.item.nullable:
            what, hint = "null inside a list", "take `| null` out"
        elif not is_scalar(type_.item.type):
            what = f"a list of {kind_of(type_.item.type)}"
    elif not is_scalar(type_):
        what = kind_of(field.type)
    elif field.nullable and where == "a path":
        what, hint = "null", "take `| null` out: a path always says a value"
    if what is None:
        what = _unsendable(field.type, where, context)
        hint = "take the value out, or send the field in the body"
    if what is not None:
        context.view.diagnostics.report(
            rules.BAD_PARAMETER, field.span, hint=hint, what=what, where=where
        )
    return what is None


def _unsendable(type_: ir.Type, where: str, context: Context) -> str | None:
    """A value that the type has and that place can't hold, as messages show it."""
    match type_:
        case ir.NamedType():
            return _unsendable(type_.target, where, context)
        case ir.ListType():
            return _unsendable(type_.item.type, f"a list in {where}", context)
        case ir.UnionType():
            found = (_unsendable(member, where, context) for member in type_.members)
            return next(filter(None, found), None)
        case ir.EnumType():
            values: list[str] = [value.value for value in type_.values]
        case ir.ConstType(value=str(value)):
            values = [value]
        case ir.StringType(max=0):
            values = [""]
        case _:
            return None
    wrong = (value for value in values if text_refused(value, where, context))
    return next((f"the value `{value}`" for value in wrong), None)


def text_refused(text: str, where: str, context: Context) -> str | None:
    """Why a text can't be sent there; None if it can."""
    joined = context.spec.api.query.lists == "comma"
    if where == "a path" and text in ("", ".", ".."):
        return "a segment of a path is not empty, `.` or `..`"
    if "a header" in where and not _HEADER.fullmatch(text):
        return "a header is printable ASCII, without a space at its ends"
    in_list = where == "a list in a header" or (where == "a list in a query" and joined)
    if in_list and (not text or "," in text):
        return "lists are joined by commas: an item has none, and is not empty"
    return None


def check_example(
    node: Mapping,
    written: dict[str, ir.Json],
    endpoint: ir.Endpoint,
    context: Context,
) -> None:
    """Reports arguments of an example that their place can't hold."""
    null = context.spec.api.query.null
    groups = {
        "a path": endpoint.parameters,
        "a query": endpoint.query,
        "a header": endpoint.headers,
    }
    for where, fields in groups.items():
        for field in fields:
            value = written.get(field.name)
            texts = value if isinstance(value, list) else [value]
            place = f"a list in {where}" if isinstance(value, list) else where
            for text in texts:
                why = None
                if isinstance(text, str):
                    why = text_refused(text, place, context)
                    if where == "a query" and field.nullable and text == null:
                        why = f"`{text}` stands for null in a query"
                if why is not None:
                    context.examples.fail(node.span, f"`{field.name}`: {why}")


def is_scalar(type_: ir.Type) -> bool:
    """Whether every value is a single text, number, or true or false."""
    match type_:
        case ir.NamedType():
            return is_scalar(type_.target)
        case ir.UnionType():
            return all(map(is_scalar, type_.members))
        case ir.ListType() | ir.MapType() | ir.RecordType() | ir.AnyType():
            return False
        case (
            ir.StringType()
            | ir.IntegerType()
            | ir.NumberType()
            | ir.BooleanType()
            | ir.DateType()
            | ir.TimeType()
            | ir.DateTimeType()
            | ir.UuidType()
            | ir.IdType()
            | ir.EnumType()
            | ir.ConstType()
        ):
            return True
        case _:
            assert_never(type_)
