"""Shows a matrix to a person: as text that fits a screen, or in Markdown.

In: a `Matrix`, the width of the screen. Out: a text. Columns that have the same stand as one; a
table that is too wide is cut into groups of columns, each with the heads of the rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from specloom.diagnostics.colour import Style, Styler
from specloom.lookup.matrix import Cell, Direction, Matrix, Row, Table, alike
from specloom.lookup.overview import Column
from specloom.lookup.screen import clean, filled, folded, padded, width

_GAP = 2  # blanks between columns
_LEAST = 8  # columns of the screen that the heads of rows have at least
_INDENT = "  "
_DIRECTIONS: tuple[tuple[Direction, str], ...] = (
    ("request", "requests"),
    ("response", "answers"),
)
_LEGEND = {
    "req": "always there",
    "opt": "may be left out",
    "yes": "there",
    "-": "not there",
    "0": "may be null",
    "~": "deprecated",
    "w": "each variant has its own name for it",
    "r": "renamed",
    "t": "another type, or other limits",
    "*": "not as in the first column",
}


class Mark(NamedTuple):
    """A cell as it is shown."""

    state: str  # `req`, `opt`, `yes` or `-`
    signs: str  # what else there is to say
    style: Style | None  # None: as in the first column

    @property
    def text(self) -> str:
        """Both."""
        return " ".join(filter(None, (self.state, self.signs)))


class Line(NamedTuple):
    """A row as it is shown; without marks it is a heading."""

    head: str
    marks: tuple[Mark, ...]


class Section(NamedTuple):
    """What is shown as one table; a column stands for all that have the same."""

    title: str
    columns: tuple[tuple[Column, ...], ...]
    rows: tuple[tuple[Row, tuple[Mark, ...]], ...]


def matrix_text(matrix: Matrix, room: int | None, paint: Styler) -> str:
    """The matrix for a terminal of `room` columns; None folds nothing."""
    groups = alike(matrix)
    lines = [line for text in _headlines(matrix, groups) for line in folded(text, room)]
    sections = list(_sections(matrix, groups))
    for section in sections:
        title = folded(section.title, room)
        lines += ["", *(paint(line, "strong") for line in title)]
        lines += _laid_out(section, room, paint)
    legend = [f"{sign} {text}" for sign, text in _legend(sections)]
    lines += ["", *filled(legend, room)]
    return "\n".join(lines).strip("\n") + "\n"


def matrix_markdown(matrix: Matrix) -> str:
    """The matrix as tables of Markdown, a full path in every row."""
    groups = alike(matrix)
    lines = list(_headlines(matrix, groups))
    sections = list(_sections(matrix, groups))
    for section in sections:
        heads = [", ".join(map(_named, group)) for group in section.columns]
        lines += ["", f"## {_escaped(section.title)}", ""]
        lines.append("| " + " | ".join(["path", *map(_escaped, heads)]) + " |")
        lines.append("|---" * (len(heads) + 1) + "|")
        for row, marks in section.rows:
            cells = [f"**{m.text}**" if m.style else m.text for m in marks]
            lines.append(f"| {' | '.join([_code(row.path), *cells])} |")
    legend = [
        f"**bold**: {text}" if sign == "*" else f"{_code(sign)} {text}"
        for sign, text in _legend(sections)
    ]
    return "\n".join([*lines, "", "; ".join(legend)]).strip("\n") + "\n"


def _escaped(text: str) -> str:
    for sign in "\\`*_|<>[]#":
        text = text.replace(sign, f"\\{sign}")
    return text


def _code(path: str) -> str:
    """A path as code in a cell; a vertical bar ends a cell even there."""
    return f"`{clean(path).replace('|', '&#124;').replace('`', chr(39))}`"


def _headlines(matrix: Matrix, groups: list[list[Column]]) -> Iterator[str]:
    """What holds for all tables."""
    if not matrix.tables:
        if matrix.empty:
            yield "There are no fields in it; `specloom explain` shows what it is."
        else:
            yield "Nothing differs."
        return
    same = [" = ".join(map(_named, group)) for group in groups if len(group) > 1]
    worded = any(row.worded for table in matrix.tables for row in table.rows)
    if same:
        yield f"{'; '.join(same)}{', but for names' if worded else ''}."
    if matrix.unbuilt:
        yield f"No build shows {', '.join(map(_named, matrix.unbuilt))}."


def _named(column: Column) -> str:
    return clean(f"{column.variant} {column.release}")


def _sections(matrix: Matrix, groups: list[list[Column]]) -> Iterator[Section]:
    for table in matrix.tables:
        own = (tuple(c for c in group if c in table.columns) for group in groups)
        columns = tuple(group for group in own if group)
        for direction, title in _DIRECTIONS:
            owners = {row.owner for row in table.rows if row.direction == direction}
            rows = tuple(
                (row, _marks(row, _narrowed(row, table, columns)))
                for row in table.rows
                if row.direction == direction
                or (row.direction is None and direction == "request")
                or (row.direction is None and row.path in owners)
            )
            if rows:
                name = clean(table.product or "shared")
                yield Section(f"{name}, {title}", columns, rows)


def _narrowed(
    row: Row, table: Table, columns: tuple[tuple[Column, ...], ...]
) -> tuple[Cell | None, ...]:
    """One cell for each group of columns."""
    cells = dict(zip(table.columns, row.cells, strict=True))
    return tuple(cells[group[0]] for group in columns)


def _marks(row: Row, cells: tuple[Cell | None, ...]) -> tuple[Mark, ...]:
    first = next((cell for cell in cells if cell is not None), None)
    marks = []
    for cell in cells:
        if cell is None or first is None:
            marks.append(Mark("-", "", "error" if cells[0] else None))
            continue
        state = "req" if cell.required else "opt"
        signs = [
            ("0", cell.nullable),
            ("~", cell.deprecated is not None),
            ("w", row.worded),
            ("r", cell.written != first.written),
            ("t", cell.shape != first.shape),
        ]
        style: Style | None = None
        if cells[0] is None:
            style = "good"
        elif cell.key != cells[0].key:
            style = "warning"
        marks.append(
            Mark(
                state if cell.wire is not None else "yes",
                "".join(sign for sign, here in signs if here),
                style,
            )
        )
    return tuple(marks)


def _legend(sections: Iterable[Section]) -> list[tuple[str, str]]:
    """The marks that are used, and what they mean."""
    used = set()
    for section in sections:
        for _, marks in section.rows:
            for mark in marks:
                used |= {mark.state, *mark.signs, *("*" if mark.style else "")}
    return [(sign, text) for sign, text in _LEGEND.items() if sign in used]


def _lines(rows: Iterable[tuple[Row, tuple[Mark, ...]]]) -> Iterator[Line]:
    """The rows below what holds them; fields that come and go with it are only counted."""
    for owner, below in groupby(rows, key=lambda pair: pair[0].owner or pair[0].path):
        own: tuple[Mark, ...] = ()
        head = clean(owner)
        fields = []
        for row, marks in below:
            if row.owner is None:
                own, head = marks, clean(_with_old_names(row.path, row))
            else:
                fields.append((row, marks))
        there = tuple(mark.state != "-" for mark in own)
        told = [pair for pair in fields if not _follows(pair[1], there)]
        count = len(fields) - len(told)
        if count:
            head += f" (and its {count} field{'s' if count > 1 else ''})"
        yield Line(head, own)
        yield from (
            Line(_INDENT + clean(_with_old_names(row.name, row)), marks)
            for row, marks in told
        )


def _with_old_names(text: str, row: Row) -> str:
    """A row's name or path, and what it was called before."""
    old = {cell.written for cell in row.cells if cell is not None} - {row.name}
    return f"{text} (was {', '.join(sorted(old))})" if old else text


def _follows(marks: tuple[Mark, ...], there: tuple[bool, ...]) -> bool:
    """Whether a field is there whenever its owner is, which is not always, and never other."""
    texts = {mark.text for mark, here in zip(marks, there, strict=False) if here}
    others = {mark.state for mark, here in zip(marks, there, strict=False) if not here}
    return bool(others) and others == {"-"} and len(texts) == 1 and "-" not in texts


def _laid_out(section: Section, room: int | None, paint: Styler) -> Iterator[str]:
    """The table, in as many groups of columns as it takes."""
    lines = list(_lines(section.rows))
    heads = [_head(group) for group in section.columns]
    texts = [
        [("* " if mark.style else "  ") + mark.text for mark in line.marks]
        for line in lines
    ]
    widths = [
        max(
            [width(text) for row in texts if row for text in (row[at],)]
            + list(map(width, head))
        )
        for at, head in enumerate(heads)
    ]
    longest = max(width(line.head) for line in lines)
    first = _room_for_heads(longest, widths, room)
    for start, end in _groups(widths, first, room):
        depth = max(len(head) for head in heads[start:end])
        for level in range(depth):
            cells = [" " * first]
            for at in range(start, end):
                head = heads[at]
                missing = depth - len(head)
                text = head[level - missing] if level >= missing else ""
                cells.append(padded(text, widths[at]))
            yield (" " * _GAP).join(cells).rstrip()
        for line, row in zip(lines, texts, strict=True):
            yield from _row(line, row, (start, end), first, widths, paint)
        if end < len(heads):
            yield ""


def _head(group: tuple[Column, ...]) -> list[str]:
    """The lines above a column: the variants and the release that it stands for."""
    variants = list(dict.fromkeys(clean(column.variant) for column in group))
    releases = list(dict.fromkeys(clean(column.release) for column in group))
    if len(variants) * len(releases) == len(group):
        return ["  " + text for text in (*variants, *releases)]
    return ["  " + _named(column) for column in group]


def _room_for_heads(longest: int, widths: Sequence[int], room: int | None) -> int:
    """How wide the heads of rows are: as they are if all fits, else about half."""
    needed = sum(each + _GAP for each in widths)
    if room is None or longest + needed <= room:
        return longest
    widest = max(widths) + _GAP
    return min(longest, max(_LEAST, room - needed, min(room // 2, room - widest)))


def _groups(
    widths: Sequence[int], first: int, room: int | None
) -> Iterator[tuple[int, int]]:
    """Which columns stand beside each other; at least one does."""
    start = 0
    while start < len(widths):
        end, used = start + 1, first + _GAP + widths[start]
        while end < len(widths) and (room is None or used + _GAP + widths[end] <= room):
            used += _GAP + widths[end]
            end += 1
        yield start, end
        start = end


def _row(
    line: Line,
    texts: list[str],
    part: tuple[int, int],
    first: int,
    widths: Sequence[int],
    paint: Styler,
) -> Iterator[str]:
    """A row; its head in several lines where it is too long for one."""
    indent = _INDENT if line.head.startswith(_INDENT) else ""
    heads = folded(line.head.strip(), first - len(indent))
    cells = []
    for at in range(*part) if texts else ():
        style = line.marks[at].style
        text = padded(texts[at], widths[at]) if at + 1 < part[1] else texts[at]
        cells.append(paint(text, style) if style else text)
    for number, head in enumerate(heads):
        text = padded(indent + head, first)
        if number == 0 and cells:
            text = (" " * _GAP).join([text, *cells])
        yield text.rstrip()
