"""Writes kinds down: what values of a type the tests of a package try.

In: `ir.Type`s. Out: calls of the modules that make kinds, `specloom.runtime.tests`; only the
texts of patterns are worked out here, where patterns are understood.
"""

from collections.abc import Sequence
from typing import Protocol, assert_never

from specloom import ir
from specloom.names import python_member
from specloom.targets.cases import text_cases
from specloom.targets.python.layout import (
    Code,
    Group,
    Join,
    call,
    constant,
    literal,
    raw,
)

_MANY = 9
_WIDTH = 68


class Names(Protocol):
    """What kinds are written with."""

    def support(self, name: str) -> str:
        """A name of the modules that make kinds."""
        ...

    def constant(self, home: ir.Path, name: str) -> str | None:
        """The kind of a named type or the table of a record, if it stands already."""
        ...

    def other_prefixes(self) -> Sequence[str]:
        """The prefixes of ids that only other variants have."""
        ...

    def later(self, name: str) -> Code:
        """The table of a record of this module that does not stand yet."""
        ...


def kind_of(type_: ir.Type, names: Names) -> Code:
    """The kind of a type."""
    match type_:
        case ir.NamedType():
            standing = names.constant(type_.home, type_.name)
            return standing or kind_of(type_.target, names)
        case ir.RecordType():
            standing = names.constant(type_.home, type_.name)
            made = standing or names.later(type_.name)
            if type_.max_bytes is None:
                return made
            return call(names.support("sized"), str(type_.max_bytes), made)
        case ir.StringType():
            return _text(type_, names)
        case ir.IntegerType() | ir.NumberType():
            return _number(type_, names)
        case ir.BooleanType():
            return names.support("BOOLEAN")
        case ir.DateType():
            return names.support("DATE")
        case ir.TimeType():
            return names.support("TIME")
        case ir.DateTimeType():
            return names.support("TIMESTAMP")
        case ir.UuidType():
            return names.support("UUID")
        case ir.IdType():
            prefixes = (type_.prefix, *names.other_prefixes())
            return call(names.support("id_of"), *map(literal, prefixes))
        case ir.EnumType():
            return _enum([value.value for value in type_.values], names)
        case ir.ConstType():
            value = type_.value
            shown = literal(value) if isinstance(value, str) else str(value)
            return call(names.support("const"), shown)
        case ir.ListType():
            words = _words(min=type_.min, max=type_.max, bytes=type_.max_bytes)
            words += ["unique=True"] if type_.unique else []
            item = _slot(type_.item, names)
            return call(names.support("list_of"), item, *words)
        case ir.MapType():
            words = _words(min=type_.min, max=type_.max, bytes=type_.max_bytes)
            key, value_ = kind_of(type_.key, names), _slot(type_.value, names)
            return call(names.support("map_of"), key, value_, *words)
        case ir.UnionType():
            parts = [kind_of(member, names) for member in type_.members]
            if type_.discriminator is not None:
                parts.append(f"by={literal(python_member(type_.discriminator))}")
            return call(names.support("one_of"), *parts)
        case ir.AnyType():
            if type_.max_bytes is None:
                return names.support("ANY")
            return call(names.support("any_value"), f"bytes={type_.max_bytes}")
        case _:
            assert_never(type_)


def _enum(values: Sequence[str], names: Names) -> Code:
    """One of several texts; many short ones stand side by side."""
    if len(values) < _MANY or any(
        "|" in each or each != each.strip() for each in values
    ):
        return call(names.support("enum"), *map(literal, values))
    lines = [values[0]]
    for value in values[1:]:
        if len(lines[-1]) + len(value) > _WIDTH:
            lines.append(value)
        else:
            lines[-1] += f" | {value}"
    return call(names.support("enum_of"), *map(literal, lines))


def _slot(slot: ir.Slot, names: Names) -> Code:
    made = kind_of(slot.type, names)
    return call(names.support("or_null"), made) if slot.nullable else made


def _words(**limits: int | float | None) -> list[Code]:
    return [
        f"{name}={constant(limit)}"
        for name, limit in limits.items()
        if limit is not None
    ]


def _number(type_: ir.IntegerType | ir.NumberType, names: Names) -> Code:
    name = "integer" if isinstance(type_, ir.IntegerType) else "number"
    words = _words(
        min=type_.minimum,
        max=type_.maximum,
        above=type_.above,
        below=type_.below,
        step=type_.multiple_of,
    )
    return call(names.support(name), *words) if words else names.support(name.upper())


def _text(type_: ir.StringType, names: Names) -> Code:
    if type_.pattern is not None or (type_.format and type_ != _only(type_.format)):
        return _matching(type_, names)
    if type_.format is not None:
        return names.support(type_.format.upper())
    words = _words(min=type_.min, max=type_.max, bytes=type_.max_bytes)
    return call(names.support("text"), *words) if words else names.support("TEXT")


def _only(format_: str) -> ir.StringType:
    return ir.StringType(format=format_)


def _matching(type_: ir.StringType, names: Names) -> Code:
    """The texts of a pattern: right ones, and those that break a rule, by the rule."""
    cases = text_cases(type_)
    like: list[Code] = [f"like={raw(type_.pattern)}"] if type_.pattern else []
    like += [f"shape={literal(type_.format)}"] if type_.format else []
    like += _words(min=type_.min, max=type_.max, bytes=type_.max_bytes)
    wrong = (
        Join((f"{rule}=", _texts(texts)), pair=True)
        for rule, texts in cases.bad.items()
    )
    made = [literal(cases.valid), _texts(cases.good), *like, *wrong]
    return call(names.support("matching"), *made)


def _texts(texts: Sequence[str]) -> Code:
    return Group("[", tuple(map(literal, texts)), "]")
