"""A place in a spec file."""

from typing import NamedTuple


class Span(NamedTuple):
    """Lines and columns count from 1, columns in characters; `end` is the column after it.

    A place that runs over several lines ends with its first line.
    """

    file: str  # as the user would write it, with forward slashes
    line: int
    column: int
    end: int
