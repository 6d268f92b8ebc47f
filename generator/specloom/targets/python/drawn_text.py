"""Writes the strategy of a kind of text down: patterns by their parts, never by the engine.

In: `ir.StringType`s. Out: code; names are imported through the drawer.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, assert_never

from specloom import ir
from specloom.formats import FORMATS
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
from specloom.targets.python.layout import Code, call, literal

if TYPE_CHECKING:
    from specloom.targets.python.drawing import Drawer

_MORE = 6  # how often an endless repeat is drawn beyond its least, at most
_SAMPLES = 12
_SPREAD = 80  # how much longer than the least length samples are


def draw_text(drawer: "Drawer", type_: ir.StringType) -> Code:
    """The strategy of a kind of text."""
    if type_.pattern is not None:
        return _pattern(drawer, type_.pattern, type_)
    if type_.format is not None:
        if type_.min is None and type_.max is None:
            names = {"email": "emails", "url": "urls", "base64": "base64s"}
            return call(drawer.support(names[type_.format]))
        return _pattern(drawer, FORMATS[type_.format].pattern, type_)
    return call(drawer.support("text"), *text_sizes(type_))


def text_sizes(type_: ir.StringType) -> list[Code]:
    """The limits of a text's length, as arguments."""
    limited = type_.min or type_.max is not None
    sizes: list[Code] = [str(type_.min or 0)] if limited else []
    return sizes + ([str(type_.max)] if type_.max is not None else [])


def _pattern(drawer: "Drawer", text: str, type_: ir.StringType) -> Code:
    """Parts mapped by hand; samples, where lengths or a format cut through the pattern."""
    parsed = parse_pattern(text)
    assert not isinstance(parsed, Problem), "the reader has checked patterns"
    for more in range(_MORE, 0, -1):
        low, high = _drawn_lengths(parsed, more)
        fits = (type_.min or 0) <= low and (type_.max is None or high <= type_.max)
        if fits and not (type_.pattern and type_.format):
            return _part(drawer, parsed, more)
    wanted = FORMATS[type_.format].pattern if type_.pattern and type_.format else None
    return drawer.sampled(_samples(parsed, type_.min or 0, type_.max, wanted))


@cache
def _samples(
    pattern: Pattern, low: int, top: int | None, wanted: str | None
) -> tuple[str, ...]:
    """Texts of a pattern within the limits of a length, and of a second pattern if there is.

    Builds have their kinds of text in common, so a text is made once.
    """
    limit = low + _SPREAD if top is None else min(low + _SPREAD, top)
    sizes = [n for n in sorted(lengths(pattern, limit)) if n >= low]
    step = max(1, len(sizes) // _SAMPLES)
    texts = [sample(pattern, size, at) for at, size in enumerate(sizes[::step])]
    return tuple(
        text
        for text in dict.fromkeys(texts)
        if text is not None and (wanted is None or re.fullmatch(wanted, text))
    )


def _part(drawer: "Drawer", part: Pattern, more: int) -> Code:
    """Draws a part; `more` is how often an endless repeat goes beyond its least."""
    match part:
        case Chars():
            if len(part.ranges) == 1 and part.ranges[0][0] == part.ranges[0][1]:
                return call(drawer.st("just"), literal(chr(part.ranges[0][0])))
            ends = (literal(chr(low) + chr(high)) for low, high in part.ranges)
            return call(drawer.support("characters"), *ends)
        case Sequence():
            if len(part.parts) == 1:
                return _part(drawer, part.parts[0], more)
            if not part.parts:
                return call(drawer.st("just"), '""')
            return call(drawer.support("sequence"), *_joined(drawer, part.parts, more))
        case Choice():
            return drawer.alternatives(
                *(_part(drawer, option, more) for option in part.options)
            )
        case Repeat():
            most = part.min + more if part.max is None else part.max
            return call(
                drawer.support("repeat"),
                _part(drawer, part.part, more),
                str(part.min),
                str(most),
            )
        case _:
            assert_never(part)


def _joined(drawer: "Drawer", parts: tuple[Pattern, ...], more: int) -> list[Code]:
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
            made.append(call(drawer.st("just"), literal(fixed)))
            fixed = ""
        made.append(_part(drawer, part, more))
    if fixed:
        made.append(call(drawer.st("just"), literal(fixed)))
    return made


def _drawn_lengths(part: Pattern, more: int) -> tuple[int, int]:
    """The shortest and the longest text that `part` draws."""
    match part:
        case Chars():
            return 1, 1
        case Sequence():
            sizes = [_drawn_lengths(inner, more) for inner in part.parts]
            return sum(low for low, _ in sizes), sum(high for _, high in sizes)
        case Choice():
            sizes = [_drawn_lengths(option, more) for option in part.options]
            return min(low for low, _ in sizes), max(high for _, high in sizes)
        case Repeat():
            low, high = _drawn_lengths(part.part, more)
            most = part.min + more if part.max is None else part.max
            return low * part.min, high * most
        case _:
            assert_never(part)
