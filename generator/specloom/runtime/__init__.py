"""Code that does not vary: real modules, tested and type-checked here, copied as they are.

`_runtime.py` and `_values.py` go to the root of every package, `_strategies.py` to its
strategies and `_tables.py` to its tests. They import pydantic (and hypothesis, pytest) but
nothing of specloom: a package works where specloom is not installed.
"""
