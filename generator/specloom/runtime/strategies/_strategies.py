"""What the strategies of this package are made of: one for each kind of value.

Each is mapped by hand from a few draws: fast, and what it shrinks to is readable. None
draws what the API refuses. Needs hypothesis.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone
from string import ascii_lowercase, digits
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic_core import to_json

Body: TypeAlias = dict[str, Any]

_TEXT = st.characters(exclude_categories=["Cs"])
_NAMES = ascii_lowercase + digits


def text(min_size: int = 0, max_size: int | None = None) -> SearchStrategy[str]:
    """Text of any characters but lone surrogates; lengths in characters."""
    return st.text(_TEXT, min_size=min_size, max_size=max_size)


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


def timestamps() -> SearchStrategy[str]:
    """Points in time as RFC 3339 text, with `Z` or an offset."""
    return datetimes().map(lambda moment: moment.isoformat().replace("+00:00", "Z"))


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


def unique(
    items: SearchStrategy[Any], min_size: int = 0, max_size: int | None = None
) -> SearchStrategy[list[Any]]:
    """Lists of items that differ as JSON."""
    return st.lists(items, min_size=min_size, max_size=max_size, unique_by=_identity)


def _identity(value: Any) -> Any:
    if isinstance(value, dict):
        return frozenset((key, _identity(part)) for key, part in value.items())
    if isinstance(value, list):
        return tuple(_identity(part) for part in value)
    return (isinstance(value, bool), value)


def within(limit: int, values: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Values whose JSON has at most `limit` bytes."""
    return values.filter(lambda value: len(to_json(value)) <= limit)


def members(
    required: Mapping[str, SearchStrategy[Any]],
    optional: Mapping[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[Body]:
    """Objects that have all of `required` and any of `optional`."""
    return st.fixed_dictionaries(dict(required), optional=dict(optional or {}))
