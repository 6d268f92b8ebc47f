"""The strategies of a package: what hypothesis draws arguments and bodies from.

In: `ir.Api`. Out: one module per module of the package, and the folders' `__init__.py`.
Strategies are written out by hand, never derived from annotations or regular expressions:
that is faster, and what they shrink to is readable.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, assert_never

from specloom import ir
from specloom.formats import FORMATS
from specloom.names import python_function, python_member, snake
from specloom.patterns import (
    Chars,
    Choice,
    Pattern,
    Problem,
    Repeat,
    Sequence,
    lengths,
    parse_pattern,
    sample,
)
from specloom.targets.python.imports import import_block
from specloom.targets.python.layout import (
    INDENT,
    Code,
    Group,
    call,
    constant,
    docstring,
    either,
    flat,
    literal,
    pair,
    statement,
)
from specloom.targets.python.modules import header
from specloom.targets.python.naming import file_of, is_package
from specloom.targets.python.order import records_in_order
from specloom.targets.templates import template

FOLDER = "strategies"
SUPPORT = (FOLDER, "_strategies")
_MORE = 4  # how often an unbounded repeat is drawn beyond its least
_SAMPLES = 12
_SPREAD = 80  # how much longer than the least length samples are


class FunctionView(NamedTuple):
    """A function without arguments that returns a strategy."""

    name: str
    returns: str
    docstring: str
    body: str


def render_strategies(api: ir.Api, paths: frozenset[ir.Path]) -> dict[str, str]:
    """Every module of strategies."""
    files = {}
    children: dict[ir.Path, set[str]] = {}
    for module in api.modules:
        if module.path not in paths:
            continue
        for depth in range(len(module.path)):
            children.setdefault(module.path[:depth], set()).add(module.path[depth])
    for module in api.modules:
        if module.path in paths:
            below = children.get(module.path, set())
            text = _Writer(module, api, paths).render(below)
            files[f"{FOLDER}/{file_of(module.path, paths)}"] = text
    for path, names in children.items():
        if path not in paths:
            place = "/".join((FOLDER, *path, "__init__.py"))
            files[place] = _folder(api, path, names)
    return files


def _folder(api: ir.Api, path: ir.Path, names: set[str]) -> str:
    imports = "\n".join(f"from . import {name} as {name}" for name in sorted(names))
    about = ".".join(path) if path else api.build
    doc = f"Hypothesis strategies for `{about}`."
    if not path:
        doc += (
            "\n\n`strategies.<product>.<resource>.<endpoint>()` draws the keyword arguments of"
            " a builder, and `<endpoint>_response()` the body of an answer."
        )
    view = {
        "header": header(api),
        "docstring": docstring(doc, ""),
        "imports": imports,
        "functions": (),
    }
    return template("python/strategies.py.jinja").render(view)


class _Writer:
    """Writes one module of strategies."""

    def __init__(
        self, module: ir.Module, api: ir.Api, paths: frozenset[ir.Path]
    ) -> None:
        self.module = module
        self.api = api
        self.paths = paths
        self.path = (FOLDER, *module.path)
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

    def render(self, below: set[str]) -> str:
        functions = [self.named(named) for named in self.module.types]
        functions += [
            self.named_param(n) for n in self.module.types if differs(n.target)
        ]
        for record in records_in_order(self.module):
            functions.append(self.record(record, python=False))
            if record.in_request:
                functions.append(self.record(record, python=True))
        for endpoint in self.module.endpoints:
            functions += self.endpoint(endpoint)
        block = import_block(
            self.imports, self.path, package=is_package(self.module.path, self.paths)
        )
        subs = "".join(f"\nfrom . import {name} as {name}" for name in sorted(below))
        name = ".".join(self.module.path)
        view = {
            "header": header(self.api),
            "docstring": docstring(f"Hypothesis strategies for `{name}`.", ""),
            "imports": block + subs,
            "functions": functions,
        }
        return template("python/strategies.py.jinja").render(view)

    # --- names ---

    def support(self, name: str) -> str:
        if name not in self.functions:
            return self.imported(SUPPORT, name, name)
        return self.imported(SUPPORT, name, f"draw_{name}")

    def imported(self, module: ir.Path, name: str, alias: str) -> str:
        """An imported name, under another one if its own is taken."""
        line = name if name == alias else f"{name} as {alias}"
        self.imports.setdefault(module, set()).add(line)
        return alias

    def st(self, name: str) -> str:
        self.imports.setdefault("hypothesis", set()).add("strategies as st")
        return f"st.{name}"

    def refer(self, home: ir.Path, function: str) -> str:
        name = f"{function}_" if function in self.endpoints else function
        if home != self.module.path:
            return self.imported((FOLDER, *home), function, name)
        return name

    # --- functions ---

    def named(self, named: ir.NamedType) -> FunctionView:
        """A named type as it stands in JSON."""
        made = self.value(named.target, python=False)
        name = self.refer(self.module.path, snake(named.name))
        return self.function(name, f"`{named.name}`.", made, "Any")

    def named_param(self, named: ir.NamedType) -> FunctionView:
        """A named type as an argument, where that differs from JSON."""
        made = self.value(named.target, python=True)
        name = self.refer(self.module.path, f"{snake(named.name)}_param")
        return self.function(name, f"`{named.name}` as an argument.", made, "Any")

    def record(self, record: ir.Record, *, python: bool) -> FunctionView:
        """A record as JSON, or as a dictionary with Python names."""
        made = self.members(record.fields, python=python)
        suffix = "_param" if python else ""
        name = self.refer(self.module.path, snake(record.name) + suffix)
        what = "as a dictionary for builders" if python else "as JSON"
        return self.function(name, f"`{record.name}` {what}.", made, "Body")

    def endpoint(self, endpoint: ir.Endpoint) -> list[FunctionView]:
        """Keyword arguments, and the answer's body."""
        name = ".".join((*endpoint.resource, endpoint.name))
        function = python_function(endpoint.name)
        views = [
            self.function(
                function,
                f"Keyword arguments of `{name}`.",
                self.members(endpoint.body, python=True),
                "Body",
            )
        ]
        if endpoint.returns is not None:
            made = self.value(endpoint.returns, python=False)
            doc = f"The body of an answer to `{name}`."
            views.append(self.function(f"{endpoint.name}_response", doc, made, "Body"))
        return views

    def function(self, name: str, doc: str, made: Code, kind: str) -> FunctionView:
        if kind == "Body":
            self.support("Body")
        else:
            self.imports.setdefault("typing", set()).add("Any")
        return FunctionView(
            name,
            f"SearchStrategy[{kind}]",
            docstring(doc, INDENT),
            statement("return ", made, "", INDENT),
        )

    def members(self, fields: tuple[ir.Field, ...], *, python: bool) -> Code:
        """`members({required}, {optional})`."""
        groups = []
        for required in (True, False):
            pairs = []
            for field in fields:
                if field.required != required:
                    continue
                name = python_member(field.name) if python else field.wire
                made = self.value(field.type, python=python)
                if field.nullable:
                    made = self.alternatives(call(self.st("none")), made)
                pairs.append(pair(literal(name), made))
            groups.append(Group("{", tuple(pairs), "}"))
        if not fields or all(field.required for field in fields):
            groups.pop()
        return call(self.support("members"), *groups)

    # --- types ---

    def alternatives(self, *made: Code) -> Code:
        """`a | b`, or `st.one_of(…)` where that is easier to read."""
        if len(made) == 2 and len(flat(made[1])) < 30:
            return either(*made)
        return call(self.st("one_of"), *made)

    def slot(self, slot: ir.Slot, *, python: bool) -> Code:
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
        if limit is None:
            return made
        return call(self.support("within"), str(limit), made)

    def scalar(self, type_: ir.Type) -> Code:
        match type_:
            case ir.StringType():
                return self.bytes(self.string(type_), type_.max_bytes)
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
        items = tuple(map(literal, values))
        return call(self.st("sampled_from"), Group("[", items, "]"))

    def string(self, type_: ir.StringType) -> Code:
        if type_.pattern is not None:
            return self.pattern(type_.pattern, type_)
        if type_.format is not None:
            if type_.min is None and type_.max is None:
                names = {"email": "emails", "url": "urls", "base64": "base64s"}
                return call(self.support(names[type_.format]))
            return self.pattern(FORMATS[type_.format].pattern, type_)
        sizes = [str(type_.min or 0)] if type_.min or type_.max is not None else []
        sizes += [str(type_.max)] if type_.max is not None else []
        return call(self.support("text"), *sizes)

    def pattern(self, text: str, type_: ir.StringType) -> Code:
        """Parts mapped by hand; samples, where lengths or a format cut through the pattern."""
        parsed = parse_pattern(text)
        assert not isinstance(parsed, Problem), "the reader has checked patterns"
        low, high = _drawn_lengths(parsed)
        fits = (type_.min or 0) <= low and (type_.max is None or high <= type_.max)
        if fits and not (type_.pattern and type_.format):
            return self.part(parsed)
        limit = (type_.min or 0) + _SPREAD
        limit = limit if type_.max is None else min(limit, type_.max)
        sizes = [n for n in sorted(lengths(parsed, limit)) if n >= (type_.min or 0)]
        step = max(1, len(sizes) // _SAMPLES)
        texts = [
            found
            for at, size in enumerate(sizes[::step])
            if (found := sample(parsed, size, at)) is not None
        ]
        if type_.pattern and type_.format:
            wanted = FORMATS[type_.format].pattern
            texts = [text for text in texts if re.fullmatch(wanted, text)]
        return self.sampled(dict.fromkeys(texts))

    def part(self, part: Pattern) -> Code:
        match part:
            case Chars():
                if len(part.ranges) == 1 and part.ranges[0][0] == part.ranges[0][1]:
                    return call(self.st("just"), literal(chr(part.ranges[0][0])))
                ends = (literal(chr(low) + chr(high)) for low, high in part.ranges)
                return call(self.support("characters"), *ends)
            case Sequence():
                if len(part.parts) == 1:
                    return self.part(part.parts[0])
                if not part.parts:
                    return call(self.st("just"), '""')
                return call(self.support("sequence"), *_joined(self, part.parts))
            case Choice():
                return self.alternatives(
                    *(self.part(option) for option in part.options)
                )
            case Repeat():
                most = part.min + _MORE if part.max is None else part.max
                return call(
                    self.support("repeat"),
                    self.part(part.part),
                    str(part.min),
                    str(most),
                )
            case _:
                assert_never(part)

    def integer(self, type_: ir.IntegerType) -> Code:
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
        step = type_.multiple_of
        if step is not None:
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
    match type_:
        case ir.DateTimeType() | ir.RecordType():
            return True
        case ir.NamedType():
            return differs(type_.target)
        case ir.ListType():
            return differs(type_.item.type)
        case ir.MapType():
            return differs(type_.value.type)
        case ir.UnionType():
            return any(differs(member) for member in type_.members)
        case _:
            return False


def _joined(writer: _Writer, parts: tuple[Pattern, ...]) -> list[Code]:
    """The parts of a sequence, characters that stand for themselves in one piece."""
    made: list[Code] = []
    fixed = ""
    for part in parts:
        single = isinstance(part, Chars) and len(part.ranges) == 1
        if (
            isinstance(part, Chars)
            and single
            and part.ranges[0][0] == part.ranges[0][1]
        ):
            fixed += chr(part.ranges[0][0])
            continue
        if fixed:
            made.append(call(writer.st("just"), literal(fixed)))
            fixed = ""
        made.append(writer.part(part))
    if fixed:
        made.append(call(writer.st("just"), literal(fixed)))
    return made


def _drawn_lengths(part: Pattern) -> tuple[int, int]:
    """The shortest and the longest text that `part` draws."""
    match part:
        case Chars():
            return 1, 1
        case Sequence():
            sizes = [_drawn_lengths(inner) for inner in part.parts]
            return sum(low for low, _ in sizes), sum(high for _, high in sizes)
        case Choice():
            sizes = [_drawn_lengths(option) for option in part.options]
            return min(low for low, _ in sizes), max(high for _, high in sizes)
        case Repeat():
            low, high = _drawn_lengths(part.part)
            most = part.min + _MORE if part.max is None else part.max
            return low * part.min, high * most
        case _:
            assert_never(part)


def _sizes(low: int | None, high: int | None) -> list[Code]:
    sizes: list[Code] = [f"min_size={low}"] if low else []
    if high is not None:
        sizes.append(f"max_size={high}")
    return sizes
