"""Reads one spec file: bytes or text in; text and a tree of nodes with positions out.

Nothing is thrown for what a file holds: every mistake goes to the `Diagnostics` that the
caller gives. May import: `diagnostics`, the modules of `source`, PyYAML.
"""

import os
import re
from collections.abc import Callable
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Span, rules
from specloom.diagnostics.lines import place_of
from specloom.source.builder import build_tree
from specloom.source.tree import Mapping

# What YAML 1.2.2, 5.1 leaves out, and three characters that end a line for YAML 1.1 (and so
# for libyaml) but for nobody else: with them line numbers would depend on the reader.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)


class Source(NamedTuple):
    """A file as it was read. `root` is None when a mistake leaves nothing to go on with."""

    file: str  # as the user would write it, with forward slashes
    text: str  # decoded, without a byte order mark
    root: Mapping | None


Reader = Callable[[str, str, Diagnostics], Source]
"""Like `read_source`; another one may know a file better than the disk does."""


def read_source(path: str, name: str, diagnostics: Diagnostics) -> Source:
    """Reads the YAML file at `path`, which the user sees as `name`.

    Mistakes go to `diagnostics`; nothing is raised. A root of None comes with at least one of
    them. Where there is a root in spite of mistakes, the second of two equal keys and what
    stands behind aliases, merge keys and keys that are no text is left out.
    """
    data = _read_bytes(path, name, diagnostics)
    if data is None:
        return Source(name, "", None)
    text, sound = _decode(data, name, diagnostics)
    return read_text(text, name, diagnostics) if sound else Source(name, text, None)


def read_text(text: str, name: str, diagnostics: Diagnostics) -> Source:
    """Reads the text of a file that is not on the disk, or not yet as it is there."""
    if _report_forbidden(text, name, diagnostics):
        return Source(name, text, None)
    return Source(name, text, build_tree(text, name, diagnostics))


def _read_bytes(path: str, name: str, diagnostics: Diagnostics) -> bytes | None:
    """The file's bytes; None (and a diagnostic) where there is no reading it."""
    span = Span(name, 1, 1, 1)
    try:
        if os.path.isdir(path):
            hint = "rename the folder: only a file ends in `.yaml` or `.yml`"
            diagnostics.report(rules.FILE_IS_FOLDER, span, hint=hint)
            return None
        if os.path.exists(path) and not os.path.isfile(path):  # a pipe would never end
            reason = "it is no plain file"
            diagnostics.report(rules.FILE_UNREADABLE, span, reason=reason)
            return None
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        why = "it is a link that leads nowhere" if os.path.islink(path) else None
        diagnostics.report(rules.FILE_MISSING, span, hint=why)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        diagnostics.report(rules.FILE_UNREADABLE, span, reason=reason)
    except ValueError as error:  # a NUL in the path
        diagnostics.report(rules.FILE_UNREADABLE, span, reason=error)
    return None


def _decode(data: bytes, name: str, diagnostics: Diagnostics) -> tuple[str, bool]:
    """The text, and whether it is sound; a bad byte is shown as U+FFFD."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError as error:
        line, column = place_of(data[: error.start].decode("utf-8"), error.start)
        hint = "save the file as UTF-8"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            hint += "; it seems to be UTF-16"
        byte = data[error.start]
        span = Span(name, line, column, column + 1)
        diagnostics.report(rules.NOT_UTF8, span, hint=hint, byte=byte)
        return data.decode("utf-8", "replace"), False


def _report_forbidden(text: str, name: str, diagnostics: Diagnostics) -> bool:
    """Reports the first place of each character that YAML forbids; True if there is one."""
    seen: set[str] = set()
    for match in _FORBIDDEN.finditer(text):
        character = match.group()
        if character in seen:
            continue
        seen.add(character)
        line, column = place_of(text, match.start())
        diagnostics.report(
            rules.FORBIDDEN_CHARACTER,
            Span(name, line, column, column + 1),
            hint=f"remove it; in double quotes it is written `\\u{ord(character):04X}`",
            character=f"U+{ord(character):04X}",
        )
    return bool(seen)
