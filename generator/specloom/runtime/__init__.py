"""Code that does not vary: real modules, tested and type-checked here, copied as they are.

Each goes to the same place in every package. They import pydantic (and, in strategies and
tests, hypothesis) but nothing of specloom: a package works where specloom is not installed.
"""
