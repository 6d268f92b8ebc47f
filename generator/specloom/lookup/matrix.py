"""Which view has what: a row for each field, a column for each variant at each release.

In: `Parts`. Out: `Table`s of one product each, as plain data. What is only called otherwise by
a word of the vocabulary is the same; the row says that its name has a word.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from specloom import ir
from specloom.lookup.notation import Shape, Shapes, written
from specloom.lookup.overview import Column, Overview
from specloom.lookup.parts import SENT, Kind, Part, Parts, Place
from specloom.names import python_member

Direction: TypeAlias = Literal["request", "response"]


class Cell(NamedTuple):
    """What one view has of a field, an endpoint, a webhook or a record."""

    name: str
    wire: str | None  # None: it is no field
    required: bool
    nullable: bool
    deprecated: str | None
    was: str | None
    type: str | None  # in the notation of the language
    shape: Shape  # of the type, apart from words: two of one shape are the same
    written: str  # the name, words put back
