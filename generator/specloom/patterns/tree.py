"""The tree of a pattern, and sets of characters.

Comes in: ranges of code points. Goes out: values that `syntax` builds and `samples`
reads. Imports nobody.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

LAST = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)

Ranges: TypeAlias = tuple[tuple[int, int], ...]


class Chars(NamedTuple):
    """One character out of closed ranges: sorted, merged, without surrogates."""

    ranges: Ranges


class Sequence(NamedTuple):
    """One part after the other; without parts, the empty text."""

    parts: "tuple[Pattern, ...]"


class Choice(NamedTuple):
    """One of several options."""

    options: "tuple[Pattern, ...]"


class Repeat(NamedTuple):
    """A part again and again; `max` None is without end."""

    part: "Pattern"
    min: int
    max: int | None


Pattern: TypeAlias = Chars | Sequence | Choice | Repeat


def holds(chars: Chars, code: int) -> bool:
    """Whether a character is one of these."""
    return any(low <= code <= high for low, high in chars.ranges)


def shortest(pattern: Pattern) -> int:
    """The length of the shortest text that matches."""
    match pattern:
        case Chars():
            return 1
        case Sequence(parts):
            return sum(map(shortest, parts))
        case Choice(options):
            return min(map(shortest, options))
        case Repeat(part, least, _):
            return shortest(part) * least


def longest(pattern: Pattern) -> int | None:
    """The length of the longest text that matches; None if there is no end."""
    match pattern:
        case Chars():
            return 1
        case Sequence(parts):
            return _none_or(sum, map(longest, parts))
        case Choice(options):
            return _none_or(max, map(longest, options))
        case Repeat(part, _, most):
            inner = longest(part)
            return None if inner is None or most is None else inner * most


def _none_or(
    fold: Callable[[list[int]], int], numbers: Iterable[int | None]
) -> int | None:
    known: list[int] = []
    for number in numbers:
        if number is None:
            return None
        known.append(number)
    return fold(known)


def size(pattern: Pattern) -> int:
    """How large a program an engine makes of it: its characters, repeats written out.

    A class beyond ASCII counts for more: Rust's engine reads bytes of UTF-8 and spells
    such ranges out.
    """
    match pattern:
        case Chars(ranges):
            return 1 + sum(high > 0x7F for _, high in ranges) // 4
        case Sequence(parts):
            return max(1, sum(map(size, parts)))
        case Choice(options):
            return sum(map(size, options))
        case Repeat(part, least, most):
            return size(part) * max(least, most or 1, 1)


def merge(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The same characters as sorted ranges that neither touch nor hold a surrogate."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    without: list[tuple[int, int]] = []
    for low, high in merged:
        below = (low, min(high, SURROGATES[0] - 1))
        above = (max(low, SURROGATES[1] + 1), high)
        without.extend(part for part in (below, above) if part[0] <= part[1])
    return tuple(without)


def complement(ranges: Ranges) -> Ranges:
    """All other characters; `ranges` are sorted and merged."""
    gaps: list[tuple[int, int]] = []
    start = 0
    for low, high in (*ranges, (LAST + 1, LAST + 1)):
        if start < low:
            gaps.append((start, low - 1))
        start = high + 1
    return merge(gaps)


ALL = Chars(merge([(0, LAST)]))
"""Any character."""
