"""Reads examples by the declared type, and weaves a record's example from its fields'.

In: nodes, types, and the fields of records. Out: JSON data with the fields' names. An example
that its own type refuses is a mistake at the example's line.
"""

import datetime
import re
from collections.abc import Callable
from functools import cache
from typing import assert_never

from specloom import ir
from specloom.diagnostics import Span, nearest, rules
from specloom.formats import FORMATS, KIND_FORMATS, id_pattern
from specloom.patterns import Problem, matches, parse_pattern
from specloom.resolve.scalars import integer, number
from specloom.resolve.unions import json_kind, kind_of
from specloom.resolve.view import View
from specloom.source import Mapping, Node, Scalar, Sequence
from specloom.spec.syntax import Text

FieldsOf = Callable[[ir.RecordType], tuple[ir.Field, ...]]


class ExampleReader:
    """Reads examples of one view. `fields_of` gives the fields of a record."""

    def __init__(self, view: View, fields_of: FieldsOf) -> None:
        self.view = view
        self.fields_of = fields_of

    def fail(self, span: Span, message: str, hint: str | None = None) -> None:
        """Reports a broken example."""
        self.view.diagnostics.report(
            rules.BAD_EXAMPLE, span, hint=hint, message=message
        )

    def value(self, node: Node, type_: ir.Type, nullable: bool) -> ir.Json:
        """The node as a value of the type; after a mistake, whatever could be read."""
        if (
            nullable
            and isinstance(node, Scalar)
            and node.plain
            and node.text in ("null", "~")
        ):
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
        self, node: Mapping, fields: tuple[ir.Field, ...], where: str, *, whole: bool
    ) -> dict[str, ir.Json]:
        """An object by the fields' names. `whole`: it has to have every required field."""
        known = {field.name: field for field in fields}
        found: dict[str, ir.Json] = {}
        for entry in node.entries:
            name = self.view.fill(Text(entry.key.text, entry.key.span))
            field = known.get(name)
            if field is None:
                near = nearest(name, known)
                hint = f"did you mean `{near}`?" if near else None
                self.fail(entry.key.span, f"`{name}` is not a field of {where}", hint)
                continue
            found[name] = self.value(entry.value, field.type, field.nullable)
        if whole:
            missing = [f.name for f in fields if f.required and f.name not in found]
            if missing:
                listed = ", ".join(f"`{name}`" for name in missing)
                self.fail(node.span, f"this example of {where} leaves out {listed}")
        return {
            field.name: found[field.name] for field in fields if field.name in found
        }

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
        if node.plain and node.text in ("null", "~", ""):
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
                    required = {f.name for f in self.fields_of(member) if f.required}
                    if required <= keys:
                        fitting.append((len(required), member))
            if fitting:
                return max(fitting, key=lambda pair: pair[0])[1]
        wanted = {Mapping: "object", Sequence: "array"}.get(type(node))
        if isinstance(node, Scalar):
            plain = self.plain(node)
            kinds = {bool: "boolean", int: "integer", float: "number"}
            wanted = kinds.get(type(plain), "string")
        for member in union.members:
            kind = json_kind(member)
            if kind == wanted or (wanted == "integer" and kind == "number"):
                return member
        return union.members[0]

    def _list(self, node: Node, type_: ir.ListType) -> ir.Json:
        if not isinstance(node, Sequence):
            self.fail(node.span, "a list is written as `[a, b]` or with dashes")
            return None
        items = [
            self.value(item, type_.item.type, type_.item.nullable)
            for item in node.items
        ]
        self._count(node, len(items), type_.min, type_.max, "items")
        if type_.unique and any(item in items[:at] for at, item in enumerate(items)):
            self.fail(node.span, "the items of this list differ from each other")
        return items

    def _map(self, node: Node, type_: ir.MapType) -> ir.Json:
        if not isinstance(node, Mapping):
            self.fail(node.span, "a map is written as keys and values")
            return None
        pairs = {}
        for entry in node.entries:
            key = self._scalar(entry.key, _bare(type_.key))
            value = self.value(entry.value, type_.value.type, type_.value.nullable)
            pairs[str(key)] = value
        self._count(node, len(pairs), type_.min, type_.max, "pairs")
        return dict(sorted(pairs.items()))

    def _count(
        self, node: Node, count: int, low: int | None, high: int | None, what: str
    ) -> None:
        if low is not None and count < low:
            self.fail(node.span, f"{count} {what}, where at least {low} are needed")
        if high is not None and count > high:
            self.fail(node.span, f"{count} {what}, where at most {high} are allowed")

    def _scalar(self, node: Node, type_: ir.Type) -> ir.Json:
        if not isinstance(node, Scalar):
            self.fail(node.span, f"{kind_of(type_)} is a single value")
            return None
        match type_:
            case ir.BooleanType():
                if node.text not in ("true", "false"):
                    self.fail(node.span, f"`{node.text}` is neither `true` nor `false`")
                return node.text == "true"
            case ir.IntegerType() | ir.NumberType():
                return self._number(node, type_)
            case ir.ConstType():
                value = type_.value
                if not isinstance(value, str):
                    shown = (
                        str(value).lower() if isinstance(value, bool) else str(value)
                    )
                    if node.text != shown:
                        self.fail(node.span, f"`{node.text}` is not `{shown}`")
                    return value
        text = self._text(node)
        problem = text_problem(text, type_)
        if problem:
            self.fail(node.span, f"this example {problem}")
        return text

    def _number(self, node: Scalar, type_: ir.IntegerType | ir.NumberType) -> ir.Json:
        whole = isinstance(type_, ir.IntegerType)
        value = integer(node.text) if whole else number(node.text)
        if value is None:
            self.fail(
                node.span, f"`{node.text}` is not a {'whole ' if whole else ''}number"
            )
            return 0
        bounds = (
            (
                type_.minimum is not None and value < type_.minimum,
                f"below {type_.minimum}",
            ),
            (
                type_.maximum is not None and value > type_.maximum,
                f"above {type_.maximum}",
            ),
            (
                type_.above is not None and value <= type_.above,
                f"not above {type_.above}",
            ),
            (
                type_.below is not None and value >= type_.below,
                f"not below {type_.below}",
            ),
        )
        for broken, message in bounds:
            if broken:
                self.fail(node.span, f"{node.text} is {message}")
        return value


def _bare(type_: ir.Type) -> ir.Type:
    return _bare(type_.target) if isinstance(type_, ir.NamedType) else type_


def text_problem(text: str, type_: ir.Type) -> str | None:
    """Why `text` is no value of a kind of text, or None."""
    match type_:
        case ir.StringType():
            return _string_problem(text, type_)
        case ir.IdType():
            if not re.fullmatch(id_pattern(type_.prefix), text):
                return f"is not `{type_.prefix}_` and 32 lower-case hex digits"
        case ir.EnumType():
            values = [value.value for value in type_.values]
            if text not in values:
                return "is none of " + ", ".join(f"`{value}`" for value in values)
        case ir.ConstType():
            if text != type_.value:
                return f"is not `{type_.value}`"
        case ir.UuidType():
            return _format_problem(text, "uuid")
        case ir.TimeType():
            return _format_problem(text, "time")
        case ir.DateType():
            return _format_problem(text, "date") or _calendar_problem(text)
        case ir.DateTimeType():
            problem = _format_problem(text, "timestamp")
            return problem or _calendar_problem(text[:10])
        case (
            ir.IntegerType()
            | ir.NumberType()
            | ir.BooleanType()
            | ir.ListType()
            | ir.MapType()
            | ir.RecordType()
            | ir.UnionType()
            | ir.AnyType()
            | ir.NamedType()
        ):
            return f"is not {kind_of(type_)}"
        case _:
            assert_never(type_)
    return None


def _string_problem(text: str, type_: ir.StringType) -> str | None:
    if type_.min is not None and len(text) < type_.min:
        return f"has {len(text)} characters, where at least {type_.min} are needed"
    if type_.max is not None and len(text) > type_.max:
        return f"has {len(text)} characters, where at most {type_.max} are allowed"
    if type_.pattern is not None and not _matches(type_.pattern, text):
        return "does not match the pattern"
    if type_.format is not None and not _matches(FORMATS[type_.format].pattern, text):
        return f"is not {FORMATS[type_.format].title}"
    return None


@cache
def _matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches a spec's pattern; none makes this slow, as `re` could."""
    parsed = parse_pattern(pattern)
    return isinstance(parsed, Problem) or matches(parsed, text)


def _format_problem(text: str, name: str) -> str | None:
    kind = KIND_FORMATS[name]
    return None if re.fullmatch(kind.pattern, text) else f"is not {kind.title}"


def _calendar_problem(text: str) -> str | None:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return "is not a day of the calendar"
    return None
