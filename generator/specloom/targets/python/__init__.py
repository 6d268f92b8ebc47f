"""The Python target: a package of pydantic models, builders, strategies and tests.

Imports: `ir`, `names`, `patterns`, `formats`, `diagnostics`. `package` puts it together;
`modules`, `strategies` and `tests` write one kind of file each.
"""
