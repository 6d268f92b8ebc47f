"""Single edits of Python text: an option flipped or dropped, a check dropped, a test turned.

In: a module's syntax tree and text. Out: `Edit`s: the text that takes the place of another, and
what that is in words. Which nodes are looked at is decided by the caller.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from specloom.patterns import Problem, parse_pattern, relatives

Node = ast.expr | ast.stmt | ast.keyword | ast.arg


class Edit(NamedTuple):
    """A piece of text in the place of another."""

    kind: str
    change: str
    start: int  # in characters of the text
    end: int
    new: str
    line: int

    def applied(self, text: str) -> str:
        """The text with the edit."""
        return text[: self.start] + self.new + text[self.end :]


class Text:
    """A module's text, in which nodes of its tree can be found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._lines = [0]
        for line in text.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._raw = text.splitlines(keepends=True)

    def at(self, line: int, column: int) -> int:
        """A place of a node, which counts bytes of UTF-8, in characters of the text."""
        raw = self._raw[line - 1]
        if not raw.isascii():
            column = len(raw.encode()[:column].decode())
        return self._lines[line - 1] + column

    def span(self, node: Node) -> tuple[int, int]:
        """Where a node begins and ends."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self.at(node.lineno, node.col_offset)
        return start, self.at(node.end_lineno, node.end_col_offset)

    def of(self, node: Node) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def edit(self, node: Node, kind: str, new: str) -> Edit:
        """Another text for a node."""
        start, end = self.span(node)
        change = f"`{_short(self.text[start:end])}` → `{_short(new)}`"
        return Edit(kind, change, start, end, new, node.lineno)

    def without(self, items: list[ast.expr], at: int, kind: str) -> Edit:
        """One of several that are separated by commas, dropped."""
        start, end = self.span(items[at])
        if at:
            start = self.span(items[at - 1])[1]
        elif items[1:]:
            end = self.span(items[1])[0]
        change = f"without `{_short(self.of(items[at]))}`"
        return Edit(kind, change, start, end, "", items[at].lineno)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else f"{plain[:57]}..."


_OPTIONS = {
    "forbid": ("allow", "ignore"),
    "allow": ("forbid", "ignore"),
    "always": ("never",),
    "left_to_right": ("smart",),
    "json": ("always",),
}
_SILENT = ("bound", "slots")
"""Options that change nothing but memory and what type checkers say."""

_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


def code_edits(text: Text, root: ast.stmt) -> Iterator[Edit]:
    """Edits of code: options, checks, conditions, comparisons and patterns."""
    for node in ast.walk(root):
        match node:
            case ast.Call():
                yield from _options(text, node)
            case ast.Raise():
                yield text.edit(node, "validator", "pass")
            case ast.Compare():
                yield from _comparisons(text, node)
            case ast.BoolOp():
                yield from _connected(text, node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield text.edit(node, "condition", text.of(operand))
            case ast.IfExp(test=test) | ast.If(test=test):
                if isinstance(test, ast.Name | ast.Attribute | ast.Call):
                    yield text.edit(test, "condition", f"not {text.of(test)}")
            case ast.Constant(value=str() as value):
                yield from _pattern(text, node, value)


def _comparisons(text: Text, node: ast.Compare) -> Iterator[Edit]:
    """Each comparison of a chain turned; and the chain without its first or last part."""
    parts = [text.of(part) for part in (node.left, *node.comparators)]
    signs = [_SIGNS[type(operator)] for operator in node.ops]
    chains = [
        (parts, [*signs[:at], _COMPARED[type(operator)], *signs[at + 1 :]])
        for at, operator in enumerate(node.ops)
    ]
    if len(signs) > 1:
        chains += [(parts[1:], signs[1:]), (parts[:-1], signs[:-1])]
    for (first, *others), between in chains:
        pairs = zip(between, others, strict=True)
        new = " ".join([first, *(f"{sign} {other}" for sign, other in pairs)])
        yield text.edit(node, "condition", new)


def _connected(text: Text, node: ast.BoolOp) -> Iterator[Edit]:
    """`and` for `or` and the other way round; and each part dropped."""
    parts = [
        f"({text.of(part)})" if isinstance(part, ast.BoolOp) else text.of(part)
        for part in node.values
    ]
    own, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    found = [f" {other} ".join(parts)]
    found += [f" {own} ".join(parts[:at] + parts[at + 1 :]) for at in range(len(parts))]
    for new in found:
        # A part may stand on lines of its own, which only brackets allow.
        yield text.edit(node, "condition", f"({new})" if "\n" in new else new)


def _options(text: Text, call: ast.Call) -> Iterator[Edit]:
    kind = "configuration" if _is_config(call) else "option"
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg in _SILENT:
            continue
        match keyword.value:
            case ast.Constant(value=bool() as value):
                yield text.edit(keyword, kind, f"{keyword.arg}={not value}")
            case ast.Constant(value=str() as value) if value in _OPTIONS:
                for other in _OPTIONS[value]:
                    yield text.edit(keyword, kind, f'{keyword.arg}="{other}"')
            case _:
                start, end = text.span(keyword)
                rest = text.text[end:]
                end += len(rest) - len(rest.lstrip(", "))
                change = f"without `{_short(text.of(keyword))}`"
                yield Edit(kind, change, start, end, "", keyword.lineno)


def _is_config(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "ConfigDict"


def _pattern(text: Text, node: ast.Constant, value: str) -> Iterator[Edit]:
    if not (value.startswith("^") and value.endswith("$")):
        return
    if not isinstance(parse_pattern(value), Problem):
        for change, pattern in relatives(value):
            edit = text.edit(node, "pattern", repr(pattern))
            yield edit._replace(change=f"{_short(value)}: {change}")


def annotation_edits(text: Text, annotation: ast.expr) -> Iterator[Edit]:
    """Each annotation of `Annotated[…]` dropped, and enums that are no longer open."""
    for node in ast.walk(annotation):
        match node:
            case ast.Subscript(
                value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[base, *metadata])
            ):
                if len(metadata) == 1:
                    inner = text.of(base)
                    bare = f"({inner})" if "\n" in inner else inner
                    edit = text.edit(node, "validator", bare)
                    change = f"without `{_short(text.of(metadata[0]))}`"
                    yield edit._replace(change=change)
                    continue
                for at in range(1, len(metadata) + 1):
                    yield text.without([base, *metadata], at, "validator")
            case ast.Subscript(value=ast.Name(id="Open"), slice=inside):
                yield text.edit(node, "validator", text.of(inside))
