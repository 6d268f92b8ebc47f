"""Which line is to blame when the lines of a block do not fit together.

In: a `Trouble`. Out: places and hints for `source.syntax`. May import: `diagnostics`,
`source.trouble`.
"""

import re
from collections.abc import Iterator

from specloom.diagnostics import Related, Span
from specloom.source.trouble import Trouble

KEY = r"[\w$<>{}.]+\??"
"""What a key looks like, without marks."""

SECTIONS = (
    "auth",
    "builds",
    "endpoints",
    "envelope",
    "paging",
    "params",
    "query",
    "records",
    "types",
    "variants",
    "vocabulary",
    "webhooks",
)
"""Keys at the left edge of a file with lines below them."""

_NAME_ONLY = re.compile(rf"{KEY}(?:\s+[@+~-]\S+)*")
_PROSE = re.compile(r"\s*(?:- )?(?:\$?doc|null_means|omit_means)\b")
_CALL = re.compile(r"\s+(?:get|post|put|patch|delete): */")


def indent_of(line: str) -> int:
    """The blanks that a line begins with."""
    return len(line) - len(line.lstrip(" "))


def bare(line: str) -> str:
    """A line without its comment and the blanks behind it."""
    return re.sub(r"(?:^|\s)#.*", "", line).rstrip()


def _above(trouble: Trouble, row: int) -> Iterator[int]:
    """The rows above one that say something, the nearest first."""
    return (at for at in range(row - 1, -1, -1) if bare(trouble.lines[at]))


def without_colon(trouble: Trouble) -> Span | None:
    """The line above the problem's that lacks its `:`: the key before it, or above it."""
    indent, found = indent_of(trouble.line), None
    for row in _above(trouble, trouble.at[0]):
        line = trouble.lines[row]
        if indent_of(line) < indent and found is not None:
            return (
                found if bare(line).endswith(":") and not _PROSE.match(line) else None
            )
        text = bare(line).strip()
        is_name = _NAME_ONLY.fullmatch(text) is not None
        if re.search(r":(?:\s|$)", text) or text.startswith("- ") or text == "---":
            return None
        if indent_of(line) > indent or (indent_of(line) < indent and not is_name):
            return None
        indent = indent_of(line)
        found = Span(trouble.file, row + 1, indent + 1, indent + 1 + len(text))
    return found


def misplaced_lines(trouble: Trouble) -> tuple[Related, ...]:
    """The lines, one of which may stand wrong, if the indentation of the problem's fits none.

    Either what ended the block that it belongs to stands too far to the left, or the lines
    below that one begin too far to the right.
    """
    indent = indent_of(trouble.line)
    ender = first = None
    for row in _above(trouble, trouble.at[0]):
        at = indent_of(trouble.lines[row])
        if at < indent and ender is not None:
            break
        if at < indent:
            ender = row
        elif at == indent and ender is not None:
            return _either(trouble, ender, first)
        elif ender is None:
            first = row
    if ender is None or first is None:
        return ()
    return (_place(trouble, first, "or does this one stand too far to the right?"),)


def _either(trouble: Trouble, ender: int, first: int | None) -> tuple[Related, ...]:
    """Lines that may be to blame: at the left edge stands what is known to belong there."""
    left = _place(trouble, ender, "or does this one stand too far to the left?")
    if first is None:
        return (left,)
    right = _place(trouble, first, "or does this one stand too far to the right?")
    if indent_of(trouble.lines[ender]):
        return (left, right)
    return (right,) if bare(trouble.lines[ender]).rstrip(":") in SECTIONS else (left,)


def _place(trouble: Trouble, row: int, label: str) -> Related:
    column = indent_of(trouble.lines[row]) + 1
    return Related(Span(trouble.file, row + 1, column, column + 1), label)


def lost_header(trouble: Trouble) -> str | None:
    """The hint for a line that should stand below one that is missing."""
    row, indent = trouble.at[0], indent_of(trouble.line)
    below = next((line for line in trouble.lines[row + 1 :] if bare(line)), "")
    known = any(bare(line) == "endpoints:" for line in trouble.lines[:row])
    if not known and _CALL.match(below) and indent_of(below) > indent:
        return "it looks like an endpoint: is `endpoints:` missing above it?"
    return None


def is_among_items(lines: list[str], row: int) -> bool:
    """Whether the line stands right below an item of a list, where the next one would."""
    indent = indent_of(lines[row])
    above = [line for line in lines[:row] if line.strip() and indent_of(line) <= indent]
    return (
        bool(above)
        and re.match(r" *- ", above[-1]) is not None
        and (indent_of(above[-1]) == indent)
    )
