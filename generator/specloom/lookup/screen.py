"""Text for a screen: what may be shown, how wide it is, where it folds.

In: texts that may come from a spec. Out: lines of a given width. Knows nothing of paths.
"""

from collections.abc import Iterator, Sequence

from specloom.diagnostics.visible import columns, visible


def clean(text: str) -> str:
    """A text on one line, without what could move the cursor or turn the writing."""
    return visible(" ".join(text.split()))


def width(text: str) -> int:
    """The columns that a clean text takes up."""
    return len(text) if text.isascii() else sum(map(columns, text))


def padded(text: str, room: int) -> str:
    """The text with blanks behind it."""
    return text + " " * max(0, room - width(text))


def folded(text: str, room: int | None) -> list[str]:
    """The text in lines of at most `room` columns (None: one line), at blanks if it can be."""
    if room is None or width(text) <= room:
        return [text]
    lines = []
    line = ""
    for word in _pieces(text, max(room, 2)):
        joined = f"{line} {word}" if line else word
        if width(joined) <= room or not line:
            line = joined
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def filled(items: Sequence[str], room: int | None) -> list[str]:
    """The items with semicolons between them; a line ends behind one, if it can."""
    lines: list[str] = []
    for number, item in enumerate(items):
        text = item + ";" * (number + 1 < len(items))
        if lines and (room is None or width(lines[-1]) + 1 + width(text) <= room):
            lines[-1] += " " + text
        else:
            lines += folded(text, room)
    return lines


def _pieces(text: str, room: int) -> Iterator[str]:
    """The words of a text; those that are wider than a line in several pieces."""
    for word in text.split(" "):
        while width(word) > room:
            cut = _cut(word, room)
            yield word[:cut]
            word = word[cut:]
        yield word


def _cut(word: str, room: int) -> int:
    """How many letters of a word fit; behind a dot or an underscore, if one is near."""
    used = fits = 0
    for letter in word:
        used += columns(letter)
        if used > room:
            break
        fits += 1
    good = [at + 1 for at in range(fits // 2, fits) if word[at] in "._/,-"]
    return max(1, good[-1] if good else fits)
