"""Mistakes as data: a code, spans, a message, a hint; and the text that shows them.

Imported by everyone, imports nobody. `rules` is the registry of codes: a new diagnostic is one
line there and one `report` where the mistake is seen.
"""

from specloom.diagnostics.diagnostic import Diagnostic, Diagnostics, Related, Rule
from specloom.diagnostics.span import Span
from specloom.diagnostics.suggest import nearest

__all__ = ["Diagnostic", "Diagnostics", "Related", "Rule", "Span", "nearest"]
