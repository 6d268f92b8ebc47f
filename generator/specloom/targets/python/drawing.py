"""Writes the strategy of a type down.

In: `ir.Type`s. Out: code that draws its values, and the names that it needs imported.
"""

from collections.abc import Iterable
from typing import assert_never

from specloom import ir
from specloom.names import python_function, snake
from specloom.targets.python.data import bare
from specloom.targets.python.drawn_text import draw_text, text_sizes
from specloom.targets.python.layout import Code, call, constant, literal
from specloom.targets.python.reserved import TAKEN_FUNCTIONS

FOLDER = "strategies"
SUPPORT = (FOLDER, "_strategies")


def strategy_name(module: ir.Module, name: str) -> str:
    """What a type or a record is called among the strategies of its module.

    Endpoints keep their names; what has the same one, or a keyword's, gets an underscore.
    """
    taken = {python_function(endpoint.name) for endpoint in module.endpoints}
    taken |= {f"{endpoint.name}_response" for endpoint in module.endpoints}
    made = python_function(snake(name))
    return f"{made}_" if made in taken or made in TAKEN_FUNCTIONS else made


class Drawer:
    """Writes the strategies of one module."""

    def __init__(self, module: ir.Module, api: ir.Api) -> None:
        self.module = module
        self.api = api
        self.imports: dict[str | ir.Path, set[str]] = {}
        self.modules = {each.path: each for each in api.modules}
        self.standing: set[str] = set()
        self.awaited: set[str] = set()
        self.endpoints = {python_function(e.name) for e in module.endpoints}
        self.endpoints |= {f"{e.name}_response" for e in module.endpoints}
        names = {named.name for m in api.modules for named in m.types}
        names |= {record.name for m in api.modules for record in m.records}
        self.functions = {snake(name) for name in names} | self.endpoints

    def support(self, name: str) -> str:
        """A name of `_strategies`, under another one if its own is taken."""
        if name not in self.functions:
            return self.imported(SUPPORT, name, name)
        return self.imported(SUPPORT, name, f"draw_{name}")

    def imported(self, module: ir.Path, name: str, alias: str) -> str:
        """An imported name, under another one if its own is taken."""
        line = name if name == alias else f"{name} as {alias}"
        self.imports.setdefault(module, set()).add(line)
        return alias

    def st(self, name: str) -> str:
        """A strategy of hypothesis."""
        self.imports.setdefault("hypothesis", set()).add("strategies as st")
        return f"st.{name}"

    def refer(self, home: ir.Path, name: str) -> Code:
        """What is drawn for a type or a record of any module."""
        made = strategy_name(self.modules[home], name)
        if home != self.module.path:
            alias = f"{made}_" if made in self.endpoints else made
            return self.imported((FOLDER, *home), made, alias)
        if made in self.standing:
            return made
        self.awaited.add(made)
        return call(self.support("later"), f"lambda: {made}")

    def alternatives(self, *made: Code) -> Code:
        """One of several."""
        return call(self.support("either"), *made)

    def slot(self, slot: ir.Slot) -> Code:
        """What stands inside a list or a map."""
        made = self.value(slot.type)
        return call(self.support("or_null"), made) if slot.nullable else made

    def value(self, type_: ir.Type) -> Code:
        """The strategy of a type."""
        match type_:
            case ir.NamedType():
                return self.refer(type_.home, type_.name)
            case ir.RecordType():
                return self.bytes(self.refer(type_.home, type_.name), type_.max_bytes)
            case ir.ListType():
                return self.list(type_, self.slot(type_.item))
            case ir.MapType():
                key, value = self.value(type_.key), self.slot(type_.value)
                sizes = _sizes(type_.min, type_.max)
                made = call(self.support("maps"), key, value, *sizes)
                return self.bytes(made, type_.max_bytes)
            case ir.UnionType():
                return self.alternatives(*map(self.value, type_.members))
            case _:
                return self.scalar(type_)

    def list(self, type_: ir.ListType, item: Code) -> Code:
        """Lists of a drawn item."""
        name = self.support("unique" if type_.unique else "lists")
        made = call(name, item, *_sizes(type_.min, type_.max))
        return self.bytes(made, type_.max_bytes)

    def path(self, type_: ir.Type) -> Code:
        """A value that can stand in a path."""
        made = self.value(type_)
        return call(self.support("in_path"), made) if _is_free(type_) else made

    def query(self, field: ir.Field) -> Code:
        """A value that can stand in a query."""
        many, style = bare(field.type), self.api.query
        if not _is_free(field.type, style.null):
            return self.value(field.type)
        if isinstance(many, ir.ListType) and style.lists == "comma":
            item = call(self.support("joined"), self.slot(many.item))
            made: Code = self.list(many, item)
        else:
            made = self.value(field.type)
        if field.nullable and style.null is not None:
            return call(self.support("unlike"), literal(style.null), made)
        return made

    def header(self, type_: ir.Type) -> Code:
        """A value that can stand in a header."""
        plain = bare(type_)
        if not _is_free(plain):
            return self.value(type_)
        match plain:
            case ir.StringType(pattern=None, format=None):
                sizes = text_sizes(plain)
                made = call(self.support("header_text"), *sizes)
                return self.bytes(made, plain.max_bytes)
            case ir.ListType():
                item = call(self.support("joined"), self.header(plain.item.type))
                return self.list(plain, item)
            case ir.UnionType():
                return self.alternatives(*map(self.header, plain.members))
            case _:
                return call(self.support("in_header"), self.value(type_))

    def bytes(self, made: Code, limit: int | None) -> Code:
        """Values of so many bytes at most."""
        if limit is None:
            return made
        return call(self.support("within"), str(limit), made)

    def scalar(self, type_: ir.Type) -> Code:
        """The strategy of a single value."""
        match type_:
            case ir.StringType():
                return self.bytes(draw_text(self, type_), type_.max_bytes)
            case ir.IntegerType():
                return self.integer(type_)
            case ir.NumberType():
                return self.number(type_)
            case ir.BooleanType():
                return call(self.st("booleans"))
            case ir.DateType():
                return call(self.support("dates"))
            case ir.TimeType():
                return call(self.support("times"))
            case ir.DateTimeType():
                return call(self.support("datetimes"))
            case ir.UuidType():
                return call(self.support("uuids"))
            case ir.IdType():
                return call(self.support("ids"), literal(type_.prefix))
            case ir.EnumType():
                return self.sampled(value.value for value in type_.values)
            case ir.ConstType():
                value = type_.value
                shown = literal(value) if isinstance(value, str) else str(value)
                return call(self.st("just"), shown)
            case ir.AnyType():
                return self.bytes(call(self.support("json_values")), type_.max_bytes)
            case (
                ir.NamedType()
                | ir.RecordType()
                | ir.ListType()
                | ir.MapType()
                | ir.UnionType()
            ):
                raise AssertionError("not a scalar")
            case _:
                assert_never(type_)

    def sampled(self, values: Iterable[str]) -> Code:
        """One of these texts."""
        return call(self.support("enum"), *map(literal, values))

    def integer(self, type_: ir.IntegerType) -> Code:
        """Whole numbers within their bounds."""
        low, high = integer_bounds(type_)
        step = type_.multiple_of
        if step is None:
            bounds = [str(low)] if low is not None or high is not None else []
            bounds += [str(high)] if high is not None else []
            return call(self.st("integers"), *bounds)
        first = None if low is None else -(-low // step)
        last = None if high is None else high // step
        return call(
            self.support("multiples"), literal(str(step)), str(first), str(last)
        )

    def number(self, type_: ir.NumberType) -> Code:
        """Numbers within their bounds."""
        step = type_.multiple_of
        if step is not None:
            from decimal import Decimal  # exact; both cost an import
            from fractions import Fraction

            unit = Fraction(str(step))
            lows = [b for b in (type_.minimum, type_.above) if b is not None]
            highs = [b for b in (type_.maximum, type_.below) if b is not None]
            first = -(-Fraction(str(max(lows))) // unit) if lows else None
            last = Fraction(str(min(highs))) // unit if highs else None
            above, below = type_.above, type_.below
            if first is not None and above is not None:
                first += first * unit <= Fraction(str(above))
            if last is not None and below is not None:
                last -= last * unit >= Fraction(str(below))
            return call(
                self.support("multiples"),
                literal(f"{Decimal(str(step)):f}"),
                str(first),
                str(last),
            )
        closed = (
            [constant(type_.minimum)]
            if type_.minimum is not None or type_.maximum is not None
            else []
        )
        closed += [constant(type_.maximum)] if type_.maximum is not None else []
        opened = [f"above={constant(type_.above)}"] if type_.above is not None else []
        opened += [f"below={constant(type_.below)}"] if type_.below is not None else []
        return call(self.support("numbers"), *closed, *opened)


def integer_bounds(type_: ir.IntegerType) -> tuple[int | None, int | None]:
    """The least and the greatest whole number that the bounds leave."""
    lows = [type_.minimum, None if type_.above is None else type_.above + 1]
    highs = [type_.maximum, None if type_.below is None else type_.below - 1]
    low = max((bound for bound in lows if bound is not None), default=None)
    high = min((bound for bound in highs if bound is not None), default=None)
    return low, high


def _is_free(type_: ir.Type, null: str | None = None) -> bool:
    """Whether a value may be text that its place can't hold."""
    return any(
        not (text.isidentifier() and text != null)
        for part in ir.walk(type_)
        for text in _texts(part)
    )


def _texts(type_: ir.Type) -> list[str]:
    """What a type draws, if it is text; any text is told as an empty one."""
    match type_:
        case ir.StringType():
            return [""]
        case ir.EnumType():
            return [each.value for each in type_.values]
        case ir.ConstType():
            return [str(type_.value)]
        case _:
            return []


def _sizes(low: int | None, high: int | None) -> list[Code]:
    sizes: list[Code] = [f"min_size={low}"] if low else []
    if high is not None:
        sizes.append(f"max_size={high}")
    return sizes
