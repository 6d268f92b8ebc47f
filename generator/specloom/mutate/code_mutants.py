"""Lists the mutants of a build's code: of its models, its builders, and what they stand on.

In: the files of a build and a selection. Out: `Mutant`s whose code has a fault. Of the modules
that are copied into every package, only what the selected modules use, directly or not.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Span
from specloom.mutate.edits import Edit, Text, annotation_edits, code_edits
from specloom.mutate.known import silent_reason, unused_reason
from specloom.mutate.mutant import Mutant
from specloom.mutate.selection import (
    Owner,
    Selection,
    Table,
    all_tables,
    home_of,
    place_of,
    touching,
    users,
)
from specloom.names import python_function
from specloom.targets.python.naming import stem

RUNTIME = ("_runtime", "_values", "_places", "_errors", "_webhooks")
_FILES = ("__init__.py", "_models.py", "_events.py")


class Named(NamedTuple):
    """A definition at the top of a module that is copied."""

    module: str
    name: str


def code_mutants(
    api: ir.Api, files: Mapping[str, str], selection: Selection
) -> Iterator[Mutant]:
    """Every mutant whose code has a fault."""
    lister = _Lister(api, files)
    for owner in selection.owners:
        yield from lister.of_owner(owner)
    for named in selection.types:
        yield from lister.of_type(named)
    if selection.field is None:
        yield from lister.of_runtime(selection)


class _Lister:
    """Lists the mutants of one build's code."""

    def __init__(self, api: ir.Api, files: Mapping[str, str]) -> None:
        self.api = api
        self.files = files
        self.texts: dict[str, Text] = {}

    def text(self, path: str) -> Text:
        """A file, parsed once."""
        if path not in self.texts:
            self.texts[path] = Text(self.files[path])
        return self.texts[path]

    def of_module(self, home: ir.Path) -> list[str]:
        """The files of a module of the package."""
        folder = "/".join((self.api.build, *home))
        return [
            path
            for path in (f"{folder}.py", *(f"{folder}/{n}" for n in _FILES))
            if path in self.files
        ]

    def of_owner(self, owner: Owner) -> Iterator[Mutant]:
        """Mutants of a class, and of the function that makes a request."""
        tables = tuple(touching(self.api, [owner]))
        names = (
            stem(owner, self.api.acronyms) if isinstance(owner, ir.Endpoint) else None
        )
        wanted = owner.name if names is None else names.params
        function = "" if names is None else python_function(owner.name)
        for path in self.of_module(home_of(owner)):
            text = self.text(path)
            for node in text.tree.body:
                edits: Iterator[Edit] = iter(())
                if isinstance(node, ast.ClassDef) and node.name == wanted:
                    edits = _class_edits(text, node, names is not None)
                elif isinstance(node, ast.FunctionDef) and node.name == function:
                    edits = _builder_edits(text, node)
                for edit in edits:
                    made = self.mutant(path, edit, place_of(owner), owner.span, tables)
                    if edit.change in _BY_NAME and "wire(" not in text.of(node):
                        made = made._replace(equivalent=_SAME_NAMES)
                    yield made

    def of_type(self, named: ir.NamedType) -> Iterator[Mutant]:
        """Mutants of a named type."""
        tables = tuple(touching(self.api, users(self.api, named)))
        for path in self.of_module(named.home):
            text = self.text(path)
            for node in text.tree.body:
                value = node.value if isinstance(node, ast.AnnAssign) else None
                if value is not None and named.name in _defined(node):
                    for edit in annotation_edits(text, value):
                        place = place_of(named)
                        yield self.mutant(path, edit, place, named.span, tables)

    def of_runtime(self, selection: Selection) -> Iterator[Mutant]:
        """Mutants of the modules that are copied."""
        homes = {home_of(owner) for owner in selection.owners}
        homes |= {named.home for named in selection.types}
        used = self.used(
            [path for home in sorted(homes) for path in self.of_module(home)]
        )
        near = tuple(touching(self.api, selection.owners))
        tables = tuple(dict.fromkeys([*near, *all_tables(self.api)]))
        for module in RUNTIME:
            path = f"{self.api.build}/{module}.py"
            if path not in self.files:
                continue
            text = self.text(path)
            for node in text.tree.body:
                if any(Named(module, name) in used for name in _defined(node)):
                    for edit in code_edits(text, node):
                        place = ".".join((module, *_around(node, edit.line)))
                        made = self.mutant(path, edit, place, None, tables)
                        # One that has a reason is tried, but not for long.
                        yield made._replace(tables=near) if made.equivalent else made

    def used(self, paths: list[str]) -> set[Named]:
        """The definitions of the copied modules that files use, directly or not."""
        needs: dict[Named, set[Named]] = {}
        for module in RUNTIME:
            path = f"{self.api.build}/{module}.py"
            if path in self.files:
                needs |= _needs(module, self.text(path).tree)
        waiting = [
            Named(home, name)
            for path in [*paths, f"{self.api.build}/_api.py"]
            for name, home in _imports(self.text(path).tree).items()
        ]
        found: set[Named] = set()
        while waiting:
            named = waiting.pop()
            if named not in found:
                found.add(named)
                waiting += needs.get(named, ())
        return found

    def mutant(
        self,
        path: str,
        edit: Edit,
        place: str,
        span: Span | None,
        tables: tuple[Table, ...],
    ) -> Mutant:
        """The mutant with one edit."""
        return Mutant(
            edit.kind,
            place,
            edit.change,
            span,
            tables,
            api=None,
            files=partial(_edited, path, self.files[path], edit),
            equivalent=silent_reason(place, edit.change),
            unused=unused_reason(self.api, place, edit.change),
        )


def _edited(path: str, text: str, edit: Edit) -> dict[str, str]:
    return {path: edit.applied(text)}


def _class_edits(text: Text, node: ast.ClassDef, is_params: bool) -> Iterator[Edit]:
    """Edits of a model: its configuration, its fields' annotations, their defaults."""
    for flag in _FLAGS["Params" if is_params else "Model"]:
        first = node.body[1] if len(node.body) > 1 else node.body[0]
        at = text.span(first)[0]
        new = f"model_config = {{{flag}}}\n    "
        yield Edit("configuration", f"{{{flag}}}", at, at, new, node.lineno)
    for member in node.body:
        if isinstance(member, ast.AnnAssign):
            yield from (
                edit._replace(change=f"{_target(member)}: {edit.change}")
                for edit in annotation_edits(text, member.annotation)
            )
            if member.value is not None and text.of(member.value) == "MISSING":
                edit = text.edit(member.value, "presence", "None")
                yield edit._replace(change=f"{_target(member)}: {edit.change}")


_FLAGS = {
    "Params": ('"extra": "allow"', '"extra": "ignore"', '"strict": False'),
    "Model": (
        '"extra": "forbid"',
        '"extra": "ignore"',
        '"strict": False',
        '"serialize_by_alias": False',
        '"validate_by_name": True',
    ),
}

_BY_NAME = ('{"serialize_by_alias": False}', '{"validate_by_name": True}')
_SAME_NAMES = "all names of this record are the same in JSON and in Python"


def _builder_edits(text: Text, node: ast.FunctionDef) -> Iterator[Edit]:
    """Edits of a builder: an argument not passed on, or another one's, or null."""
    arguments = node.args
    for argument, default in zip(
        arguments.kwonlyargs, arguments.kw_defaults, strict=True
    ):
        if default is not None:
            edit = text.edit(default, "builder", "None")
            yield edit._replace(change=f"{argument.arg}: {edit.change}")
    if arguments.kwonlyargs:
        end = text.span(arguments.kwonlyargs[0])[0]
        start = text.text.rindex("*", 0, end)
        yield Edit("builder", "arguments by position", start, end, "", node.lineno)
    last = node.body[-1]
    if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Call)):
        return
    keywords = last.value.keywords
    optional = {
        argument.arg
        for argument, default in zip(
            arguments.kwonlyargs, arguments.kw_defaults, strict=True
        )
        if default is not None
    }
    for at, keyword in enumerate(keywords):
        name = keyword.arg or ""
        start, end = text.span(keyword)
        rest = text.text[end:]
        behind = end + len(rest) - len(rest.lstrip(", "))
        line = keyword.lineno
        yield Edit("builder", f"{name} not passed on", start, behind, "", line)
        if name in optional:
            new = f"{name}=None if {name} is MISSING else {name}"
            yield Edit("builder", f"{name} sent as null", start, end, new, line)
            new = f"{name}={name} or MISSING"
            yield Edit("builder", f"{name} dropped if empty", start, end, new, line)
        for other in keywords[at + 1 : at + 2]:
            new = f"{name}={other.arg}"
            change = f"{name} is given {other.arg}"
            yield Edit("builder", change, start, end, new, line)


def _target(node: ast.AnnAssign) -> str:
    return node.target.id if isinstance(node.target, ast.Name) else ""


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement at the top of a module defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return [name]
        case _:
            return []


def _imports(tree: ast.Module) -> dict[str, str]:
    """The names that a module takes from the copied ones, and which that are."""
    return {
        alias.asname or alias.name: home
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
        for home in [(node.module or "").rpartition(".")[2]]
        if home in RUNTIME
        for alias in node.names
    }


def _needs(module: str, tree: ast.Module) -> dict[Named, set[Named]]:
    """What each definition of a module names, here and in the other copied ones."""
    taken = _imports(tree)
    own = {name for node in tree.body for name in _defined(node)}
    needs: dict[Named, set[Named]] = {}
    for node in tree.body:
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        found = {Named(module, name) for name in names & own}
        found |= {Named(taken[name], name) for name in names & taken.keys()}
        needs |= dict.fromkeys((Named(module, name) for name in _defined(node)), found)
    return needs | {
        Named(module, name): {Named(home, name)} for name, home in taken.items()
    }


def _around(node: ast.stmt, line: int) -> Iterator[str]:
    """The names of the definitions that a line stands in, the outermost first."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name
        for inner in node.body:
            if inner.lineno <= line <= (inner.end_lineno or line):
                yield from _around(inner, line)
    elif names := _defined(node):
        yield names[0]
