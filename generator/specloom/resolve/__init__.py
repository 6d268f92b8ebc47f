"""Decides words, marks and includes for one build: from the syntax to `ir.Api`.

Imports: `spec`, `ir`, `names`, `patterns`, `formats`, `diagnostics`.
"""

from specloom.resolve.builds import Build, check_spec, views_of
from specloom.resolve.resolve import resolve

__all__ = ["Build", "check_spec", "resolve", "views_of"]
