"""Reads the vocabulary of api.yaml: how each variant calls a thing.

In: a node of `source`. Out: `Cell`s of `spec.syntax`; mistakes go to the diagnostics.
"""

import re
from functools import partial

from specloom.diagnostics import Span, rules
from specloom.source import Entry, Mapping, Node, Scalar
from specloom.spec.indentation import Sorts, entries_of, is_open
from specloom.spec.keys import text_of
from specloom.spec.reading import Reading
from specloom.spec.syntax import Cell, Text

_BRACKETS = re.compile(r"<(.+)>")


def read_vocabulary(
    reading: Reading, entry: Entry | None, variants: list[str]
) -> tuple[dict[str, dict[str, Cell]], dict[str, Span]]:
    """The cells by word and variant, and where each word stands."""
    rows: dict[str, dict[str, Cell]] = {}
    places: dict[str, Span] = {}
    mapping = reading.mapping(entry.value, "`vocabulary`") if entry else None
    if mapping is not None and _is_turned(mapping, variants):
        mapping = _turned(reading, mapping)
    sorts = Sorts("the word", is_open, partial(_is_cell, variants=variants))
    for item in reading.regrouped(mapping, sorts) if mapping else ():
        word = reading.plain_key(item)
        if (bare := _BRACKETS.fullmatch(word.text)) is not None:
            hint = f"did you mean `{bare[1]}`?"
            reading.report(
                rules.BAD_NAME, word.span, hint, name=word.text, what="a word"
            )
            word = word._replace(text=bare[1])
        places[word.text] = word.span
        rows[word.text] = _read_row(reading, word, item.value, variants)
    return rows, places


def _is_turned(table: Mapping, variants: list[str]) -> bool:
    """Whether each row of the vocabulary is a variant, and no column is."""
    rows = {row.key.text for row in table.entries}
    columns = {cell.key.text for row in table.entries for cell in entries_of(row.value)}
    return bool(columns) and rows == {*variants} and not columns & rows


def _turned(reading: Reading, table: Mapping) -> Mapping:
    """Reports that rows and columns have changed places, and puts them right."""
    rows: dict[str, list[Entry]] = {}
    places: dict[str, Scalar] = {}
    for variant, cells in table.entries:
        for word, cell in entries_of(cells):
            places.setdefault(word.text, word)
            rows.setdefault(word.text, []).append(Entry(variant, cell))
    first = next(iter(rows))
    such = ", ".join(f"{variant.text}: …" for variant, _ in rows[first])
    reading.report(
        rules.WRONG_NODE,
        table.entries[0].key.span,
        f"turn it round: `{first}: {{{such}}}`",
        where="`vocabulary`",
        wanted="a row for each word, with a column for each variant",
    )
    turned = (
        Entry(places[text], Mapping(places[text].span, tuple(cells), flow=True))
        for text, cells in rows.items()
    )
    return Mapping(table.span, tuple(turned), flow=False)


def _read_row(
    reading: Reading, word: Text, node: Node, variants: list[str]
) -> dict[str, Cell]:
    """What a word is called; after a mistake as itself, so that nothing else is said of it."""
    cells = reading.mapping(node, f"the word `{word.text}`")
    if cells is None:
        return {variant: Cell(*word, word.span) for variant in variants}
    row = {}
    for column, value in cells.entries:
        if isinstance(value, Scalar) and not value.text:
            if value.plain:
                continue  # an empty cell counts as none
            text: Text | None = text_of(value)  # empty on purpose
        else:
            text = reading.text(value, f"the word `{word.text}`")
        row[column.text] = Cell(*(text or word), column.span)
    return row


def _is_cell(entry: Entry, variants: list[str]) -> bool:
    """Whether it is no row, but part of one."""
    is_text = isinstance(entry.value, Scalar) and bool(entry.value.text)
    return is_text and entry.key.text in variants
