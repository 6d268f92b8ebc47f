"""What an editor knows of a spec: a JSON Schema (draft-07) of each kind of file.

In: a kind of file. Out: the schema, made from the tables of `spec.language`. It refuses nothing
that the reader takes; what a schema can't say is left to `specloom check`.
"""

from specloom.editors.schema import FILES, editor_schema

__all__ = ["FILES", "editor_schema"]
