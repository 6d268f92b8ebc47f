"""Texts of a pattern: right ones at each limit, and wrong ones by the rule that they break."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from specloom import ir
from specloom.formats import FORMATS
from specloom.patterns import (
    Pattern,
    Problem,
    lengths,
    matches,
    near_misses,
    parse_pattern,
    sample,
)

_NEAR = 12  # near misses of a pattern
_CHANGED = 4  # those with a zero or a letter too many, and with one too few


class TextCases(NamedTuple):
    """What a kind of text is tried with."""

    valid: str
    good: tuple[str, ...]
    bad: dict[str, tuple[str, ...]]  # by rule


@cache
def text_cases(type_: ir.StringType) -> TextCases:
    """The cases of text with a pattern or a format; `near_misses` knows the pattern."""
    pattern = type_.pattern or FORMATS[type_.format or ""].pattern
    parsed = parse_pattern(pattern)
    assert not isinstance(parsed, Problem), "the reader has checked patterns"
    wanted = FORMATS[type_.format].pattern if type_.format else pattern
    good = [
        text
        for text in dict.fromkeys(_good(type_, parsed))
        if _broken(type_, text) is None and re.fullmatch(wanted, text)
    ]
    bad: dict[str, dict[str, None]] = {}
    for text in _wrong(type_, parsed):
        rule = _broken(type_, text)
        if rule is None and not matches(parsed, text):
            rule = "pattern"
        # Where a pattern and a format meet, either may be what is told.
        if rule and not (rule == "pattern" and type_.pattern and type_.format):
            bad.setdefault(rule, {})[text] = None
    return TextCases(
        good[0], tuple(good[1:]), {rule: tuple(texts) for rule, texts in bad.items()}
    )


def _broken(type_: ir.StringType, text: str) -> str | None:
    """The limit of length or of bytes that a text breaks."""
    if type_.min is not None and len(text) < type_.min:
        return "min_length"
    if type_.max is not None and len(text) > type_.max:
        return "max_length"
    size = len(json.dumps(text, ensure_ascii=False).encode())
    if type_.max_bytes is not None and size > type_.max_bytes:
        return "max_bytes"
    return None


def _good(type_: ir.StringType, parsed: Pattern) -> Iterator[str]:
    """A natural one first; then the shortest and the longest, and those beside them."""
    low = type_.min or 0
    top = type_.max if type_.max is not None else low + 80
    reach = top + 2 if top <= 400 else low + 40
    possible = sorted(lengths(parsed, reach))
    fitting = [n for n in possible if low <= n <= top] or possible[:1]
    named = type_.pattern is None and type_.format is not None
    natural = FORMATS[type_.format or ""].example if named else sample(parsed)
    edges = {fitting[0], fitting[-1], *fitting[1:2], *fitting[-2:-1]}
    texts = [sample(parsed, n, pick) for n in sorted(edges) for pick in (0, 1)]
    yield from (text for text in (natural, *texts) if text is not None)


def _wrong(type_: ir.StringType, parsed: Pattern) -> Iterator[str]:
    """Texts that are too short or too long, and those that nearly match."""
    low, top = type_.min or 0, type_.max
    around = [*([low - 1] if low else []), *([top + 1] if top is not None else [])]
    texts = [sample(parsed, n) for n in around if n in lengths(parsed, n)]
    texts += [sample(parsed, n) for n in _byte_edges(type_)]
    yield from (text for text in texts if text is not None)
    yield from near_misses(parsed, _NEAR)
    base = sample(parsed) or ""
    yield from _some(parsed, (f"{base[:at]}0{base[at:]}" for at in range(len(base))))
    yield from _some(parsed, (base[:at] + base[at + 1 :] for at in range(len(base))))


def _byte_edges(type_: ir.StringType) -> range:
    """Lengths of which some are too many bytes."""
    limit = type_.max_bytes
    return range(0) if limit is None else range(limit - 1, limit + 3)


def _some(parsed: Pattern, texts: Iterable[str]) -> list[str]:
    wrong = [text for text in dict.fromkeys(texts) if not matches(parsed, text)]
    return wrong[:_CHANGED]
