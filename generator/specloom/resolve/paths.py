"""Joins the path of a file and of an endpoint, and checks what comes out."""

import re

from specloom.diagnostics import rules
from specloom.names import MEMBER
from specloom.resolve.view import View
from specloom.spec.language import SEGMENTS
from specloom.spec.syntax import EndpointDeclared, FileDeclared, Text

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ALLOWED = "letters, digits, `-`, `.`, `_` and `~`"
_WITH_COLON = re.compile(r"/:([A-Za-z_][A-Za-z0-9_]*)")  # as other tools write them


def written_placeholders(text: Text) -> list[Text]:
    """What stands in braces in a path, as it is written there."""
    return [
        Text(match[1], text.part(match.start(1), match.end(1)))
        for match in _PLACEHOLDER.finditer(text.text)
    ]


def placeholders(path: str) -> list[str]:
    """The names in braces, in their order."""
    return [name for name in _PLACEHOLDER.findall(path) if MEMBER.fullmatch(name)]


def shape(path: str) -> str:
    """The path without the names in braces: two of one shape are the same to a server."""
    for name in placeholders(path):
        path = path.replace(f"{{{name}}}", "{}")
    return path


def full_path(declared: EndpointDeclared, file: FileDeclared, view: View) -> str:
    """`/v1/viewer/studies` and `/by-uid/{uid}` in one; `/` is the file's path itself."""
    if file.path is None:
        return "".join(f"/{part.text}" for part in file.place) + declared.path.text
    parts = [_checked(text, view) for text in (file.path, declared.path)]
    path = "".join(part for part in parts if part != "/") or "/"
    names = placeholders(path)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        why = f"`{{{twice}}}` stands in it twice"
        view.diagnostics.report(rules.BAD_PATH, declared.path.span, path=path, why=why)
    return path


def _checked(text: Text, view: View) -> str:
    path = view.fill(text)
    if path != "/":
        why = _problem(path)
        if why and view.is_spoilt(text, _is_good, _ALLOWED, "a path"):
            return path
        if why and view.knows(text):
            view.diagnostics.report(rules.BAD_PATH, text.span, path=path, why=why)
    return path


def _is_good(path: str) -> bool:
    return _problem(path) is None


def _problem(path: str) -> str | None:
    for name in _PLACEHOLDER.findall(path):
        if not MEMBER.fullmatch(name):
            return f"`{{{name}}}` is not a parameter: a name stands in braces"
    plain = _PLACEHOLDER.sub("x", path)
    if not path.startswith("/"):
        return "a path starts with a slash"
    if (name := _WITH_COLON.search(path)) is not None:
        return f"a parameter is written `{{{name[1]}}}`"
    if "{" in plain or "}" in plain:
        return "a brace is not closed: a parameter is `{name}`"
    if "}{" in path:
        return "two parameters stand side by side"
    if "//" in path or path.endswith("/"):
        return "a part of it is empty"
    if not SEGMENTS.fullmatch(plain):
        odd = next(c for c in plain if c != "/" and not SEGMENTS.fullmatch("/" + c))
        return f"`{odd}` may not stand in it"
    if any(segment in (".", "..") for segment in path.split("/")):
        return "`.` and `..` are not segments"
    return None
