"""Targets: what is made of `ir.Api`. One module or folder per target.

Imports: `ir`, `names`, `patterns`, `formats`. A target never sees the spec's syntax.
"""
