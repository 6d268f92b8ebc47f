"""Shows a matrix to a program.

In: a `Matrix`. Out: JSON data: every column, every row that was asked for, nothing folded.
"""

from specloom import ir
from specloom.lookup.matrix import Cell, Matrix, Table


def matrix_json(matrix: Matrix) -> dict[str, ir.Json]:
    """`{"api": …, "tables": [{"product": …, "columns": […], "rows": […]}]}`."""
    return {
        "api": matrix.api,
        "tables": [_table(table) for table in matrix.tables],
    }


def _table(table: Table) -> ir.Json:
    return {
        "product": table.product,
        "columns": [
            {
                "variant": column.variant,
                "release": column.release,
                "builds": list(builds),
            }
            for column, builds in zip(table.columns, table.builds, strict=True)
        ],
        "rows": [
            {
                "path": row.path,
                "kind": row.kind,
                "direction": row.direction,
                "differs": row.differs,
                "cells": [_cell(cell) for cell in row.cells],
            }
            for row in table.rows
        ],
    }


def _cell(cell: Cell | None) -> ir.Json:
    if cell is None:
        return None
    own: dict[str, ir.Json] = {
        "name": cell.name,
        "deprecated": cell.deprecated,
        "was": cell.was,
    }
    if cell.wire is not None:
        own |= {
            "wire": cell.wire,
            "required": cell.required,
            "nullable": cell.nullable,
            "type": cell.type,
        }
    return own
