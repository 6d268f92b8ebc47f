"""Reads the small values that say what a type is: numbers, prefixes, enums, constants.

In: nodes. Out: Python values or parts of the IR; mistakes are reported where they stand.
"""

import re
from collections.abc import Iterator

from specloom import ir
from specloom.diagnostics import Diagnostics, Related, Span, rules
from specloom.resolve.view import View
from specloom.source import Mapping, Node, Scalar, Sequence
from specloom.spec.keys import read_marked_text, split_doc
from specloom.spec.language import NULLS, PREFIX
from specloom.spec.syntax import Key, Text

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_MOST_DIGITS = 400


def integer(text: str) -> int | None:
    """A whole number as JSON writes it, or None: `010` and `1_000` are none."""
    if len(text) <= _MOST_DIGITS and _INTEGER.fullmatch(text):
        return int(text)
    return None


def number(text: str) -> int | float | None:
    """A finite number as JSON writes it, or None."""
    whole = integer(text)
    if whole is not None:
        return whole
    if len(text) <= _MOST_DIGITS and _NUMBER.fullmatch(text):
        value = float(text)
        return value if abs(value) != float("inf") else None
    return None


def read_count(node: Node, diagnostics: Diagnostics) -> int | None:
    """A whole number from 0, as a limit."""
    if not isinstance(node, Scalar):
        diagnostics.report(
            rules.WRONG_NODE, node.span, where="a limit", wanted="a single value"
        )
        return None
    value = integer(node.text)
    if value is None or value < 0:
        report_number(node.span, node, "a whole number from 0", diagnostics)
        return None
    return value


def report_number(
    span: Span,
    node: Node | str,
    wanted: str,
    diagnostics: Diagnostics,
    hint: str | None = None,
) -> None:
    """Says that something is not the number that is needed."""
    text = (
        node.text
        if isinstance(node, Scalar)
        else node if isinstance(node, str) else "this"
    )
    if re.fullmatch("0[0-9]+", text):
        hint = f"a number has no leading zero: `{text.lstrip('0') or '0'}`"
    diagnostics.report(rules.BAD_NUMBER, span, hint=hint, text=text, wanted=wanted)


def read_prefix(node: Node, view: View) -> str | None:
    """`usr` of `{id: usr}`."""
    if isinstance(node, Scalar):
        prefix = view.fill(Text(node.text, node.span))
        text = Text(node.text, node.span)
        if PREFIX.fullmatch(prefix) or not view.knows(text):
            return prefix
        hint = "lower-case letters and digits, without the underscore behind it"
        if not view.is_spoilt(text, PREFIX.fullmatch, hint, "an id's prefix"):
            view.diagnostics.report(
                rules.BAD_PREFIX, node.span, hint=hint, prefix=prefix
            )
        return None
    view.diagnostics.report(
        rules.WRONG_NODE,
        node.span,
        hint="such as `{id: usr}`",
        where="`id`",
        wanted="a prefix",
    )
    return None


def read_constant(node: Node, diagnostics: Diagnostics) -> ir.ConstType | None:
    """A text, a whole number, or true or false."""
    if not isinstance(node, Scalar):
        diagnostics.report(
            rules.WRONG_NODE, node.span, where="`const`", wanted="a single value"
        )
        return None
    if node.plain and node.text in NULLS:
        diagnostics.report(
            rules.WRONG_NODE,
            node.span,
            hint='a text that says so stands in quotes: `"null"`',
            where="`const`",
            wanted="a text, a whole number, `true` or `false`",
        )
        return None
    if node.plain and node.text in ("true", "false"):
        return ir.ConstType(node.text == "true")
    whole = integer(node.text) if node.plain else None
    return ir.ConstType(node.text if whole is None else whole)


def read_enum(node: Node, view: View) -> ir.EnumType | None:
    """A list of values, or values with what they mean; marks decide which are there."""
    cells = list(_enum_cells(node, view.diagnostics))
    found: dict[str, tuple[Span, ir.EnumValue]] = {}
    for scalar, doc in cells:
        value, deprecated = _enum_value(scalar, view)
        if value is None:
            continue
        if value in found:
            view.diagnostics.report(
                rules.BAD_ENUM,
                scalar.span,
                hint="take one of the two out",
                related=[Related(found[value][0], "first stands here")],
                message=f"`{value}` stands twice",
            )
        meaning = view.fill(doc) if doc else None
        found.setdefault(value, (scalar.span, ir.EnumValue(value, meaning, deprecated)))
    if found:
        return ir.EnumType(tuple(value for _, value in found.values()))
    if cells:
        view.diagnostics.report(
            rules.BAD_ENUM,
            node.span,
            hint="give what uses it the same marks",
            message=f"no value of this enum is there in {view.title}",
        )
    elif isinstance(node, Mapping) or (isinstance(node, Sequence) and not node.items):
        view.diagnostics.report(
            rules.BAD_ENUM,
            node.span,
            hint="such as `{enum: [red, green]}`",
            message="an enum without values",
        )
    return None


def _enum_cells(
    node: Node, diagnostics: Diagnostics
) -> Iterator[tuple[Scalar, Text | None]]:
    """The values that an enum lists, each with what it means; what is no text is reported."""
    if isinstance(node, Mapping):
        # Keys have no order, and the order of a spec's keys must not show in what is made.
        for entry in sorted(node.entries, key=lambda entry: entry.key.text):
            doc = entry.value
            if not isinstance(doc, Scalar):
                diagnostics.report(
                    rules.WRONG_NODE,
                    doc.span,
                    where=f"the meaning of `{entry.key.text}`",
                    wanted="a text",
                )
            elif not doc.plain and not doc.text.strip():
                hint = f"leave it out: `{entry.key.text}:`"
                diagnostics.report(rules.EMPTY_DOC, doc.span, hint=hint)
            said = isinstance(doc, Scalar) and doc.text
            yield entry.key, Text(said, doc.span) if said else None
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield split_doc(item) if item.plain else (item, None)
            else:
                diagnostics.report(
                    rules.WRONG_NODE,
                    item.span,
                    hint=_item_hint(item),
                    where="a value of an enum",
                    wanted="a text",
                )
    else:
        values = [each.strip() for each in re.split("[,;|]", node.text)]
        hint = "such as `{enum: [red, green]}`"
        if len(values) > 1 and all(values):
            hint = f"did you mean `[{', '.join(values)}]`?"
        diagnostics.report(
            rules.WRONG_NODE,
            node.span,
            hint=hint,
            where="`enum`",
            wanted="a list of values",
        )


def enum_keys(node: Node | None) -> Iterator[Key]:
    """The values of an enum that carry marks."""
    cells: tuple[Node, ...] = ()
    if isinstance(node, Mapping):
        cells = tuple(entry.key for entry in node.entries)
    elif isinstance(node, Sequence):
        cells = tuple(
            split_doc(item)[0] if isinstance(item, Scalar) and item.plain else item
            for item in node.items
        )
    for cell in cells:
        if not isinstance(cell, Scalar):
            continue
        value = split_doc(cell)[0] if isinstance(node, Sequence) else cell
        if _has_marks(value):
            yield read_marked_text(value)


def _has_marks(scalar: Scalar) -> bool:
    return scalar.plain and re.search(r"\s[@+~-]\S", scalar.text) is not None


def _enum_value(scalar: Scalar, view: View) -> tuple[str | None, str | None]:
    """The value of an enum, and since when it is deprecated; None if it is not there.

    Marks stand behind a plain one.
    """
    if scalar.plain and scalar.text in NULLS:
        view.diagnostics.report(
            rules.BAD_ENUM,
            scalar.span,
            hint='give the enum a name and write `Name | null`; the text is `"null"`',
            message="null is not a value of an enum",
        )
        return None, None
    if scalar.plain and " - " in scalar.text:
        view.diagnostics.report(
            rules.BAD_ENUM,
            scalar.span,
            hint="a doc is set off by ` -- `; if it is the value, put it in quotes",
            message=f"`{scalar.text}` is not a value without quotes",
        )
        return None, None
    if not _has_marks(scalar):
        return view.fill(Text(scalar.text, scalar.span)), None
    key = read_marked_text(scalar)
    if not view.has(key):
        return None, None
    return view.fill(key.name), view.deprecated(*key.marks)


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
