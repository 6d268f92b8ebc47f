"""Good and bad JSON values for a shape, made from the facts alone.

In: a `Shape`. Out: values in the names of JSON; `as_arguments` gives them Python's.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..samples import BAD, GOOD, HEX, TEXTS, bad_ids
from .shapes import Shape

UUIDS = ("7c9e6679-7425-40de-944b-e07fc1f90ae7", "550e8400-e29b-41d4-a716-446655440000")
GOOD_FORMS = {
    "YYYY-MM-DD": GOOD["YYYY-MM-DD"],
    "HH:MM": GOOD["HH:MM"],
    "dicom_uid": GOOD["dicom_uid"],
    "uuid": (*UUIDS, "c232ab00-9414-11ec-b3c8-9f68deced846"),
    "uuid4": UUIDS,
    "email": ("jane.doe@example.com", "o'neil+ct@mail.clinic-7.example.org"),
    "url": (
        "https://example.com/a/b.pdf?x=1&y=%20#z",
        "https://files.example.org:8443/",
    ),
    "base64": ("Y3Vyc29y", "eyJpZCI6MX0=", "AA=="),
}
BAD_FORMS = {
    "YYYY-MM-DD": BAD["YYYY-MM-DD"],
    "HH:MM": BAD["HH:MM"],
    "dicom_uid": (*BAD["dicom_uid"], "2.25." + "9" * 60),
    "uuid": BAD["uuid"],
    "uuid4": (
        *BAD["uuid"],
        "c232ab00-9414-11ec-b3c8-9f68deced846",
        "7c9e6679-7425-40de-044b-e07fc1f90ae7",
    ),
    "email": ("", "jane.doe", "@example.com", "jane@", "jane doe@example.com"),
    "url": ("", "example.com", "/a/b.pdf", "https://", "a file"),
    "base64": ("not base64!", "Y3Vy c29y", "Y3Vyc29yé", "Y3Vyc29y\n"),
}

JSON_KINDS: dict[str, tuple[Any, ...]] = {
    "string": ("text", "1", "true", ""),
    "integer": (1, 0),
    "fraction": (1.5,),
    "boolean": (True, False),
    "array": ([], ["text"], [["key", "value"]]),
    "object": ({}, {"key": "value"}),
}
"""Values of each JSON type; null is a question of presence."""

ALLOWED = {
    "string": {"string"},
    "enum": {"string"},
    "const": {"string"},
    "datetime": {"string"},
    "integer": {"integer"},
    "number": {"integer", "fraction"},
    "boolean": {"boolean"},
    "list": {"array"},
    "map": {"object"},
    "record": {"object"},
    "any": JSON_KINDS.keys(),
}


def good(shape: Shape) -> Any:
    """A value that keeps every fact, with every field of its records."""
    return goods(shape)[0]


def goods(shape: Shape) -> tuple[Any, ...]:
    """Two values or more that keep every fact; one of a const."""
    match shape.kind:
        case "string":
            return _texts(shape)
        case "enum" | "const":
            return shape.values
        case "datetime":
            return GOOD["date-time"]
        case "boolean":
            return (True, False)
        case "integer" | "number":
            return _numbers(shape)
        case "any":
            return ("Some JSON", {"deep": [1, None, {"er": 1.5}]}, None, False, 7)
        case "list":
            return _lists(shape)
        case "map":
            return _maps(shape)
        case "union":
            return tuple(good(each) for each in shape.members)
        case "record":
            return (record(shape), minimal(shape), record(shape, at=1))
    raise AssertionError(f"no sample for {shape.kind}")


def record(shape: Shape, *, at: int = 0) -> dict[str, Any]:
    """A record with all its fields; `at` chooses between their values."""
    return {each.wire: _chosen(each.shape, at) for each in shape.fields}


def minimal(shape: Shape) -> dict[str, Any]:
    """A record with the fields that it requires, and so below."""
    return {
        each.wire: minimal(each.shape) if each.shape.fields else good(each.shape)
        for each in shape.fields
        if each.required
    }


def _chosen(shape: Shape, at: int) -> Any:
    values = (record(shape, at=at),) if shape.fields else goods(shape)
    return values[min(at, len(values) - 1)]


def _texts(shape: Shape) -> tuple[str, ...]:
    form = shape.form
    if form is None:
        usual = ("Some text", "Another text")
        return tuple(each for each in usual if _fits(shape, each))
    kind, _, detail = form.partition(":")
    if kind == "id":
        return tuple(detail + digits for digits in (HEX, "0" * 32, "f" * 32))
    if kind == "digits":
        return ("1234567890"[: int(detail)], "0" * int(detail))
    return GOOD_FORMS[form]


def _numbers(shape: Shape) -> tuple[int | float, ...]:
    if shape.maximum is not None and shape.minimum is not None:
        return (shape.minimum, shape.maximum)
    return (62, 175) if shape.kind == "integer" else (62, 62.5)


def _lists(shape: Shape) -> tuple[Any, ...]:
    assert shape.item is not None
    values = goods(shape.item)
    found: list[Any] = [[values[0]], [values[0], values[-1]]]
    return (*found, [values[0], None]) if shape.nullable_item else tuple(found)


def _maps(shape: Shape) -> tuple[Any, ...]:
    assert shape.item is not None
    values = goods(shape.item)
    return ({"key": values[0]}, {"key": values[-1], "Clé 2": values[0]})


def wrongs(shape: Shape) -> Iterator[Any]:
    """Values of every JSON type that the shape has not."""
    members = shape.members or (shape,)
    allowed = {kind for each in members for kind in ALLOWED[each.kind]}
    for kind, values in JSON_KINDS.items():
        if kind not in allowed:
            yield from values


def edges(shape: Shape) -> Iterator[Any]:
    """Good values as far out as the limits allow, and no further limit is known."""
    match shape.kind:
        case "string":
            yield from goods(shape)
            if shape.form is None:
                yield from (each for each in TEXTS if _fits(shape, each))
            if shape.max_length is not None:
                yield "x" * shape.max_length
                yield "\U0001fa7b" * shape.max_length
            if shape.min_length is not None:
                yield "x" * shape.min_length
        case "integer" | "number":
            yield from _outer_numbers(shape)
        case "list":
            assert shape.item is not None
            most = 200 if shape.max_items is None else shape.max_items
            yield []
            yield [good(shape.item)] * most
        case "map":
            yield from _outer_maps(shape)
        case _:
            yield from goods(shape)


def _outer_numbers(shape: Shape) -> Iterator[int | float]:
    least, most = shape.minimum, shape.maximum
    yield 2**53 - 1 if most is None else most
    yield -(2**53) + 1 if least is None else least
    if shape.kind == "number" and most is None:
        yield from (1e300, 1e-9)


def _outer_maps(shape: Shape) -> Iterator[dict[str, Any]]:
    assert shape.item is not None and shape.key is not None
    yield {}
    if shape.max_bytes is not None:
        yield {"key": "x" * (shape.max_bytes - len('{"key":""}'))}
        return
    pairs = 200 if shape.max_pairs is None else shape.max_pairs
    yield {f"key {number}": good(shape.item) for number in range(pairs)}
    for key in edges(shape.key):
        yield {key: good(shape.item)}


def beyond(shape: Shape) -> Iterator[tuple[Any, str]]:
    """Values just past a limit, and the rule that each breaks.

    What is past a limit of an item, a key or a value of a map is found at those.
    """
    if shape.form is not None:
        yield from ((each, "form") for each in bad_texts(shape.form))
    if shape.kind == "datetime":
        yield from ((each, "form") for each in BAD["date-time"])
    if shape.max_length is not None:
        yield "x" * (shape.max_length + 1), "max_length"
        yield "\U0001fa7b" * (shape.max_length + 1), "max_length"
    if shape.min_length is not None:
        yield "x" * (shape.min_length - 1), "min_length"
    if shape.minimum is not None:
        yield shape.minimum - 1, "minimum"
    if shape.maximum is not None:
        yield shape.maximum + 1, "maximum"
    if shape.max_items is not None:
        assert shape.item is not None
        yield [good(shape.item)] * (shape.max_items + 1), "max_items"
    if shape.max_pairs is not None:
        assert shape.item is not None
        pairs = range(shape.max_pairs + 1)
        yield {f"key {each}": good(shape.item) for each in pairs}, "max_pairs"
    if shape.max_bytes is not None:
        yield {"key": "x" * (shape.max_bytes + 1 - len('{"key":""}'))}, "max_bytes"
        yield {"key": "é" * (shape.max_bytes // 2)}, "max_bytes"


def bad_texts(form: str) -> tuple[str, ...]:
    """Texts that are nearly of the form."""
    kind, _, detail = form.partition(":")
    if kind == "id":
        return bad_ids(detail)
    if kind == "digits":
        digits = "1234567890"[: int(detail)]
        near = ("", digits[1:], digits + "0", digits[1:] + "a", digits[1:] + " ")
        return (*near, digits + "\n", "\u0661" + digits[1:])
    return BAD_FORMS[form]


def others(shape: Shape, enums: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """Texts that are no value of an enum: near misses, and values of its kin."""
    first = shape.values[0]
    near = {"surplus", "", first.upper() + "X", first + " ", f"{first}\n", first[:-1]}
    near.add(first.swapcase())
    for values in enums:
        if set(values) & set(shape.values):
            near.update(values)
    return tuple(sorted(near - set(shape.values)))


def _fits(shape: Shape, text: str) -> bool:
    least = shape.min_length or 0
    most = 1000 if shape.brief else shape.max_length
    return least <= len(text) and (most is None or len(text) <= most)


def as_arguments(shape: Shape, value: Any) -> Any:
    """A JSON value as it is handed over in Python: names of Python, `datetime`s."""
    if shape.kind == "record" and isinstance(value, dict):
        known = {each.wire: each for each in shape.fields}
        return {
            known[key].python: as_arguments(known[key].shape, part)
            for key, part in value.items()
        }
    if shape.kind == "list" and isinstance(value, list) and shape.item is not None:
        return [as_arguments(shape.item, each) for each in value]
    if shape.kind == "datetime" and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value
