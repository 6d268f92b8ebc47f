"""Says why a text, a number or a count is no value of a type.

In: values and types. Out: the end of a sentence, or None if there is nothing to say.
"""

import datetime
import re
from functools import cache
from typing import assert_never

from specloom import ir
from specloom.formats import FORMATS, KIND_FORMATS, id_pattern
from specloom.patterns import Problem, matches, parse_pattern
from specloom.resolve.unions import kind_of

_MOST = 12  # values that a message lists


def count_problem(
    count: int, low: int | None, high: int | None, what: str
) -> str | None:
    """What is wrong with a length or a number of items, or None."""
    counted = f"has {count} {what}" + "s" * (count != 1)
    if low is not None and count < low:
        return f"{counted}, where at least {low} {'is' if low == 1 else 'are'} needed"
    if high is not None and count > high:
        return f"{counted}, where at most {high} {'is' if high == 1 else 'are'} allowed"
    return None


def number_problem(
    text: str, value: ir.Number, type_: ir.IntegerType | ir.NumberType
) -> str | None:
    """Which limit of its type a number breaks, as a whole sentence, or None."""
    if type_.minimum is not None and value < type_.minimum:
        return f"{text} is below {type_.minimum}"
    if type_.maximum is not None and value > type_.maximum:
        return f"{text} is above {type_.maximum}"
    if type_.above is not None and value <= type_.above:
        return f"{text} is not above {type_.above}"
    if type_.below is not None and value >= type_.below:
        return f"{text} is not below {type_.below}"
    if type_.multiple_of is not None:
        from fractions import Fraction  # exact, as 0.3 % 0.1 is not 0; costs an import

        if Fraction(str(value)) % Fraction(str(type_.multiple_of)):
            return f"{text} is not a multiple of {type_.multiple_of}"
    return None


def json_bytes(value: ir.Json) -> int:
    """How long the compact JSON of a value is in UTF-8."""
    from json import dumps  # few specs need it; costs an import

    text = dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "surrogatepass"))


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
            if text not in values and len(values) > _MOST:
                return f"is none of the {len(values)} values of its enum"
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
    problem = count_problem(len(text), type_.min, type_.max, "character")
    if problem:
        return problem
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
