"""How a text falls into lines: the same for who finds a place and for who shows it.

In: a text. Out: lines, places. Imports: the standard library only.
"""

import re

_BREAK = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """The lines without their ends; a line ends with LF, CR LF or CR (YAML 1.2.2, 5.4)."""
    return _BREAK.split(text) if "\r" in text else text.split("\n")


def place_of(text: str, index: int) -> tuple[int, int]:
    """Line and column of the character at `index`, both from 1."""
    before = lines_of(text[:index])
    return len(before), len(before[-1]) + 1
