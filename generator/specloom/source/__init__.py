"""Reads YAML files into trees with positions. Imports: `diagnostics` only."""

from specloom.source.reader import Source, read_source
from specloom.source.tree import Entry, Mapping, Node, Scalar, Sequence

__all__ = ["Entry", "Mapping", "Node", "Scalar", "Sequence", "Source", "read_source"]
