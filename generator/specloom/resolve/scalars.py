"""Reads the small values that say what a type is: numbers, prefixes, constants.

In: nodes. Out: Python values or parts of the IR; mistakes are reported where they stand.
"""

import re

from specloom import ir
from specloom.diagnostics import Diagnostics, Span, rules
from specloom.resolve.view import View
from specloom.source import Node, Scalar
from specloom.spec.language import NULLS, PREFIX
from specloom.spec.syntax import Text

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
        _refuse_constant(node, diagnostics)
        return None
    if node.plain and node.text in ("true", "false"):
        return ir.ConstType(node.text == "true")
    whole = integer(node.text) if node.plain else None
    if node.plain and whole is None and number(node.text) is not None:
        _refuse_constant(node, diagnostics)
        return None
    return ir.ConstType(node.text if whole is None else whole)


def _refuse_constant(node: Scalar, diagnostics: Diagnostics) -> None:
    """Reports a value without quotes that is no text to YAML, and none that `const` takes."""
    text = "null" if node.text in NULLS else node.text
    diagnostics.report(
        rules.WRONG_NODE,
        node.span,
        hint=f'a text that says so stands in quotes: `"{text}"`',
        where="`const`",
        wanted="a text, a whole number, `true` or `false`",
    )
