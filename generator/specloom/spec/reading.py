"""Reads mappings by their keys: the tools of the other readers.

In: nodes of `source`. Out: texts and entries; mistakes go to the diagnostics.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Rule, Span, nearest, rules
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec.keys import part, read_key, text_of
from specloom.spec.language import NAMED, VALUE, Table
from specloom.spec.syntax import Key, Text

SUCH_AS = {
    "specloom": "1",
    "name": "shop",
    "base_url": "https://api.example.com",
    "products": "[orders]",
    "releases": "[2026-01]",
    "variants": "{org: Organization}",
    "builds": "{shop_org: {variant: org, release: 2026-01}}",
    "scheme": "bearer",
    "env": "SHOP_KEY",
    "variant": "org",
    "release": "2026-01",
    "query": "{cursor?: string}",
    "reply": "{cursor?: string}",
    "data": "{order_id: OrderId}",
}
"""How a key that is needed may look."""

_ITEM = re.compile(r"[^,\s]+")


class Reading(NamedTuple):
    """What every reader needs."""

    diagnostics: Diagnostics

    def report(
        self,
        rule: Rule,
        span: Span,
        hint: str | None = None,
        related: tuple[Related, ...] = (),
        **words: object,
    ) -> None:
        """Adds a mistake."""
        self.diagnostics.report(rule, span, hint=hint, related=related, **words)

    def mapping(self, node: Node, where: str) -> Mapping | None:
        """The node as a mapping; an empty value counts as an empty mapping's mistake."""
        if isinstance(node, Mapping):
            return node
        hint = "a line `key: value` each, indented below it"
        wanted = "keys and values"
        self.report(rules.WRONG_NODE, node.span, hint, where=where, wanted=wanted)
        return None

    def text(self, node: Node, where: str) -> Text | None:
        """The node as one text that is not empty."""
        if isinstance(node, Scalar):
            if node.text.strip():
                return Text(" ".join(node.text.split()), node.span)
            self.report(rules.EMPTY_DOC, node.span, hint=f"{where} needs a value")
            return None
        self.report(rules.WRONG_NODE, node.span, where=where, wanted="a single value")
        return None

    def texts(self, node: Node, where: str) -> tuple[Text, ...]:
        """The node as a list of texts, none twice."""
        found: dict[str, Text] = {}
        for item in self._items(node, where):
            text = self.text(item, f"an item of {where}")
            if text is None:
                continue
            if text.text in found:
                first = Related(found[text.text].span, "first stands here")
                self.report(
                    rules.REPEATED,
                    text.span,
                    None,
                    (first,),
                    name=text.text,
                    where=where,
                )
            found.setdefault(text.text, text)
        return tuple(found.values())

    def _items(self, node: Node, where: str) -> tuple[Node, ...]:
        """The items of a list; of a text that lacks the brackets, what they are meant to be."""
        if isinstance(node, Sequence):
            return node.items
        hint = "such as `[a, b]`, or a line `- a` each"
        meant: tuple[Node, ...] = ()
        if isinstance(node, Scalar) and (found := [*_ITEM.finditer(node.text)]):
            hint = f"did you mean `[{', '.join(each[0] for each in found)}]`?"
            meant = tuple(
                Scalar(part(node, each.start(), each.end()), each[0], node.plain)
                for each in found
            )
        self.report(rules.WRONG_NODE, node.span, hint, where=where, wanted="a list")
        return meant

    def named(
        self, mapping: Mapping, what: str, is_part: Callable[[Entry], bool]
    ) -> Iterator[Entry]:
        """The entries of a mapping of named things.

        One with nothing below it takes up the parts behind it that are indented too little.
        """
        waiting = [*reversed(mapping.entries)]
        while waiting:
            entry = waiting.pop()
            parts = []
            while _is_empty(entry.value) and waiting and is_part(waiting[-1]):
                parts.append(waiting.pop())
            if parts:
                where = f"{what} `{entry.key.text}`"
                last = " and what follows" if len(parts) > 1 else ""
                label = f"indent this{last} more, to stand below it"
                self.report(
                    rules.WRONG_NODE,
                    entry.value.span,
                    None,
                    (Related(parts[0].key.span, label),),
                    where=where,
                    wanted="keys and values",
                )
                span = parts[0].key.span
                entry = entry._replace(value=Mapping(span, (*parts,), flow=False))
            yield entry

    def known(self, mapping: Mapping, table: Table) -> dict[str, Entry]:
        """The entries by key; unknown keys are reported, and needed ones that are missing.

        A misspelled key is read as the one that was meant, so that nothing is said to be
        missing because of it.
        """
        found = {
            entry.key.text: entry
            for entry in mapping.entries
            if entry.key.text in table.keys
        }
        for entry in mapping.entries:
            key = entry.key.text
            if key in table.keys:
                continue
            near = table.elsewhere.get(key) or nearest(key, table.keys)
            hint = _belongs(entry, table) or _listing(table)
            hint = f"did you mean `{near}`?" if near else hint
            self.report(
                rules.UNKNOWN_KEY, entry.key.span, hint, key=key, where=table.where
            )
            if near is not None and near in table.keys:
                found.setdefault(near, entry)
        for key in table.needed():
            if key not in found:
                such = f"such as `{key}: {SUCH_AS[key]}`"
                where = table.where
                self.report(rules.MISSING_KEY, mapping.span, such, key=key, where=where)
        return found

    def key(self, entry: Entry, where: str, *, optional: bool = False) -> Key | None:
        """The entry's key as a name with marks; `?` only where a field stands."""
        key = read_key(entry.key, self.diagnostics)
        if key is not None and key.optional and not optional:
            hint = "take it out: only a field can be left out"
            self.report(rules.NOT_OPTIONAL, entry.key.span, hint, where=where)
        return key

    def plain_key(self, entry: Entry) -> Text:
        """The entry's key as it stands."""
        return text_of(entry.key)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text.strip()


def _belongs(entry: Entry, table: Table) -> str | None:
    """The hint for a part that is indented too little or too much, by what it holds."""
    value = entry.value
    inside = {each.key.text for each in _entries(value)}
    for name, key in table.keys.items():
        if inside and key.table and key.names and inside <= key.table.keys.keys():
            return f"it looks like {key.table.where}: indent it below `{name}`"
    if inside and table.where in NAMED and inside <= table.keys.keys():
        return f"it looks like {table.where} of its own: indent it less"
    if entry.key.text[:1].isupper() and "records" in table.keys:
        is_type = inside <= VALUE.keys.keys()
        what, name = ("a type", "types") if is_type else ("a record", "records")
        return f"it looks like {what}: indent it below `{name}`"
    return None


def _entries(node: Node) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _listing(table: Table) -> str:
    return "its keys are " + ", ".join(f"`{key}`" for key in sorted(table.keys))
