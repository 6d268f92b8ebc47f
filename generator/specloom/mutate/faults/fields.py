"""Faults of fields and arguments: presence, null, names, one too many, one too few.

In: fields of a record or of an endpoint. Out: the fields that a fault makes of them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Span
from specloom.mutate.faults.types import TEXT, Surroundings, faults_of

Fields = tuple[ir.Field, ...]


class FieldsFault(NamedTuple):
    """Changed fields; `name` is the field that has the fault, if it is one's own."""

    kind: str
    name: str
    change: str
    fields: Fields
    equivalent: str | None = None


def field_faults(fields: Fields, around: Surroundings) -> Iterator[FieldsFault]:
    """Every fault of each field by itself."""
    for at, field in enumerate(fields):
        for kind, change, new, reason in _of_field(field, around):
            changed = (*fields[:at], *([new] if new else []), *fields[at + 1 :])
            yield FieldsFault(kind, field.name, change, changed, reason)
        for other in fields[at + 1 : at + 2]:
            left, right = field._replace(wire=other.wire), other._replace(
                wire=field.wire
            )
            changed = (*fields[:at], left, right, *fields[at + 2 :])
            change = f"{field.wire} and {other.wire} swapped"
            yield FieldsFault("wire name", field.name, change, changed)


def added_field(
    fields: Fields, span: Span, kind: str, name: str, wire: str
) -> Iterator[FieldsFault]:
    """A field that is not there, optional and required."""
    if name in [field.name for field in fields] or wire in [f.wire for f in fields]:
        return
    for required in (False, True):
        new = ir.Field(name, wire, TEXT, required, nullable=False, span=span)
        change = f"and {wire}, {'required' if required else 'optional'}"
        yield FieldsFault(kind, name, change, (*fields, new))


def swapped(field: ir.Field, other: ir.Field) -> bool:
    """Whether another variant's field of the same declaration differs in its words."""
    return (field.name, field.wire) != (other.name, other.wire)


_FieldFault = tuple[str, str, ir.Field | None, str | None]


def _of_field(field: ir.Field, around: Surroundings) -> Iterator[_FieldFault]:
    yield "extra keys", "gone", None, None
    turned = field._replace(required=not field.required)
    change = "required → optional" if field.required else "optional → required"
    yield "presence", change, turned, None
    anything = isinstance(ir.bare(field.type), ir.AnyType)
    reason = "any JSON may be null anyhow" if anything else None
    change = (
        "may be null → never null" if field.nullable else "never null → may be null"
    )
    turned = field._replace(nullable=not field.nullable)
    yield "nullability", change, turned, reason
    for wire in dict.fromkeys((field.name, _recased(field.wire), f"{field.wire}_")):
        if wire != field.wire:
            change = f"{field.wire} → {wire}"
            yield "wire name", change, field._replace(wire=wire), None
    for fault in faults_of(field.type, around):
        new = field._replace(type=fault.type)
        yield fault.kind, fault.change, new, fault.equivalent


def _recased(wire: str) -> str:
    return wire[0].swapcase() + wire[1:]
