"""What the strategies of this package are made of: one for each kind of value.

Each is mapped by hand from a few draws: fast, and what it shrinks to is readable. None
draws what the API refuses. Needs hypothesis.

Values are drawn once and said in two ways: with the names of JSON, or as arguments of
Python. `Drawn` does that; what it is made of are strategies, or others of its kind.
"""

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from string import ascii_lowercase, digits
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic_core import to_json

Body: TypeAlias = dict[str, Any]


class _Object(NamedTuple):
    """An object: its values by their Python names, and their names in JSON."""

    wires: Mapping[str, str]
    values: Body


def as_json(value: Any) -> Any:
    """A value that was drawn, as JSON has it."""
    match value:
        case _Object(wires, values):
            return {wires[name]: as_json(part) for name, part in values.items()}
        case dict():
            return {key: as_json(part) for key, part in value.items()}
        case list():
            return [as_json(part) for part in value]
        case datetime():
            text = value.isoformat()
            return f"{text[:-6]}Z" if text.endswith("+00:00") else text
        case _:
            return value


def as_python(value: Any) -> Any:
    """A value that was drawn, as an argument."""
    match value:
        case _Object():
            return {name: as_python(part) for name, part in value.values.items()}
        case dict():
            return {key: as_python(part) for key, part in value.items()}
        case list():
            return [as_python(part) for part in value]
        case _:
            return value


class Drawn:
    """What is drawn for a type: `severity()` is the strategy of its JSON."""

    def __init__(self, values: "Values", brief: SearchStrategy[Any] | None = None):
        self.values = plain(values)
        self.brief = self.values if brief is None else brief

    def __call__(self) -> SearchStrategy[Any]:
        """Values as JSON has them."""
        return self.values.map(as_json)

    def both(self) -> SearchStrategy[tuple[Any, Any]]:
        """A value as an argument, with datetimes, and the same one as JSON."""
        return self.values.map(lambda value: (as_python(value), as_json(value)))


class Objects(Drawn):
    """What is drawn for a record: `study()` is the strategy of its JSON."""

    def __call__(self) -> SearchStrategy[Body]:
        """Objects as JSON has them."""
        return super().__call__()

    def python(self) -> SearchStrategy[Body]:
        """The same objects as dictionaries for builders: with Python names."""
        return self.values.map(as_python)


class Arguments(Drawn):
    """What is drawn for an endpoint: `create()` is that of its keyword arguments."""

    def __call__(self) -> SearchStrategy[Body]:
        """Keyword arguments."""
        return self.values.map(as_python)


class Later:
    """What is still to come in a module, or holds itself: drawn seldom, and brief."""

    def __init__(self, made: Callable[[], Drawn]) -> None:
        self.values = st.deferred(lambda: made().brief)


Values: TypeAlias = SearchStrategy[Any] | Drawn | Later


def plain(values: Values) -> SearchStrategy[Any]:
    """The strategy of a part."""
    return values if isinstance(values, SearchStrategy) else values.values


def later(made: Callable[[], Drawn]) -> Later:
    """What is still to come in a module, or holds itself."""
    return Later(made)


class Part(NamedTuple):
    """A field of an object or an argument."""

    name: str
    wire: str
    values: SearchStrategy[Any]
    required: bool


def need(name: str, values: Values, wire: str | None = None) -> Part:
    """A field that is always there; `wire` is its name in JSON, if that differs."""
    return Part(name, wire or name, plain(values), True)


def may(name: str, values: Values, wire: str | None = None) -> Part:
    """A field that may be left out."""
    return Part(name, wire or name, plain(values), False)


def record(*parts: Part) -> Objects:
    """Objects with these fields."""
    wires = {part.name: part.wire for part in parts}
    needed = tuple(part for part in parts if part.required)
    return Objects(_objects(parts, wires), _objects(needed, wires))


def arguments(*parts: Part) -> Arguments:
    """Keyword arguments; both of their forms have Python names at the top."""
    return Arguments(_objects(parts, {part.name: part.name for part in parts}))


def _objects(
    parts: tuple[Part, ...], wires: Mapping[str, str]
) -> SearchStrategy[_Object]:
    required = {part.name: part.values for part in parts if part.required}
    optional = {part.name: part.values for part in parts if not part.required}
    drawn = st.fixed_dictionaries(required, optional=optional)
    return drawn.map(lambda values: _Object(wires, values))


def or_null(values: Values) -> SearchStrategy[Any]:
    """Null, or one of the values."""
    return either(st.none(), values)


def either(*members: Values) -> SearchStrategy[Any]:
    """A value of one of the members, mostly of one that comes to an end."""
    ending = [plain(each) for each in members if not isinstance(each, Later)]
    others = [plain(each) for each in members if isinstance(each, Later)]
    if not ending or not others:
        return st.one_of(ending + others)
    return _mostly(st.one_of(ending), st.one_of(others))


def _mostly(
    usual: SearchStrategy[Any], seldom: SearchStrategy[Any]
) -> SearchStrategy[Any]:
    return st.integers(0, 7).flatmap(lambda number: seldom if number == 7 else usual)


def lists(
    items: Values, min_size: int = 0, max_size: int | None = None
) -> SearchStrategy[list[Any]]:
    """Lists of so many items; those without an end stay short."""
    if isinstance(items, Later) and not min_size and max_size != 0:
        return _mostly(st.just([]), st.lists(plain(items), max_size=1))
    most = min_size + 3 if max_size is None else max_size
    return st.lists(plain(items), min_size=min_size, max_size=most)


def unique(
    items: Values, min_size: int = 0, max_size: int | None = None
) -> SearchStrategy[list[Any]]:
    """Lists of items that differ as JSON."""
    return st.lists(
        plain(items),
        min_size=min_size,
        max_size=max_size,
        unique_by=lambda item: _identity(as_json(item)),
    )


def _identity(value: Any) -> Any:
    if isinstance(value, dict):
        return frozenset((key, _identity(part)) for key, part in value.items())
    if isinstance(value, list):
        return tuple(_identity(part) for part in value)
    return (isinstance(value, bool), value)


def maps(
    keys: Values, values: Values, min_size: int = 0, max_size: int | None = None
) -> SearchStrategy[Body]:
    """Maps of so many pairs."""
    if isinstance(values, Later) and not min_size and max_size != 0:
        pairs = st.dictionaries(plain(keys), plain(values), max_size=1)
        return _mostly(st.just({}), pairs)
    return st.dictionaries(
        plain(keys), plain(values), min_size=min_size, max_size=max_size
    )


def within(limit: int, values: Values) -> SearchStrategy[Any]:
    """Values whose JSON has at most `limit` bytes."""
    return plain(values).filter(lambda value: len(to_json(as_json(value))) <= limit)


def in_path(values: Values) -> SearchStrategy[Any]:
    """Values that can stand in a path."""
    return plain(values).filter(lambda value: value not in ("", ".", ".."))


def in_header(values: Values) -> SearchStrategy[Any]:
    """Values that can stand in a header."""
    return plain(values).filter(_is_printable)


def _is_printable(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_printable, value))
    text = value if isinstance(value, str) else ""
    return text.isascii() and text.isprintable() and text == text.strip()


def header_text(min_size: int = 0, max_size: int | None = None) -> SearchStrategy[str]:
    """Printable ASCII without a space at either end."""
    letters = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
    return in_header(st.text(letters, min_size=min_size, max_size=max_size))


def joined(items: Values) -> SearchStrategy[Any]:
    """Items of lists that are joined by commas."""
    return plain(items).filter(lambda item: item != "" and "," not in str(item))


def unlike(text: str, values: Values) -> SearchStrategy[Any]:
    """Values that are not this text, which means another thing."""
    return plain(values).filter(lambda value: value != text)


_TEXT = st.characters(exclude_categories=["Cs"])
_NAMES = ascii_lowercase + digits


def text(min_size: int = 0, max_size: int | None = None) -> SearchStrategy[str]:
    """Text of any characters but lone surrogates; lengths in characters."""
    return st.text(_TEXT, min_size=min_size, max_size=max_size)


def enum(*values: str) -> SearchStrategy[str]:
    """One of these texts."""
    return st.sampled_from(values)


def ids(prefix: str) -> SearchStrategy[str]:
    """Ids: the prefix, an underscore, 32 lower-case hexadecimal digits."""
    return st.integers(0, 16**32 - 1).map(lambda number: f"{prefix}_{number:032x}")


def uuids() -> SearchStrategy[str]:
    """UUIDs as text."""
    return st.uuids().map(str)


def dates() -> SearchStrategy[str]:
    """Days of the calendar, `YYYY-MM-DD`."""
    return st.dates().map(lambda day: day.isoformat())


def times() -> SearchStrategy[str]:
    """Times of day, `HH:MM`."""
    return st.integers(0, 1439).map(
        lambda minute: f"{minute // 60:02}:{minute % 60:02}"
    )


def datetimes() -> SearchStrategy[Any]:
    """Aware datetimes; offsets in minutes."""
    offsets = st.integers(-1439, 1439).map(
        lambda minute: timezone(timedelta(minutes=minute))
    )
    return st.datetimes(timezones=st.just(UTC) | offsets)


def emails() -> SearchStrategy[str]:
    """E-mail addresses."""
    name = st.text(_NAMES, min_size=1, max_size=12)
    return st.builds(lambda user, host: f"{user}@{host}.example", name, name)


def urls() -> SearchStrategy[str]:
    """Absolute URLs."""
    name = st.text(_NAMES, min_size=1, max_size=12)
    parts = st.lists(st.text(_NAMES + "-._~", min_size=1, max_size=12), max_size=3)
    scheme = st.sampled_from(["https", "http"])
    return st.builds(
        lambda start, host, path: "/".join([f"{start}://{host}.example", *path]),
        scheme,
        name,
        parts,
    )


def base64s() -> SearchStrategy[str]:
    """Bytes in base64."""
    return st.binary(max_size=48).map(
        lambda data: base64.b64encode(data).decode("ascii")
    )


def numbers(
    minimum: float | None = None,
    maximum: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
) -> SearchStrategy[int | float]:
    """Finite numbers, whole or not, within closed and open bounds."""
    low, high = (
        max((bound for bound in (minimum, above) if bound is not None), default=None),
        min((bound for bound in (maximum, below) if bound is not None), default=None),
    )
    floats = st.floats(
        low,
        high,
        allow_infinity=False,
        allow_nan=False,
        exclude_max=below is not None and high == below,
        exclude_min=above is not None and low == above,
    )
    first = (
        None
        if low is None
        else int(-(-low // 1)) + (above is not None and low == above)
    )
    last = (
        None if high is None else int(high // 1) - (below is not None and high == below)
    )
    if first is not None and last is not None and first > last:
        return floats
    return st.integers(first, last) | floats


def multiples(
    step: str, first: int | None, last: int | None
) -> SearchStrategy[int | float]:
    """`step` times whole numbers from `first` to `last`."""
    places = len(step.partition(".")[2])
    scaled = int(step.replace(".", ""))
    if not places:
        return st.integers(first, last).map(lambda number: number * scaled)
    return st.integers(first, last).map(lambda number: number * scaled / 10**places)


def json_values() -> SearchStrategy[Any]:
    """Any JSON, small."""
    floats = st.floats(allow_nan=False, allow_infinity=False)
    leaves = st.none() | st.booleans() | st.integers() | floats | text(max_size=8)
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )


def characters(*ranges: str) -> SearchStrategy[str]:
    """One character of the ranges, such as `"09"`, `"az"`: first and last of each."""
    return st.one_of(
        [
            st.characters(min_codepoint=ord(r[0]), max_codepoint=ord(r[1]))
            for r in ranges
        ]
    )


def sequence(*parts: SearchStrategy[str]) -> SearchStrategy[str]:
    """The parts, one behind the other."""
    return st.tuples(*parts).map("".join)


def repeat(part: SearchStrategy[str], least: int, most: int) -> SearchStrategy[str]:
    """The part, again and again."""
    return st.lists(part, min_size=least, max_size=most).map("".join)
