"""When a part is there: what the views of its variants say of its life.

In: the columns that have it, and all columns. Out: `Life`s, one for each variant, and words.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from specloom.lookup.overview import Column

T = TypeVar("T")


class Life(NamedTuple):
    """The releases of one variant that have a part."""

    variant: str
    there: tuple[str, ...]
    gone: tuple[str, ...]  # releases of the variant that do not have it


def lives_of(has: Sequence[Column], columns: Sequence[Column]) -> tuple[Life, ...]:
    """A life for each variant, in the order of the columns."""
    variants = dict.fromkeys(column.variant for column in columns)
    return tuple(
        Life(
            variant,
            tuple(c.release for c in columns if c.variant == variant and c in has),
            tuple(c.release for c in columns if c.variant == variant and c not in has),
        )
        for variant in variants
    )


def told(life: Life, releases: Sequence[str]) -> str:
    """A life in words. `releases`: all that some view shows, in order."""
    if not life.there:
        return "never there"
    if not life.gone:
        return "in every release"
    known = [each for each in releases if each in (*life.there, *life.gone)]
    first, last = known.index(life.there[0]), known.index(life.there[-1])
    if life.there != tuple(known[first : last + 1]):
        return f"in {', '.join(life.there)}"
    words = []
    if first > 0:
        words.append(f"from {life.there[0]} on")
    if last + 1 < len(known):
        words.append(f"until {known[last]}, gone in {known[last + 1]}")
    return ", ".join(words)


def label(some: Sequence[Column], columns: Sequence[Column]) -> str:
    """What a few columns have in common: `org`, `2026-08`, or each of them; empty for all."""
    if len(some) == len(columns):
        return ""
    variants = list(dict.fromkeys(column.variant for column in some))
    releases = list(dict.fromkeys(column.release for column in some))
    if all(c in some for c in columns if c.variant in variants):
        return ", ".join(variants)
    if all(c in some for c in columns if c.release in releases):
        return ", ".join(releases)
    return ", ".join(f"{column.variant} {column.release}" for column in some)


def grouped(values: Sequence[tuple[Column, T]]) -> list[tuple[T, list[Column]]]:
    """Equal values once, each with the columns that have it."""
    found: list[tuple[T, list[Column]]] = []
    for column, value in values:
        for known, columns in found:
            if known == value:
                columns.append(column)
                break
        else:
            found.append((value, [column]))
    return found
