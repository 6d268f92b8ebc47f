"""What a YAML parser complains about, as data.

In: PyYAML's exception and the text. Out: a `Trouble`, which `source.syntax` puts into plain
words. May import: `diagnostics`, PyYAML.
"""

from typing import NamedTuple

import yaml

from specloom.diagnostics import Span
from specloom.diagnostics.lines import lines_of


class Before(NamedTuple):
    """What had been read when a parser gave up."""

    quoted: Span | None  # a quoted scalar of many lines, just before
    flow: Span | None  # the innermost bracket or brace that is still open


class Trouble(NamedTuple):
    """What a parser says, and the two places it names: lines and columns from 0."""

    file: str
    lines: list[str]
    said: str  # "context: problem", in the parser's words
    at: tuple[int, int]
    context: tuple[int, int]  # where that began which it was reading
    before: Before

    @property
    def line(self) -> str:
        """The problem's line."""
        return self.lines[self.at[0]]

    @property
    def char(self) -> str:
        """The character at the problem; empty at the end of the text."""
        return self.line[self.at[1] : self.at[1] + 1]

    @property
    def left(self) -> str:
        """What stands on the problem's line before it."""
        return self.line[: self.at[1]]

    @property
    def above(self) -> str:
        """The last line before the problem's that is not empty."""
        for line in reversed(self.lines[: self.at[0]]):
            if line.strip():
                return line
        return ""

    @property
    def opener(self) -> str:
        """The character at the context."""
        line, column = self.context
        return self.lines[line][column : column + 1]

    def span(self, start: int | None = None, width: int = 1) -> Span:
        """The problem's place; or one on its line, `start` counting from 0."""
        line, column = self.at
        column = (column if start is None else start) + 1
        return Span(self.file, line + 1, column, column + width)

    def context_span(self, width: int = 1) -> Span:
        """The context's place."""
        line, column = self.context
        return Span(self.file, line + 1, column + 1, column + 1 + width)


def trouble_of(error: Exception, text: str, file: str, before: Before) -> Trouble:
    """The parts of what a parser threw after it had read `before` of `text`."""
    lines = lines_of(text)
    if not isinstance(error, yaml.MarkedYAMLError):
        said = str(error).split("\n")[0]
        return Trouble(file, lines, said, (0, 0), (0, 0), before)
    said = ": ".join(filter(None, (error.context, error.problem)))
    at = _point(error.problem_mark or error.context_mark, lines)
    context = _point(error.context_mark, lines) if error.context_mark else at
    return Trouble(file, lines, said, at, context, before)


def _point(mark: yaml.Mark | None, lines: list[str]) -> tuple[int, int]:
    """A mark's line and column; libyaml's end of a text can be a line behind it."""
    if mark is None:
        return 0, 0
    if mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, min(mark.column, len(lines[mark.line]))
