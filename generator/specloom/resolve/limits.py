"""Puts limits on types: sizes in parentheses, and the properties that limit.

In: a type and what the spec says of its limits. Out: the type with them, or None after a
mistake. Limits that no value satisfies are mistakes.
"""

from collections.abc import Mapping
from typing import Any, TypeGuard, cast

from specloom import ir
from specloom.diagnostics import Diagnostics, nearest, rules
from specloom.formats import FORMATS
from specloom.names import snake
from specloom.patterns import Problem, parse_pattern
from specloom.resolve.room import no_room
from specloom.resolve.scalars import integer, number, read_count, report_number
from specloom.resolve.unions import called, is_record, kind_of
from specloom.source import Node, Scalar
from specloom.spec.keys import part
from specloom.spec.syntax import Size, Value

_SIZES = "limits are written `(low..high)`, `(low..)`, `(..high)` or `(exactly)`"
_TYPES = {
    "date-time": "datetime",
    "date": "date",
    "time": "time",
    "uuid": "uuid",
    "uri": "url",
}


_LONGEST_PATTERNED = 2_000
"""The greatest least length beside a pattern: texts of that length have to be made."""


def with_size(
    type_: ir.Type, size: Size | None, diagnostics: Diagnostics
) -> ir.Type | None:
    """`type_` limited by `(low..high)`."""
    if size is None:
        return type_
    if size.low is None and size.high is None:
        report_number(size.span, "..", "a limit", diagnostics, _SIZES)
        return None
    match type_:
        case ir.StringType() | ir.ListType() | ir.MapType():
            bounds = _bounds(size, diagnostics, whole=True, least=0)
            names = ("min", "max")
        case ir.IntegerType():
            bounds = _bounds(size, diagnostics, whole=True, least=None)
            names = ("minimum", "maximum")
        case ir.NumberType():
            bounds = _bounds(size, diagnostics, whole=False, least=None)
            names = ("minimum", "maximum")
        case _:
            diagnostics.report(rules.NO_SIZE, size.span, what=kind_of(type_))
            return None
    if bounds is None:
        return None
    limited = _with(type_, dict(zip(names, bounds, strict=True)))
    hint = no_room(limited)
    if hint is not None:
        what = f"({size.low or ''}..{size.high or ''})"
        what = f"({size.low})" if size.low == size.high else what
        diagnostics.report(rules.EMPTY_RANGE, size.span, hint=hint, what=what)
        return None
    return limited


def _with(type_: ir.Type, limits: Mapping[str, object]) -> ir.Type:
    """The type with these of its fields set; the callers see to it that it has them."""
    limited: Any = type_
    return cast("ir.Type", limited._replace(**limits))


def _bounds(
    size: Size, diagnostics: Diagnostics, *, whole: bool, least: int | None
) -> tuple[int | float | None, int | float | None] | None:
    wanted = "a whole number" if whole else "a number"
    if least is not None:
        wanted += f" from {least}"
    values: list[int | float | None] = []
    for text in (size.low, size.high):
        value = None if text is None else integer(text) if whole else number(text)
        if text is not None and (
            value is None or (least is not None and value < least)
        ):
            report_number(size.span, text, wanted, diagnostics, _SIZES)
            return None
        values.append(value)
    low, high = values
    if low is not None and high is not None and low > high:
        diagnostics.report(
            rules.EMPTY_RANGE,
            size.span,
            hint="the lower end stands first",
            what=f"({size.low}..{size.high})",
        )
        return None
    return low, high


def with_properties(
    type_: ir.Type,
    value: Value,
    fits: Mapping[str, tuple[type, ...]],
    diagnostics: Diagnostics,
) -> ir.Type | None:
    """`type_` with the limits that stand beside it."""
    for key, node in value.properties.items():
        kinds = fits.get(key)
        if kinds is None:
            continue
        if not isinstance(type_, kinds):
            diagnostics.report(
                rules.BAD_PROPERTY,
                value.places[key],
                hint=(
                    "put it where the type is declared"
                    if isinstance(type_, ir.NamedType)
                    else f"it is for {_listed(kinds)}"
                ),
                key=key,
                what=kind_of(type_),
            )
            return None
        limit = _read_limit(type_, key, node, diagnostics)
        if limit is None:
            return None
        type_ = _with(type_, {key: limit})
    hint = no_room(type_)
    if hint is not None:
        what = "these limits together"
        if _is_shaped(type_) and type_.max_bytes is None:
            what = "the pattern and these lengths together"
        diagnostics.report(rules.EMPTY_RANGE, value.span, hint=hint, what=what)
        return None
    if _is_shaped(type_) and (type_.min or 0) > _LONGEST_PATTERNED:
        what = f"a pattern or a format, and at least {type_.min} characters,"
        message = f"{what} can't be tried: {_LONGEST_PATTERNED} is the most"
        diagnostics.report(rules.BAD_PATTERN, value.span, message=message)
        return None
    return type_


def _listed(kinds: tuple[type, ...]) -> str:
    """The kinds as a hint calls them: `a string, a list or any`."""
    names = [kind.__name__.removesuffix("Type").lower() for kind in kinds]
    *others, last = [called(name) for name in names]
    return f"{', '.join(others)} or {last}" if others else last


def _is_shaped(type_: ir.Type) -> TypeGuard[ir.StringType]:
    """Whether a type is text that has to match something."""
    return isinstance(type_, ir.StringType) and bool(type_.pattern or type_.format)


def _read_limit(
    type_: ir.Type, key: str, node: Node, diagnostics: Diagnostics
) -> object | None:
    """The value of a property, or None after a mistake."""
    if key == "max_bytes":
        return read_count(node, diagnostics)
    if not isinstance(node, Scalar):
        diagnostics.report(
            rules.WRONG_NODE, node.span, where=f"`{key}`", wanted="one value"
        )
        return None
    if key == "pattern":
        return _read_pattern(node, diagnostics)
    if key == "format":
        return _read_format(node, diagnostics)
    if key == "unique":
        return _read_truth(node, key, diagnostics)
    if key == "discriminator":
        return _read_discriminator(type_, node, diagnostics)
    whole = isinstance(type_, ir.IntegerType)
    limit = integer(node.text) if whole else number(node.text)
    if limit is None or (key == "multiple_of" and limit <= 0):
        wanted = "a whole number" if whole else "a number"
        if key == "multiple_of":
            wanted += " above 0"
        report_number(node.span, node, wanted, diagnostics)
        return None
    return limit


def _read_format(node: Scalar, diagnostics: Diagnostics) -> str | None:
    if node.text in FORMATS:
        return node.text
    near = nearest(node.text, FORMATS)
    known = ", ".join(f"`{name}`" for name in sorted(FORMATS))
    hint = f"did you mean `{near}`?" if near else f"the formats are {known}"
    if node.text in _TYPES:
        hint = f"it is a type of its own: `type: {_TYPES[node.text]}`"
    diagnostics.report(rules.BAD_FORMAT, node.span, hint=hint, name=node.text)
    return None


def _read_truth(node: Scalar, key: str, diagnostics: Diagnostics) -> bool | None:
    if node.text in ("true", "false"):
        return node.text == "true"
    near = nearest(node.text, ("true", "false"))
    diagnostics.report(
        rules.BAD_CHOICE,
        node.span,
        hint=f"did you mean `{near}`?" if near else None,
        where=f"`{key}`",
        value=node.text,
        choices="`true`, `false`",
    )
    return None


def _read_discriminator(
    type_: ir.Type, node: Scalar, diagnostics: Diagnostics
) -> str | None:
    if isinstance(type_, ir.UnionType) and all(map(is_record, type_.members)):
        return snake(node.text) or node.text  # the field's name, as `ir.Field` has it
    message = "a discriminator tells records apart, and not all members are records"
    diagnostics.report(rules.BAD_UNION, node.span, message=message)
    return None


def _read_pattern(node: Scalar, diagnostics: Diagnostics) -> str | None:
    parsed = parse_pattern(node.text)
    if isinstance(parsed, Problem):
        diagnostics.report(
            rules.BAD_PATTERN,
            part(node, parsed.position, parsed.position + parsed.length),
            hint=parsed.hint,
            message=parsed.message,
        )
        return None
    return node.text
