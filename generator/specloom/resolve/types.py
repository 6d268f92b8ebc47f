"""Makes an `ir.Type` of what a field or a named type says.

In: `syntax.Value`s, a scope, a view. Out: types; each mistake is reported where it stands.
"""

from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Span, rules
from specloom.formats import FORMATS
from specloom.resolve import limits, unions
from specloom.resolve import scope as scopes
from specloom.resolve.enums import read_enum
from specloom.resolve.scalars import read_constant, read_prefix
from specloom.resolve.scope import Named, Scope
from specloom.resolve.view import View
from specloom.source import Node
from specloom.spec.language import FIELDS_ONLY, VALUE
from specloom.spec.syntax import (
    Declared,
    ListExpr,
    MapExpr,
    NameExpr,
    RecordDeclared,
    TypeExpr,
    UnionExpr,
    Value,
)

_PLAIN: dict[str, ir.Type] = {
    "string": ir.StringType(),
    "integer": ir.IntegerType(),
    "number": ir.NumberType(),
    "boolean": ir.BooleanType(),
    "date": ir.DateType(),
    "time": ir.TimeType(),
    "datetime": ir.DateTimeType(),
    "uuid": ir.UuidType(),
    "any": ir.AnyType(),
    **{
        name: ir.StringType(format=name) for name in FORMATS if name in ("email", "url")
    },
}

_LONGEST_CHAIN = 50
_DEEPEST = 64
_MOST_PARTS = 5_000
"""Limits of a type with all that it names: who walks it needs no more stack, nor patience."""
_TOO_DEEP = (
    f"with all that it names, the type is nested more than {_DEEPEST} levels deep"
)

_KINDS: dict[str, type] = {
    "string": ir.StringType,
    "integer": ir.IntegerType,
    "number": ir.NumberType,
    "list": ir.ListType,
    "map": ir.MapType,
    "record": ir.RecordType,
    "union": ir.UnionType,
    "any": ir.AnyType,
}

FITS = {
    name: tuple(_KINDS[kind] for kind in key.fits)
    for name, key in VALUE.keys.items()
    if key.fits
}
"""Which properties limit which kinds; the others describe a field."""


class Typed(NamedTuple):
    """A type, whether null may stand in its place, and what it inherits from its name."""

    type: ir.Type
    nullable: bool
    doc: str | None
    example: Node | None


class Extent(NamedTuple):
    """How large a type is with all that it names."""

    depth: int
    parts: int


def _around(*inner: Extent) -> Extent:
    """What holds these."""
    depth = max((each.depth for each in inner), default=0)
    return Extent(depth + 1, 1 + sum(each.parts for each in inner))


class TypeResolver:
    """Types of one view. Named types are made once; `used` notes what was referred to."""

    def __init__(self, view: View, used: set[Span]) -> None:
        self.view = view
        self.used = used
        self.unions: dict[ir.UnionType, Span] = {}  # where the members are written
        self.absent_values: dict[ir.EnumType, dict[str, str]] = {}  # with their marks
        self._named: dict[tuple[ir.Path, str], Typed | None] = {}
        self._open: set[tuple[ir.Path, str]] = set()
        self._depth = 0  # of the expression that is being read
        self._extents: dict[tuple[ir.Path, str], Extent] = {}

    def value(self, value: Value, scope: Scope) -> Typed | None:
        """What a field or a named type is."""
        typed = self._base(value, scope)
        if typed is None:
            return None
        type_ = limits.with_properties(typed.type, value, FITS, self.view.diagnostics)
        if type_ is None or self._is_too_large(type_, value.span):
            return None
        if isinstance(type_, ir.UnionType) and "discriminator" in value.properties:
            self.unions.setdefault(type_, value.properties["discriminator"].span)
        return typed._replace(type=type_)

    def _is_too_large(self, type_: ir.Type, span: Span) -> bool:
        extent = self._extent(type_)
        message = (
            f"with all that it names, the type has more than {_MOST_PARTS:,} parts"
        )
        if extent.depth > _DEEPEST:
            message = _TOO_DEEP
        elif extent.parts <= _MOST_PARTS:
            return False
        self.view.diagnostics.report(rules.BAD_TYPE, span, message=message)
        return True

    def _extent(self, type_: ir.Type) -> "Extent":
        """How large a type is, written out; of each name it is found once."""
        match type_:
            case ir.NamedType():
                place = (type_.home, type_.name)
                if place not in self._extents:
                    self._extents[place] = _around(self._extent(type_.target))
                return self._extents[place]
            case ir.ListType(item=item):
                return _around(self._extent(item.type))
            case ir.MapType(key=key, value=held):
                return _around(self._extent(key), self._extent(held.type))
            case ir.UnionType(members=members):
                return _around(*map(self._extent, members))
            case _:
                return _around()

    def _base(self, value: Value, scope: Scope) -> Typed | None:
        report = self.view.diagnostics
        if "id" in value.properties:
            prefix = read_prefix(value.properties["id"], self.view)
            return Typed(ir.IdType(prefix), False, None, None) if prefix else None
        if "enum" in value.properties:
            enum = read_enum(value.properties["enum"], self.view)
            if enum is None:
                return None
            self.absent_values.setdefault(enum.type, {}).update(enum.absent)
            return Typed(enum.type, False, None, None)
        if "const" in value.properties:
            constant = read_constant(value.properties["const"], report)
            return Typed(constant, False, None, None) if constant else None
        if value.type is None:
            return None
        return self.expression(value.type, scope)

    def expression(self, expr: TypeExpr, scope: Scope) -> Typed | None:
        """What a type expression means; `null` is taken out of a union."""
        members = expr.members if isinstance(expr, UnionExpr) else (expr,)
        nulls = [
            m for m in members if isinstance(m, NameExpr) and m.name.text == "null"
        ]
        others = [m for m in members if m not in nulls]
        for size in (null.size for null in nulls if null.size is not None):
            self.view.diagnostics.report(rules.NO_SIZE, size.span, what="null")
        if not others or len(nulls) > 1:
            message = "`null` alone is no type" if not others else "`null` stands twice"
            hint = "`string | null` is a text or null"
            self.view.diagnostics.report(
                rules.BAD_UNION, expr.span, hint=hint, message=message
            )
            return None
        if self._depth == _DEEPEST:
            self.view.diagnostics.report(rules.BAD_TYPE, expr.span, message=_TOO_DEEP)
            return None
        names = [m.name for m in others if isinstance(m, NameExpr) and m.size is None]
        if 1 < len(others) == len(names) and scopes.are_texts(
            scope, names, self.view, null=bool(nulls)
        ):
            return None
        self._depth += 1
        found = [self._single(member, scope) for member in others]
        self._depth -= 1
        kept = [typed for typed in found if typed is not None]
        if len(kept) < len(found):
            return None
        if len(kept) == 1:
            return kept[0]._replace(nullable=bool(nulls))
        union = ir.UnionType(tuple(typed.type for typed in kept))
        if not unions.check_union(union, expr.span, self.view.diagnostics):
            return None
        self.unions.setdefault(union, expr.span)
        return Typed(union, bool(nulls), None, None)

    def _single(self, expr: TypeExpr, scope: Scope) -> Typed | None:
        match expr:
            case NameExpr():
                return self._name(expr, scope)
            case ListExpr():
                item = self.expression(expr.item, scope)
                if item is None:
                    return None
                made: ir.Type = ir.ListType(ir.Slot(item.type, item.nullable))
            case MapExpr():
                key = self.expression(expr.key, scope)
                value = self.expression(expr.value, scope)
                if key is None or value is None:
                    return None
                if key.nullable or not unions.is_text(key.type):
                    kind = unions.kind_of(key.type) + " or null" * key.nullable
                    self.view.diagnostics.report(
                        rules.BAD_MAP_KEY,
                        expr.key.span,
                        hint="a string, an enum, an id or another kind of text",
                        what=kind,
                    )
                    return None
                made = ir.MapType(key.type, ir.Slot(value.type, value.nullable))
            case UnionExpr():
                raise AssertionError("unions are flat")
        sized = limits.with_size(made, expr.size, self.view.diagnostics)
        return Typed(sized, False, None, None) if sized is not None else None

    def _name(self, expr: NameExpr, scope: Scope) -> Typed | None:
        name = self.view.fill(expr.name)
        if name in _PLAIN:
            sized = limits.with_size(_PLAIN[name], expr.size, self.view.diagnostics)
            return Typed(sized, False, None, None) if sized is not None else None
        named = scope.find(name)
        if named is None:
            scopes.unknown_name(scope, expr.name, name, self.view, expr.name.span)
            return None
        if expr.size is not None:
            self.view.diagnostics.report(
                rules.NO_SIZE,
                expr.size.span,
                hint=f"put the limits where `{name}` is declared",
                what=f"`{name}`",
            )
        return self.named(named, scope)

    def named(self, named: Named, scope: Scope) -> Typed | None:
        """A use of a named type or of a record; None if its own mistakes are answered."""
        span = named.declared.key.name.span
        self.used.add(span)
        if isinstance(named.declared, RecordDeclared):
            return Typed(ir.RecordType(named.home, named.name), False, None, None)
        place = (named.home, named.name)
        if place in self._open:
            hint = "what holds itself is a record, with a field that may end it"
            self.view.diagnostics.report(
                rules.TYPE_CYCLE, span, hint=hint, name=named.name
            )
            return None
        if len(self._open) == _LONGEST_CHAIN:
            message = (
                f"more than {_LONGEST_CHAIN} types are named by one another in a row"
            )
            self.view.diagnostics.report(rules.BAD_TYPE, span, message=message)
            return None
        if place not in self._named:
            self._open.add(place)
            home = scope
            while home.path != named.home and home.outer is not None:
                home = home.outer
            self._named[place] = self._define(named.declared, named, home)
            self._open.remove(place)
        return self._named[place]

    def _define(self, declared: Declared, named: Named, scope: Scope) -> Typed | None:
        typed = self.value(declared.value, scope)
        if typed is None:
            return None
        if typed.nullable:
            self.view.diagnostics.report(
                rules.NULL_IN_ALIAS,
                declared.value.span,
                hint=f"presence is seen at the field: `field: {named.name} | null`",
            )
        for key in FIELDS_ONLY & declared.value.properties.keys():
            self.view.diagnostics.report(
                rules.BAD_PROPERTY,
                declared.value.places[key],
                hint="put it at the field",
                key=key,
                what="a named type",
            )
        doc = self.view.fill(declared.value.doc) if declared.value.doc else typed.doc
        type_ = ir.NamedType(
            named.home,
            named.name,
            typed.type,
            doc,
            declared.key.name.span,
            self.view.deprecated(*declared.key.marks),
        )
        example = declared.value.properties.get("example", typed.example)
        return Typed(type_, False, doc, example)
