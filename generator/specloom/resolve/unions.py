"""What kinds of JSON a type admits, and whether a union's members can be told apart."""

from typing import assert_never

from specloom import ir
from specloom.diagnostics import Diagnostics, Span, rules

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

    How records differ is checked by `resolve.records`, where their fields are known.
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
