"""Specloom: one YAML spec in, one Python package per build out.

The pipeline, a folder or module a stage: `source` (YAML with positions) → `spec` (what the
files say) → `resolve` (what one build sees: `ir.Api`) → `targets` (files as text) → `output`
(compare, write, lock). This module is imported by every command, so it imports nothing.
"""

__version__ = "0.1.0"
