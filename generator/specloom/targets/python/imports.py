"""The import block of a module, in the order that linters want."""

from collections.abc import Mapping

from specloom import ir
from specloom.targets.python.layout import import_line
from specloom.targets.python.naming import relative

STANDARD = frozenset(("builtins", "collections.abc", "datetime", "functools", "typing"))


def import_block(
    needed: Mapping[str | ir.Path, set[str]], path: ir.Path, *, package: bool
) -> str:
    """Standard library, installed packages, then this package, far ones first.

    A key of `needed` is a module's name, or the path of one of this package; without names
    the module itself is imported.
    """
    standard: list[tuple[object, str]] = []
    installed: list[tuple[object, str]] = []
    own: list[tuple[object, str]] = []
    for module, names in needed.items():
        if isinstance(module, tuple):
            name = relative(module, path, package=package)
            dots = len(name) - len(name.lstrip("."))
            own.append(((-dots, name.lstrip(".")), import_line(name, sorted(names))))
        else:
            line = import_line(module, sorted(names)) if names else f"import {module}"
            block = standard if module in STANDARD else installed
            block.append(((bool(names), module), line))
    blocks = [
        "\n".join(line for _, line in sorted(standard)),
        "\n".join(line for _, line in sorted(installed)),
        "\n".join(line for _, line in sorted(own)),
    ]
    return "\n\n".join(block for block in blocks if block)
