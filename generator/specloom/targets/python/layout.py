"""Lays out Python as black would: on one line if it fits, else one item a line.

In: small trees of text. Out: text. Black runs in the tests, never here: what is made is black's
own form already, because a bracket that is split ends in a comma, which black respects.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

WIDTH = 88
INDENT = "    "
_DIGITS = re.compile(r"([0-9]+)")


class Group(NamedTuple):
    """Items between brackets. `comma`: a comma follows the last one when split."""

    open: str
    items: "tuple[Code, ...]"
    close: str
    comma: bool = True


class Join(NamedTuple):
    """Parts in a row: operands and operators, or, as a `pair`, a key and its value."""

    parts: "tuple[Code, ...]"
    pair: bool = False


Code: TypeAlias = str | Group | Join


def call(function: str, *items: Code) -> Group:
    """`function(item, …)`."""
    return Group(f"{function}(", items, ")")


def subscript(name: str, *items: Code) -> Group:
    """`name[item, …]`; a single item takes no comma, which would make it a tuple."""
    return Group(f"{name}[", items, "]", len(items) > 1)


def either(*members: Code) -> Code:
    """`A | B`."""
    if len(members) == 1:
        return members[0]
    parts: list[Code] = []
    for member in members:
        if isinstance(member, Join) and not member.pair:
            parts += [" | ", *member.parts]
        else:
            parts += [" | ", member]
    return Join(tuple(parts[1:]))


def width(line: str) -> int:
    """How wide a line is shown: characters of East Asia take two columns, marks none."""
    if line.isascii():
        return len(line)
    wide = sum(unicodedata.east_asian_width(letter) in "FW" for letter in line)
    return len(line) + wide - sum(map(bool, map(unicodedata.combining, line)))


def flat(code: Code) -> str:
    """The code on one line."""
    if isinstance(code, str):
        return code
    if isinstance(code, Join):
        return "".join(map(flat, code.parts))
    return code.open + ", ".join(map(flat, code.items)) + code.close


def lay(code: Code, indent: str, before: int, after: int = 0) -> str:
    """The code as text.

    Args:
        code: what to lay out.
        indent: the indentation of the line that it starts on.
        before: characters that stand before it on that line, the indentation included.
        after: characters that follow it on its last line.
    """
    line = flat(code)
    if before + width(line) + after <= WIDTH or isinstance(code, str):
        return line
    if isinstance(code, Join):
        return (
            _lay_pair(code, indent, after)
            if code.pair
            else _lay_join(code, indent, after)
        )
    return _split(code, indent)


def _split(group: Group, indent: str, *, spread: bool = False) -> str:
    """The items on one line of their own, or one a line, as black would split them.

    Black keeps no list or dictionary on one line; `spread`: nor is this one to be.
    """
    inner = indent + INDENT
    if len(group.open) > 1 and not spread:
        line = inner + ", ".join(map(flat, group.items))
        if width(line) <= WIDTH:
            return "\n".join([group.open, line, indent + group.close])
    comma = "," if group.comma else ""
    after = len(comma)
    lines = [inner + lay(i, inner, len(inner), after) + comma for i in group.items]
    return "\n".join([group.open, *lines, indent + group.close])


def _lay_join(join: Join, indent: str, after: int) -> str:
    """Operands one a line, the operator in front; only brackets let black do that."""
    lines: list[str] = []
    for at, part in enumerate(join.parts):
        if at % 2:
            continue
        sign = "" if at == 0 else str(join.parts[at - 1]).lstrip()
        behind = after if at == len(join.parts) - 1 else 0
        lines.append(sign + lay(part, indent, len(indent) + len(sign), behind))
    return f"\n{indent}".join(lines)


def _lay_pair(join: Join, indent: str, after: int) -> str:
    head = "".join(map(flat, join.parts[:-1]))
    return head + lay(join.parts[-1], indent, len(indent) + width(head), after)


def pair(key: str, value: Code) -> Join:
    """`key: value` of a dictionary."""
    return Join((key, ": ", value), pair=True)


def statement(head: str, code: Code, tail: str = "", indent: str = "") -> str:
    """`head code tail` as one statement, such as `Name: TypeAlias = Annotated[…]`."""
    before = len(indent) + len(head)
    laid = lay(code, indent, before, len(tail))
    if "\n" in laid and isinstance(code, Join) and not code.pair:
        line = indent + head + flat(code)
        inner = indent + INDENT
        if tail == " = MISSING" and width(line) + len(" = (") <= WIDTH:
            return f"{line} = (\n{inner}MISSING\n{indent})"
        laid = f"(\n{inner}{lay(code, inner, len(inner))}\n{indent})"
    elif "\n" in laid and isinstance(code, Group) and tail:
        # Black would put the default in brackets, were there no comma behind the last.
        if before + width(flat(code)) + len(" = (") <= WIDTH:
            laid = _split(code, indent, spread=True)
    elif isinstance(code, Group) and head.endswith("= "):
        inner = indent + INDENT
        if before + width(code.open) > WIDTH >= before + len("("):
            laid = f"(\n{inner}{lay(code, inner, len(inner))}\n{indent})"
    elif isinstance(code, str) and head.endswith((": ", "= ")):
        inner = indent + INDENT
        over = before + width(code + tail) > WIDTH
        if over and len(inner) + width(code) <= WIDTH:
            laid = f"(\n{inner}{code}\n{indent})"
    return indent + head + laid + tail


def import_line(module: str, names: Iterable[str]) -> str:
    """`from module import a, b`, the names in the order that linters want.

    A name that is imported as another has a line of its own.
    """
    ordered = sorted(set(names), key=_import_order)
    plain = [name for name in ordered if " as " not in name]
    if len(plain) < len(ordered):
        groups = [[name] for name in ordered if " as " in name]
        groups += [plain] if plain else []
        groups.sort(key=lambda group: _import_order(group[0]))
        return "\n".join(_import(module, group) for group in groups)
    return _import(module, plain)


def _import(module: str, names: Sequence[str]) -> str:
    line = f"from {module} import " + ", ".join(names)
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"{INDENT}{n},\n" for n in names) + ")"


def exports(names: Iterable[str]) -> str:
    """`__all__`, the names in the order that linters want: not quite that of imports."""
    ordered = sorted(set(names), key=lambda name: (_kind(name), _natural(name)))
    return statement("__all__ = ", Group("[", tuple(map(literal, ordered)), "]"))


@cache
def _import_order(name: str) -> tuple[object, ...]:
    bare = name.split(" ")[0]
    return _kind(bare), _natural(bare.lower()), _natural(bare), name


def _kind(name: str) -> int:
    """Constants stand before classes, and those before the rest."""
    return 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2


def _natural(name: str) -> tuple[str | int, ...]:
    """2 comes before 10."""
    return tuple(int(p) if p.isdigit() else p for p in _DIGITS.split(name))


@cache
def docstring(text: str, indent: str) -> str:
    """A docstring of one or more paragraphs, wrapped; `text` may hold anything."""
    # Linters want a raw docstring where that spares backslashes.
    raw = "\\" in text and '"""' not in text and text.replace("\n", "").isprintable()
    raw = raw and not text.endswith("\\")
    opening = 'r"""' if raw else '"""'
    paragraphs = (text if raw else escaped(text)).split("\n\n")
    room = WIDTH - len(indent) - len(opening)
    lines = "\n\n".join(_wrapped(part, room) for part in paragraphs).split("\n")
    if len(lines) == 1 and width(lines[0]) > room - 3:
        lines = _wrapped(paragraphs[0], room - 4).split("\n")
    if lines[0].startswith('"'):
        lines[0] = " " + lines[0]
    if len(lines) == 1:  # black leaves a single word as it is, however long
        end = " " if lines[0].endswith('"') else ""
        return f'{indent}{opening}{lines[0]}{end}"""'
    body = "\n".join(indent + line if line else "" for line in lines)
    return f'{indent}{opening}{body[len(indent) :]}\n{indent}"""'


def _wrapped(paragraph: str, room: int) -> str:
    """A paragraph on lines that fit; lines keep the indentation that they start with."""
    out: list[str] = []
    for line in paragraph.split("\n"):
        lead = line[: len(line) - len(line.lstrip(" "))]
        deeper = lead + INDENT if lead else lead
        current = lead
        for word in line.split():
            if width(current) + width(word) + 1 > room and current.strip():
                out.append(current)
                current = deeper
            current += word if not current.strip() else " " + word
        out.append(current)
    return "\n".join(out)


def escaped(text: str) -> str:
    """Prose that is safe inside a docstring: no quote, escape or odd character ends it."""
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c in "\n" or c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def literal(text: str) -> str:
    """A string literal as black writes it: double quotes unless that needs more escapes."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    double, single = text.count('"'), text.count("'")
    quote = "'" if double > single else '"'
    out = []
    for character in text:
        if character in (quote, "\\"):
            out.append("\\" + character)
        elif character.isprintable():
            out.append(character)
        else:
            out.append(_escape(character))
    return quote + "".join(out) + quote


def constant(value: bool | int | float | None) -> str:
    """A number, true, false or null as black writes it: `1e300`, not `1e+300`."""
    return repr(value).replace("e+", "e")


def raw(text: str) -> str:
    """A pattern as a raw string where that reads better."""
    plain = (
        "\\" in text
        and not text.endswith("\\")
        and '"' not in text
        and text.isprintable()
    )
    return f'r"{text}"' if plain else literal(text)
