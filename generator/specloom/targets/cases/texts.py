"""Texts of a pattern: right ones at each limit, and wrong ones by the rule that they break.

Together they tell the pattern from its near relatives: whatever a slip makes of a pattern,
one of the texts is judged differently.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from specloom import ir
from specloom.formats import FORMATS
from specloom.patterns import (
    Pattern,
    Problem,
    accepts,
    lengths,
    near_misses,
    parse_pattern,
    relatives,
    sample,
    size,
    witness,
)

_FAR = 12_000
"""The longest text that is ever made: patterns and least lengths have limits of their own."""

_NEAR = 18
"""Near misses of a pattern."""

_EFFORT = 40_000
"""Relatives times the size of the pattern: a huge one is told from a few of them."""

_STEPS = 10_000
"""So long a text that tells a relative is looked for."""


class TextCases(NamedTuple):
    """What a kind of text is tried with."""

    valid: str
    good: tuple[str, ...]
    bad: dict[str, tuple[str, ...]]  # by rule


@cache
def text_cases(type_: ir.StringType) -> TextCases:
    """The cases of text with a pattern or a format."""
    judge = _Judge(type_)
    first = _first(judge)
    texts = dict.fromkeys([*_good(type_, first), *_wrong(type_, first)])
    if type_.pattern is not None:  # those of formats are told in `runtime.tests._kinds`
        texts |= dict.fromkeys(_telling(judge, type_.pattern, texts))
    good: list[str] = []
    bad: dict[str, list[str]] = {}
    for text in texts:
        rules = judge.broken(text)
        if not rules:
            good.append(text)
        elif rules != ["pattern", "max_bytes"]:  # who tells first is no one's rule
            bad.setdefault(rules[0], []).append(text)
    good = good or judge.common()
    return TextCases(
        good[0], tuple(good[1:]), {rule: tuple(texts) for rule, texts in bad.items()}
    )


@cache
def has_a_text(type_: ir.StringType) -> bool:
    """Whether a text of a pattern or a format is found that breaks none of its rules."""
    judge = _Judge(type_)
    right = (text for text in _good(type_, _first(judge)) if not judge.broken(text))
    return any(True for _ in right) or bool(judge.common())


def _first(judge: "_Judge") -> Pattern:
    """The pattern that texts are made of."""
    return _parsed(judge.patterns[0])


class _Judge:
    """Says which rules of a type a text breaks."""

    def __init__(self, type_: ir.StringType) -> None:
        self._type = type_
        named = FORMATS[type_.format].pattern if type_.format else None
        self.patterns = [each for each in (type_.pattern, named) if each]
        self._broken: dict[str, list[str]] = {}

    def broken(self, text: str) -> list[str]:
        """The rules that a text breaks; the first is the one that is told."""
        if text not in self._broken:
            self._broken[text] = self._judged(text)
        return self._broken[text]

    def _judged(self, text: str) -> list[str]:
        found = []
        if len(text) < (self._type.min or 0):
            found.append("min_length")
        if self._type.max is not None and len(text) > self._type.max:
            found.append("max_length")
        if not all(accepts(each, text) for each in self.patterns):
            found.append("pattern")
        limit = self._type.max_bytes
        if limit is not None and _bytes(text) > limit:
            found.append("max_bytes")
        return found

    def tells(self, text: str, pattern: str, relative: str) -> bool:
        """Whether a text is judged differently with a relative in a pattern's place."""
        rules = self.broken(text)
        if rules not in ([], ["pattern"]) or accepts(relative, text) != bool(rules):
            return False
        return all(accepts(each, text) for each in self._beside(pattern))

    def common(self) -> list[str]:
        """A text of a pattern and a format that its own samples are none of, if there is."""
        if len(self.patterns) == 1:
            return []
        text = self.witness(self.patterns[0], "^$")
        return [] if text is None or self.broken(text) else [text]

    def witness(self, pattern: str, relative: str) -> str | None:
        """A text that is judged differently, if there is one and it is found."""
        tops = (self._type.max, self._type.max_bytes and self._type.max_bytes - 2)
        top = min((top for top in tops if top is not None), default=None)
        return witness(
            pattern,
            relative,
            (self._type.min or 0, top),
            within=next(iter(self._beside(pattern)), None),
            effort=_STEPS,
        )

    def _beside(self, pattern: str) -> list[str]:
        return [each for each in self.patterns if each != pattern]


def _parsed(pattern: str) -> Pattern:
    parsed = parse_pattern(pattern)
    assert not isinstance(parsed, Problem), "the reader has checked patterns"
    return parsed


def _bytes(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode())


def _telling(judge: _Judge, pattern: str, known: Iterable[str]) -> list[str]:
    """Texts that tell a pattern from those relatives that the known ones don't."""
    texts = list(known)
    found: list[str] = []
    for _, relative in relatives(pattern)[: _EFFORT // size(_parsed(pattern))]:
        if not any(judge.tells(each, pattern, relative) for each in [*found, *texts]):
            text = judge.witness(pattern, relative)
            found += [] if text is None else [text]
    return found


def _good(type_: ir.StringType, parsed: Pattern) -> Iterator[str]:
    """A natural one first; then the shortest and the longest, and those beside them."""
    low = type_.min or 0
    top = type_.max if type_.max is not None else low + 80
    reach = top + 2 if top <= 400 else low + 40
    possible = sorted(lengths(parsed, reach))
    fitting = [n for n in possible if low <= n <= top]
    if not fitting:  # the lengths that there are may lie far apart
        far = lengths(parsed, min(low + size(parsed), type_.max or _FAR))
        fitting = sorted(n for n in far if low <= n)[:1] or possible[:1]
    named = type_.pattern is None and type_.format is not None
    natural = FORMATS[type_.format or ""].example if named else sample(parsed)
    edges = {*fitting[:2], *fitting[-2:]}
    texts = [sample(parsed, n) for n in sorted(edges)]
    yield from (text for text in (natural, *texts) if text is not None)


def _wrong(type_: ir.StringType, parsed: Pattern) -> Iterator[str]:
    """Texts that are too short or too long, and those that nearly match."""
    low, top = type_.min or 0, type_.max
    around = [*([low - 1] if low else []), *([top + 1] if top is not None else [])]
    texts = [sample(parsed, n) for n in around if n in lengths(parsed, n)]
    texts += [sample(parsed, n) for n in _byte_edges(type_)]
    yield from (text for text in texts if text is not None)
    yield from near_misses(parsed, _NEAR)


def _byte_edges(type_: ir.StringType) -> range:
    """Lengths of which some are too many bytes."""
    limit = type_.max_bytes
    return range(0) if limit is None else range(limit - 1, limit + 3)
