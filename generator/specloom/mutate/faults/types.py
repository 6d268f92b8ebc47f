"""Faults of types: a limit one off or gone, another value of an enum, another type.

In: an `ir.Type`. Out: the types that a fault makes of it, each with its kind, what was changed
in words, and a reason if both admit the same values.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar, assert_never

from specloom import ir
from specloom.formats import FORMATS, id_pattern
from specloom.patterns import Problem, lengths, parse_pattern, relatives, same_language

TEXT = ir.StringType()
_LONG = 255
_ID_DIGITS = 32


class Fault(NamedTuple):
    """One changed type."""

    kind: str
    change: str
    type: ir.Type
    equivalent: str | None = None  # why nobody can tell it from the right one


class Surroundings(NamedTuple):
    """What else the build has that a careless hand could take instead."""

    prefixes: tuple[str, ...]  # of ids
    words: tuple[str, ...]  # of enums: the first of each
    other_prefixes: tuple[str, ...] = ()  # of other variants


def faults_of(type_: ir.Type, around: Surroundings) -> Iterator[Fault]:
    """Every type that one fault makes of this one."""
    match type_:
        case ir.NamedType():
            yield from (
                fault for fault in faults_of(type_.target, around) if not _deep(fault)
            )
        case ir.StringType():
            yield from _text(type_)
        case ir.IntegerType() | ir.NumberType():
            yield from _numbers(type_)
        case ir.BooleanType():
            yield from _others(type_, TEXT, ir.IntegerType(), ir.AnyType())
        case ir.DateType():
            yield from _others(type_, TEXT, ir.DateTimeType(), ir.AnyType())
        case ir.TimeType():
            yield from _others(type_, TEXT, ir.DateType(), ir.AnyType())
        case ir.DateTimeType():
            yield from _others(type_, TEXT, ir.DateType(), ir.AnyType())
        case ir.UuidType():
            yield from _others(type_, TEXT, ir.IdType("uuid"), ir.AnyType())
        case ir.IdType():
            yield from _ids(type_, around)
        case ir.EnumType():
            yield from _enums(type_, around)
        case ir.ConstType():
            yield from _constants(type_)
        case ir.ListType():
            yield from _lists(type_, around)
        case ir.MapType():
            yield from _maps(type_, around)
        case ir.RecordType():
            yield from _limits(type_, "max_bytes", "bytes", 1)
            anything = ir.MapType(TEXT, ir.Slot(ir.AnyType(), nullable=True))
            yield from _others(type_, anything, TEXT, ir.AnyType())
        case ir.UnionType():
            yield from _unions(type_, around)
        case ir.AnyType():
            yield from _limits(type_, "max_bytes", "bytes", 1)
            anything = ir.MapType(TEXT, ir.Slot(ir.AnyType(), nullable=True))
            yield from _others(type_, anything, TEXT)
        case _:
            assert_never(type_)


def _deep(fault: Fault) -> bool:
    """Whether it belongs to the named type itself, of which there is only one."""
    return fault.kind == "pattern" and not fault.change.startswith("no pattern")


_Limited = TypeVar(
    "_Limited",
    ir.StringType,
    ir.IntegerType,
    ir.NumberType,
    ir.ListType,
    ir.MapType,
    ir.RecordType,
    ir.AnyType,
)
_Many = TypeVar("_Many", ir.ListType, ir.MapType)


def _limits(type_: _Limited, name: str, unit: str, least: int) -> Iterator[Fault]:
    """A limit one more, one less, and gone."""
    limit = getattr(type_, name)
    if limit is None:
        return
    for other in (limit - 1, limit + 1, None):
        if other is None or other >= least:
            words = f"{name} {limit} → {'none' if other is None else other} {unit}"
            changed: dict[str, Any] = {name: other}
            yield Fault("limit", words.rstrip(), type_._replace(**changed))


def _others(type_: ir.Type, *others: ir.Type) -> Iterator[Fault]:
    for other in others:
        if other.kind != type_.kind:
            yield Fault("type", f"{type_.kind} → {other.kind}", other)


def _text(type_: ir.StringType) -> Iterator[Fault]:
    for fault in _text_limits(type_):
        changed = fault.type
        assert isinstance(changed, ir.StringType)
        yield fault._replace(equivalent=_same_lengths(type_, changed))
    if type_.pattern is not None:
        yield Fault("pattern", "no pattern", type_._replace(pattern=None))
        for change, pattern in relatives(type_.pattern):
            yield Fault(
                "pattern",
                change,
                type_._replace(pattern=pattern),
                _same_texts(type_.pattern, pattern, type_.min, type_.max),
            )
    if type_.format is not None:
        yield Fault("format", f"no {type_.format}", type_._replace(format=None))
        for other in FORMATS:
            if other != type_.format:
                change = f"{type_.format} → {other}"
                yield Fault("format", change, type_._replace(format=other))
    yield from _others(type_, ir.IntegerType(), ir.BooleanType(), ir.AnyType())


def _text_limits(type_: ir.StringType) -> Iterator[Fault]:
    yield from _limits(type_, "min", "characters", 0)
    yield from _limits(type_, "max", "characters", max(type_.min or 0, 1))
    yield from _limits(type_, "max_bytes", "bytes", 3)
    fixed = type_.pattern or type_.format
    if not fixed and type_.min is None and type_.max != 0:
        yield Fault("limit", "min none → 1 characters", type_._replace(min=1))
    if not fixed and type_.max is None and type_.max_bytes is None:
        change = f"max none → {_LONG} characters"
        yield Fault("limit", change, type_._replace(max=_LONG))


def _same_lengths(old: ir.StringType, new: ir.StringType) -> str | None:
    """Why a limit changes nothing: the pattern has no text of such a length."""
    pattern = old.pattern or (FORMATS[old.format].pattern if old.format else None)
    if (old.min or 0, old.max) == (new.min or 0, new.max):
        zero = (old.min, new.min) != (None, None) and old.max_bytes == new.max_bytes
        return "every text has at least 0 characters" if zero else None
    if pattern is None or old.max_bytes != new.max_bytes:
        return None
    bounds = [each for each in (old.min, old.max, new.min, new.max) if each is not None]
    found = _lengths(pattern, max(bounds) + 2)
    if None in (old.max, new.max) and old.max != new.max and max(bounds) + 2 in found:
        return None
    kept = [
        {n for n in found if (each.min or 0) <= n <= (each.max or max(bounds) + 2)}
        for each in (old, new)
    ]
    return "the pattern has no text of these lengths" if kept[0] == kept[1] else None


@cache
def _lengths(pattern: str, limit: int) -> frozenset[int]:
    parsed = parse_pattern(pattern)
    assert not isinstance(parsed, Problem), "the reader has checked patterns"
    return lengths(parsed, limit)


@cache
def _same_texts(old: str, new: str, low: int | None, high: int | None) -> str | None:
    if isinstance(parse_pattern(new), Problem):
        return None
    same = same_language(old, new, (low or 0, high))
    return "both patterns match the same texts" if same else None


def _numbers(type_: ir.IntegerType | ir.NumberType) -> Iterator[Fault]:
    for name in ("minimum", "maximum", "above", "below"):
        limit = getattr(type_, name)
        if limit is None:
            continue
        swapped = {"minimum": "above", "maximum": "below"}.get(name)
        swapped = swapped or {"above": "minimum", "below": "maximum"}[name]
        for change in ({name: limit - 1}, {name: limit + 1}, {name: None}):
            other = change[name]  # 1e300 and the next number are the same float
            if other != limit and _possible(type_._replace(**change)):
                words = f"{name} {limit} → {'none' if other is None else other}"
                yield Fault("limit", words, type_._replace(**change))
        turned = type_._replace(**{name: None, swapped: limit})
        if _possible(turned):
            yield Fault("limit", f"{name} {limit} → {swapped} {limit}", turned)
    step = type_.multiple_of
    if step is not None:
        steps: tuple[Any, ...] = (step * 2, None)
        for other in steps:
            words = f"multiple_of {step} → {'none' if other is None else other}"
            yield Fault("limit", words, type_._replace(multiple_of=other))
    if type_.minimum is None and type_.above is None:
        yield Fault("limit", "minimum none → 0", type_._replace(minimum=0))
    if type_.maximum is None and type_.below is None:
        most = 2**31 - 1
        yield Fault("limit", f"maximum none → {most}", type_._replace(maximum=most))
    bounds = type_[:4]
    if isinstance(type_, ir.IntegerType):
        yield Fault("type", "integer → number", ir.NumberType(*bounds, step))
    elif all(bound is None or bound == int(bound) for bound in (*bounds, step)):
        yield Fault("type", "number → integer", _whole(type_))
    yield from _others(type_, TEXT, ir.BooleanType(), ir.AnyType())


def _whole(type_: ir.NumberType) -> ir.IntegerType:
    """Whole numbers within the same bounds, which are whole."""
    bounds = (None if bound is None else int(bound) for bound in type_[:5])
    low, high, above, below, step = bounds
    return ir.IntegerType(low, high, above, below, step)


def _possible(type_: ir.IntegerType | ir.NumberType) -> bool:
    """Whether any number is left."""
    lows = [type_.minimum, type_.above]
    highs = [type_.maximum, type_.below]
    low = max((each for each in lows if each is not None), default=None)
    high = min((each for each in highs if each is not None), default=None)
    if low is None or high is None:
        return True
    open_ = (type_.above == low) + (type_.below == high)
    return high - low >= (open_ if isinstance(type_, ir.IntegerType) else open_ / 100)


def _ids(type_: ir.IdType, around: Surroundings) -> Iterator[Fault]:
    prefix = type_.prefix
    for other in dict.fromkeys(
        [f"{prefix}x", prefix[:-1], prefix.upper(), *around.prefixes]
    ):
        if other and other != prefix:
            yield Fault("id prefix", f"{prefix}_ → {other}_", ir.IdType(other))
    for other in around.other_prefixes:
        if other != prefix and other not in around.prefixes:
            yield Fault("variant", f"{prefix}_ → {other}_", ir.IdType(other))
        if other != prefix:
            either = ir.StringType(
                pattern=f"^({prefix}|{other})_[0-9a-f]{{{_ID_DIGITS}}}$"
            )
            yield Fault("variant", f"{prefix}_ → {prefix}_ or {other}_", either)
    whole = id_pattern(prefix)
    for change, pattern in relatives(whole):
        text = ir.StringType(pattern=pattern)
        yield Fault("pattern", change, text, _same_texts(whole, pattern, None, None))
    yield from _others(type_, TEXT, ir.UuidType(), ir.AnyType())


def _enums(type_: ir.EnumType, around: Surroundings) -> Iterator[Fault]:
    known = [each.value for each in type_.values]
    for at, value in enumerate(type_.values):
        rest = (*type_.values[:at], *type_.values[at + 1 :])
        if rest:
            yield Fault("enum", f"without '{value.value}'", ir.EnumType(rest))
        other = _altered(value.value, known)
        values = (*type_.values[:at], ir.EnumValue(other), *type_.values[at + 1 :])
        change = f"'{value.value}' → '{other}'"
        yield Fault("enum", change, ir.EnumType(values))
    foreign = next((word for word in around.words if word not in known), None)
    for word in filter(None, (foreign, "other")):
        if word not in known:
            values = (*type_.values, ir.EnumValue(word))
            yield Fault("enum", f"and '{word}'", ir.EnumType(values))
    yield from _others(type_, TEXT, ir.AnyType())


def _altered(value: str, known: list[str]) -> str:
    swapped = value.swapcase()
    return f"{value}_" if swapped in known else swapped


def _constants(type_: ir.ConstType) -> Iterator[Fault]:
    value = type_.value
    other: str | int | bool
    if isinstance(value, bool):
        other = not value
    else:
        other = f"{value}_" if isinstance(value, str) else value + 1
    yield Fault("const", f"{value!r} → {other!r}", ir.ConstType(other))
    kinds: dict[type, ir.Type] = {
        bool: ir.BooleanType(),
        int: ir.IntegerType(),
        str: TEXT,
    }
    yield from _others(type_, kinds[type(value)], ir.AnyType())


def _lists(type_: ir.ListType, around: Surroundings) -> Iterator[Fault]:
    yield from _counts(type_, "items")
    yield from _limits(type_, "max_bytes", "bytes", 3)
    single = type_.max is not None and type_.max <= 1
    reason = "no list of one item has two that are equal" if single else None
    change = "items may be equal" if type_.unique else "items have to differ"
    turned = type_._replace(unique=not type_.unique)
    yield Fault("limit", change, turned, reason)
    for slot, fault in _slots(type_.item, around):
        yield fault._replace(type=type_._replace(item=slot))
    yield from _others(type_, type_.item.type, ir.AnyType())


def _maps(type_: ir.MapType, around: Surroundings) -> Iterator[Fault]:
    yield from _counts(type_, "pairs")
    yield from _limits(type_, "max_bytes", "bytes", 3)
    for fault in faults_of(type_.key, around):
        if isinstance(ir.bare(fault.type), ir.StringType | ir.IdType | ir.EnumType):
            changed = type_._replace(key=fault.type)
            yield fault._replace(change=f"of keys: {fault.change}", type=changed)
    for slot, fault in _slots(type_.value, around):
        yield fault._replace(type=type_._replace(value=slot))
    yield from _others(type_, TEXT, ir.AnyType())


def _counts(type_: _Many, unit: str) -> Iterator[Fault]:
    yield from _limits(type_, "min", unit, 0)
    yield from _limits(type_, "max", unit, max(type_.min or 0, 1))
    if type_.min is None and type_.max != 0:
        yield Fault("limit", f"min none → 1 {unit}", type_._replace(min=1))
    if type_.max is None and type_.max_bytes is None:
        yield Fault("limit", f"max none → 1 {unit}", type_._replace(max=1))


def _slots(slot: ir.Slot, around: Surroundings) -> Iterator[tuple[ir.Slot, Fault]]:
    """What is inside a list or a map, with a fault."""
    part = ir.bare(slot.type)
    change = "inside: never null" if slot.nullable else "inside: may be null"
    reason = "any JSON may be null anyhow" if isinstance(part, ir.AnyType) else None
    turned = slot._replace(nullable=not slot.nullable)
    yield turned, Fault("nullability", change, slot.type, reason)
    for fault in faults_of(slot.type, around):
        inside = slot._replace(type=fault.type)
        yield inside, fault._replace(change=f"inside: {fault.change}")


def _unions(type_: ir.UnionType, around: Surroundings) -> Iterator[Fault]:
    members = type_.members
    for at, member in enumerate(members):
        rest = (*members[:at], *members[at + 1 :])
        name = member.name if isinstance(member, ir.RecordType) else member.kind
        fewer = rest[0] if len(rest) == 1 else type_._replace(members=rest)
        yield Fault("type", f"without {name}", fewer)
        if isinstance(ir.bare(member), ir.RecordType):
            continue
        for fault in faults_of(member, around):
            if fault.kind != "type":
                changed = (*members[:at], fault.type, *members[at + 1 :])
                new = type_._replace(members=changed)
                yield fault._replace(change=f"{name}: {fault.change}", type=new)
    if type_.discriminator is not None:
        yield Fault("type", "no discriminator", type_._replace(discriminator=None))
    yield from _others(type_, ir.AnyType())
