"""Kinds of single values: what is tried for each, at its limits and to either side.

What they say comes from the language of the spec, not from how this package checks.
`_many` makes kinds of lists, maps and unions of them.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from string import punctuation
from typing import Any

from ._tables import (
    Bad,
    Brief,
    InPython,
    Kind,
    Moment,
    Nested,
    OnWire,
    Token,
    Unsent,
    dumped,
    written,
)

BONE = "\U0001f9b4"
"""One character, four bytes, two UTF-16 units."""
_SIGNS = punctuation.replace(",", "")
LONGEST = 100_000
"""Longer text is not tried."""

_WRONG: tuple[Bad, ...] = ((1, "type"), (True, "type"), ([], "type"), ({}, "type"))
_NO_TEXT: tuple[Bad, ...] = (*_WRONG, (InPython(b"a"), "type"))
_NO_NUMBER: tuple[Bad, ...] = (
    *((Token(text), "type") for text in ("NaN", "Infinity", "-Infinity", "1e400")),
    *((InPython(float(text)), "type") for text in ("nan", "inf", "-inf")),
)


def distinct(values: Iterable[Any]) -> list[Any]:
    """Each value once; 1, 1.0 and true are three."""
    return list({repr(value): value for value in values}.values())


def _texts(count: int, width: int) -> list[Any]:
    return [f"{number:0{width}}" for number in range(count)]


def text(min: int = 0, max: int | None = None, bytes: int | None = None) -> Kind:
    """Any text of so many characters, and of so many bytes of JSON at most."""
    low, high = min, max
    counts = {low, low + 1} | ({high, high - 1} if high is not None else set())
    top = LONGEST if high is None else high
    good = ["a" * n for n in sorted(counts) if low <= n <= top and n <= LONGEST]
    odd = [BONE * low, BONE * top if high is not None and high < LONGEST else ""]
    odd += [" \n\t ", "null", ".", "..", "\u00e9", " a", "a ", "a,b", _SIGNS]
    good += [each for each in odd if low <= len(each) <= top]
    bad: list[Bad] = []
    for letter in ("a", BONE):
        if low:
            bad.append((letter * (low - 1), "min_length"))
        if high is not None and high < LONGEST:
            bad.append((letter * (high + 1), "max_length"))
    if low <= 1 <= top:
        bad.append((Unsent("\ud800"), "type"))
    usual = "a" * (low or (1 if high is None or high else 0))
    width = low if low > 6 else 6 if high is None or high >= 6 else high
    kind = Kind(
        usual,
        [each for each in distinct(good) if each != usual],
        [*distinct(bad), *_NO_TEXT],
        several=lambda count: _texts(count, width) if count <= 10 ** width else [],
    )
    return kind if bytes is None else within(bytes, kind, low, high)


def within(limit: int, kind: Kind, low: int = 0, high: int | None = None) -> Kind:
    """Texts of a kind, of so many bytes of JSON at most, and those of just so many."""
    edges = []
    for letter in ("a", BONE):
        count = (limit - 2) // len(letter.encode())
        edges += [letter * n for n in (count, count + 1) if count < LONGEST]
    values = [v for v in edges if low <= len(v) and (high is None or len(v) <= high)]
    return limited(limit, kind, values)


def limited(limit: int, kind: Kind, edges: Iterable[Any] = ()) -> Kind:
    """Values whose JSON has at most so many bytes; `edges` may have more."""
    values = distinct([kind.valid, *kind.good, *edges])
    good = [each for each in values if _fits(each, limit)]
    bad = [each for each in kind.bad if len(each) > 2 or _fits(each[0], limit)]
    bad += [(each, "max_bytes") for each in values if not _fits(each, limit)]
    first, *others = good or [kind.valid]
    return kind._replace(valid=first, good=others, bad=bad, several=None)


def _fits(value: Any, limit: int) -> bool:
    """Whether a value is small enough, as far as that is known yet."""
    if _is_open(value):
        return True
    return len(dumped(written(value)).encode()) <= limit


def _is_open(value: Any) -> bool:
    match value:
        case Nested(table):
            return any(_is_open(row.kind.valid) for row in table.rows)
        case Brief() | InPython() | Unsent():
            return True
        case dict():
            return any(map(_is_open, value.values()))
        case list():
            return any(map(_is_open, value))
        case _:
            return False


def matching(valid: str, good: Sequence[str], **wrong: Sequence[str]) -> Kind:
    """Texts of a pattern; `wrong` has those that break a rule, by the rule."""
    bad: list[Bad] = [(each, rule) for rule, texts in wrong.items() for each in texts]
    values = [valid, *good]
    return Kind(valid, good, [*bad, *_NO_TEXT], several=lambda count: values[:count])


def id_of(prefix: str) -> Kind:
    """Ids: a prefix, an underscore, 32 lower-case hexadecimal digits."""
    digits = "0123456789abcdef" * 2
    other = "usx" if prefix == "usr" else "usr"
    wrong = [
        f"{other}_{digits}",
        f"{prefix.upper()}_{digits}",
        f"{prefix}_{digits.upper()}",
        f"{prefix}_{digits[1:]}",
        f"{prefix}_{digits}0",
        f"{prefix}_{digits[1:]}g",
        f"{prefix}{digits}",
        f"{prefix}_{digits}\n",
        f" {prefix}_{digits}",
        "",
    ]
    kind = matching(
        f"{prefix}_{digits}",
        [f"{prefix}_{'0' * 32}", f"{prefix}_{'f' * 32}"],
        pattern=wrong,
    )
    return kind._replace(
        several=lambda count: [f"{prefix}_{number:032x}" for number in range(count)]
    )


WORDS: dict[str, None] = {}
"""First and last values of the enums of this package."""


def enum(*values: str) -> Kind:
    """One of these texts."""
    first = values[0]
    WORDS.update({first: None, values[-1]: None})
    near = [first.swapcase(), f"{first} ", f" {first}", first[:-1], f"{first}\n"]
    wrong = [each for each in [*near, "no such value"] if each not in values]
    return Kind(
        first,
        values[1:],
        [*((each, "enum") for each in dict.fromkeys(wrong)), *_NO_TEXT],
        enums=(values,),
        several=lambda count: list(values[:count]),
    )


def const(value: str | int | bool) -> Kind:
    """Exactly one value."""
    wrong: list[Any]
    if isinstance(value, bool):
        wrong = [not value, str(value).lower(), int(value)]
    elif isinstance(value, str):
        wrong = [f"{value}x", value[:-1], value.swapcase(), 1]
    else:
        wrong = [value + 1, str(value)]
    same = [each for each in wrong if type(each) is type(value) and each != value]
    other = [each for each in wrong if type(each) is not type(value)]
    bad = [(each, "const") for each in distinct(same)]
    bad += [(each, "type") for each in other]
    return Kind(value, [], bad, ((value,),), shown=value)


def number(
    min: float | None = None,
    max: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
    step: float | None = None,
) -> Kind:
    """Finite numbers, whole or not, within closed and open bounds."""
    bounds = {"minimum": min, "maximum": max, "above": above, "below": below}
    return _numbers(bounds, step, Fraction(1, 2), [0, -1.5, 1e300, 2**63])


def integer(
    min: int | None = None,
    max: int | None = None,
    *,
    above: int | None = None,
    below: int | None = None,
    step: int | None = None,
) -> Kind:
    """Whole numbers within closed and open bounds."""
    bounds = {"minimum": min, "maximum": max, "above": above, "below": below}
    kind = _numbers(bounds, step, Fraction(1), [0, -1, 2**63])
    return kind._replace(bad=[*kind.bad, (kind.valid + 0.5, "type")])


_CLOSED = ("minimum", "maximum")
_INWARD = {"minimum": 1, "maximum": -1, "above": 1, "below": -1}
_ADMITS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: value >= bound,
    "maximum": lambda value, bound: value <= bound,
    "above": lambda value, bound: value > bound,
    "below": lambda value, bound: value < bound,
    "multiple_of": lambda value, step: not _exact(value) % _exact(step),
}


def _numbers(
    bounds: dict[str, Any], step: Any, apart: Fraction, usual: list[Any]
) -> Kind:
    """Numbers at each bound, to either side so far `apart`, and beside multiples."""
    rules = {rule: bound for rule, bound in bounds.items() if bound is not None}
    unit = apart if step is None else _exact(step)
    good: list[Any] = []
    wrong: list[Any] = []
    for rule, bound in rules.items():
        inward = unit * _INWARD[rule]
        at = _exact(bound) + (inward if rule in ("above", "below") else 0)
        good += [_plain(at), _plain(at + inward)]
        outer = _plain(at - inward)
        if apart != 1 and float(outer) == float(bound) and rule in _CLOSED:
            outer = math.nextafter(bound, -_INWARD[rule] * math.inf)
        wrong.append(outer)
    if step is not None:
        rules["multiple_of"] = step
        first = -(-(_exact(good[0]) if good else 0) // unit) * unit
        good += [_plain(first), _plain(first + unit), _plain(first - unit)]
        wrong.append(_plain(first + (1 if apart == 1 else unit / 2)))

    def broken(value: Any) -> list[str]:
        return [
            rule for rule, limit in rules.items() if not _ADMITS[rule](value, limit)
        ]

    kept = distinct([v for v in good or usual if not broken(v)]) or [0]
    bad = [(v, broken(v)[0]) for v in distinct(wrong) if len(broken(v)) == 1]
    others: list[Bad] = [(str(kept[0]), "type"), (True, "type"), ([], "type")]
    return Kind(
        kept[0],
        kept[1:],
        [*bad, *others, *_NO_NUMBER],
        several=lambda count: kept[:count],
    )


def _exact(value: float | Fraction) -> Fraction:
    """A number that can be counted with: 0.3 is three times 0.1."""
    return Fraction(str(value))


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def any_value(bytes: int | None = None) -> Kind:
    """Any JSON."""
    wrong = [math.nan, (1,), {1: 2}, b"a", UTC]
    kind = Kind(
        {"a": 1},
        [None, True, 0, 1.5, "", [], [1, "a", None]],
        [(Token("NaN"), "type"), *((InPython(each), "type") for each in wrong)],
    )
    if bytes is None:
        return kind
    counts = (bytes - 2, bytes - 1)
    return limited(bytes, kind, ["a" * n for n in counts if 0 < n < LONGEST])


ANY = any_value()
TEXT = text()
NUMBER = number()
INTEGER = integer()
BOOLEAN = Kind(
    True, [False], [("true", "type"), (0, "type"), (1.0, "type"), ([], "type")]
)
DATE = matching(
    "2024-02-29",
    ["0001-01-01", "9999-12-31"],
    format=[
        *("", "2024-01-05\n", "\u0662024-01-05", "1704412800", "2024-1-05"),
        *("2023-02-29", "0000-01-01", "2024-01-05T00:00:00Z"),
    ],
)
TIME = matching(
    "14:30",
    ["00:00", "23:59"],
    pattern=["", "09:30\n", "\u0660\u0669:30", "24:00", "09:60", "9:30", "09:30:00"],
)
UUID = matching(
    "550e8400-e29b-41d4-a716-446655440000",
    ["00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"],
    format=[
        "{550e8400-e29b-41d4-a716-446655440000}",
        "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
        "550e8400e29b41d4a716446655440000",
        "550e8400-e29b-41d4-a716-44665544000",
        "550e8400-e29b-41d4-a716-44665544000g",
        "550e8400-e29b-41d4-a716-446655440000\n",
    ],
)
EMAIL = matching(
    "ada@example.com",
    ["a@c", "b@d", f"{'ab1' * 20}@{'c' * 63}.example"],
    pattern=["a@c\n", "a@", "@c", "a", '"@c', "a@@", "a@:", " @c", "a@-c", "a@c.", ""],
)
URL = matching(
    "https://example.com/path",
    ["http://h", "https://j", "https://%34%67.example:8080/a/b?c=d#e"],
    pattern=[
        *("http://h\n", " http://h", "", 'http://"', "http://", "HTTP://H"),
        *("ftp://h", "http;//h", "http:/h", "http://h:port", "//h"),
    ],
)
BASE64 = matching(
    "aGVsbG8=",
    ["", "abcd", "ab==", "ABCD0123+/89"],
    pattern=["abcd\n", "abc", "abcdd", ",bcd", "ab-_", "a===", "ab=c", "=abc", " bcd"],
)
_NO_TIMESTAMPS = (
    *("1710498600", "2024-03-15", "2024-03-15 10:30:00Z", "2024-03-15_10:30:00Z"),
    *("2024-03-15t10:30:00z", "2024-03-15T10:30:00z", "2024-03-15T10:30:00"),
    *("2024-03-15T10:30Z", "2024-03-15T10:30:00,5Z", "2024-03-15T10:30:00+0530"),
    *("2024-03-15T23:59:60Z", "2024-03-15T24:00:00Z", "2023-02-29T10:30:00Z"),
    "2024-03-15T10:30:00Z\n",
)
TIMESTAMP = Kind(
    Moment("2024-03-15T10:30:00Z"),
    [
        Moment("2024-02-29T23:59:59.123456+05:30"),
        Moment("0001-01-01T00:00:00Z"),
        Moment("9999-12-31T23:59:59.999999-23:59"),
        OnWire("2024-03-15T10:30:00.5-00:00"),
    ],
    [
        *((OnWire(each), "format") for each in _NO_TIMESTAMPS),
        (InPython(datetime(2024, 3, 15)), "format"),
        (InPython(datetime(2024, 3, 15, tzinfo=timezone(timedelta(0, 1)))), "format"),
        (InPython(date(2024, 3, 15)), "type"),
        (InPython("2024-03-15T10:30:00Z"), "type"),
        *_WRONG,
    ],
)
