"""What kinds of JSON a type admits, and whether a union's members can be told apart."""

from typing import assert_never

from specloom import ir
from specloom.diagnostics import Diagnostics, Related, Span, nearest, rules
from specloom.names import snake

_ONE_KIND = {
    "integer": "a number may be a whole one: `number` says both",
    "number": "a number may be a whole one: `number` says both",
    "array": "one list may hold both: `list[A | B]`",
    "object": "both are objects in JSON: make both records, or one a field of a record",
}
"""What to write for two members of one JSON type."""


def json_kind(type_: ir.Type) -> str:
    """The JSON type of a type's values, or `any` if there are several."""
    match type_:
        case ir.NamedType():
            return json_kind(type_.target)
        case ir.ConstType():
            if isinstance(type_.value, bool):
                return "boolean"
            return "integer" if isinstance(type_.value, int) else "string"
        case ir.IntegerType():
            return "integer"
        case ir.NumberType():
            return "number"
        case ir.BooleanType():
            return "boolean"
        case ir.ListType():
            return "array"
        case ir.MapType() | ir.RecordType():
            return "object"
        case ir.UnionType() | ir.AnyType():
            return "any"
        case (
            ir.StringType()
            | ir.DateType()
            | ir.TimeType()
            | ir.DateTimeType()
            | ir.UuidType()
            | ir.IdType()
            | ir.EnumType()
        ):
            return "string"
        case _:
            assert_never(type_)


def kind_of(type_: ir.Type) -> str:
    """The type as messages call it."""
    match type_:
        case ir.NamedType() | ir.RecordType():
            return f"`{type_.name}`"
        case _:
            return called(type(type_).__name__.removesuffix("Type").lower())


def called(kind: str) -> str:
    """A kind of type as messages call it: `a string`, `an id`, `any`."""
    if kind == "any":
        return kind
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def is_text(type_: ir.Type) -> bool:
    """Whether a type's values are strings."""
    return json_kind(type_) == "string"


def is_record(type_: ir.Type) -> bool:
    """Whether a type is a record."""
    return isinstance(type_, ir.RecordType)


def check_union(union: ir.UnionType, span: Span, diagnostics: Diagnostics) -> bool:
    """Members that are not records differ in their JSON type; several texts may stand together.

    How records differ is checked by `check_records`, when their fields are known.
    """
    seen: dict[str, ir.Type] = {}
    for at, member in enumerate(union.members):
        kind = json_kind(member)
        if kind == "any":
            message = f"{kind_of(member)} can't be a member of a union"
            hint = "write its members out"
            if isinstance(ir.bare(member), ir.AnyType):
                hint = "it is every value already: write it alone"
            diagnostics.report(rules.BAD_UNION, span, hint=hint, message=message)
            return False
        # Kinds without limits are equal tuples: their classes tell them apart.
        if any(type(m) is type(member) and m == member for m in union.members[:at]):
            message = f"{kind_of(member)} stands twice in a union"
            hint = "take one of the two out"
            diagnostics.report(rules.BAD_UNION, span, hint=hint, message=message)
            return False
        clash = seen.get("number" if kind == "integer" else kind)
        both_records = clash is not None and is_record(clash) and is_record(member)
        if clash is not None and kind != "string" and not both_records:
            message = f"{kind_of(clash)} and {kind_of(member)} can't be told apart"
            way_out = _ONE_KIND.get(kind)
            diagnostics.report(rules.BAD_UNION, span, hint=way_out, message=message)
            return False
        seen["number" if kind == "integer" else kind] = member
    return True


def check_records(
    union: ir.UnionType,
    records: list[ir.Record],
    span: Span,
    diagnostics: Diagnostics,
) -> None:
    """Members that are records differ in the value of a field, or in what they require."""
    if union.discriminator is not None:
        _check_discriminator(union.discriminator, records, span, diagnostics)
    else:
        _check_required(records, span, diagnostics)


def _check_discriminator(
    name: str, records: list[ir.Record], span: Span, diagnostics: Diagnostics
) -> None:
    if not any(name in _constants(record) for record in records):
        _report_no_discriminator(name, records, span, diagnostics)
        return
    seen: dict[str, ir.Record] = {}
    for record in records:
        related = [Related(record.span, "declared here")]
        hint = f"such as `{name}: {{const: {snake(record.name)}}}`"
        constants = _constants(record)
        place, message = span, None
        if name not in constants:
            message = f"`{record.name}` has no required `{name}` with a `const`"
            near = nearest(name, constants)
            if near is not None:
                place, hint = constants[near][0], f"did you mean `{name}`?"
                related = [Related(span, "the members are told apart by it here")]
        elif repr(constants[name][1]) in seen:  # 1 is not true
            other = seen[repr(constants[name][1])]
            message = f"`{other.name}` and `{record.name}` have the same `{name}`"
            hint = "give each a value of its own"
            related.insert(0, Related(other.span, "declared here"))
        else:
            seen[repr(constants[name][1])] = record
        if message:
            diagnostics.report(
                rules.BAD_UNION, place, hint=hint, related=related, message=message
            )


def _report_no_discriminator(
    name: str, records: list[ir.Record], span: Span, diagnostics: Diagnostics
) -> None:
    """No member has the field: what they have in common may be meant."""
    first, *others = records
    shared = set(_constants(first))
    for record in others:
        shared &= _constants(record).keys()
    near = nearest(name, shared)
    listed = ", ".join(f"`{record.name}`" for record in records)
    hint = f"such as `{name}: {{const: {snake(first.name)}}}`"
    diagnostics.report(
        rules.BAD_UNION,
        span,
        hint=f"did you mean `{near}`?" if near else hint,
        related=[Related(record.span, "declared here") for record in records],
        message=f"none of {listed} has a required `{name}` with a `const`",
    )


def _check_required(
    records: list[ir.Record], span: Span, diagnostics: Diagnostics
) -> None:
    seen: dict[frozenset[str], ir.Record] = {}
    for record in records:
        required = frozenset(field.wire for field in record.fields if field.required)
        other = seen.setdefault(required, record)
        if other is not record:
            diagnostics.report(
                rules.BAD_UNION,
                span,
                hint="require other fields, or name a `discriminator`",
                related=[
                    Related(other.span, "declared here"),
                    Related(record.span, "declared here"),
                ],
                message=f"`{other.name}` and `{record.name}` require the same fields",
            )


def _constants(record: ir.Record) -> dict[str, tuple[Span, str | int | bool]]:
    """The fields that can tell a record from others: their places and values."""
    return {
        field.name: (field.span, field.type.value)
        for field in record.fields
        if field.required and isinstance(field.type, ir.ConstType)
    }
