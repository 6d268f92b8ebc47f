"""Every slip of a finger at every place of a name.

In: a name. Out: the texts that stand there after one slip: a letter left out, two neighbours
swapped, a letter changed, a letter come in.
"""

from collections.abc import Iterator
from typing import NamedTuple

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT_TO = {
    "-": "0",
    "_": "p",
    ".": "l",
    "$": "s",
    "<": "m",
    ">": "m",
    "@": "w",
    "+": "p",
    "~": "q",
    " ": "n",
    "'": "l",
}


class Slip(NamedTuple):
    """What stands there, and what happened."""

    text: str
    kind: str  # "left out", "swapped", "changed", "came in"
    at: int


def slips(name: str) -> Iterator[Slip]:
    """One slip at a time, the same text never twice."""
    seen = {name}
    for slip in _all(name):
        if slip.text not in seen:
            seen.add(slip.text)
            yield slip


def _all(name: str) -> Iterator[Slip]:
    for at, letter in enumerate(name):
        before, behind = name[:at], name[at + 1 :]
        yield Slip(before + behind, "left out", at)
        if behind:
            yield Slip(before + behind[0] + letter + behind[1:], "swapped", at)
        for number, other in enumerate(typed(name, at)):
            if (
                number + at
            ) % 2:  # each at every second place, so that each place has both
                yield Slip(before + other + behind, "changed", at)
            else:
                yield Slip(before + other + letter + behind, "came in", at)
    for other in typed(name, len(name) - 1):
        yield Slip(name + other, "came in", len(name))


def typed(name: str, at: int) -> tuple[str, ...]:
    """What a finger hits instead: a neighbour on the keyboard, the other case, a digit."""
    letter = name[at]
    near = neighbour(letter)
    digit = str(at % 10) if at else "_"  # a name never begins with a digit
    if letter.isalpha():
        return near, letter.swapcase(), digit
    return near, near.upper(), digit


def neighbour(letter: str) -> str:
    """The letter or digit to the right of it, in its case; at the end of a row to the left."""
    if letter in _NEXT_TO:
        return _NEXT_TO[letter]
    for row in _ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            near = row[at + 1] if at + 1 < len(row) else row[at - 1]
            return near.upper() if letter.isupper() else near
    return "x"
