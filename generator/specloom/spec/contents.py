"""Tells by what entries hold which section of a file they belong to.

In: entries of `source`. Out: names of sections. What can't be told is None.
"""

from collections.abc import Iterable

from specloom.names import IDENTIFIER
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec.indentation import entries_of
from specloom.spec.language import BASE_URL, MAPPINGS, METHODS, VALUE, Key, Shape

CALLED = {"endpoints": "an endpoint", "types": "a type", "records": "a record"}
"""What stands in a section, as messages call one."""

_TEXTS_TOO: frozenset[Shape] = frozenset(
    [
        "answer",
        "arguments",
        "body",
        "example",
        "examples",
        "headers",
        "includes",
        "part",
    ]
)
_LISTS: frozenset[Shape] = frozenset(
    ["enum", "examples", "includes", "names", "releases", "texts"]
)


def is_call(entry: Entry) -> bool:
    """Whether it is `get: /`: no field has a path for its type."""
    value = entry.value
    is_path = isinstance(value, Scalar) and value.text.startswith("/")
    return is_path and entry.key.text in METHODS


def section_of(entry: Entry) -> str | None:
    """The section that an entry clearly belongs to."""
    inside = entries_of(entry.value)
    if any(map(is_call, inside)):
        return "endpoints"
    if not entry.key.text.lstrip("<")[:1].isupper():
        return None
    keys = {inner.key.text for inner in inside}
    return "types" if keys <= VALUE.keys.keys() else "records"


def by_section(entries: Iterable[Entry], known: Iterable[str]) -> dict[str, Node]:
    """The sections that entries belong to, each with its own; none if any fits none."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        name = section_of(entry)
        if name is None or name not in known:
            return {}
        found.setdefault(name, []).append(entry)
    return {
        name: Mapping(inside[0].key.span, tuple(inside), flow=False)
        for name, inside in found.items()
    }


def fits(key: Key, node: Node) -> bool:
    """Whether what stands behind a key of another language may stand behind this one."""
    if isinstance(node, Mapping):
        return key.value in MAPPINGS
    if isinstance(node, Sequence):
        return key.value in _LISTS
    if key.choices:
        return node.text in key.choices
    if key.value == "identifier":
        return IDENTIFIER.fullmatch(node.text) is not None
    if key.value == "base_url":
        return BASE_URL.fullmatch(node.text) is not None
    return key.value not in MAPPINGS | _LISTS or key.value in _TEXTS_TOO


def merged(first: Entry | None, second: Entry) -> Entry:
    """What stands under one key, and what is meant to stand there as well."""
    if first is None:
        return second
    if not isinstance(first.value, Mapping):
        return first
    own = {entry.key.text for entry in first.value.entries}
    more = (each for each in entries_of(second.value) if each.key.text not in own)
    entries = (*first.value.entries, *more)
    return first._replace(value=Mapping(first.value.span, entries, first.value.flow))
