"""Draws places of one file: their source lines, and marks with labels below them.

In: the lines of a file and the marks. Out: lines of text. Imports: `diagnostics`.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from specloom.diagnostics.colour import Style, Styler
from specloom.diagnostics.span import Span
from specloom.diagnostics.visible import cell, columns

CUT = "..."
_WIDTH = 100  # columns of a source line with its number; longer ones are cut


class Mark(NamedTuple):
    """A place to be marked; the label is safe to show, and empty if there is none."""

    span: Span
    sign: str  # `^` where the mistake is, `-` at a second place
    label: str = ""

    @property
    def style(self) -> Style:
        """What the mark and its label look like."""
        return "error" if self.sign == "^" else "frame"


class _Drawn(NamedTuple):
    """A mark in columns of what is shown of its line, from 0."""

    mark: Mark
    start: int
    end: int


class Canvas(NamedTuple):
    """What all snippets of a mistake share."""

    gutter: int  # columns of the line numbers
    paint: Styler
    encoding: str

    def margin(self, text: str = "") -> str:
        """The left side of a line, behind a line number or none."""
        return self.paint(f"{text:>{self.gutter}} |", "frame")


def snippet(page: Sequence[str], marks: Sequence[Mark], canvas: Canvas) -> list[str]:
    """The lines with marks, in their order; what lies between two of them is elided.

    Every mark stands on a line that `page` has. One line between two is shown, more are
    `...`. Marks of one line share it if they fit into it side by side.
    """
    out = [canvas.margin()]
    last = None
    ordered = sorted(marks, key=lambda mark: mark.span.line)
    for line, here in groupby(ordered, key=lambda mark: mark.span.line):
        if last is not None and line - last == 2:
            out += _source_line(page, line - 1, [], canvas)
        elif last is not None and line - last > 2:
            out.append(canvas.paint(CUT, "frame"))
        out += _source_line(page, line, list(here), canvas)
        last = line
    return out


def _source_line(
    page: Sequence[str], number: int, marks: Sequence[Mark], canvas: Canvas
) -> list[str]:
    """A line and the lines that mark it; several times if its marks are far apart."""
    line = page[number - 1]
    room = _WIDTH - canvas.gutter - 3
    starts = [min(mark.span.column - 1, len(line)) for mark in marks]
    window = _Window.around(line, min(starts, default=0), room, canvas.encoding)
    ends = [min(mark.span.end - 1, len(line)) for mark in marks]
    if len(marks) > 1 and max(*starts, *ends) > window.end:
        return [
            row for mark in marks for row in _source_line(page, number, [mark], canvas)
        ]
    text = window.text.rstrip()
    out = [canvas.margin(str(number)) + (f" {text}" if text else "")]
    drawn = [_Drawn(mark, *window.columns(mark.span)) for mark in marks]
    out += [f"{canvas.margin()} {row}" for row in _mark_lines(drawn, canvas.paint)]
    return out


def _mark_lines(drawn: Sequence[_Drawn], paint: Styler) -> list[str]:
    """The marks of a line; the last one's label stands behind it, the others' hang below."""
    if not drawn:
        return []
    end = max(one.end for one in drawn)
    marks = _Row()
    for one in sorted(drawn, key=lambda one: one.mark.sign):
        marks.put(one.start, one.mark.sign * (one.end - one.start), one.mark.style)
    labelled = sorted((one for one in drawn if one.mark.label), key=_place)
    if labelled and labelled[-1].end == end:
        inline = labelled.pop().mark
        marks.put(end + 1, inline.label, inline.style)
    rows = [marks]
    if labelled:
        rows.append(_hung(labelled))
    while labelled:
        one = labelled.pop()
        row = _hung([other for other in labelled if other.start < one.start])
        row.put(one.start, one.mark.label, one.mark.style)
        rows.append(row)
    return [row.painted(paint) for row in rows]


def _place(one: _Drawn) -> tuple[int, int]:
    return one.start, one.end


def _hung(drawn: Sequence[_Drawn]) -> "_Row":
    """What leads from marks down to their labels."""
    row = _Row()
    for one in drawn:
        row.put(one.start, "|", one.mark.style)
    return row


class _Cell(NamedTuple):
    character: str
    style: Style | None


_BLANK = _Cell(" ", None)


class _Row:
    """A line of text that is written at columns, later text over earlier."""

    __slots__ = ("_cells",)

    def __init__(self) -> None:
        self._cells: dict[int, _Cell] = {}

    def put(self, column: int, text: str, style: Style) -> None:
        """Writes a text."""
        for offset, character in enumerate(text):
            self._cells[column + offset] = _Cell(character, style)

    def painted(self, paint: Styler) -> str:
        """The line, every piece in its style."""
        width = max(self._cells) + 1
        cells = [self._cells.get(column, _BLANK) for column in range(width)]
        parts = []
        for _, group in groupby(cells, key=lambda one: one.style):
            alike = list(group)
            text = "".join([one.character for one in alike])
            style = alike[0].style
            parts.append(text if style is None else paint(text, style))
        return "".join(parts)


class _Window(NamedTuple):
    """What is shown of a line: the characters from `first` to before `end`, from 0."""

    text: str
    first: int
    end: int
    indent: int  # columns before the character `first`
    widths: list[int]  # columns of each character shown

    @classmethod
    def around(cls, line: str, start: int, room: int, encoding: str) -> "_Window":
        """What fits into `room` columns, all of the line or the part around `start`."""
        base = max(
            0, start - room
        )  # a character may have no width: bound the work as well
        cells = [cell(character, encoding) for character in line[base : start + room]]
        widths = [columns(shown) for shown in cells]
        if base == 0 and len(line) <= start + room and sum(widths) <= room:
            first, end = 0, len(cells)
        else:
            first, end = _fitting(widths, start - base, room - 2 * len(CUT))
        before = CUT if base + first > 0 else ""
        after = CUT if base + end < len(line) else ""
        text = before + "".join(cells[first:end]) + after
        return cls(text, base + first, base + end, len(before), widths[first:end])

    def columns(self, span: Span) -> tuple[int, int]:
        """The columns that a place takes, at least one; behind the text if it is there."""
        start = min(span.column - 1, self.end) - self.first
        end = max(min(span.end - 1, self.end) - self.first, start)
        left = self.indent + sum(self.widths[:start])
        return left, left + max(1, sum(self.widths[start:end]))


def _fitting(widths: list[int], middle: int, room: int) -> tuple[int, int]:
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
