"""Says whether the limits of a type, each of them fine, leave any value together.

In: types. Out: a hint, or None if something is left. What the fields of records need is not
looked at, so a type that is said to have values may have none; never the other way round.
"""

from specloom import ir
from specloom.patterns import Problem, lengths, parse_pattern, shortest
from specloom.resolve.judging import json_bytes

_LONGEST_CHECKED = 300
_LOOSEN = "loosen one of them"
_SHAPES = {
    ir.DateType: len('"2026-03-15"'),
    ir.TimeType: len('"14:30"'),
    ir.DateTimeType: len('"2026-03-15T14:30:00Z"'),
    ir.UuidType: 38,
}
"""The fewest bytes of JSON of texts of one shape."""


def no_room(type_: ir.Type) -> str | None:
    """How to make room for a value, if the limits of the type leave none."""
    match type_:
        case ir.IntegerType() | ir.NumberType():
            return _LOOSEN if count_of(type_) == 0 else None
        case ir.StringType(pattern=str(text)) if not _length_left(type_, text):
            return _LOOSEN
        case ir.ListType(unique=True):
            most = _slot_count(type_.item)
            if most is not None and most < (type_.min or 0):
                return f"only {_counted(most, 'item')} can differ from each other"
        case ir.MapType():
            most = count_of(type_.key)
            if most is not None and most < (type_.min or 0):
                return f"only {_counted(most, 'key')} can differ from each other"
    match type_:
        case (
            ir.StringType(max_bytes=int(limit))
            | ir.ListType(max_bytes=int(limit))
            | ir.MapType(max_bytes=int(limit))
            | ir.RecordType(max_bytes=int(limit))
            | ir.AnyType(max_bytes=int(limit))
        ) if (least := fewest_bytes(type_)) > limit:
            return f"a value has at least {_counted(least, 'byte')} of JSON"
    return None


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + "s" * (count != 1)


def fewest_bytes(type_: ir.Type) -> int:
    """No value of the type has fewer bytes of JSON."""
    match type_:
        case ir.NamedType():
            return fewest_bytes(type_.target)
        case ir.UnionType():
            return min(map(fewest_bytes, type_.members))
        case ir.StringType():
            return 2 + max(type_.min or 0, _shortest(type_.pattern))
        case ir.EnumType():
            return min(json_bytes(each.value) for each in type_.values)
        case ir.ConstType():
            return json_bytes(type_.value)
        case ir.IdType():
            return len(f'"{type_.prefix}_"') + 32
        case ir.DateType() | ir.TimeType() | ir.DateTimeType() | ir.UuidType():
            return _SHAPES[type(type_)]
        case ir.BooleanType():
            return len("true")
        case ir.ListType():
            return _many(type_.min or 0, _slot_bytes(type_.item))
        case ir.MapType():
            pair = fewest_bytes(type_.key) + 1 + _slot_bytes(type_.value)
            return _many(type_.min or 0, pair)
        case ir.RecordType():
            return len("{}")
        case _:
            return 1  # a digit


def _slot_bytes(slot: ir.Slot) -> int:
    least = fewest_bytes(slot.type)
    return min(least, len("null")) if slot.nullable else least


def _many(count: int, least: int) -> int:
    """The fewest bytes of so many parts, with brackets and commas."""
    return 2 + count * least + max(0, count - 1)


def _shortest(pattern: str | None) -> int:
    parsed = parse_pattern(pattern) if pattern is not None else None
    return 0 if parsed is None or isinstance(parsed, Problem) else shortest(parsed)


def count_of(type_: ir.Type) -> int | None:
    """How many values the type has at most; None if there is no end to them."""
    match type_:
        case ir.NamedType():
            return count_of(type_.target)
        case ir.UnionType():
            counts = [count_of(member) for member in type_.members]
            known = [count for count in counts if count is not None]
            return sum(known) if len(known) == len(counts) else None
        case ir.BooleanType():
            return 2
        case ir.ConstType():
            return 1
        case ir.EnumType():
            return len(type_.values)
        case ir.IntegerType() | ir.NumberType():
            return _numbers(type_)
        case _:
            return None


def _slot_count(slot: ir.Slot) -> int | None:
    count = count_of(slot.type)
    return None if count is None else count + slot.nullable


def _numbers(type_: ir.IntegerType | ir.NumberType) -> int | None:
    """How many numbers lie within the bounds, on the steps if there are any."""
    lows = [(type_.minimum, False), (type_.above, True)]
    highs = [(type_.maximum, False), (type_.below, True)]
    if all(b is None for b, _ in lows) or all(b is None for b, _ in highs):
        return None
    from fractions import Fraction  # exact, as 0.3 // 0.1 is 2.0; costs an import

    # The strictest bounds; of two equal ones the open one.
    low = max(((Fraction(str(b)), o) for b, o in lows if b is not None), default=None)
    high = min(
        ((Fraction(str(b)), not o) for b, o in highs if b is not None), default=None
    )
    if low is None or high is None:
        return None
    step = type_.multiple_of or (1 if isinstance(type_, ir.IntegerType) else None)
    if step is None:
        if low[0] == high[0]:
            return int(not low[1] and high[1])
        return None if low[0] < high[0] else 0
    exact = Fraction(str(step))
    first = -(-low[0] // exact) + (low[1] and low[0] % exact == 0)
    last = high[0] // exact - (not high[1] and high[0] % exact == 0)
    return max(0, int(last - first) + 1)


def _length_left(type_: ir.StringType, pattern: str) -> bool:
    """Whether some text has both the pattern and the length."""
    low = type_.min or 0
    parsed = parse_pattern(pattern)
    if max(low, type_.max or 0) > _LONGEST_CHECKED or isinstance(parsed, Problem):
        return True
    least = max(low, shortest(parsed))
    limit = max(type_.max or 0, least + 100)
    high = limit if type_.max is None else type_.max
    return any(low <= length <= high for length in lengths(parsed, limit))
