"""Writes patterns: the way back from a tree to portable text.

Comes in: a tree. Goes out: `^…$` that reads as a tree of the same language. Imports `tree`
only. Groups are written `(?:…)`, and only where they are needed.
"""

from specloom.patterns.tree import (
    LAST,
    Chars,
    Choice,
    Pattern,
    Ranges,
    Repeat,
    Sequence,
    complement,
)

_SPECIAL = frozenset("^$\\.*+?()[]{}|")
_SPECIAL_IN_CLASS = frozenset("^\\[]-")
_CONTROLS = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_QUANTIFIERS = {(0, None): "*", (1, None): "+", (0, 1): "?"}


def render(pattern: Pattern) -> str:
    """The text of a whole pattern, with its anchors."""
    return f"^{render_part(pattern)}$"


def render_part(pattern: Pattern) -> str:
    """The text of a part, to stand among others."""
    match pattern:
        case Chars(ranges):
            return _chars(ranges)
        case Sequence(parts):
            return "".join(map(render_part, parts)) or "(?:)"
        case Choice(options):
            return f"(?:{'|'.join(map(_option, options))})"
        case Repeat(part, least, most):
            return _repeated(part) + _quantifier(least, most)


def _option(pattern: Pattern) -> str:
    return "" if pattern == Sequence(()) else render_part(pattern)


def _repeated(part: Pattern) -> str:
    text = render_part(part)
    alone = isinstance(part, Chars | Choice) or text == "(?:)"
    return text if alone else f"(?:{text})"


def _quantifier(least: int, most: int | None) -> str:
    if (least, most) in _QUANTIFIERS:
        return _QUANTIFIERS[least, most]
    if least == most:
        return f"{{{least}}}"
    return f"{{{least},{'' if most is None else most}}}"


def _chars(ranges: Ranges) -> str:
    """A character, a class, or a class of all others: what is shortest to say."""
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _character(ranges[0][0], _SPECIAL)
    others = complement(ranges)
    if others and ranges[-1][1] == LAST:
        return f"[^{_members(others)}]"
    return f"[{_members(ranges)}]"


def _members(ranges: Ranges) -> str:
    return "".join(map(_range, ranges))


def _range(ends: tuple[int, int]) -> str:
    low, high = (_character(code, _SPECIAL_IN_CLASS) for code in ends)
    if ends[0] == ends[1]:
        return low
    return low + high if ends[0] + 1 == ends[1] else f"{low}-{high}"


def _character(code: int, special: frozenset[str]) -> str:
    char = chr(code)
    if char in special:
        return f"\\{char}"
    if char.isprintable() or code > 0xFFFF:
        return char
    return _CONTROLS.get(char) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
