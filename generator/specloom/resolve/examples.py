"""Reads examples by the declared type, and weaves a record's example from its fields'.

In: nodes, types, and the fields of records. Out: JSON data with the fields' names. An example
that its own type refuses is a mistake at the example's line.
"""

from collections.abc import Callable

from specloom import ir
from specloom.diagnostics import Span, nearest, rules
from specloom.resolve.judging import (
    count_problem,
    json_bytes,
    number_problem,
    text_problem,
)
from specloom.resolve.misses import FIELD
from specloom.resolve.scalars import integer, number
from specloom.resolve.unions import is_text, json_kind, kind_of
from specloom.resolve.view import View
from specloom.source import Mapping, Node, Scalar, Sequence
from specloom.spec.syntax import Text

ANY_NAME = "*"
"""Among names that are absent: a part of the fields is not known, and any may be one of it."""

_MOST = 8  # fields that a hint lists
_NULLS = ("null", "~", "")  # without quotes, as YAML reads them

FieldsOf = Callable[[ir.RecordType], tuple[ir.Field, ...]]


class ExampleReader:
    """Reads examples of one view. `fields_of` gives the fields of a record.

    `written` says how the name of a field is written at the place where it is declared,
    `absent` which values of an enum other views have, with their marks. `what` is read, as
    messages call it: an example or a default.
    """

    def __init__(
        self,
        view: View,
        fields_of: FieldsOf,
        written: dict[Span, str],
        absent: dict[ir.EnumType, dict[str, str]],
        what: str = "example",
    ) -> None:
        self.view = view
        self.fields_of = fields_of
        self.written = written
        self.absent = absent
        self.what = what

    def fail(self, span: Span, message: str, hint: str | None = None) -> None:
        """Reports a broken example."""
        self.view.diagnostics.report(
            rules.BAD_EXAMPLE, span, hint=hint, message=message
        )

    def value(self, node: Node, type_: ir.Type, nullable: bool) -> ir.Json:
        """The node as a value of the type; after a mistake, whatever could be read."""
        value = self._value(node, type_, nullable)
        match type_:
            case (
                ir.StringType(max_bytes=int(limit))
                | ir.ListType(max_bytes=int(limit))
                | ir.MapType(max_bytes=int(limit))
                | ir.AnyType(max_bytes=int(limit))
            ):
                size = json_bytes(value)
                if size > limit:
                    message = f"this {self.what} has {size} bytes of JSON, at most {limit} fit"
                    self.fail(node.span, message)
        return value

    def _value(self, node: Node, type_: ir.Type, nullable: bool) -> ir.Json:
        if nullable and isinstance(node, Scalar) and node.plain and node.text in _NULLS:
            return None
        if (
            isinstance(node, Scalar)
            and node.plain
            and node.text in _NULLS
            and not isinstance(ir.bare(type_), ir.AnyType)
        ):
            hint = "null is allowed by `type | null`; what has no value is left out"
            if is_text(type_):
                hint = f'the text is `"{node.text}"`'
            self.fail(node.span, "no null is allowed here", hint)
            return None
        match type_:
            case ir.NamedType():
                return self.value(node, type_.target, False)
            case ir.UnionType():
                return self.value(node, self._member(node, type_), False)
            case ir.AnyType():
                return self.plain(node)
            case ir.ListType():
                return self._list(node, type_)
            case ir.MapType():
                return self._map(node, type_)
            case ir.RecordType():
                if not isinstance(node, Mapping):
                    self.fail(
                        node.span, f"{kind_of(type_)} is written as keys and values"
                    )
                    return None
                return self.members(
                    node, self.fields_of(type_), kind_of(type_), whole=True
                )
            case _:
                return self._scalar(node, type_)

    def members(
        self,
        node: Mapping,
        fields: tuple[ir.Field, ...],
        where: str,
        *,
        whole: bool,
        absent: frozenset[str] = frozenset(),
    ) -> dict[str, ir.Json]:
        """An object by the fields' names.

        `whole`: it has to have every required field, if need be from the field's own
        example. `absent`: names that other views have here; they are passed over.
        """
        known = {field.name: field for field in fields}
        written = {
            field.wire: field for field in fields
        }  # `homePort` is a name as well
        found: dict[str, ir.Json] = {}
        slips = False
        for entry in node.entries:
            name = self.view.fill(Text(entry.key.text, entry.key.span))
            field = known.get(name) or written.get(name)
            if field is None and not absent.isdisjoint((name, ANY_NAME)):
                continue
            if field is None:
                slips = True
                self._unknown(Text(entry.key.text, entry.key.span), where, fields)
                continue
            self.view.misses.used.add(field.span)
            found[field.name] = self.value(entry.value, field.type, field.nullable)
        if whole:
            for field in fields:
                if field.required and field.has_example:
                    found.setdefault(field.name, field.example)
        if whole and not slips and ANY_NAME not in absent:
            missing = [f for f in fields if f.required and f.name not in found]
            if missing:
                listed = ", ".join(
                    f"`{self.written.get(f.span, f.name)}`" for f in missing
                )
                self.fail(node.span, f"this {self.what} of {where} leaves out {listed}")
        return {
            field.name: found[field.name] for field in fields if field.name in found
        }

    def _unknown(self, key: Text, where: str, fields: tuple[ir.Field, ...]) -> None:
        """Takes up a key that is no field."""
        if not self.view.knows(key):
            return
        names = {self.written.get(f.span, f.name): f.span for f in fields}
        meant = [name for name in names if self.view.is_called(name, key.text)]
        listed = ", ".join(f"`{name}`" for name in names)
        hint = f"its fields are {listed}" if len(fields) <= _MOST else None
        self.view.misses.add(
            FIELD,
            key.text,
            key.span,
            names,
            hint=f"did you mean `{meant[0]}`?" if meant else None,
            otherwise=hint if fields else "it has no fields: take the example out",
            message=f"`{key.text}` is not a field of {where}",
        )

    def plain(self, node: Node) -> ir.Json:
        """A node as JSON says it, where any value is allowed."""
        if isinstance(node, Mapping):
            plain = {
                self.view.fill(Text(entry.key.text, entry.key.span)): self.plain(
                    entry.value
                )
                for entry in node.entries
            }
            return dict(sorted(plain.items()))
        if isinstance(node, Sequence):
            return [self.plain(item) for item in node.items]
        if node.plain and node.text in _NULLS:
            return None
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        value = number(node.text) if node.plain else None
        return self._text(node) if value is None else value

    def _text(self, node: Scalar) -> str:
        return self.view.fill(Text(node.text, node.span))

    def _member(self, node: Node, union: ir.UnionType) -> ir.Type:
        """The member of a union that a value is meant for."""
        if isinstance(node, Mapping):
            keys = {self.view.fill(Text(e.key.text, e.key.span)) for e in node.entries}
            fitting = []
            for member in union.members:
                if isinstance(member, ir.RecordType):
                    required = [f for f in self.fields_of(member) if f.required]
                    if all(f.name in keys or f.wire in keys for f in required):
                        fitting.append((len(required), member))
            chosen = self._by_discriminator(node, union)
            if chosen is not None:
                return chosen
            if fitting:
                return max(fitting, key=lambda pair: pair[0])[1]
        wanted = {Mapping: "object", Sequence: "array"}.get(type(node))
        if isinstance(node, Scalar):
            plain = self.plain(node)
            kinds = {bool: "boolean", int: "integer", float: "number"}
            wanted = kinds.get(type(plain), "string")
        if isinstance(node, Scalar) and wanted == "string":
            for member in union.members:
                if is_text(member) and not text_problem(
                    self._text(node), ir.bare(member)
                ):
                    return member
            texts = [kind_of(member) for member in union.members if is_text(member)]
            if len(texts) > 1:
                self.fail(node.span, f"this {self.what} is none of {', '.join(texts)}")
                return ir.AnyType()
        for member in union.members:
            kind = json_kind(member)
            if kind == wanted or (wanted == "integer" and kind == "number"):
                return member
        return union.members[0]

    def _by_discriminator(self, node: Mapping, union: ir.UnionType) -> ir.Type | None:
        """The member whose constant the node states."""
        for entry in node.entries:
            if entry.key.text != union.discriminator:
                continue
            for member in union.members:
                if isinstance(member, ir.RecordType) and any(
                    field.name == union.discriminator
                    and isinstance(field.type, ir.ConstType)
                    and isinstance(entry.value, Scalar)
                    and entry.value.text == _shown(field.type.value)
                    for field in self.fields_of(member)
                ):
                    return member
        return None

    def _list(self, node: Node, type_: ir.ListType) -> ir.Json:
        if not isinstance(node, Sequence):
            self.fail(node.span, "a list is written as `[a, b]` or with dashes")
            return None
        items = [
            self.value(item, type_.item.type, type_.item.nullable)
            for item in node.items
        ]
        self._count(node, len(items), type_.min, type_.max, "item")
        seen = [(isinstance(item, bool), item) for item in items]  # true is not 1
        if type_.unique and any(item in seen[:at] for at, item in enumerate(seen)):
            self.fail(node.span, "the items of this list differ from each other")
        return items

    def _map(self, node: Node, type_: ir.MapType) -> ir.Json:
        if not isinstance(node, Mapping):
            self.fail(node.span, "a map is written as keys and values")
            return None
        pairs = {}
        for entry in node.entries:
            key = self._scalar(entry.key, ir.bare(type_.key))
            value = self.value(entry.value, type_.value.type, type_.value.nullable)
            pairs[str(key)] = value
        self._count(node, len(pairs), type_.min, type_.max, "pair")
        return dict(sorted(pairs.items()))

    def _count(
        self, node: Node, count: int, low: int | None, high: int | None, what: str
    ) -> None:
        problem = count_problem(count, low, high, what)
        if problem:
            self.fail(node.span, f"this {self.what} {problem}")

    def _scalar(self, node: Node, type_: ir.Type) -> ir.Json:
        if not isinstance(node, Scalar):
            self.fail(node.span, f"{kind_of(type_)} is a single value")
            return None
        match type_:
            case ir.BooleanType():
                if node.text not in ("true", "false"):
                    near = nearest(node.text, ("true", "false"))
                    hint = f"did you mean `{near}`?" if near else None
                    message = f"`{node.text}` is neither `true` nor `false`"
                    self.fail(node.span, message, hint)
                return node.text == "true"
            case ir.IntegerType() | ir.NumberType():
                return self._number(node, type_)
            case ir.ConstType():
                value = type_.value
                if not isinstance(value, str):
                    if node.text != _shown(value):
                        self.fail(node.span, f"`{node.text}` is not `{_shown(value)}`")
                    return value
        text = self._text(node)
        problem = text_problem(text, type_)
        marks = self._marks_of(text, type_)
        if problem and marks:
            hint = f"it is marked `{marks}`: take a value that is always there"
            title = self.view.title
            self.fail(node.span, f"`{text}` is not a value in {title}", hint)
        elif problem and self.view.knows(Text(node.text, node.span)):
            near = nearest(text, _values(type_))
            hint = f"did you mean `{near}`?" if near else None
            self.fail(node.span, f"this {self.what} {problem}", hint)
        return text

    def _marks_of(self, value: str, type_: ir.Type) -> str | None:
        """The marks of a value that an enum has in other views only."""
        if not isinstance(type_, ir.EnumType):
            return None
        return self.absent.get(type_, {}).get(value)

    def _number(self, node: Scalar, type_: ir.IntegerType | ir.NumberType) -> ir.Json:
        whole = isinstance(type_, ir.IntegerType)
        value = integer(node.text) if whole else number(node.text)
        if value is None:
            self.fail(
                node.span, f"`{node.text}` is not a {'whole ' if whole else ''}number"
            )
            return 0
        problem = number_problem(node.text, value, type_)
        if problem:
            self.fail(node.span, problem)
        return value


def _values(type_: ir.Type) -> list[str]:
    """The values that a type lists."""
    match type_:
        case ir.EnumType():
            return [value.value for value in type_.values]
        case ir.ConstType(value=str(value)):
            return [value]
        case ir.UnionType():
            return [value for member in type_.members for value in _values(member)]
        case ir.NamedType():
            return _values(type_.target)
    return []


def _shown(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
