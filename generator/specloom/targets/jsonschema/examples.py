"""Examples as they are sent: fields by their wire names.

Comes in: an example of the IR, with the fields' names, and its type. Goes out: the same
data with wire names. Imports `ir`.
"""

from typing import Protocol, assert_never

from specloom import ir


class Records(Protocol):
    """Who knows the records."""

    def record(self, use: ir.RecordType) -> ir.Record:
        """The record that `use` names."""
        ...


def wire(value: ir.Json, type_: ir.Type, records: Records) -> ir.Json:
    """An example of any type; what does not fit it is left as it is."""
    match type_:
        case ir.NamedType():
            return wire(value, type_.target, records)
        case ir.RecordType():
            if not isinstance(value, dict):
                return value
            return wire_object(value, records.record(type_).fields, records)
        case ir.ListType():
            if not isinstance(value, list):
                return value
            return [wire(item, type_.item.type, records) for item in value]
        case ir.MapType():
            if not isinstance(value, dict):
                return value
            of = type_.value.type
            return {key: wire(item, of, records) for key, item in value.items()}
        case ir.UnionType():
            for member in type_.members:
                if _fits(value, member, records):
                    return wire(value, member, records)
            return value
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
            | ir.AnyType()
        ):
            return value
        case _:
            assert_never(type_)


def wire_object(
    value: "dict[str, ir.Json]", fields: tuple[ir.Field, ...], records: Records
) -> "dict[str, ir.Json]":
    """An example of an object with known fields."""
    return {
        field.wire: wire(value[field.name], field.type, records)
        for field in fields
        if field.name in value
    }


def _fits(value: ir.Json, member: ir.Type, records: Records) -> bool:
    """Whether a list or an object is of this member of a union."""
    bare = ir.bare(member)
    if isinstance(value, list):
        return isinstance(bare, ir.ListType)
    if not isinstance(value, dict):
        return False
    if isinstance(bare, ir.RecordType):
        fields = records.record(bare).fields
        return value.keys() <= {field.name for field in fields} and all(
            field.name in value and _agrees(value[field.name], field.type)
            for field in fields
            if field.required
        )
    return isinstance(bare, ir.MapType)


def _agrees(value: ir.Json, type_: ir.Type) -> bool:
    """Whether a value is not the constant of another record."""
    bare = ir.bare(type_)
    return not isinstance(bare, ir.ConstType) or value == bare.value
