"""Kinds of numbers: what is tried for each, at its bounds and to either side."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ._kinds import INFINITE, distinct, wrong
from ._tables import Bad, InPython, Kind, OnWire, Token, foreign

_NO_NUMBER = (*map(Token, INFINITE), *(InPython(float(text)) for text in INFINITE))


def number(
    min: float | None = None,
    max: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
    step: float | None = None,
) -> Kind:
    """Finite numbers, whole or not, within closed and open bounds."""
    bounds = {"minimum": min, "maximum": max, "above": above, "below": below}
    return _numbers("number", bounds, step, [0, -1.5, 1e300, 2**63, 2**53 + 1])


def integer(
    min: int | None = None,
    max: int | None = None,
    *,
    above: int | None = None,
    below: int | None = None,
    step: int | None = None,
) -> Kind:
    """Whole numbers within closed and open bounds."""
    bounds = {"minimum": min, "maximum": max, "above": above, "below": below}
    kind = _numbers("integer", bounds, step, [0, -1, 2**63])
    parts = wrong([kind.valid + 0.5, OnWire(Token("1.5e0"))], "type", _WHOLE)
    return kind._replace(bad=[*kind.bad, *parts])


_WHOLE = "a whole number"


_CLOSED = ("minimum", "maximum")
_INWARD = {"minimum": 1, "maximum": -1, "above": 1, "below": -1}
_ADMITS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: value >= bound,
    "maximum": lambda value, bound: value <= bound,
    "above": lambda value, bound: value > bound,
    "below": lambda value, bound: value < bound,
    "multiple_of": lambda value, step: not _exact(value) % _exact(step),
}


def _numbers(name: str, bounds: dict[str, Any], step: Any, usual: list[Any]) -> Kind:
    """Numbers at each bound, to either side of it, and beside multiples."""
    apart = Fraction(1) if name == "integer" else Fraction(1, 2)
    rules = {rule: bound for rule, bound in bounds.items() if bound is not None}
    unit = apart if step is None else _exact(step)
    good: list[Any] = []
    near: list[Any] = []
    for rule, bound in rules.items():
        inward = unit * _INWARD[rule]
        at = _exact(bound) + (inward if rule in ("above", "below") else 0)
        good += [_plain(at), _plain(at + inward)]
        outer = _plain(at - inward)
        if apart != 1 and float(outer) == float(bound) and rule in _CLOSED:
            outer = math.nextafter(bound, -_INWARD[rule] * math.inf)
        near.append(outer)
    if step is not None:
        rules["multiple_of"] = step
        first = -(-(_exact(good[0]) if good else 0) // unit) * unit
        good += [_plain(first), _plain(first + unit), _plain(first - unit)]
        near.append(_plain(first + (1 if apart == 1 else unit / 2)))

    def broken(value: Any) -> list[str]:
        return [
            rule for rule, limit in rules.items() if not _ADMITS[rule](value, limit)
        ]

    kept = distinct([v for v in [*(good or usual), 0] if not broken(v)]) or [0]
    bad = [
        Bad(v, rule, (f"{_TOLD[rule]} {_whole(rules[rule])}",))
        for v in distinct(near)
        for rule in broken(v)
        if len(broken(v)) == 1
    ]
    words = (_WHOLE,) if name == "integer" else ("a number",)
    no_number = [each.value for each in foreign("", int, float)]
    bad += wrong([str(kept[0]), *no_number], "type", *words)
    bad += wrong(_NO_NUMBER, "type", "a finite number", *words)
    said = {_KEYWORDS[rule]: limit for rule, limit in rules.items()}
    return Kind(
        kept[0],
        [*kept[1:], *([OnWire(Token("-0"))] if 0 in kept else [])],
        bad,
        several=lambda count: kept[:count],
        schema={"type": name, **said},
    )


def _whole(limit: float) -> int | float:
    """A limit as a person writes it: 0, not 0.0."""
    return int(limit) if limit == int(limit) else limit


_TOLD = {
    "minimum": "at least",
    "maximum": "at most",
    "above": "above",
    "below": "below",
    "multiple_of": "a multiple of",
}
_KEYWORDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "above": "exclusiveMinimum",
    "below": "exclusiveMaximum",
    "multiple_of": "multipleOf",
}


def _exact(value: float | Fraction) -> Fraction:
    """A number that can be counted with: 0.3 is three times 0.1."""
    return Fraction(str(value))


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


NUMBER = number()
INTEGER = integer()
