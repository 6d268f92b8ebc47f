"""Joins the path of a file and of an endpoint, and checks what comes out."""

import re

from specloom.diagnostics import rules
from specloom.resolve.view import View
from specloom.spec.syntax import EndpointDeclared, FileDeclared, Text

_SEGMENTS = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+")


def full_path(declared: EndpointDeclared, file: FileDeclared, view: View) -> str:
    """`/v1/viewer/studies` and `/by-uid` in one; `/` is the file's path itself."""
    if file.path is None:
        view.diagnostics.report(
            rules.NO_BASE_PATH, declared.path.span, hint="such as `path: /v1/studies`"
        )
        return "/"
    parts = [_checked(text, view) for text in (file.path, declared.path)]
    return "".join(part for part in parts if part != "/") or "/"


def _checked(text: Text, view: View) -> str:
    path = view.fill(text)
    why = None
    if path == "/":
        return path
    if not path.startswith("/"):
        why = "it starts with a slash"
    elif "{" in path or "}" in path:
        view.diagnostics.report(rules.NOT_YET, text.span, key="{parameter}")
    elif "//" in path or path.endswith("/"):
        why = "a part of it is empty"
    elif not _SEGMENTS.fullmatch(path):
        odd = next(c for c in path if c != "/" and not _SEGMENTS.fullmatch("/" + c))
        why = f"`{odd}` may not stand in it"
    elif any(segment in (".", "..") for segment in path.split("/")):
        why = "`.` and `..` are not segments"
    if why:
        view.diagnostics.report(rules.BAD_PATH, text.span, path=path, why=why)
    return path
