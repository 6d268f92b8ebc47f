"""Reads enums: their values, what these mean, and the marks that say which are there.

In: nodes. Out: a type of the IR. A value in quotes is always taken as it stands; of one
without, what looks like anything else than a value is a mistake.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Diagnostics, Related, Span, nearest, rules
from specloom.resolve.scalars import number
from specloom.resolve.view import View
from specloom.source import Mapping, Node, Scalar, Sequence
from specloom.spec.keys import read_doc, read_marked_text, split_doc
from specloom.spec.language import NULLS
from specloom.spec.syntax import Key, Mark, Text

_STRAYS = (
    (r"(?P<mark>[@+~-]\S+)\s+(?P<value>\S.*)", " before the value"),
    (r"(?P<value>.*\S)\s+(?P<mark>[@+~-]\s+\S+)", ""),
    (r"(?P<value>.*\S)\s*(?P<mark>\([@+~-]\S+\))", ""),
    (r"(?P<value>.*?\S)(?P<mark>[@+~][^@+~\s]+)", " without a space before it"),
)
"""How a mark is written that should stand behind a value with a space before it."""

_SIMPLE = re.compile(r"[\w ]*")
_BEHIND_DOC = re.compile(r"\s([@+~-]\S+)$")
_MOST_TWICE = 4  # values that stand twice and are told each
_SURELY = 4  # letters of a name that may hold a slip
_QUOTES = "if it is the value, put it in quotes"
_AS_KEY = _QUOTES + ', as a key: `"a": what it means`'
_MEANING = "a doc stands behind the `:`; " + _QUOTES
_ODD = (
    (r"\s-\s", "a doc is set off by ` -- `; " + _QUOTES),
    (r"\S--|\s--|—|\s–\s", "a doc is set off by ` -- `; " + _QUOTES),
    (r"\S, \S|\S \| \S", "make each an item of the list; " + _QUOTES),
    (r"\S = \S", "only the text that is sent stands here; " + _QUOTES),
)
"""What no value holds without quotes, if nothing stands behind it; and what to do."""


class _Stray(NamedTuple):
    """A mark where none can stand, or that is none as it is written."""

    mark: Mark
    text: str
    why: str
    hint: str


class _Cell(NamedTuple):
    """One value of an enum: as it is written, what it is called, and what it means."""

    whole: Scalar
    key: Key
    doc: Text | None
    stray: _Stray | None = None


class Enum(NamedTuple):
    """An enum of a view, and the values that it has in others only, with their marks."""

    type: ir.EnumType
    absent: dict[str, str]


def read_enum(node: Node, view: View) -> Enum | None:
    """A list of values, or values with what they mean; None after a mistake in one."""
    cells = list(_cells(node, view.diagnostics, view.variants, view.releases))
    _report_strays(cells, view.diagnostics)
    if _report_odd(node, cells, view.diagnostics):
        return None
    found: dict[str, tuple[Span, ir.EnumValue]] = {}
    absent = {}
    twice: list[tuple[str, Span, Span]] = []
    for cell in cells:
        value, span = view.fill(cell.key.name), cell.key.name.span
        if not view.has(cell.key):
            marks = [mark.kind + mark.name for mark in cell.key.marks]
            absent[value] = " ".join(marks)
            continue
        if value in found:
            twice.append((value, span, found[value][0]))
        meaning = view.fill(cell.doc) if cell.doc else None
        since = view.deprecated(*cell.key.marks)
        found.setdefault(value, (span, ir.EnumValue(value, meaning, since)))
    _report_twice(twice, view.diagnostics)
    if found:
        return Enum(ir.EnumType(tuple(value for _, value in found.values())), absent)
    if cells:
        hint, message = "give what uses it the same marks", "no value of this enum"
        message += f" is there in {view.title}"
        view.diagnostics.report(rules.BAD_ENUM, node.span, hint=hint, message=message)
    elif isinstance(node, Mapping) or (isinstance(node, Sequence) and not node.items):
        hint, message = "such as `{enum: [red, green]}`", "an enum without values"
        view.diagnostics.report(rules.BAD_ENUM, node.span, hint=hint, message=message)
    return None


def _report_twice(
    found: list[tuple[str, Span, Span]], diagnostics: Diagnostics
) -> None:
    """Reports values that stand twice: each of a few, or the first of a whole list."""
    more = len(found) - 1
    for value, span, first in found if more < _MOST_TWICE else found[:1]:
        message, hint = f"`{value}` stands twice", "take one of the two out"
        if more >= _MOST_TWICE:
            message += f", and so do {more} other values"
            hint = "take one of each out"
        related = [Related(first, "first stands here")]
        diagnostics.report(
            rules.BAD_ENUM, span, hint=hint, related=related, message=message
        )


def enum_keys(
    node: Node | None, variants: Collection[str], releases: Collection[str]
) -> Iterator[Key]:
    """The values of an enum, with their marks."""
    if node is not None:
        for cell in _cells(node, Diagnostics(), variants, releases):
            yield cell.key


def _cells(
    node: Node,
    diagnostics: Diagnostics,
    variants: Collection[str],
    releases: Collection[str],
) -> Iterator[_Cell]:
    """The values that an enum lists; what is no text is reported."""
    for scalar, doc in _texts(node, diagnostics):
        head, inline = scalar, None
        if scalar.plain and isinstance(node, Sequence):
            head, inline = split_doc(scalar)
        doc = doc or read_doc(inline, diagnostics)
        cell = _Cell(scalar, read_marked_text(head), doc)
        if scalar.plain:
            cell = _with_stray(cell, inline, variants, releases)
        yield cell


def _texts(
    node: Node, diagnostics: Diagnostics
) -> Iterator[tuple[Scalar, Text | None]]:
    """The values as they are written; in a mapping, each with what it means."""
    if isinstance(node, Mapping):
        # Keys have no order, and the order of a spec's keys must not show in what is made.
        for entry in sorted(node.entries, key=lambda entry: entry.key.text):
            yield entry.key, _meaning(entry.key.text, entry.value, diagnostics)
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item, None
                continue
            where, wanted, hint = "a value of an enum", "a text", _item_hint(item)
            diagnostics.report(
                rules.WRONG_NODE, item.span, hint=hint, where=where, wanted=wanted
            )
    else:
        diagnostics.report(
            rules.WRONG_NODE,
            node.span,
            hint=_list_hint(node.text),
            where="`enum`",
            wanted="a list of values",
        )


def _item_hint(item: Node) -> str | None:
    """What is meant by keys and values where a value of an enum should stand."""
    texts = [
        text.text
        for entry in (item.entries if isinstance(item, Mapping) else ())
        for text in (entry.key, entry.value)
        if isinstance(text, Scalar)
    ]
    if len(texts) == 4 and texts[2] in ("doc", "description", "title"):
        texts = texts[1::2]  # `{value: soft, doc: for sandwiches}`
    if len(texts) != 2:
        return None
    if " -- " in texts[0]:
        return "take the `: ` out of the doc: it makes keys and values of the line"
    return f"a doc is set off by ` -- `: `{' -- '.join(texts)}`"


def _list_hint(text: str) -> str:
    """How the values are written that stand in one text."""
    if re.match(r"-\S", text):
        return "put a space behind each `-`"
    if " -- " in text or " - " in text:
        return "put `- ` before each value, a line each"
    values = [each.strip() for each in re.split("[,;|]", text)]
    if len(values) > 1 and all(values):
        return f"did you mean `[{', '.join(values)}]`?"
    return "such as `{enum: [red, green]}`"


def _meaning(value: str, node: Node, diagnostics: Diagnostics) -> Text | None:
    """What stands behind a value in a mapping, if anything does."""
    if not isinstance(node, Scalar):
        where = f"the meaning of `{value}`"
        diagnostics.report(rules.WRONG_NODE, node.span, where=where, wanted="a text")
        return None
    if not node.plain and not node.text.strip():
        hint = f"leave it out: `{value}:`"
        diagnostics.report(rules.EMPTY_DOC, node.span, hint=hint)
    return Text(node.text, node.span) if node.text else None


def _with_stray(
    cell: _Cell,
    inline: Text | None,
    variants: Collection[str],
    releases: Collection[str],
) -> _Cell:
    """The cell with a mark that stands in the wrong place, or is not set off, as meant."""
    key, doc = cell.key, cell.doc
    for pattern, why in () if _SIMPLE.fullmatch(key.name.text) else _STRAYS:
        match = re.fullmatch(pattern, key.name.text, re.DOTALL)
        if match is None:
            continue
        span = key.name.part(*match.span("mark"))
        mark = _mark(match["mark"], span, variants, releases)
        if mark is None:
            continue
        name = Text(match["value"], key.name.part(*match.span("value")))
        hint = f"write `{match['value']} {mark.kind}{mark.name}`; "
        hint += _AS_KEY if inline else _QUOTES
        stray = _Stray(mark, match["mark"], why, hint)
        return cell._replace(
            key=Key(name, False, (stray.mark, *key.marks)), stray=stray
        )
    match = _BEHIND_DOC.search(doc.text) if doc and inline else None
    if doc is None or match is None:
        return cell
    mark = _mark(match[1], doc.part(*match.span(1)), variants, releases)
    if mark is None or mark.kind + mark.name != match[1]:
        return cell  # it may be prose
    hint = f"write it behind the value: `{key.name.text} {match[1]} -- …`"
    return cell._replace(
        key=key._replace(marks=(*key.marks, mark)),
        doc=doc._replace(text=doc.text[: match.start()]),
        stray=_Stray(mark, match[1], " behind a doc", hint),
    )


def _mark(
    text: str, span: Span, variants: Collection[str], releases: Collection[str]
) -> Mark | None:
    """The mark that is meant by a text, if it names what there is, or what is near."""
    bare = text.strip("()")
    kind, name = bare[0], bare[1:].strip()
    known = variants if kind == "@" else releases
    if name not in known and len(name) >= _SURELY:
        name = nearest(name, known) or name
    return Mark(kind, name, span) if name in known else None


def _report_strays(cells: list[_Cell], diagnostics: Diagnostics) -> None:
    for stray in filter(None, [cell.stray for cell in cells]):
        diagnostics.report(
            rules.BAD_MARK,
            stray.mark.span,
            mark=stray.text,
            why=stray.why,
            hint=stray.hint,
        )


def _report_odd(node: Node, cells: list[_Cell], diagnostics: Diagnostics) -> bool:
    """Reports what is no value; whether it is not known because of it what the values are."""
    spoilt = told = after_doc = False
    for cell in cells:
        if cell.whole.plain and _is_number(cell.whole.text):
            if not told:
                _report_number(cell.whole, diagnostics)
            told = True  # the others are the same slip
        found = _odd(cell, node, after_doc=after_doc)
        if found is not None:
            spoilt = True
            span, message, hint = found
            diagnostics.report(rules.BAD_ENUM, span, hint=hint, message=message)
        after_doc = cell.doc is not None
    return spoilt


def _is_number(text: str) -> bool:
    """Whether a text without quotes is a number or a truth to who knows JSON."""
    return text in ("true", "false") or number(text) is not None


def _report_number(scalar: Scalar, diagnostics: Diagnostics) -> None:
    text = scalar.text
    kind, type_ = (
        ("truth", "boolean") if text[-1] == "e" else ("number", "integer(1..5)")
    )
    hint = f'a text that says so stands in quotes: `"{text}"`; a {kind} is `{type_}`'
    message = f"`{text}` is a {kind}, and the values of an enum are texts"
    diagnostics.report(rules.BAD_ENUM, scalar.span, hint=hint, message=message)


def _odd(cell: _Cell, node: Node, *, after_doc: bool) -> tuple[Span, str, str] | None:
    """What is no value: its place, what is wrong with it, and what to do."""
    whole, text = cell.whole, cell.key.name.text
    if not whole.plain or cell.stray:
        return None
    if whole.text in NULLS:
        hint = 'give the enum a name and write `Name | null`; the text is `"null"`'
        return whole.span, "null is not a value of an enum", hint
    no_value = f"`{text}` is not a value without quotes"
    is_bare = cell.doc is None and not cell.key.marks  # else it can't stand in quotes
    odd = () if _SIMPLE.fullmatch(text) else _ODD if is_bare else _ODD[:1]
    for pattern, hint in odd:
        if re.search(pattern, text):
            if isinstance(node, Mapping) and "-" in pattern:
                hint = _MEANING
            elif cell.doc is not None:
                hint = hint.replace(_QUOTES, _AS_KEY)
            return whole.span, no_value, hint
    if not isinstance(node, Sequence) or not node.flow:
        return None
    if cell.doc is not None and " -- " in cell.doc.text:
        hint = (
            "put a `,` before the next value; prose with ` -- ` needs a line `- ` each"
        )
        return cell.doc.span, f"`{cell.doc.text}` holds another ` -- `", hint
    if is_bare and after_doc and " " in text:
        hint = "a `,` ends a doc: write a line `- ` each; " + _QUOTES
        return whole.span, no_value, hint
    return None
