"""Text from a spec, a path or an error, made safe to show.

In: any text, and the encoding of what it will be written to. Out: a text of one line in which
nothing moves the cursor, turns the direction of writing, hides, or can't be written; and how
wide a character stands there. Imports: the standard library only.
"""

from functools import lru_cache

TAB = "    "


def visible(text: str, encoding: str = "utf-8") -> str:
    """The text; a tab is four spaces, what may not be shown is its number (`<U+202E>`)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join([cell(character, encoding) for character in text])


def visible_lines(text: str, encoding: str = "utf-8") -> str:
    """A text of several lines, each of them `visible`."""
    return "\n".join([visible(line, encoding) for line in text.split("\n")])


@lru_cache(maxsize=4096)
def cell(character: str, encoding: str = "utf-8") -> str:
    """A character as it may be shown: itself, unless it could move, turn or hide text."""
    if " " <= character <= "~":
        return character
    if character == "\t":
        return TAB
    # Not printable: controls, formats, surrogates, unassigned, every space but the plain one.
    if character.isprintable() and _can_be_written(character, encoding):
        return character
    return f"<U+{ord(character):04X}>"


def columns(shown: str) -> int:
    """Columns on a terminal; East Asian wide ones take two (Unicode's annex 11)."""
    if len(shown) > 1 or shown.isascii():
        return len(shown)
    import unicodedata  # not needed by who shows no source lines

    if unicodedata.combining(shown) or unicodedata.category(shown) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(shown) in "WF" else 1


def _can_be_written(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
