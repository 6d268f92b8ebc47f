"""Imports packages from memory, and takes single files of them back for others.

In: the files of packages, path to text. Out: modules in `sys.modules`. Nothing is written to a
disk and nothing is read from one, so a test that reads source or a lock finds none.
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from types import CodeType, ModuleType


def module_name(path: str) -> str:
    """`shop.orders` for shop/orders/__init__.py."""
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class Packages(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and loads the modules of packages that are in memory only."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._paths = {module_name(path): path for path in files if path[-3:] == ".py"}
        self._texts = dict(files)
        self._code: dict[str, CodeType] = {}
        self._needs: dict[str, frozenset[str]] = {}
        for name in self._paths:
            self._read(name)

    @property
    def names(self) -> list[str]:
        """Every module, sorted."""
        return sorted(self._paths)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """The module of this name, if it is one of these."""
        place = self._paths.get(fullname)
        if place is None:
            return None
        return importlib.util.spec_from_loader(
            fullname,
            self,
            origin=f"<{place}>",
            is_package=place.endswith("/__init__.py"),
        )

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """Leaves it to the interpreter."""

    def exec_module(self, module: ModuleType) -> None:
        """Runs the code of a module."""
        exec(self._code[module.__name__], vars(module))

    def replace(self, files: Mapping[str, str]) -> None:
        """Gives files another text, and forgets every module that depends on one.

        Raises:
            SyntaxError: a text is no Python.
        """
        changed = {module_name(path) for path in files}
        forgotten = self._dependents(changed)
        for path, text in files.items():
            self._paths[module_name(path)] = path
            self._texts[path] = text
            self._read(module_name(path))
        for name in forgotten:
            sys.modules.pop(name, None)
            parent, _, last = name.rpartition(".")
            if parent in sys.modules:
                vars(sys.modules[parent]).pop(last, None)

    def _read(self, name: str) -> None:
        path = self._paths[name]
        tree = ast.parse(self._texts[path])
        self._code[name] = compile(tree, f"<{path}>", "exec", dont_inherit=True)
        package = name if path.endswith("/__init__.py") else name.rpartition(".")[0]
        self._needs[name] = frozenset(_imported(tree, package))

    def _dependents(self, changed: set[str]) -> set[str]:
        """These modules, and those that import one of them, directly or not."""
        found = set(changed)
        while more := {
            name
            for name, needs in self._needs.items()
            if name not in found and not needs.isdisjoint(found)
        }:
            found |= more
        return found


def _imported(tree: ast.AST, package: str) -> set[str]:
    """The modules that a module imports, wherever in it; names of modules as well."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = parents[: len(parents) - node.level + 1] if node.level else []
            home = ".".join([*base, *([node.module] if node.module else [])])
            found |= {home, *(f"{home}.{alias.name}" for alias in node.names)}
    return found
