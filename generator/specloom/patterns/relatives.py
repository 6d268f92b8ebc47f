"""The near relatives of a pattern: what a slip of the pen makes of it.

Comes in: a pattern's text. Goes out: every pattern that is one small edit away, each
with the edit in words. Some of them accept the same texts as the pattern: `language` tells.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from specloom.patterns.render import render, render_part
from specloom.patterns.syntax import Problem, parse_pattern
from specloom.patterns.tree import (
    LAST,
    SURROGATES,
    Chars,
    Choice,
    Pattern,
    Ranges,
    Repeat,
    Sequence,
    merge,
    size,
)

_EFFORT = 50_000
"""Relatives times the size of the pattern: the relatives of a huge one stop there."""

_WORD = Chars(merge([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]))
"""What `\\w` is in most engines: a class of digits or letters is easily taken so wide."""

_SHOWN = 60
"""So much of a part stands in words."""

_Path: TypeAlias = tuple[int, ...]
"""Which part of the tree: the number of the part in each part that holds it."""


class Relative(NamedTuple):
    """A pattern beside another: what was changed, in words, and its text."""

    change: str
    pattern: str


class _Edit(NamedTuple):
    """One change: of which part, what in words, and what stands there then."""

    path: _Path
    change: str
    part: Pattern


@cache
def relatives(text: str) -> tuple[Relative, ...]:
    """The relatives of a pattern in a steady order, each once; of a huge one, some."""
    tree = parse_pattern(text)
    if isinstance(tree, Problem):
        raise ValueError(f"not a portable pattern: {text}")
    own = render(tree)
    found: dict[str, str] = {}
    for change, other in islice(_written(tree), _EFFORT // size(tree)):
        if other not in (text, own):
            found.setdefault(other, change)
    return tuple(Relative(change, other) for other, change in found.items())


def _written(tree: Pattern) -> Iterator[Relative]:
    inner = render(tree)[1:-1]
    yield Relative("`^` dropped", f"{inner}$")
    yield Relative("`$` dropped", f"^{inner}")
    yield Relative("`^` and `$` dropped", inner)
    yield Relative("upper and lower case taken alike", render(_any_case(tree)))
    names = _names(tree)
    for path, change, edited in _edits_of_row(tree):
        written = render(edited)
        if not isinstance(parse_pattern(written), Problem):
            yield Relative(f"{names[path]} {change}", written)


def _names(tree: Pattern) -> dict[_Path, str]:
    """What each part is called: its text, and which it is of several alike."""
    texts = {path: _named(part) for path, part in _parts(tree, ())}
    total = Counter(texts.values())
    reached: Counter[str] = Counter()
    for path, text in texts.items():
        reached[text] += 1
        if total[text] > 1:
            texts[path] = f"{text} ({reached[text]} of {total[text]})"
    return texts


def _parts(pattern: Pattern, path: _Path) -> Iterator[tuple[_Path, Pattern]]:
    yield path, pattern
    for number, part in enumerate(_inner(pattern)):
        yield from _parts(part, (*path, number))


def _inner(pattern: Pattern) -> tuple[Pattern, ...]:
    match pattern:
        case Chars():
            return ()
        case Sequence(parts):
            return parts
        case Choice(options):
            return options
        case Repeat(part, _, _):
            return (part,)


def _edits_of_row(pattern: Pattern) -> Iterator[_Edit]:
    """The edits of a sequence, and of a part that stands alone like one."""
    if isinstance(pattern, Sequence):
        yield from _edits(pattern)
        return
    yield _Edit((), "dropped", Sequence(()))
    yield _Edit((), "doubled", Sequence((pattern, pattern)))
    yield from _edits(pattern)


def _edits(pattern: Pattern) -> Iterator[_Edit]:
    match pattern:
        case Chars():
            for change, chars in _edits_of_chars(pattern):
                yield _Edit((), change, chars)
        case Sequence(parts):
            yield from _edits_of_sequence(parts)
        case Choice(options):
            yield from _edits_of_choice(options)
        case Repeat(part, least, most):
            for low, high in _other_counts(least, most):
                other = part if low == high == 1 else Repeat(part, low, high)
                yield _Edit((), f"is {_named(other)}", other)
            for path, change, edited in _edits(part):
                yield _Edit((0, *path), change, Repeat(edited, least, most))


def _edits_of_sequence(parts: tuple[Pattern, ...]) -> Iterator[_Edit]:
    for at, part in enumerate(parts):
        before, after = parts[:at], parts[at + 1 :]
        yield _Edit((at,), "dropped", Sequence((*before, *after)))
        yield _Edit((at,), "doubled", Sequence((*before, part, part, *after)))
        if after:
            swapped = Sequence((*before, after[0], part, *after[1:]))
            yield _Edit((at,), f"and {_named(after[0])} swapped", swapped)
        for path, change, edited in _edits(part):
            yield _Edit((at, *path), change, Sequence((*before, edited, *after)))


def _edits_of_choice(options: tuple[Pattern, ...]) -> Iterator[_Edit]:
    for at, option in enumerate(options):
        before, after = options[:at], options[at + 1 :]
        yield _Edit((at,), "is no option", _choice((*before, *after)))
        for path, change, edited in _edits_of_row(option):
            yield _Edit((at, *path), change, _choice((*before, edited, *after)))


def _choice(options: tuple[Pattern, ...]) -> Pattern:
    return options[0] if len(options) == 1 else Choice(options)


def _other_counts(least: int, most: int | None) -> list[tuple[int, int | None]]:
    """One more, one fewer, without end, and just one."""
    counts = [(least - 1, most), (least + 1, most), (least, None), (1, 1), (least, 1)]
    if most is not None:
        counts += [(least, most - 1), (least, most + 1)]
        counts += [(least - 1, most - 1), (least + 1, most + 1)]
    return [
        (low, high)
        for low, high in dict.fromkeys(counts)
        if low >= 0 and (high is None or low <= high) and (low, high) != (least, most)
    ]


def _edits_of_chars(chars: Chars) -> Iterator[tuple[str, Chars]]:
    ranges = chars.ranges
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        yield from _other_characters(ranges[0][0])
    else:
        yield f"also takes {_named(_WORD)}", Chars(merge([*ranges, *_WORD.ranges]))
    for at, (low, high) in enumerate(ranges):
        others = (*ranges[:at], *ranges[at + 1 :])
        for code in (low - 1, high + 1):
            if _is_character(code):
                wider = merge([*ranges, (code, code)])
                yield f"also takes {_shown(code)}", Chars(wider)
        if low < high:
            for code, rest in ((low, (low + 1, high)), (high, (low, high - 1))):
                yield f"lacks {_shown(code)}", Chars(merge([*others, rest]))
        if others:
            yield f"lacks {_named(Chars(((low, high),)))}", Chars(others)


def _other_characters(code: int) -> Iterator[tuple[str, Chars]]:
    """What stands in a literal character's place: the next one, the other case."""
    following = code + 1 if _is_character(code + 1) else code - 1
    for other in dict.fromkeys((following, ord(_swapped(code)))):
        if other != code:
            yield f"is {_shown(other)}", Chars(((other, other),))


def _swapped(code: int) -> str:
    char = chr(code)
    return char.swapcase() if char.isascii() else char


def _any_case(pattern: Pattern) -> Pattern:
    """The same with ASCII letters in either case."""
    match pattern:
        case Chars(ranges):
            return Chars(merge([*ranges, *_other_case(ranges)]))
        case Sequence(parts):
            return Sequence(tuple(map(_any_case, parts)))
        case Choice(options):
            return Choice(tuple(map(_any_case, options)))
        case Repeat(part, least, most):
            return Repeat(_any_case(part), least, most)


def _other_case(ranges: Ranges) -> Iterator[tuple[int, int]]:
    for low, high in ranges:
        for first, last, shift in ((0x41, 0x5A, 0x20), (0x61, 0x7A, -0x20)):
            inside = (max(low, first), min(high, last))
            if inside[0] <= inside[1]:
                yield inside[0] + shift, inside[1] + shift


def _is_character(code: int) -> bool:
    return 0 <= code <= LAST and not SURROGATES[0] <= code <= SURROGATES[1]


def _shown(code: int) -> str:
    return _named(Chars(((code, code),)))


def _named(part: Pattern) -> str:
    """A part in words: its text, or the ends of a long one."""
    text = render_part(part)
    if len(text) > _SHOWN:
        text = f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]}"
    return f"`{text}`"
