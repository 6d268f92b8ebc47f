"""What a mutant is.

Its API or its code is made when it is tried, in the process where it is.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Span
from specloom.mutate.selection import Table


class Mutant(NamedTuple):
    """A build with one fault."""

    kind: str
    place: str  # viewer.studies.Study.severity
    change: str  # in words
    span: Span | None  # where the spec says what is changed
    tables: tuple[Table, ...]  # those that touch it, the nearest first
    api: Callable[[], ir.Api] | None  # what it says, if the fault is there
    files: Callable[[], Mapping[str, str]] | None = None  # or else files with the fault
    equivalent: str | None = None  # why nobody can tell it from the right one
    unused: str | None = None  # why the code is no part of the build; it is not tried
