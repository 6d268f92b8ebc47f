"""Reads the portable subset of regular expressions.

Comes in: the text of a pattern. Goes out: its tree, or the first `Problem`. Imports
`tree` and `advice`.

The subset is what Python's `re`, Rust's `regex` (pydantic's engine) and ECMAScript with
the flag `u` read alike: `^…$` around the whole, literal characters, classes, groups,
`|` inside groups, greedy quantifiers, and the escapes that all three have. All else is
refused with a way to say it portably.
"""

from functools import cache
from typing import NamedTuple

from specloom.patterns.advice import GROUPS, about_escape
from specloom.patterns.tree import (
    SURROGATES,
    Chars,
    Choice,
    Pattern,
    Repeat,
    Sequence,
    complement,
    merge,
    shortest,
    size,
)

MAX_NESTING = 50
"""Groups inside groups."""

MAX_SIZE = 5000
"""Characters, repeats written out: Rust's engine has a limit (10 MiB compiled)."""


class Problem(NamedTuple):
    """Why a pattern is refused; `position` and `length` say where in its text."""

    position: int
    length: int
    message: str
    hint: str | None


@cache
def parse_pattern(text: str) -> Pattern | Problem:
    """The tree of a pattern (without its anchors), or the first problem with it."""
    try:
        return _Parser(text).whole()
    except _Refused as refused:
        return refused.problem


class _Refused(Exception):
    """Ends the parser at the first problem."""

    def __init__(
        self, position: int, length: int, message: str, hint: str | None
    ) -> None:
        super().__init__(message)
        self.problem = Problem(position, length, message, hint)


_DIGITS = "0123456789"
_HEX = "0123456789abcdefABCDEF"
_CONTROLS = {"t": 0x09, "n": 0x0A, "r": 0x0D}
_ESCAPABLE = "^$\\.*+?()[]{}|/"
"""What ECMAScript lets one escape with the flag `u`; in a class, `-` too."""
_STRAY = {
    **dict.fromkeys("^$", "an anchor inside the pattern"),
    **dict.fromkeys("*+?{", "nothing to repeat"),
    **dict.fromkeys("]}", "nothing to close"),
}


class _Parser:
    """Recursive descent over one pattern; each method reads one rule of the grammar."""

    __slots__ = ("_at", "_depth", "_end", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._end = len(text)
        self._depth = 0

    def whole(self) -> Pattern:
        """`^` choice `$`."""
        text = self._text
        for position, char in enumerate(text):
            if SURROGATES[0] <= ord(char) <= SURROGATES[1]:
                raise _Refused(position, 1, "a surrogate is no character", None)
        hint = "a pattern is for the whole text: write `^…$`"
        if not text.startswith("^"):
            raise _Refused(0, 1, "the pattern does not start with `^`", hint)
        if not text.endswith("$") or is_escaped(text, len(text) - 1):
            last = len(text) - 1
            raise _Refused(last, 1, "the pattern does not end with `$`", hint)
        self._at, self._end = 1, len(text) - 1
        first = self._sequence()
        if self._peek() == "|":
            hint = "put the options in a group: `^(a|b)$`"
            raise _Refused(self._at, 1, "`^` and `$` hold for one option only", hint)
        if self._peek() == ")":
            raise _Refused(
                self._at, 1, "nothing to close: `)`", "write `\\)` for itself"
            )
        if size(first) > MAX_SIZE:
            message = f"written out, the pattern has more than {MAX_SIZE:,} characters"
            hint = "bound the length with the type: `string(..N)`"
            raise _Refused(0, len(text), message, hint)
        return first

    def _choice(self) -> Pattern:
        options = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Pattern:
        parts: list[Pattern] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._quantified())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quantified(self) -> Pattern:
        start = self._at
        part = self._atom()
        bounds = self._quantifier()
        if bounds is None:
            return part
        after = self._peek()
        if after in ("?", "+"):
            kind = "lazy" if after == "?" else "possessive"
            message = f"`{after}` makes the quantifier {kind}"
            hint = "leave it out: the whole text has to match"
            raise _Refused(self._at, 1, message, hint)
        if after in ("*", "{"):
            raise _Refused(
                self._at, 1, "a quantifier after a quantifier", "use a group"
            )
        if bounds[1] is None and shortest(part) == 0:
            message = "what repeats without end can be empty"
            hint = "let the inner part need a character: `(a+)*`, or `a*`"
            raise _Refused(start, self._at - start, message, hint)
        return Repeat(part, *bounds)

    def _quantifier(self) -> tuple[int, int | None] | None:
        char = self._peek()
        simple: dict[str, tuple[int, int | None]]
        simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if char in simple:
            self._at += 1
            return simple[char]
        if char != "{":
            return None
        start = self._at
        self._at += 1
        low = self._number()
        high = low
        if self._peek() == ",":
            self._at += 1
            high = self._number()
        closed = self._peek() == "}"
        self._at += 1
        length = min(self._at, self._end) - start
        if not closed or low is None:
            hint = "write `{3}`, `{3,}` or `{0,3}`; `\\{` for the brace itself"
            raise _Refused(start, length, "not a count", hint)
        if high is not None and high < low:
            raise _Refused(start, length, f"{low} is more than {high}", "swap them")
        if max(low, high or 0) > MAX_SIZE:
            message = f"a count above {MAX_SIZE:,}"
            raise _Refused(start, length, message, "bound the length with the type")
        return low, high

    def _number(self) -> int | None:
        start = self._at
        while self._peek() in _DIGITS and self._peek():
            self._at += 1
        digits = self._text[start : self._at]
        return int(digits[:9]) if digits else None

    def _atom(self) -> Pattern:
        char = self._peek()
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return _one(self._escape(in_class=False))
        if char == ".":
            hint = "write a class, such as `[^\\n]` or `[ -~]`"
            raise _Refused(self._at, 1, "engines disagree about `.`", hint)
        if char in "^$*+?{]}":
            hint = f"write `\\{char}` for itself"
            raise _Refused(self._at, 1, f"{_STRAY[char]}: `{char}`", hint)
        self._at += 1
        return _one(ord(char))

    def _group(self) -> Pattern:
        start = self._at
        if self._depth == MAX_NESTING:
            message = f"more than {MAX_NESTING} groups inside each other"
            raise _Refused(start, 1, message, None)
        if self._text.startswith("(?:", start):
            self._at += 3
        else:
            for opening, what, hint in GROUPS:
                if self._text.startswith(opening, start):
                    message = f"{what} is not portable"
                    raise _Refused(start, len(opening), message, hint)
            self._at += 1
        self._depth += 1
        inner = self._choice()
        self._depth -= 1
        if self._peek() != ")":
            hint = "add a `)`, or write `\\(` for itself"
            raise _Refused(start, 1, "`(` is never closed", hint)
        self._at += 1
        return inner

    def _class(self) -> Chars:
        start = self._at
        self._at += 1
        negated = self._peek() == "^"
        self._at += negated
        ranges: list[tuple[int, int]] = []
        first = self._at
        while self._peek() != "]":
            if not self._peek():
                hint = "add a `]`, or write `\\[` for itself"
                raise _Refused(start, 1, "`[` is never closed", hint)
            ranges.append(self._range(first))
        self._at += 1
        merged = merge(ranges)
        if negated:
            merged = complement(merged)
        if not ranges or not merged:
            raise _Refused(start, self._at - start, "the class has no characters", None)
        return Chars(merged)

    def _range(self, first: int) -> tuple[int, int]:
        start = self._at
        low = self._member(first)
        if self._peek() != "-" or self._text[self._at + 1 : self._at + 2] == "]":
            return low, low
        if self._text.startswith("--", self._at):
            raise self._doubled("-")
        self._at += 1
        high = self._member(first)
        if high < low:
            what = self._text[start : self._at]
            message = f"the range `{what}` runs backwards"
            raise _Refused(start, self._at - start, message, "swap its ends")
        if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] != "]":
            hint = "put the hyphen last, or write `\\-`"
            raise _Refused(self._at, 1, "`-` after a range", hint)
        return low, high

    def _member(self, first: int) -> int:
        char = self._peek()
        if not char:
            raise _Refused(self._end - 1, 1, "the class is never closed", "add a `]`")
        if char == "\\":
            return self._escape(in_class=True)
        if char == "[":
            raise _Refused(self._at, 1, "`[` inside a class", "write `\\[` for itself")
        if char in "&-~|" and self._text.startswith(char * 2, self._at):
            raise self._doubled(char)
        if char == "-" and self._at != first and self._text[self._at + 1] != "]":
            hint = "put the hyphen first or last, or write `\\-`"
            raise _Refused(self._at, 1, "`-` in the middle of a class", hint)
        self._at += 1
        return ord(char)

    def _doubled(self, char: str) -> _Refused:
        message = f"`{char * 2}` inside a class means something else in some engines"
        return _Refused(self._at, 2, message, f"write `{char}` once")

    def _escape(self, *, in_class: bool) -> int:
        start = self._at
        char = self._text[start + 1] if start + 1 < self._end else ""
        if char in _CONTROLS:
            self._at += 2
            return _CONTROLS[char]
        if char in ("x", "u"):
            return self._code_point(2 if char == "x" else 4)
        if char and (char in _ESCAPABLE or (char == "-" and in_class)):
            self._at += 2
            return ord(char)
        message, hint = about_escape(char, in_class)
        raise _Refused(start, 1 + len(char), message, hint)

    def _code_point(self, digits: int) -> int:
        start = self._at
        text = self._text[start + 2 : start + 2 + digits]
        if len(text) != digits or any(digit not in _HEX for digit in text):
            message = f"`{self._text[start : start + 2]}` needs {digits} hex digits"
            raise _Refused(start, 2, message, "or write the character itself")
        self._at += 2 + digits
        code = int(text, 16)
        if SURROGATES[0] <= code <= SURROGATES[1]:
            hint = "write the character itself"
            raise _Refused(start, 2 + digits, "a surrogate is no character", hint)
        return code

    def _peek(self) -> str:
        return self._text[self._at] if self._at < self._end else ""


def is_escaped(text: str, position: int) -> bool:
    """Whether an odd number of backslashes stands before `position`."""
    before = text[:position]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _one(code: int) -> Chars:
    return Chars(((code, code),))
