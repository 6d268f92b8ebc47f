"""Kinds of texts and other single values: what is tried for each, at its limits.

What they say comes from the language of the spec, not from how this package checks.
`_numbers` makes those of numbers; `_many` lists, maps and unions of them.
"""

import functools
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
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
    foreign,
    holds,
    written,
)

BONE = "\U0001f9b4"
"""One character, four bytes, two UTF-16 units."""
_SIGNS = punctuation.replace(",", "")
LONGEST = 100_000
"""Longer text is not tried."""

INFINITE = ("NaN", "Infinity", "-Infinity", "1e400")


def wrong(values: Iterable[Any], rule: str, *allowed: str) -> list[Bad]:
    """Values that break one rule; what is told as right is one of the words."""
    return [Bad(value, rule, allowed) for value in distinct(values)]


def told(how: str, limit: int, unit: str) -> tuple[str]:
    """`at least 2 items`, `at most 1 pair`."""
    return (f"{how} {limit} {unit[:-1] if limit == 1 else unit}",)


def sized_by(
    unit: str, low: int | None, high: int | None, **more: Any
) -> dict[str, Any]:
    """`minLength` and `maxLength`, or those of another unit; what else is not None."""
    sizes = {f"min{unit}": low or None, f"max{unit}": high, **more}
    return {key: value for key, value in sizes.items() if value is not None}


def _no_text(*allowed: str) -> list[Bad]:
    """What is no text; `allowed` are words for it, beside the usual ones."""
    values = [each.value for each in foreign("", str)]
    return wrong([*values, InPython(b"a")], "type", "a string", *allowed)


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
    odd = [BONE * n for n in sorted(counts) if high is not None and n < LONGEST]
    odd += [" \n\t ", "null", ".", "..", "/", "\u00e9", " a", "a ", "a,b", _SIGNS]
    odd += ["a" * 5_000] if high is None else []
    good += [each for each in odd if low <= len(each) <= top]
    bad: list[Bad] = []
    for letter in ("a", BONE):
        if low:
            words = told("at least", low, "characters")
            bad.append(Bad(letter * (low - 1), "min_length", words))
        if high is not None and high < LONGEST:
            words = told("at most", high, "characters")
            bad.append(Bad(letter * (high + 1), "max_length", words))
    if low <= 1 <= top:
        bad.append(Bad(Unsent("\ud800"), "type", ("text without lone surrogates",)))
    usual = "a" * (low or (1 if high is None or high else 0))
    width = low if low > 6 else 6 if high is None or high >= 6 else high
    kind = Kind(
        usual,
        [each for each in distinct(good) if each != usual],
        [*distinct(bad), *_no_text()],
        several=lambda count: _texts(count, width) if count <= 10 ** width else [],
        schema=sized_by("Length", min, max, type="string"),
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
    good = [v for v in values if _fits(v, limit) and not holds(v, InPython)]
    bad = [each for each in kind.bad if each.place or _fits(each.value, limit)]
    large = [each for each in values if not _fits(each, limit)]
    bad += wrong(large, "max_bytes", f"at most {limit} bytes of JSON")
    first, *others = good or [kind.valid]
    schema = {**kind.schema, "x-maxBytes": limit}
    return kind._replace(valid=first, good=others, bad=bad, several=None, schema=schema)


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


def matching(
    valid: str,
    good: Sequence[str],
    like: str = "",
    shape: str = "",
    min: int | None = None,
    max: int | None = None,
    bytes: int | None = None,
    **broken: Sequence[str],
) -> Kind:
    """Texts of a pattern; `broken` has those that break a rule, by the rule.

    The pattern is `like` or that of a format, `shape`; or text matches both of them.
    """
    words = {
        "min_length": told("at least", min or 0, "characters"),
        "max_length": told("at most", max or 0, "characters"),
        "max_bytes": (f"at most {bytes} bytes of JSON",),
    }
    bad = [
        Bad(text, rule, words.get(rule, ()))
        for rule, texts in broken.items()
        for text in texts
    ]
    values = [valid, *good]
    schema = sized_by("Length", min, max, type="string") | {
        "allOf": [{"pattern": each} for each in (like, SHAPES.get(shape)) if each]
    }
    return Kind(
        valid,
        good,
        [*bad, *_no_text()],
        several=lambda count: values[:count],
        schema=schema if bytes is None else schema | {"x-maxBytes": bytes},
    )


PREFIXES: dict[str, None] = {}
"""The prefixes of the ids of this package."""


def id_of(prefix: str, *foreign: str) -> Kind:
    """Ids: a prefix, an underscore, 32 lower-case hexadecimal digits.

    `foreign` are the prefixes that only other variants have.
    """
    PREFIXES[prefix] = None
    digits = "0123456789abcdef" * 2
    right = f"{prefix}_{digits}"
    outside = "/:`gAFG\x00 -\u0663\uff11\U0001d7ce"
    near = [f"{prefix}_{letter}{digits[1:]}" for letter in outside]
    near += [f"{right[:-1]}{letter}" for letter in outside]
    near += [f"{right[:-1]}", f"{prefix}_{digits[1:]}", f"{right}0", f"{right}f"]
    near += [f"{prefix.upper()}_{digits}", f"{prefix}_{digits.upper()}", digits, ""]
    near += [f"{prefix}{digits}", f"{prefix}-{digits}", f"{prefix}__{digits[1:]}"]
    near += [f"{right}\n", f" {right}", f"{right} ", f"\n{right}", f"x{right}"]
    near += [f"{prefix[:-1]}_{digits}", f"{prefix[1:]}_{digits}", f"{prefix}x_{digits}"]
    near += [f"{other}{digits}" for other in _slips(f"{prefix}_")]
    kind = matching(
        right,
        [f"{prefix}_{'0' * 32}", f"{prefix}_{'f' * 32}", f"{prefix}_{'9a' * 16}"],
        like=f"^{prefix}_[0-9a-f]{{32}}$",
        pattern=near,
    )

    def others() -> list[Bad]:
        found = (f"{other}_{digits}" for other in (*PREFIXES, *foreign))
        return wrong([each for each in found if each != right], "pattern")

    return kind._replace(
        several=lambda count: [f"{prefix}_{number:032x}" for number in range(count)],
        others=others,
    )


WORDS: dict[str, None] = {}
"""First and last values of the enums of this package."""


def enum(*values: str) -> Kind:
    """One of these texts."""
    first, last = values[0], values[-1]
    WORDS.update({first: None, last: None})
    near = [first.swapcase(), f"{first} ", f" {first}", first[:-1], f"{first}\n"]
    near += [f"{last}x", last[1:], "no such value", "null"]
    words = [_one_of([f"'{each}'" for each in values]), _one_of(map(repr, values))]

    def others() -> list[Bad]:
        return wrong([word for word in WORDS if word not in values], "enum", *words)

    return Kind(
        first,
        values[1:],
        [
            *wrong([each for each in near if each not in values], "enum", *words),
            *_no_text(*words),
        ],
        several=lambda count: list(values[:count]),
        schema={"type": "string", "enum": [*values]},
        others=others,
    )


def enum_of(*lines: str) -> Kind:
    """One of many texts, which stand in lines, separated by bars."""
    return enum(*(value for line in lines for value in line.split(" | ")))


def _one_of(shown: Iterable[str]) -> str:
    """`one of 'a', 'b' or 'c'`."""
    *most, last = shown
    return "one of " + " or ".join([*filter(None, [", ".join(most)]), last])


_NAMES = {str: "string", bool: "boolean", int: "integer"}


def const(value: str | int | bool) -> Kind:
    """Exactly one value."""
    words = repr(value) if isinstance(value, str) else str(value).lower()
    near: list[Any] = ["", "text", 0, 1, True, False, [], {}, 1.5, words]
    if isinstance(value, str):
        near += [f"{value}x", value[:-1], value.swapcase(), f"{value}\n", f" {value}"]
    elif not isinstance(value, bool):
        near += [value + 1, value - 1, value + 0.5]
    same = [each for each in near if type(each) is type(value) and each != value]
    other = [each for each in near if type(each) is not type(value)]
    bad = [*wrong(same, "const", words), *wrong(other, "type", words)]
    schema = {"type": _NAMES[type(value)], "const": value}
    return Kind(value, [], bad, shown=value, schema=schema)


def nested(levels: int) -> list[Any]:
    """A list in a list, and so on, as many times."""
    return functools.reduce(lambda inner, _: [inner], range(levels), [])


def any_value(bytes: int | None = None) -> Kind:
    """Any JSON."""
    no_json = [InPython(each) for each in (math.nan, (1,), {1: 2}, b"a", UTC)]
    kind = Kind(
        {"a": 1},
        [None, True, False, 0, 1.5, "", [], {}, [1, "a", None, {"a": []}]],
        wrong([*map(Token, INFINITE), *no_json], "type", "a JSON value"),
    )
    if bytes is None:
        deep = wrong([InPython(nested(201))], "type", "JSON of at most 200 levels")
        good = [*kind.good, InPython(nested(200))]
        return kind._replace(good=good, bad=[*kind.bad, *deep])
    counts = (bytes - 2, bytes - 1)
    return limited(bytes, kind, ["a" * n for n in counts if 0 < n < LONGEST])


_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_ESCAPED = "%[0-9A-Fa-f]{2}"
_PCHAR = f"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|{_ESCAPED})"
_REG_NAME = f"(?:[A-Za-z0-9._~!$&'()*+,;=-]|{_ESCAPED})+"
_HOST = rf"(?:\[[0-9A-Fa-f:.]{{2,45}}\]|{_REG_NAME})"
_QUERY = f"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|{_ESCAPED})*"
SHAPES = {
    "base64": ("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"),
    "email": rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*$",
    "time": "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$",
    "url": (
        rf"^https?://{_HOST}(?::[0-9]{{1,5}})?(?:/{_PCHAR}*)*"
        rf"(?:\?{_QUERY})?(?:#{_QUERY})?$"
    ),
    "uuid": "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
}
"""The patterns of formats; the calendar is checked apart."""

ANY = any_value()
TEXT = text()
BOOLEAN = Kind(
    True,
    [False],
    [
        *wrong(["true", 0, 1.0], "type", "true or false"),
        *foreign("true or false", bool),
    ],
    schema={"type": "boolean"},
)


def _each(letters: Iterable[str], *shapes: str) -> list[str]:
    """Each letter in the place `{}` of each shape."""
    return [shape.format(letter) for shape in shapes for letter in letters]


def _slips(text: str) -> list[str]:
    """Each character replaced by those beside it; a digit by those beside digits."""
    beside = ["/:" if c.isdigit() else chr(ord(c) - 1) + chr(ord(c) + 1) for c in text]
    return [
        f"{text[:at]}{other}{text[at + 1 :]}"
        for at, others in enumerate(beside)
        for other in others
    ]


_YEARS = [*_slips("0010"), *_slips("0100"), *_slips("1000")]
DATE = matching(
    "2024-02-29",
    [
        *("0001-01-01", "9999-12-31", "0010-09-09", "0100-10-10", "0990-03-30"),
        *("9900-11-28", "1000-01-19", "9090-01-01", "9000-05-20"),
    ],
    format=[
        *("", "2024-01-05\n", "\u0662024-01-05", "1704412800", "2024-1-05"),
        *("2023-02-29", "0000-01-01", "2024-01-05T00:00:00Z", "0001-01-0:"),
        *("20240105", "2024-W01-1", "2024W011", "2024-01", "2024-001", "2024-0105"),
        *("202401-05", "2024-W01-01", "2024-010-5"),
        *_slips("2024-01-25"),
        *_slips("0001-10-31"),
        *_each([*_YEARS, "00a1", "0a10", "a100", "02024", "024", "010"], "{}-01-05"),
        *_each(["00", "13", "20"], "2024-{}-05"),
        *_each(["00", "2a", "32", "40"], "2024-01-{}"),
        "00010-01-05",
    ],
)
DATE = DATE._replace(schema={"type": "string", "format": "date"})
TIME = matching(
    "14:30",
    ["00:00", "23:59", "09:05", "20:10"],
    shape="time",
    pattern=[
        *("", "09:30\n", "\u0660\u0669:30", "24:00", "09:60", "9:30", "09:30:00"),
        *("2/:00", "30:00", "0a:00", "00:0a", "009:30", "000:00", *_slips("09:30")),
    ],
)
UUID = matching(
    "550e8400-e29b-41d4-a716-446655440000",
    ["-".join(c * count for count in (8, 4, 4, 4, 12)) for c in "09AFaf"],
    shape="uuid",
    format=[
        "{550e8400-e29b-41d4-a716-446655440000}",
        "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
        "550e8400e29b41d4a716446655440000",
        "550e8400-e29b-41d4-a716-44665544000",
        "550e8400-e29b-41d4-a716-446655440000\n",
        "550e840-e29b-41d4-a716-446655440000",
        "550e84000-e29b-41d4-a716-446655440000",
        "550e8400-e29-41d-a71-446655440000",
        "550e8400-e29b0-41d4-a716-446655440000",
        "550e8400-e29b-41d4-446655440000",
        "550e8400-e29b-41d4-a716-e29b-446655440000",
        "550e8400-e29b-41d4-a716-4466554400000",
        *_each("/:@G`g", "{}50e8400-e29b-41d4-a716-446655440000"),
        *_each("/:@G`g", "550e8400-e29{}-41d4-a716-446655440000"),
        *_each("/:@G`g", "550e8400-e29b-41d4-a716-44665544000{}"),
        *_each(",.", "550e8400{}e29b-41d4-a716-446655440000"),
        *_each(",.", "550e8400-e29b-41d4-a716{}446655440000"),
    ],
)
EMAIL = matching(
    "ada@example.com",
    [
        *("a@c", "b@d", f"{'ab1' * 20}@{'c' * 63}.example", f"a@b.{'c' * 63}"),
        *("!#$%&'*+-./09=?AZ^_`az{|}~@c", "a@a-a", "a@aa.bb"),
        *_each(["000", "999", "AAA", "ZZZ", "zzz", *"09AZ"], "a@{}"),
        "a@b.000.999.AAA.ZZZ.aaa.zzz.a-a.0.9.A.Z",
    ],
    shape="email",
    pattern=[
        *("a@c\n", "a@", "@c", "a", '"@c', " @c", "a@-c", "a@c.", "", "a?b", "aAb"),
        *("a@b-", "a@b.-", "a@b.c-", "a@b..c", "a@b.c-.d"),
        *(f"a@{'b' * 64}", f"a@b.{'c' * 64}", f"a@{'b' * 63}-c"),
        *_each("(),:;<>@[]\x7f", "{}@c"),
        *_each("_/:@[`{,", "a@{}", "a@b{}", "a@b{}c", "a@b.{}", "a@b.c{}", "a@b.c{}d"),
    ],
)
_PLACES = ("http://{}", "http://h/{}", "http://h?{}", "http://h#{}")
URL = matching(
    "https://example.com/path",
    [
        *("http://h", "https://j", "https://%34%67.example:8080/a/b?c=d#e"),
        *_each(["!$&'()*+,-.09;=AZ_az~%00%99%AA%FF%aa%ff"], *_PLACES),
        *_each([":@!"], *_PLACES[1:]),
        *_each("/?", *_PLACES[2:]),
        *("http://[0.9:AFaf]/", f"http://[{'0' * 45}]", "http://h:09090"),
        *("http://h/", "http://h?", "http://h#", "http://[::]:0"),
    ],
    shape="url",
    pattern=[
        *("http://h\n", " http://h", "", "http://", "HTTP://H", "ftp://h"),
        *("http:/h", "http://h:port", "//h", "httpss://h", "httpr://h", "httpt://h"),
        *("http://#", "http:///", "http://@", "http://h/##", "http://h?##"),
        *("http://h##", "http://[0]", f"http://[{'0' * 46}]", "http://Z00]"),
        *("http://\\00]", "http://[00\\", "http://[00^", "http://[00]90"),
        *("http://[00];0", "http://h:0:0", "http://h:", "http://h:000000"),
        *("http://h:/", "http://h.:", "http://h@", "http://h$:"),
        *_each(_slips("http://"), "{}h"),
        *_each(' "%<>[^`{|}\x7f', *_PLACES),
        *_each(_each(["", *"/:@G`g"], "%0{}"), *_PLACES),
        *_each("-/;@G`g", "http://[0{}]"),
    ],
)
BASE64 = matching(
    "aGVsbG8=",
    [
        *("", "abcd", "ab==", "ABCD0123+/89", "+/09", "AZaz", "+/==", "09==", "AZ=="),
        *("az==", "+/0=", "9AZ=", "aza="),
    ],
    shape="base64",
    pattern=[
        *("abcd\n", "abc", "abcdd", "ab-_", "a===", "ab=c", "=abc", " bcd"),
        *("abc=abc=", "ab=", "a==", "abc==", "abcd="),
        *_each("*,.:@[_`{", "{}bcd", "a{}==", "aa{}="),
        *_each("<>", "aa{}=", "aa={}", "aaa{}"),
    ],
)
_NO_TIMESTAMPS = (
    *("1710498600", "2024-03-15", "2024-03-15 10:30:00Z", "2024-03-15_10:30:00Z"),
    *("2024-03-15t10:30:00Z", "2024-03-15T10:30:00z", "2024-03-15T10:30:00"),
    *("2024-03-15T10:30Z", "2024-03-15T10:30:00,5Z", "2024-03-15T10:30:00+0530"),
    *("2024-03-15T23:59:60Z", "2024-03-15T24:00:00Z", "2023-02-29T10:30:00Z"),
    *("2024-03-15T10:30:00Z\n", "2024-03-15T10:30:00Y", "2024-03-15T10:30:00["),
    *("2024-03-15T10:30:00T00:00", "2024-03-15T10:30:00000:00"),
    *("2024-03-15T10:30:00.00:00", "2024-01-3/T10:30:00Z"),
    *_slips("2021-01-05T10:30:00.5+05:30"),
    *_slips("2021-10-25T20:30:00.5-20:30"),
    *_each([*_YEARS, "00T1", "0T10", "T100", "0000"], "{}-03-15T10:30:00Z"),
    *_each(["001", "010", "02024", "00010"], "{}-03-15T10:30:00Z"),
    *_each(["00", "13", "20", "0T", "3", "003"], "2024-{}-05T10:30:00Z"),
    *_each(["00", "32", "40", "1T", "5", "015"], "2024-03-{}T10:30:00Z"),
    *_each(["0T", "30", "1", "010"], "2024-03-15T{}:30:00Z"),
    *_each(["60", "0T", "5", "030"], "2024-03-15T10:{}:00Z"),
    *_each(["0T", "5", "030", ".0.0", "00.", "00.T"], "2024-03-15T10:30:{}Z"),
    *_each(["00.5.5", "00T00:00"], "2024-03-15T10:30:{}Z"),
    *_each(["24:00", "0T:00", "30:00", "00:60", "00:0T"], "2024-03-15T10:30:00+{}"),
)
_NO_MOMENTS = (
    datetime(2024, 3, 15),
    datetime(2024, 3, 15, tzinfo=timezone(timedelta(0, 1))),
)
_MOMENT = "a date and time with an offset, as 2026-01-31T12:00:00Z"
_MINUTES = "a datetime with an offset of whole minutes"
_AWARE = "a datetime with a time zone"
TIMESTAMP = Kind(
    Moment("2024-03-15T10:30:00Z"),
    [
        Moment("2024-02-29T23:59:59.123456+05:30"),
        Moment("0001-01-01T00:00:00Z"),
        Moment("9999-12-31T23:59:59.999999-23:59"),
        OnWire("2024-03-15T10:30:00.5-00:00"),
        OnWire("2024-03-15T10:30:00.000Z"),
        Moment("0010-09-09T09:00:00.100000+09:09"),
        Moment("0100-10-10T19:11:00.012340+10:00"),
        Moment("1000-01-20T20:22:00.900000+20:00"),
        Moment("0990-11-30T21:00:00-19:00"),
        Moment("9900-05-19T00:00:00Z"),
        Moment("9090-01-11T00:00:00Z"),
        Moment("9000-01-01T00:00:00Z"),
    ],
    [
        *wrong(map(OnWire, _NO_TIMESTAMPS), "format", _MOMENT),
        *wrong(map(InPython, _NO_MOMENTS), "format", _MINUTES),
        *wrong([InPython(date(2024, 3, 15))], "type", _AWARE),
        *wrong([InPython("2024-03-15T10:30:00Z")], "type", _AWARE),
        *(bad._replace(allowed=("a string", _AWARE)) for bad in foreign("", str)),
    ],
    schema={"type": "string", "format": "date-time"},
)
