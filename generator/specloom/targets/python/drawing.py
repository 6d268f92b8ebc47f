"""Writes the strategy of a type down.

In: `ir.Type`s. Out: code that draws its values, as they stand in JSON or as arguments of
Python; and the names that it needs imported.
"""

from collections.abc import Iterable
from typing import assert_never

from specloom import ir
from specloom.names import python_function, snake
from specloom.targets.python.drawn_text import draw_text
from specloom.targets.python.layout import (
    Code,
    Group,
    call,
    constant,
    either,
    flat,
    literal,
)
from specloom.targets.python.naming import TAKEN_FUNCTIONS

FOLDER = "strategies"
SUPPORT = (FOLDER, "_strategies")


class Drawer:
    """Writes the strategies of one module."""

    def __init__(self, module: ir.Module, api: ir.Api) -> None:
        self.module = module
        self.imports: dict[str | ir.Path, set[str]] = {
            "functools": {"cache"},
            "hypothesis.strategies": {"SearchStrategy"},
        }
        self.recursive = {r.name for m in api.modules for r in m.records if r.recursive}
        # Endpoints keep their names; what has the same one gets an underscore.
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

    def refer(self, home: ir.Path, function: str) -> str:
        """A function of this package's strategies."""
        if function in TAKEN_FUNCTIONS:
            function = f"{function}_"
        name = f"{function}_" if function in self.endpoints else function
        if home != self.module.path:
            return self.imported((FOLDER, *home), function, name)
        return name

    def alternatives(self, *made: Code) -> Code:
        """`a | b`, or `st.one_of(…)` where that is easier to read."""
        if len(made) == 2 and len(flat(made[1])) < 30:
            return either(*made)
        return call(self.st("one_of"), *made)

    def slot(self, slot: ir.Slot, *, python: bool) -> Code:
        """What stands inside a list or a map."""
        made = self.value(slot.type, python=python)
        return self.alternatives(call(self.st("none")), made) if slot.nullable else made

    def value(self, type_: ir.Type, *, python: bool) -> Code:
        """The strategy of a type, in JSON or as an argument."""
        match type_:
            case ir.NamedType():
                suffix = "_param" if python and differs(type_.target) else ""
                return call(self.refer(type_.home, snake(type_.name) + suffix))
            case ir.RecordType():
                function = self.refer(
                    type_.home, snake(type_.name) + ("_param" if python else "")
                )
                made = call(function)
                if type_.name in self.recursive:
                    made = call(self.st("deferred"), f"lambda: {function}()")
                return self.bytes(made, type_.max_bytes)
            case ir.ListType():
                item = self.slot(type_.item, python=python)
                name = self.support("unique") if type_.unique else self.st("lists")
                made = call(name, item, *_sizes(type_.min, type_.max))
                return self.bytes(made, type_.max_bytes)
            case ir.MapType():
                key = self.value(type_.key, python=False)
                value = self.slot(type_.value, python=python)
                made = call(
                    self.st("dictionaries"), key, value, *_sizes(type_.min, type_.max)
                )
                return self.bytes(made, type_.max_bytes)
            case ir.UnionType():
                return self.alternatives(
                    *(self.value(m, python=python) for m in type_.members)
                )
            case ir.DateTimeType():
                return call(self.support("datetimes" if python else "timestamps"))
            case _:
                return self.scalar(type_)

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
                ir.DateTimeType()
                | ir.NamedType()
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
        items = tuple(map(literal, values))
        return call(self.st("sampled_from"), Group("[", items, "]"))

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


def differs(type_: ir.Type) -> bool:
    """Whether a type's values look different in Python and in JSON."""
    kinds = (ir.DateTimeType, ir.RecordType)
    return any(isinstance(part, kinds) for part in ir.walk(type_))


def _sizes(low: int | None, high: int | None) -> list[Code]:
    sizes: list[Code] = [f"min_size={low}"] if low else []
    if high is not None:
        sizes.append(f"max_size={high}")
    return sizes
