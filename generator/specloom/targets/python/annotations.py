"""The annotation of a type: what pydantic and type checkers read.

In: `ir.Type`s. Out: code, and the names that it needs imported.
"""

from typing import assert_never

from specloom import ir
from specloom.formats import FORMATS, id_pattern
from specloom.names import python_member
from specloom.targets.python.layout import (
    Code,
    Group,
    call,
    constant,
    either,
    literal,
    raw,
    subscript,
)
from specloom.targets.python.naming import param_name

PYDANTIC = "pydantic"
TYPING = "typing"


class Annotator:
    """Writes annotations for one file and notes what they need.

    `shadowed` are built-in names that the file gives to functions of its own.
    """

    def __init__(self, shadowed: frozenset[str] = frozenset()) -> None:
        self.shadowed = shadowed
        self.imports: dict[str | ir.Path, set[str]] = {}

    def need(self, module: str | ir.Path, name: str) -> str:
        """Notes that a name of a module is used."""
        self.imports.setdefault(module, set()).add(name)
        return name

    def builtin(self, name: str) -> str:
        """`list`, or `builtins.list` where the module has a function `list`."""
        if name not in self.shadowed:
            return name
        self.imports.setdefault("builtins", set())
        return f"builtins.{name}"

    def value(self, name: str) -> str:
        """A name of `_values`."""
        return self.need(("_values",), name)

    def annotated(self, base: Code, *metadata: Code) -> Code:
        """`Annotated[base, …]`; one inside another is written as one."""
        if not metadata:
            return base
        self.need(TYPING, "Annotated")
        if isinstance(base, Group) and base.open == "Annotated[":
            return base._replace(items=(*base.items, *metadata))
        return subscript("Annotated", base, *metadata)

    def limits(self, **limits: object) -> tuple[Code, ...]:
        """`Field(…)` with the limits that are there."""
        given = [f"{key}={value}" for key, value in limits.items() if value is not None]
        if not given:
            return ()
        self.need(PYDANTIC, "Field")
        return (call("Field", *given),)

    def type(self, type_: ir.Type, closed: bool) -> Code:
        """The annotation of a type.

        `closed`: enums admit their own values only.
        """
        match type_:
            case ir.NamedType():
                return self._named(type_, closed)
            case ir.RecordType():
                return self._sized(self.need(type_.home, type_.name), type_.max_bytes)
            case ir.EnumType():
                values = self.literal(type_)
                return values if closed else subscript(self.value("Open"), values)
            case ir.ListType():
                item = self.slot(type_.item, closed)
                made = self.annotated(
                    subscript(self.builtin("list"), item),
                    *self.limits(min_length=type_.min, max_length=type_.max),
                    *([self.value("UNIQUE")] if type_.unique else []),
                )
                return self._sized(made, type_.max_bytes)
            case ir.MapType():
                key = self.type(type_.key, closed)
                value = self.slot(type_.value, closed)
                made = self.annotated(
                    subscript(self.builtin("dict"), key, value),
                    *self.limits(min_length=type_.min, max_length=type_.max),
                    self.value("MAP"),
                )
                return self._sized(made, type_.max_bytes)
            case ir.UnionType():
                members = [self.type(m, closed) for m in type_.members]
                mark = call(
                    self.value("OneOf"),
                    *(
                        [literal(python_member(type_.discriminator))]
                        if type_.discriminator
                        else []
                    ),
                )
                return self.annotated(either(*members), mark)
            case _:
                return self._scalar(type_)

    def slot(self, slot: ir.Slot, closed: bool) -> Code:
        """The annotation of an item or a value, which may be null."""
        made = self.type(slot.type, closed)
        return either(made, "None") if slot.nullable else made

    def literal(self, enum: ir.EnumType) -> Code:
        """`Literal["a", "b"]`."""
        self.need(TYPING, "Literal")
        return subscript("Literal", *(literal(value.value) for value in enum.values))

    def only(self, const: ir.ConstType) -> Code:
        """`Literal["a"]`."""
        value = const.value
        shown = literal(value) if isinstance(value, str) else constant(value)
        return subscript(self.need(TYPING, "Literal"), shown)

    def _named(self, type_: ir.NamedType, closed: bool) -> Code:
        if closed or not _holds_enum(type_.target):
            return self.need(type_.home, type_.name)
        if isinstance(type_.target, ir.EnumType):
            return subscript(self.value("Open"), self.need(type_.home, type_.name))
        return self.type(type_.target, closed)  # the name stands for closed enums

    def _sized(self, code: Code, max_bytes: int | None) -> Code:
        if max_bytes is None:
            return code
        return self.annotated(code, call(self.value("MaxBytes"), str(max_bytes)))

    def _scalar(self, type_: ir.Type) -> Code:
        match type_:
            case ir.StringType():
                format_ = FORMATS[type_.format].pattern if type_.format else None
                patterns = [raw(each) for each in (type_.pattern, format_) if each]
                made = self.annotated(
                    self.builtin("str"),
                    *self.limits(
                        min_length=type_.min,
                        max_length=type_.max,
                        pattern=patterns[0] if patterns else None,
                    ),
                    *(call(self.value("Matches"), each) for each in patterns[1:]),
                )
                return self._sized(made, type_.max_bytes)
            case ir.IdType():
                return self.annotated(
                    self.builtin("str"),
                    *self.limits(pattern=raw(id_pattern(type_.prefix))),
                )
            case ir.IntegerType():
                bounds = self._bounds(type_)
                return self.annotated(
                    self.builtin("int"),
                    *self.limits(**bounds, multiple_of=type_.multiple_of),
                )
            case ir.NumberType():
                step = type_.multiple_of
                return self.annotated(
                    self.builtin("float"),
                    *self.limits(**self._bounds(type_)),
                    self.value("NUMBER"),
                    *([call(self.value("MultipleOf"), constant(step))] if step else []),
                )
            case ir.BooleanType():
                return self.builtin("bool")
            case ir.DateType():
                return self.value("Date")
            case ir.TimeType():
                return self.value("TimeOfDay")
            case ir.DateTimeType():
                return self.value("Timestamp")
            case ir.UuidType():
                return self.value("Uuid")
            case ir.AnyType():
                return self._sized(self.value("Json"), type_.max_bytes)
            case ir.ConstType():
                return self.annotated(self.only(type_), self.value("CONST"))
            case (
                ir.NamedType()
                | ir.RecordType()
                | ir.EnumType()
                | ir.ListType()
                | ir.MapType()
                | ir.UnionType()
            ):
                raise AssertionError("not a scalar")
            case _:
                assert_never(type_)

    def _bounds(self, type_: ir.IntegerType | ir.NumberType) -> dict[str, object]:
        bounds = {
            "ge": type_.minimum,
            "gt": type_.above,
            "le": type_.maximum,
            "lt": type_.below,
        }
        return {key: constant(at) for key, at in bounds.items() if at is not None}

    def argument(self, type_: ir.Type) -> Code:
        """The annotation of an argument: a record is the model or a TypedDict."""
        match type_:
            case ir.RecordType():
                model = self.need(type_.home, type_.name)
                return either(model, self.need(type_.home, param_name(type_.name)))
            case ir.ListType():
                item = self.argument(type_.item.type)
                members = (item, "None") if type_.item.nullable else (item,)
                return subscript(self.builtin("list"), either(*members))
            case ir.MapType():
                value = self.argument(type_.value.type)
                members = (value, "None") if type_.value.nullable else (value,)
                return subscript(
                    self.builtin("dict"), self.builtin("str"), either(*members)
                )
            case ir.UnionType():
                return either(*(self.argument(member) for member in type_.members))
            case ir.NamedType() if _holds_record(type_.target):
                return self.argument(type_.target)
            case ir.NamedType():
                return self.need(type_.home, type_.name)
            case ir.EnumType():
                return self.literal(type_)
            case ir.ConstType():
                return self.only(type_)
            case ir.StringType() | ir.IdType():
                return self.builtin("str")
            case ir.IntegerType():
                return self.builtin("int")
            case ir.NumberType():
                return self.builtin("float")
            case _:
                return self._scalar(type_)


def _holds_record(type_: ir.Type) -> bool:
    return any(isinstance(part, ir.RecordType) for part in ir.walk(type_))


def _holds_enum(type_: ir.Type) -> bool:
    return any(isinstance(part, ir.EnumType) for part in ir.walk(type_))
