"""Shows mistakes to people, in the manner of rustc.

In: diagnostics and the texts of the files they stand in. Out: a text. Imports: `diagnostics`.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from specloom.diagnostics.diagnostic import Diagnostic
from specloom.diagnostics.lines import lines_of
from specloom.diagnostics.span import Span

_WIDTH = 100  # columns of a source line with its number; longer ones are cut
_CUT = "..."
_MESSAGE = 400  # characters of a message, which may quote a name of any length


def render_text(found: Sequence[Diagnostic], texts: Mapping[str, str]) -> str:
    """The mistakes in the order given, and a last line that counts them.

    `texts` has the text of each file by its name in the spans; a place in another file, or
    in an empty one, is shown without its line. Nothing that stands in a spec can move the
    cursor, turn the direction of writing or hide: such characters are shown as `<U+202E>`.
    No mistakes give an empty text.
    """
    if not found:
        return ""
    files = {one.span.file for one in found}
    named = files | {related.span.file for one in found for related in one.related}
    pages = {file: lines_of(texts[file]) for file in named if texts.get(file)}
    blocks = [_block(one, pages) for one in found]
    count = f"{_count(len(found), 'mistake')} in {_count(len(files), 'file')}\n"
    return "\n".join([*blocks, count])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _block(one: Diagnostic, pages: Mapping[str, list[str]]) -> str:
    """One mistake: what, where, the places that belong to it, the way out."""
    numbers = [one.span.line, *(related.span.line for related in one.related)]
    gutter = len(str(max(numbers)))
    out = [f"error[{one.code}]: {_clean(one.message)}"]
    out += _place(one.span, pages, gutter, "-->", "^", "")
    for span, label in one.related:
        out += _place(span, pages, gutter, ":::", "-", " " + _clean(label))
    if one.hint:
        out.append(f"{' ' * gutter} = hint: {_clean(one.hint)}")
    return "\n".join(out) + "\n"


def _place(
    span: Span,
    pages: Mapping[str, list[str]],
    gutter: int,
    arrow: str,
    mark: str,
    label: str,
) -> list[str]:
    """A place: where it is, its line, and the line that marks it."""
    pad = " " * gutter
    page = pages.get(span.file, ())
    where = f"{pad}{arrow} {_clean(span.file)}:{span.line}:{span.column}"
    if span.line > len(page):
        return [where + (f":{label}" if label else "")]
    source, indent, width = _cut(page[span.line - 1], span, _WIDTH - gutter - 3)
    return [
        where,
        f"{pad} |",
        f"{span.line:>{gutter}} | {source}".rstrip(),
        f"{pad} | {' ' * indent}{mark * width}{label}",
    ]


def _cut(line: str, span: Span, room: int) -> tuple[str, int, int]:
    """What fits into `room` columns of a line, the mark's first column, its width."""
    start = min(span.column - 1, len(line))
    base = max(0, start - room)  # a character may have no width: bound the work as well
    cells = [_show(character) for character in line[base : start + room]]
    widths = [_columns(cell) for cell in cells]
    middle = start - base
    if base == 0 and len(line) <= start + room and sum(widths) <= room:
        first, last = 0, len(cells)
    else:
        first, last = _window(widths, middle, room - 2 * len(_CUT))
    before = _CUT if base + first > 0 else ""
    after = _CUT if base + last < len(line) else ""
    end = min(max(span.end - 1 - base, middle), last)
    text = before + "".join(cells[first:last]) + after
    indent = len(before) + sum(widths[first:middle])
    return text, indent, max(1, sum(widths[middle:end]))


def _window(widths: list[int], middle: int, room: int) -> tuple[int, int]:
    """The range around `middle` that fits: half of it before, and what is left behind."""
    first = last = middle
    used = 0
    while first > 0 and used + widths[first - 1] <= room // 2:
        first -= 1
        used += widths[first]
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    while first > 0 and used + widths[first - 1] <= room:
        first -= 1
        used += widths[first]
    return first, last


def _clean(text: str) -> str:
    """A text that a diagnostic carries, safe to show on one line."""
    if len(text) > _MESSAGE:
        text = text[:_MESSAGE] + _CUT
    return "".join(map(_show, text))


def _show(character: str) -> str:
    """A character as it may be shown: itself, unless it could move, turn or hide text."""
    if " " <= character <= "~":
        return character
    if character == "\t":
        return "    "
    category = unicodedata.category(character)
    if category[0] in "CZ":
        return f"<U+{ord(character):04X}>"
    return character


def _columns(cell: str) -> int:
    """Columns on a terminal; East Asian wide ones take two (Unicode's annex 11)."""
    if len(cell) > 1 or cell.isascii():
        return len(cell)
    if unicodedata.combining(cell) or unicodedata.category(cell) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in "WF" else 1
