"""Reads YAML files into trees with positions. Imports: `diagnostics` only."""

from specloom.source.reader import Reader, Source, read_source, read_text
from specloom.source.tree import Entry, Mapping, Node, Scalar, Sequence

__all__ = [
    "Entry",
    "Mapping",
    "Node",
    "Reader",
    "Scalar",
    "Sequence",
    "Source",
    "read_source",
    "read_text",
]
