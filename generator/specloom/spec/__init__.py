"""Reads what the files say: from trees with positions to the syntax of the language.

Imports: `source`, `names`, `diagnostics`.
"""

from specloom.spec.load import load_spec

__all__ = ["load_spec"]
