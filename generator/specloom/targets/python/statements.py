"""Statements of a module that has little else: short ones stand together, long ones apart."""

from collections.abc import Sequence


def grouped(statements: Sequence[str]) -> list[str]:
    """Groups of statements, for templates that put an empty line between two groups."""
    groups: list[str] = []
    was_long = True
    for each in statements:
        is_long = "\n" in each
        if groups and not is_long and not was_long:
            groups[-1] += f"\n{each}"
        else:
            groups.append(each)
        was_long = is_long
    return groups
