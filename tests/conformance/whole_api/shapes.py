"""What a value must look like, wherever it stands, with the limits of the facts.

In: a type and the hints of a field, as the JSON files have them. Out: a `Shape`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Hint = Mapping[str, Any]

PLAIN = frozenset({"string", "integer", "number", "boolean", "datetime", "any"})
SAID_ONLY = frozenset({"default", "duration", "null_means", "omitted_means"})
"""Hints that limit no value. A default is never sent, and the next two are presence."""


@dataclass(frozen=True)
class Shape:
    """A type and its limits.

    `form` is how a text is written; one that is `brief` stands where bytes are counted.
    """

    kind: str
    values: tuple[str, ...] = ()
    item: "Shape | None" = None
    key: "Shape | None" = None
    nullable_item: bool = False
    fields: tuple["Field", ...] = ()
    members: tuple["Shape", ...] = ()
    form: str | None = None
    brief: bool = False
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    max_pairs: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True)
class Field:
    """A field's or an argument's names and presence, and the shape of its value.

    `place` says the same in every build; `source` is the model or the endpoint that the
    fact stands in, and the wire name; `hints` are the kinds of its hints.
    """

    wire: str
    python: str
    required: bool
    nullable: bool | None
    shape: Shape
    place: str
    source: tuple[str, str]
    hints: frozenset[str] = frozenset()


Limiter = Callable[[Shape, Any], Shape]


def _written_as(form: Callable[[Any], str]) -> Limiter:
    """A limiter of texts, or of the texts in a list."""

    def limit(shape: Shape, value: Any) -> Shape:
        if shape.kind == "list":
            assert shape.item is not None
            return replace(shape, item=limit(shape.item, value))
        _is(shape, "string")
        assert shape.form in (None, form(value)), f"two forms: {shape.form}, {value}"
        return replace(shape, form=form(value))

    return limit


def _limited(kinds: Sequence[str], limit: str) -> Limiter:
    def limited(shape: Shape, value: Any) -> Shape:
        _is(shape, *kinds)
        known: dict[str, Any] = {limit: int(value)}
        return replace(shape, **known)

    return limited


def _item_limited(kind: str, part: str, limit: str) -> Limiter:
    """A limiter of a part of the value: the items of a list, the keys of a map."""

    def limited(shape: Shape, value: Any) -> Shape:
        _is(shape, kind)
        known: dict[str, Any] = {
            part: replace(getattr(shape, part), **{limit: int(value)})
        }
        return replace(shape, **known)

    return limited


def _ranged(shape: Shape, value: Any) -> Shape:
    _is(shape, "integer", "number")
    least, most = value
    return replace(shape, minimum=least, maximum=most)


def _is(shape: Shape, *kinds: str) -> None:
    assert shape.kind in kinds, f"no limit for {shape.kind}: it is for {kinds}"


def _one_of(forms: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda value: forms[value]


LIMITERS: Mapping[str, Limiter] = {
    "id_prefix": _written_as(lambda value: f"id:{value}"),
    "dicom_uid": _written_as(lambda value: "dicom_uid"),
    "digits": _written_as(lambda value: f"digits:{int(value)}"),
    "email": _written_as(lambda value: "email"),
    "url": _written_as(lambda value: "url"),
    "uuid": _written_as(_one_of({"UUID": "uuid", "UUIDv4": "uuid4"})),
    "format": _written_as(_one_of({each: each for each in ("YYYY-MM-DD", "HH:MM")})),
    "encoding": _written_as(_one_of({"Base64 encoded": "base64"})),
    "range": _ranged,
    "minimum": _limited(("integer", "number"), "minimum"),
    "min_length": _limited(("string",), "min_length"),
    "max_length": _limited(("string",), "max_length"),
    "max_items": _limited(("list",), "max_items"),
    "max_item_length": _item_limited("list", "item", "max_length"),
    "max_pairs": _limited(("map",), "max_pairs"),
    "max_key_length": _item_limited("map", "key", "max_length"),
    "max_value_length": _item_limited("map", "item", "max_length"),
    "max_bytes": _limited(("map", "any"), "max_bytes"),
}
"""What each kind of hint means. A kind that is missing here is an error."""

DECIDED_ONLY = frozenset({"minimum", "min_length", "max_length"})
"""Kinds of limits that only decisions use, in the words of the hints."""


def limited(shape: Shape, hints: Sequence[Hint]) -> Shape:
    """The shape with the limits that the hints state."""
    for hint in hints:
        kind = hint["kind"]
        if kind not in SAID_ONLY:
            shape = LIMITERS[kind](shape, hint["value"])
    return shape
