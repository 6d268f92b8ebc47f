"""Reads mappings by their keys: the tools of the other readers.

In: nodes of `source`. Out: texts and entries; mistakes go to the diagnostics.
"""

import re
from functools import partial
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Rule, Span, nearest, rules
from specloom.source import Entry, Mapping, Node, Scalar, Sequence
from specloom.spec.indentation import Sorts, entries_of, is_empty, regrouped
from specloom.spec.keys import part, read_key, text_of
from specloom.spec.language import MAPPINGS, NAMED, VALUE, Table
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

_ITEM = re.compile(r"(?:(?<=\s)-|^-)?([^,;|\s\[\]()]+)")


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

    def text(self, node: Node, where: str, hint: str | None = None) -> Text | None:
        """The node as one text that is not empty; `hint` is for what is no text at all."""
        if isinstance(node, Scalar):
            if node.text.strip():
                return Text(" ".join(node.text.split()), node.span)
            self.report(rules.EMPTY_DOC, node.span, hint=f"{where} needs a value")
            return None
        wanted = "a single value"
        self.report(rules.WRONG_NODE, node.span, hint, where=where, wanted=wanted)
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
            items = {each[1]: part(node, *each.span(1)) for each in found}
            hint = f"did you mean `[{', '.join(items)}]`?"
            meant = tuple(Scalar(at, text, node.plain) for text, at in items.items())
        self.report(rules.WRONG_NODE, node.span, hint, where=where, wanted="a list")
        return meant

    def regrouped(self, mapping: Mapping, sorts: Sorts) -> tuple[Entry, ...]:
        """The entries, each with the parts that are indented too little to stand below it."""
        return regrouped(mapping, sorts, self.diagnostics)

    def known(self, mapping: Mapping, table: Table) -> dict[str, Entry]:
        """The entries by key; unknown keys are reported, and needed ones that are missing.

        A misspelled key is read as the one that was meant, so that nothing is said to be
        missing because of it.
        """
        entries = mapping.entries
        if any(_is_above(entry, table) for entry in entries):
            above = partial(_is_above, table=table)
            lost = partial(_is_lost, table=table)
            entries = self.regrouped(mapping, Sorts("", above, lost))
        found = {
            entry.key.text: entry for entry in entries if entry.key.text in table.keys
        }
        for entry in entries:
            key = entry.key.text
            if key in table.keys or (mapping.written and is_empty(entry.value)):
                continue
            near = _meant(key, table)
            hint = table.advice.get(key) or _belongs(entry, table) or _listing(table)
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
        is_told = entry.key.text.startswith("?")
        if key is not None and key.optional and not optional and not is_told:
            hint = "take it out: only a field can be left out"
            self.report(rules.NOT_OPTIONAL, entry.key.span, hint, where=where)
        return key

    def plain_key(self, entry: Entry) -> Text:
        """The entry's key as it stands."""
        return text_of(entry.key)


def _meant(key: str, table: Table) -> str | None:
    """The key of a mapping that is meant by a wrong one."""
    return table.elsewhere.get(key) or nearest(key, table.keys)


def _is_above(entry: Entry, table: Table) -> bool:
    """Whether keys and values should stand below a key, and do not."""
    key = table.keys.get(entry.key.text)
    return key is not None and key.value in MAPPINGS and is_empty(entry.value)


def _is_lost(entry: Entry, table: Table) -> bool:
    """Whether it may belong below a key: it is none itself, nor a misspelled one."""
    key = entry.key.text
    is_key = key in table.keys or _meant(key, table) is not None
    return not is_key and not isinstance(entry.value, Sequence)


def _belongs(entry: Entry, table: Table) -> str | None:
    """The hint for a part that is indented too little or too much, by what it holds."""
    value = entry.value
    inside = {each.key.text for each in entries_of(value)}
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


def _listing(table: Table) -> str:
    return "its keys are " + ", ".join(f"`{key}`" for key in sorted(table.keys))
