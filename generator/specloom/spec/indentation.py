"""Puts parts that are indented too little below the name that they belong to.

In: a mapping. Out: its entries as they are meant; the first slip is reported, and shows others.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, rules
from specloom.source import Entry, Mapping, Node, Scalar

_MOST_SHOWN = 3
"""So many further names are shown whose parts are indented too little."""


class Sorts(NamedTuple):
    """How the entries of a mapping are told apart."""

    what: str  # they are, as messages call one: `the endpoint`; empty for keys
    holds: Callable[[Entry], bool]  # whether parts may belong below it
    is_part: Callable[[Entry], bool]  # whether it can't stand where it does


def is_empty(node: Node) -> bool:
    """Whether nothing stands behind a key."""
    return isinstance(node, Scalar) and node.plain and not node.text


def is_open(entry: Entry) -> bool:
    """Whether more lines may stand below an entry."""
    value = entry.value
    return is_empty(value) or (isinstance(value, Mapping) and not value.flow)


def entries_of(node: Node) -> tuple[Entry, ...]:
    """The entries of a mapping; none of anything else."""
    return node.entries if isinstance(node, Mapping) else ()


def regrouped(
    mapping: Mapping, sorts: Sorts, diagnostics: Diagnostics
) -> tuple[Entry, ...]:
    """The entries, each with the parts behind it that belong below it."""
    found = []
    lost = []
    for entry, parts in _with_parts(mapping, sorts):
        if parts:
            lost.append((entry, parts))
            inside = (*entries_of(entry.value), *parts)
            value = Mapping(parts[0].key.span, inside, flow=False)
            entry = entry._replace(value=value)
        found.append(entry)
    if lost and not mapping.written:
        _report(lost, sorts.what, diagnostics)
    return tuple(found)


def _with_parts(mapping: Mapping, sorts: Sorts) -> Iterator[tuple[Entry, list[Entry]]]:
    waiting = [*reversed(mapping.written or mapping.entries)]
    while waiting:
        entry = waiting.pop()
        parts: list[Entry] = []
        if waiting and not mapping.flow and sorts.holds(entry):
            own = {inner.key.text for inner in entries_of(entry.value)}
            while waiting and waiting[-1].key.text not in own:
                if not sorts.is_part(waiting[-1]):
                    break
                parts.append(waiting.pop())
                own.add(parts[-1].key.text)
        yield entry, parts


def _report(
    lost: list[tuple[Entry, list[Entry]]], what: str, diagnostics: Diagnostics
) -> None:
    entry, parts = lost[0]
    first, name = parts[0].key, entry.key
    wrong, span = first, first.span
    related = [Related(name.span, "this is above it")]
    if is_empty(entry.value):
        wrong, span = name, entry.value.span
        related = [Related(first.span, "this belongs below it")]
    listed = f"`{first.text}`" + " and what follows" * (len(parts) > 1)
    for other, (part, *_) in islice(lost[1:], _MOST_SHOWN):
        related.append(Related(part.key.span, f"and this below `{other.key.text}`"))
    diagnostics.report(
        rules.WRONG_NODE,
        span,
        hint=f"indent {listed} more, to stand below `{name.text}`",
        related=related,
        where=f"{what} `{wrong.text}`".strip(),
        wanted="keys and values",
    )
