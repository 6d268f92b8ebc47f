"""Cases of numbers."""

import math
from typing import Any

from specloom import ir
from specloom.targets.cases.values import Bad, Cases, Value, distinct, others


def integer_cases(type_: ir.IntegerType) -> Cases:
    """Whole numbers at each bound, and to either side."""
    good: list[Value] = []
    bad: list[Bad] = []
    edges = (
        ("minimum", type_.minimum, 0, -1),
        ("maximum", type_.maximum, 0, 1),
        ("above", type_.above, 1, 0),
        ("below", type_.below, -1, 0),
    )
    for rule, bound, inside, outside in edges:
        if bound is not None:
            good += [
                bound + inside,
                bound + inside + (1 if rule in ("minimum", "above") else -1),
            ]
            bad.append(Bad(bound + outside, rule))
    step = type_.multiple_of
    start = next((bound for bound in good if isinstance(bound, int)), 0)
    if step is not None:
        start = -(-start // step) * step
        good += [start, start + step, start - step]
        if step > 1:
            bad.append(Bad(start + 1, "multiple_of"))
            bad = [
                b
                for b in bad
                if b.rule == "multiple_of" or int(str(b.value)) % step == 0
            ]
            bad = [
                b for b in bad if b.rule != "multiple_of" or _in_range(start + 1, type_)
            ]
    else:
        good += [0, -1, 2**63] if not good else []
    kept = [
        value for value in good if isinstance(value, int) and _in_range(value, type_)
    ]
    valid = kept[0] if kept else start
    wrong = [Bad(str(valid), "type"), Bad(valid + 0.5, "type"), Bad(True, "type")]
    return Cases(valid, others(list(kept), valid), distinct([*bad, *wrong]))


def _in_range(value: int | float, type_: ir.IntegerType | ir.NumberType) -> bool:
    step = type_.multiple_of
    return (
        (type_.minimum is None or value >= type_.minimum)
        and (type_.maximum is None or value <= type_.maximum)
        and (type_.above is None or value > type_.above)
        and (type_.below is None or value < type_.below)
        and (step is None or _exact(value) % _exact(step) == 0)
    )


def number_cases(type_: ir.NumberType) -> Cases:
    """Numbers at each bound, and to either side."""
    step = type_.multiple_of
    unit = 0.5 if step is None else _exact(step)
    good: list[Value] = []
    bad: list[Bad] = []
    edges = (
        ("minimum", type_.minimum, 0, -1, 1),
        ("maximum", type_.maximum, 0, 1, -1),
        ("above", type_.above, 1, 0, 1),
        ("below", type_.below, -1, 0, -1),
    )
    for rule, bound, inside, outside, inward in edges:
        if bound is None:
            continue
        at = _exact(bound)
        good += [_plain(at + inside * unit), _plain(at + (inside + inward) * unit)]
        outer = _plain(at + outside * unit)
        if outside and float(outer) == float(bound):  # too large for a step of one half
            outer = math.nextafter(bound, outside * math.inf)
        if step is None or _exact(outer) % unit == 0:
            bad.append(Bad(outer, rule))
    if step is not None:
        near = next((_exact(v) for v in good if isinstance(v, int | float)), 0)
        start = -(-near // unit) * unit
        good += [_plain(start), _plain(start + unit), _plain(start - unit)]
        off = _plain(start + _exact(0.5) * unit)
        bare = type_._replace(multiple_of=None)
        if _exact(off) % unit and _in_range(off, bare):
            bad.append(Bad(off, "multiple_of"))
    elif not good:
        good += [0, -1.5, 1e300, 2**63]
    kept = [v for v in good if isinstance(v, int | float) and _in_range(v, type_)]
    valid = kept[0] if kept else 0
    wrong = [Bad(str(valid), "type"), Bad(True, "type")]
    return Cases(valid, others(list(kept), valid), distinct([*bad, *wrong]))


def _exact(value: int | float) -> Any:
    """A number that can be counted with: 0.3 is three times 0.1."""
    if isinstance(value, int):
        return value
    from fractions import Fraction  # costs an import, and is seldom needed

    return Fraction(str(value))


def _plain(value: Any) -> int | float:
    whole = int(value)
    return whole if value == whole else float(value)
