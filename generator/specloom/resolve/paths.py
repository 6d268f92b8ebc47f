"""Joins the path of a file and of an endpoint, and checks what comes out."""

import re
from collections.abc import Container

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


def full_path(
    declared: EndpointDeclared, file: FileDeclared, view: View, params: Container[str]
) -> str:
    """`/v1/viewer/studies` and `/by-uid/{uid}` in one; `/` is the file's path itself.

    `params` are the names that may stand in braces.
    """
    if file.path is None:
        return "".join(f"/{part.text}" for part in file.place) + declared.path.text
    own = _without(file.path, declared.path, view)
    used = placeholders(view.fill(file.path) + view.fill(own))
    paths = " ".join(each.path.text for each in file.endpoints)
    texts = file.path, _in_braces(own, params, used, paths, view)
    path = "".join(part for t in texts if (part := _checked(t, view)) != "/") or "/"
    names = placeholders(path)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        why = f"`{{{twice}}}` stands in it twice"
        view.diagnostics.report(rules.BAD_PATH, declared.path.span, path=path, why=why)
    return path


def _without(base: Text, own: Text, view: View) -> Text:
    """An endpoint's path without the file's, if it is written in front of it once more."""
    is_whole = base.text.count("/") > 1 and f"{own.text}/".startswith(f"{base.text}/")
    if not is_whole:
        return own
    rest = Text(
        own.text[len(base.text) :] or "/", own.part(len(base.text), len(own.text))
    )
    view.diagnostics.report(
        rules.BAD_PATH,
        own.part(0, len(base.text)),
        hint=f"did you mean `{rest.text}`?",
        path=own.text,
        why="the `path` of the file stands before it already",
    )
    return rest


def _in_braces(
    own: Text, params: Container[str], used: list[str], paths: str, view: View
) -> Text:
    """An endpoint's path; a segment that only lacks the braces of a parameter gets them.

    `used` are those that the path has already, `paths` all of the file: `/order` is right
    beside `/order/{order}`.
    """
    if any(name not in params for name in (*used, *placeholders(paths))):
        return own  # one of them is misspelled, or not declared
    segments = own.text.split("/")
    at = 0
    for number, segment in enumerate(segments):
        text = Text(segment, own.part(at, at + len(segment)))
        at += len(segment) + 1
        name = view.fill(text)
        meant = f"{{{segment}}}"
        whole = "/".join([*segments[:number], meant, *segments[number + 1 :]])
        if whole in paths.split():
            continue  # that path is there, too: both are meant
        if name in params and name not in used and f"/{segment}/{{" not in paths:
            segments[number] = meant
            way_out = "if it is meant as it stands, call the parameter otherwise"
            view.diagnostics.report(
                rules.BAD_PATH,
                text.span,
                hint=f"did you mean `{meant}`? {way_out}",
                path=own.text,
                why=f"`{segment}` is a parameter, and stands without braces",
            )
    return Text("/".join(segments), own.span)


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
