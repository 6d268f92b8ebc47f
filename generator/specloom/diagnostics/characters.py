"""How single characters stand on a terminal: whether they may, and how wide they are.

In: characters of texts that others wrote. Out: cells. Imports: the standard library only.
"""

import unicodedata


def show(character: str) -> str:
    """A character as it may be shown: itself, unless it could move, turn or hide text."""
    if " " <= character <= "~":
        return character
    if character == "\t":
        return "    "
    category = unicodedata.category(character)
    if category[0] in "CZ":
        return f"<U+{ord(character):04X}>"
    return character


def columns(cell: str) -> int:
    """Columns on a terminal; East Asian wide ones take two (Unicode's annex 11)."""
    if len(cell) > 1 or cell.isascii():
        return len(cell)
    if unicodedata.combining(cell) or unicodedata.category(cell) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in "WF" else 1
