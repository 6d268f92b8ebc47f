"""Cases of what is text in JSON, and of enums and constants."""

import json
import re
from functools import cache

from specloom import ir
from specloom.formats import FORMATS
from specloom.patterns import Problem, lengths, near_misses, parse_pattern, sample
from specloom.targets.cases.values import (
    ASTRAL,
    LONGEST,
    Bad,
    Cases,
    Moment,
    OnWire,
    Times,
    Value,
    distinct,
    others,
    repeated,
)

_NEAR = 6  # near misses of a pattern, from either edge

DATES = Cases(
    "2024-02-29",
    ("0001-01-01", "9999-12-31"),
    (
        *(
            Bad(text, "format")
            for text in ("2023-02-29", "2024-1-05", "0000-01-01", "")
        ),
        *(Bad(text, "format") for text in ("1704412800", "2024-01-05T00:00:00Z")),
        *(Bad(text, "format") for text in ("2024-01-05\n", "\u0662024-01-05")),
        Bad(20240105, "type"),
    ),
)
TIMES = Cases(
    "14:30",
    ("00:00", "23:59"),
    (
        *(Bad(text, "pattern") for text in ("24:00", "09:60", "9:30", "09:30:00", "")),
        *(Bad(text, "pattern") for text in ("09:30\n", "\u0660\u0669:30")),
        Bad(930, "type"),
    ),
)
MOMENTS = Cases(
    Moment("2024-03-15T10:30:00Z"),
    (
        Moment("2024-02-29T23:59:59.123456+05:30"),
        Moment("0001-01-01T00:00:00Z"),
        Moment("9999-12-31T23:59:59.999999-23:59"),
        OnWire("2024-03-15T10:30:00.5-00:00"),
    ),
    (
        *(
            Bad(OnWire(text), "format")
            for text in (
                "1710498600",
                "2024-03-15",
                "2024-03-15 10:30:00Z",
                "2024-03-15t10:30:00z",
                "2024-03-15T10:30:00",
                "2024-03-15T10:30Z",
                "2024-03-15T10:30:00,5Z",
                "2024-03-15T10:30:00+0530",
                "2024-03-15T23:59:60Z",
                "2024-03-15T24:00:00Z",
                "2023-02-29T10:30:00Z",
                "2024-03-15T10:30:00Z\n",
            )
        ),
        Bad(1710498600, "type"),
        Bad(True, "type"),
    ),
)
UUIDS = Cases(
    "550e8400-e29b-41d4-a716-446655440000",
    ("00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"),
    (
        Bad("{550e8400-e29b-41d4-a716-446655440000}", "format"),
        Bad("urn:uuid:550e8400-e29b-41d4-a716-446655440000", "format"),
        Bad("550e8400e29b41d4a716446655440000", "format"),
        Bad("550e8400-e29b-41d4-a716-44665544000", "format"),
        Bad("550e8400-e29b-41d4-a716-44665544000g", "format"),
        Bad("550e8400-e29b-41d4-a716-446655440000\n", "format"),
        Bad(5, "type"),
    ),
)


def id_cases(type_: ir.IdType) -> Cases:
    """Other prefixes, other cases, other lengths."""
    prefix = type_.prefix
    digits = "0123456789abcdef" * 2
    other = "usx" if prefix == "usr" else "usr"
    return Cases(
        f"{prefix}_{digits}",
        (f"{prefix}_{'0' * 32}", f"{prefix}_{'f' * 32}"),
        (
            Bad(f"{other}_{digits}", "pattern"),
            Bad(f"{prefix.upper()}_{digits}", "pattern"),
            Bad(f"{prefix}_{digits.upper()}", "pattern"),
            Bad(f"{prefix}_{digits[1:]}", "pattern"),
            Bad(f"{prefix}_{digits}0", "pattern"),
            Bad(f"{prefix}_{digits[1:]}g", "pattern"),
            Bad(f"{prefix}{digits}", "pattern"),
            Bad(f"{prefix}_{digits}\n", "pattern"),
            Bad(f" {prefix}_{digits}", "pattern"),
            Bad("", "pattern"),
            Bad(5, "type"),
        ),
    )


@cache
def string_cases(type_: ir.StringType) -> Cases:
    """Lengths, patterns, formats and bytes: at each limit, and to either side."""
    pattern = type_.pattern or (FORMATS[type_.format].pattern if type_.format else None)
    cases = _free_text(type_) if pattern is None else _patterned(type_, pattern)
    if type_.max_bytes is not None:
        cases = _byte_limited(cases, type_, type_.max_bytes)
    return cases


def _free_text(type_: ir.StringType) -> Cases:
    low, high = type_.min or 0, type_.max
    valid: Value = repeated("a", max(low, 1 if high is None else min(high, 1)))
    good: list[Value] = []
    bad = []
    for count in sorted(
        {low, low + 1, high - 1 if high else low, low if high is None else high}
    ):
        if low <= count <= (count if high is None else high) and count <= LONGEST:
            good.append(repeated("a", count))
    if low:
        good.append(repeated(ASTRAL, low))
        bad += [
            Bad(repeated("a", low - 1), "min_length"),
            Bad(repeated(ASTRAL, low - 1), "min_length"),
        ]
    if high is not None and high < LONGEST:
        good.append(repeated(ASTRAL, high))
        bad += [
            Bad(repeated("a", high + 1), "max_length"),
            Bad(repeated(ASTRAL, high + 1), "max_length"),
        ]
    if high is None or high >= 5:
        good += [" \n\t " if low <= 4 else repeated(" ", low)]
    bad.append(Bad(1, "type"))
    return Cases(valid, others(good, valid), distinct(bad))


def _length_rule(type_: ir.StringType, text: str) -> str | None:
    if type_.min is not None and len(text) < type_.min:
        return "min_length"
    if type_.max is not None and len(text) > type_.max:
        return "max_length"
    return None


def _patterned(type_: ir.StringType, pattern: str) -> Cases:
    parsed = parse_pattern(pattern)
    assert not isinstance(parsed, Problem), "the reader has checked patterns"
    named = type_.pattern is None and type_.format is not None
    rule = "pattern"
    low = type_.min or 0
    top = type_.max if type_.max is not None else low + 80
    reach = top + 2 if top <= 400 else low + 40
    possible = sorted(lengths(parsed, reach))
    fitting = [n for n in possible if low <= n <= top] or possible[:1]
    natural = FORMATS[type_.format or ""].example if named else sample(parsed)
    if natural is None or _length_rule(type_, natural):
        natural = sample(parsed, fitting[0])
    edges = {fitting[0], fitting[-1], *fitting[1:2], *fitting[-2:-1]}
    good = [sample(parsed, n, pick) for n in sorted(edges) for pick in (0, 1)]
    bad = []
    for n in possible:
        if n in (low - 1, top + 1) and (type_.max is not None or n < low):
            text = sample(parsed, n)
            if text is not None and (broken := _length_rule(type_, text)):
                bad.append(Bad(text, broken))
    for text in near_misses(parsed, _NEAR * 2):
        bad.append(Bad(text, _length_rule(type_, text) or rule))
    bad.append(Bad(1, "type"))
    texts = [
        text for text in good if text is not None and not _length_rule(type_, text)
    ]
    if type_.pattern and type_.format:
        wanted = FORMATS[type_.format].pattern
        texts = [text for text in texts if re.fullmatch(wanted, text)]
        bad = [b for b in bad if b.rule != "pattern" or not isinstance(b.value, str)]
    return Cases(natural, others(list(texts), natural), distinct(bad))


def _byte_limited(cases: Cases, type_: ir.StringType, limit: int) -> Cases:
    """Text of just so many bytes of JSON, quotes counted, and of one more."""
    values = (cases.valid, *cases.good)
    good = [value for value in values if _bytes_of(value) <= limit]
    bad = [
        found
        for found in cases.bad
        if _bytes_of(found.value) <= limit or found.rule == "type"
    ]
    bad += [Bad(v, "max_bytes") for v in values if _bytes_of(v) > limit]
    if type_.pattern is None and type_.format is None and limit - 2 < LONGEST:
        for text in ("a", ASTRAL):
            count = (limit - 2) // len(text.encode())
            if not _length_rule(type_, text * count):
                good.append(repeated(text, count))
            if not _length_rule(type_, text * (count + 1)):
                bad.append(Bad(repeated(text, count + 1), "max_bytes"))
    return Cases(good[0], others(good[1:], good[0]), distinct(bad))


def _bytes_of(value: Value) -> int:
    text = value.text * value.times if isinstance(value, Times) else value
    if not isinstance(text, str):
        return 0
    return len(json.dumps(text, ensure_ascii=False).encode())


def enum_cases(type_: ir.EnumType) -> Cases:
    """Each value, and near misses."""
    values = [value.value for value in type_.values]
    first = values[0]
    near = [
        first.swapcase(),
        f"{first} ",
        f" {first}",
        first[:-1],
        f"{first}\n",
        "no such value",
    ]
    bad = [Bad(text, "enum") for text in near if text not in values]
    return Cases(
        first, tuple(values[1:]), distinct([*bad, Bad(1, "type"), Bad(True, "type")])
    )


def const_cases(type_: ir.ConstType) -> Cases:
    """The value, and others."""
    value = type_.value
    if isinstance(value, bool):
        return Cases(
            value, (), (Bad(not value, "const"), Bad("true", "type"), Bad(1, "type"))
        )
    if isinstance(value, int):
        return Cases(value, (), (Bad(value + 1, "const"), Bad(str(value), "type")))
    bad = [Bad(text, "const") for text in (value + "x", value[:-1], value.swapcase())]
    kept = [found for found in bad if found.value != value]
    return Cases(value, (), distinct([*kept, Bad(1, "type")]))
