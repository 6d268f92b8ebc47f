"""Types as the spec writes them, their limits, and what of a type is more than a name.

In: `ir.Type`s and the table of declarations. Out: texts, `Limit`s, and shapes: values that are
equal where nothing but a word differs.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias, assert_never

from specloom import ir
from specloom.diagnostics import Span
from specloom.lookup.declarations import Item, enum_values
from specloom.resolve.view import View
from specloom.source import Scalar
from specloom.spec.syntax import Declared, RecordDeclared, Text

Shape: TypeAlias = tuple[object, ...]
"""What a type says, with the words of the spec put back; compared, never shown."""

_SIZES = ("min", "max", "minimum", "maximum")
_BESIDE = ("above", "below", "multiple_of", "pattern", "format", "max_bytes")


class Limit(NamedTuple):
    """One thing that a value has to keep to."""

    kind: str  # of the IR's type that has it: `string`, `list`
    inside: str  # empty, or the part of the value: `each item`, `each key`
    key: str  # the property of the IR's type: `max`, `pattern`, `values`
    value: ir.Json
    named: (
        ir.NamedType | None
    )  # the type whose declaration says it; None: the field's own


def written(type_: ir.Type) -> str:
    """The type in the notation of the language, without the limits that stand beside it."""
    match type_:
        case ir.NamedType() | ir.RecordType():
            return type_.name
        case ir.StringType(format="email" | "url" as kind):
            return kind + _size(type_.min, type_.max)
        case ir.StringType():
            return "string" + _size(type_.min, type_.max)
        case ir.IntegerType() | ir.NumberType():
            return type_.kind + _size(type_.minimum, type_.maximum)
        case ir.BooleanType() | ir.DateType() | ir.TimeType() | ir.DateTimeType():
            return type_.kind
        case ir.UuidType() | ir.AnyType():
            return type_.kind
        case ir.IdType():
            return f"{{id: {type_.prefix}}}"
        case ir.EnumType():
            return f"{{enum: [{', '.join(each.value for each in type_.values)}]}}"
        case ir.ConstType():
            value = type_.value
            text = str(value).lower() if isinstance(value, bool) else str(value)
            return f"{{const: {text}}}"
        case ir.ListType():
            return f"list[{_slot(type_.item)}]" + _size(type_.min, type_.max)
        case ir.MapType():
            held = f"{written(type_.key)}, {_slot(type_.value)}"
            return f"map[{held}]" + _size(type_.min, type_.max)
        case ir.UnionType():
            return " | ".join(map(written, type_.members))
        case _:
            assert_never(type_)


def _slot(slot: ir.Slot) -> str:
    return written(slot.type) + " | null" * slot.nullable


def _size(low: ir.Number | None, high: ir.Number | None) -> str:
    if low is None and high is None:
        return ""
    if low == high:
        return f"({low})"
    return f"({'' if low is None else low}..{'' if high is None else high})"


def limits_of(
    type_: ir.Type, named: ir.NamedType | None = None, inside: str = ""
) -> Iterator[Limit]:
    """Every limit of a type, those of named types and of what it holds as well."""
    match type_:
        case ir.NamedType():
            yield from limits_of(type_.target, type_, inside)
            return
        case ir.IdType():
            yield Limit(type_.kind, inside, "prefix", type_.prefix, named)
        case ir.EnumType():
            yield Limit(
                type_.kind, inside, "values", [v.value for v in type_.values], named
            )
        case ir.ConstType():
            yield Limit(type_.kind, inside, "value", type_.value, named)
        case _:
            for key in (*_SIZES, *_BESIDE):
                value = getattr(type_, key, None)
                if value is not None:
                    yield Limit(type_.kind, inside, key, value, named)
    match type_:
        case ir.ListType():
            if type_.unique:
                yield Limit(type_.kind, inside, "unique", True, named)
            yield from limits_of(type_.item.type, named, _within(inside, "each item"))
        case ir.MapType():
            yield from limits_of(type_.key, named, _within(inside, "each key"))
            yield from limits_of(type_.value.type, named, _within(inside, "each value"))
        case ir.UnionType():
            if type_.discriminator is not None:
                yield Limit(
                    type_.kind, inside, "discriminator", type_.discriminator, named
                )
            for member in type_.members:
                part = _within(inside, f"as {written(member)}")
                yield from limits_of(member, named, part)
        case _:
            return


def _within(outer: str, inner: str) -> str:
    return f"{outer}, {inner}" if outer else inner


class Shapes:
    """What types say in one view, apart from the words of its variant."""

    def __init__(
        self,
        items: Mapping[Span, Item],
        view: View,
        records: Mapping[tuple[ir.Path, str], Span],
    ) -> None:
        self._items = items
        self._view = view
        self._records = records  # where each one is declared

    def of(self, type_: ir.Type, span: Span | None) -> Shape:
        """The shape of a type that is declared at `span`."""
        match type_:
            case ir.NamedType():
                return ("named", self._text(type_), self.of(type_.target, type_.span))
            case ir.RecordType():
                return ("record", self._record(type_), type_.max_bytes)
            case ir.IdType():
                return ("id", self._prefix(type_, span))
            case ir.EnumType():
                return ("enum", self._values(type_, span))
            case ir.ListType():
                held = self.of(type_.item.type, span), type_.item.nullable
                return (*type_._replace(item=_NOTHING), held)
            case ir.MapType():
                pair = (self.of(type_.key, span), self.of(type_.value.type, span))
                nullable = type_.value.nullable
                return (*type_._replace(key=_ANY, value=_NOTHING), pair, nullable)
            case ir.UnionType():
                members = tuple(self.of(member, span) for member in type_.members)
                return ("union", members, type_.discriminator)
            case _:
                return tuple(type_)

    def _declared(self, span: Span | None) -> Declared | None:
        item = self._items.get(span) if span is not None else None
        return item if isinstance(item, Declared) else None

    def _text(self, named: ir.NamedType) -> str:
        declared = self._declared(named.span)
        return declared.key.name.text if declared else named.name

    def _record(self, use: ir.RecordType) -> str:
        span = self._records.get((use.home, use.name))
        item = self._items.get(span) if span is not None else None
        return item.key.name.text if isinstance(item, RecordDeclared) else use.name

    def _prefix(self, type_: ir.IdType, span: Span | None) -> str:
        declared = self._declared(span)
        node = declared.value.properties.get("id") if declared else None
        return node.text if isinstance(node, Scalar) else type_.prefix

    def _values(self, type_: ir.EnumType, span: Span | None) -> tuple[str, ...]:
        texts = value_texts(self._declared(span), self._view)
        return tuple(texts.get(each.value, each.value) for each in type_.values)


_ANY = ir.AnyType()
_NOTHING = ir.Slot(_ANY)


def value_texts(declared: Declared | None, view: View) -> dict[str, str]:
    """What the spec writes for each value of the enum that is declared here."""
    return {
        view.fill(Text(each.key.name.text, each.span)): each.key.name.text
        for each in enum_values(declared)
        if view.has(each.key)
    }


def limit_text(limit: Limit) -> str:
    """A limit in words: `each key: at most 100 characters`."""
    text = _limit_words(limit)
    return f"{limit.inside}: {text}" if limit.inside else text


def _limit_words(limit: Limit) -> str:
    value = limit.value
    counted = _COUNTED.get(limit.kind, "")
    match limit.key:
        case "min" | "max":
            unit = counted if value == 1 else f"{counted}s"
            return f"at {'least' if limit.key == 'min' else 'most'} {value} {unit}"
        case "minimum" | "maximum":
            return f"at {'least' if limit.key == 'minimum' else 'most'} {value}"
        case "above" | "below":
            return f"{limit.key} {value}"
        case "multiple_of":
            return f"a multiple of {value}"
        case "pattern":
            return f"matches {value}"
        case "format":
            return f"has the format {value}"
        case "max_bytes":
            return f"at most {value} bytes" + " of JSON" * (limit.kind != "string")
        case "prefix":
            return f"{value}_ and 32 lower-case hex digits"
        case "values":
            return f"one of {_listed(value)}"
        case "value":
            return f"only {_constant(value)}"
        case "unique":
            return "no item twice"
        case "discriminator":
            return f"told apart by `{value}`"
    raise ValueError(f"{limit.key!r} is no limit")


_COUNTED = {"string": "character", "list": "item", "map": "pair"}
_LISTED = 12


def _listed(values: ir.Json) -> str:
    names = [str(value) for value in values] if isinstance(values, list) else []
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _constant(value: ir.Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
