"""The tree of a YAML file: what stands where, before anybody asks what it means.

Scalars keep their text and whether it was quoted; nothing is turned into a number, a truth
value or a date here, because only the reader of a key knows which one is wanted.
"""

from typing import NamedTuple, TypeAlias

from specloom.diagnostics import Span


class Scalar(NamedTuple):
    """Text. `plain`: it stood without quotes and not in a block (`|`, `>`)."""

    span: Span
    text: str
    plain: bool


class Sequence(NamedTuple):
    """Items in the file's order. `flow`: written with brackets."""

    span: Span
    items: "tuple[Node, ...]"
    flow: bool = False


class Entry(NamedTuple):
    """A key and its value."""

    key: Scalar
    value: "Node"


class Mapping(NamedTuple):
    """Entries in the file's order; no key stands twice. `flow`: written with braces.

    `written`: all entries, if keys do stand twice behind one with nothing below it. That is
    reported: a part is indented too little, or a name too far.
    """

    span: Span
    entries: tuple[Entry, ...]
    flow: bool
    written: tuple[Entry, ...] = ()


Node: TypeAlias = Scalar | Sequence | Mapping
