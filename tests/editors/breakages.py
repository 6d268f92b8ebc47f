"""A spec that is broken in one place: every way of doing that, from one that is whole.

In: the tree of a file. Out: the trees that differ from it in one key or one value. Nothing
here knows what is right: that is asked of the reader and of the schema.
"""

from collections.abc import Iterator
from typing import NamedTuple

from specloom.diagnostics import Span
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec import language
from specloom.spec.language import Table

_HERE = Span("", 1, 1, 1)
_TABLES = [each for each in vars(language).values() if isinstance(each, Table)]
_KNOWN = {key for table in _TABLES for key in table.keys}


class Breakage(NamedTuple):
    """A file with one thing broken. `place` and `how` say what, without names."""

    place: str
    how: str
    tree: Mapping


def breakages(tree: Mapping) -> Iterator[Breakage]:
    """Every breakage of a file; those of the keys of one mapping, then of what is inside."""
    for place, how, node in _broken(tree, ""):
        if isinstance(node, Mapping):
            yield Breakage(place, how, node)


def _broken(node: Node, place: str) -> Iterator[tuple[str, str, Node]]:
    if isinstance(node, Mapping):
        for at, entry in enumerate(node.entries):
            inside = f"{place}/{_general(entry.key.text)}"
            yield inside, "dropped", _with(node, at)
            for how, text in _other_keys(entry.key.text):
                yield inside, how, _with(node, at, entry._replace(key=_text(text)))
            for how, other in _other_values(entry.value):
                yield inside, how, _with(node, at, Entry(entry.key, other))
            for below, how, other in _broken(entry.value, inside):
                yield below, how, _with(node, at, Entry(entry.key, other))
        added = Entry(_text("zzz"), _text("zzz"))
        yield place, "a key too many", node._replace(entries=(*node.entries, added))
    elif isinstance(node, Sequence):
        for at, item in enumerate(node.items):
            for how, other in _other_values(item):
                yield f"{place}/-", how, _item(node, at, other)
            for below, how, other in _broken(item, f"{place}/-"):
                yield below, how, _item(node, at, other)
        if node.items:
            twice = node._replace(items=(*node.items, node.items[0]))
            yield place, "an item twice", twice


def _general(key: str) -> str:
    """The key, if it is one of the language; else whether it may be left out."""
    if key in _KNOWN:
        return key
    return "*?" if key.split(" ")[0].endswith("?") else "*"


def _with(node: Mapping, at: int, *entry: Entry) -> Mapping:
    return node._replace(entries=(*node.entries[:at], *entry, *node.entries[at + 1 :]))


def _item(node: Sequence, at: int, item: Node) -> Sequence:
    return node._replace(items=(*node.items[:at], item, *node.items[at + 1 :]))


def _text(text: str, *, plain: bool = True) -> Scalar:
    return Scalar(_HERE, text, plain)


def _other_keys(key: str) -> Iterator[tuple[str, str]]:
    name, _, marks = key.partition(" ")
    behind = f" {marks}" if marks else ""
    yield "misspelled", f"{name[:-1]}{name[-1]}{name[-1]}{behind}"
    yield "of another shape", f"9-{name}{behind}"
    yield "in capitals", f"{name.upper()}{behind}"
    yield "optional or not", name[:-1] if name.endswith("?") else f"{name}?{behind}"
    yield "with a variant that is none", f"{key} @nobody"
    yield "with a release that is none", f"{key} +1999"
    yield "with what is no mark", f"{key} *org"
    yield "with a mark that names nothing", f"{key} @"
    yield "with a word that is none", f"<nobody>{key}"
    yield "of another language", "description"


_TYPES = (
    "strin",
    "str",
    "null",
    "String",
    "string(1..",
    "string(x..2)",
    "string(..)",
    "string(-1..2)",
    "string(2..1)",
    "integer(1.5..2)",
    "number(1..1e3)",
    "boolean(1..2)",
    "string?",
    "string | null",
    "string | | null",
    "string | integer",
    "null | null",
    "list",
    "list[string",
    "list[string]]",
    "list[null]",
    "list[boolean](1)",
    "map[string]",
    "map[integer, string]",
    "map[string, string](..2)",
    "map[Nobody, string]",
    "any",
    "string -- a doc",
    "string # a comment",
    "string - no doc",
    "list[list[list[list[list[str]]]]]",
)


def _other_values(node: Node) -> Iterator[tuple[str, Node]]:
    """Values of another kind, and others of the same."""
    if not isinstance(node, Mapping):
        inner = Entry(_text("zzz"), _text("zzz"))
        yield "a mapping", Mapping(_HERE, (inner,), False)
    yield "an empty mapping", Mapping(_HERE, (), False)
    if not isinstance(node, Sequence):
        yield "a list", Sequence(_HERE, (_text("zzz"),))
    yield "an empty list", Sequence(_HERE, ())
    for text in (
        "",
        "zzz",
        "Zzz",
        "zz zz",
        "12",
        "-1.5",
        "true",
        "null",
        "/zzz",
        "^(?=z)$",
    ):
        yield f"the text {text!r}", _text(text)
    for text in ("", " ", "null", "12", "-1"):
        yield f"the text {text!r} in quotes", _text(text, plain=False)
    if isinstance(node, Scalar):
        yield "a text with a word", _text(f"<nobody>{node.text}", plain=False)
        yield "a text that goes on", _text(f"{node.text}]", plain=False)
        yield "a text in capitals", _text(node.text.upper(), plain=node.plain)
        for text in _TYPES:
            yield f"the type {text}", _text(text, plain=" #" not in text)
