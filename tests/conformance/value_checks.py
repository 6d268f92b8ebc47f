"""The checks of what a value may be; the same for requests and responses.

In: a `Cell` and a `Fact` with a spot. Out: nothing, or a failed assertion.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from .cells import STRICT_AND_TOLERANT, Cell, attribute, dressed, put, same
from .listing import Fact, Spot, facts_of
from .samples import BAD, FORMAT_RULES, GOOD, TEXTS, WRONG, bad_ids, of_length, valid
from .seeds import load_all

WORDS = frozenset(
    fact.value
    for seed in load_all()
    for fact in facts_of(seed)
    if fact.kind == "value" and isinstance(fact.value, str)
)

PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "enum": str,
    "boolean": bool,
    "number": (int, float),
    "datetime": datetime,
    "map": dict,
    "list": list,
    "record": BaseModel,
}


def spot_of(fact: Fact) -> Spot:
    """The spot of a fact that has one."""
    assert fact.spot is not None
    return fact.spot


def number(fact: Fact) -> int:
    """The limit that the fact states."""
    assert isinstance(fact.value, int)
    return fact.value


def text(fact: Fact) -> str:
    """The text that the fact states."""
    assert isinstance(fact.value, str)
    return fact.value


def names(spot: Spot) -> str:
    """Which names a value of the spot is written with."""
    return "python" if spot.side == "request" else "wire"


def check_type(cell: Cell, fact: Fact) -> None:
    """Values of the type arrive as they were; every other JSON type is refused."""
    spot, kind = spot_of(fact), text(fact)
    usual = valid(spot.shape, names(spot))
    cell.accepted_value(spot, usual)
    for good in more_values(kind, usual):
        cell.accepted_value(spot, good)
    for wrong in WRONG["key" if spot.wrap == "key" else kind]:
        cell.refused_value(spot, wrong, "type")
    if spot.side == "response":
        check_python_type(cell, spot, kind)


def more_values(kind: str, usual: Any) -> tuple[Any, ...]:
    """Further good values of a type."""
    if kind == "boolean":
        return (False,)
    if kind == "number":
        return (62, 62.5, 1e-9, 1e300, 2**53 + 1)
    if kind == "list":
        return ([], usual * 200)
    return ()


def check_python_type(cell: Cell, spot: Spot, kind: str) -> None:
    """A response holds what the documented Python type says."""
    for strict in STRICT_AND_TOLERANT:
        body = cell.body()
        put(body, spot.wire_path, dressed(spot, valid(spot.shape, "wire")))
        found = attribute(cell.read(body, strict=strict), spot.python_path)
        found = found["key"] if spot.wrap else found
        assert isinstance(found, PYTHON_TYPES[kind])
    if kind == "datetime":
        check_aware(cell, spot)


def check_aware(cell: Cell, spot: Spot) -> None:
    """A date-time is read as an aware `datetime` of the same moment."""
    for written in GOOD["date-time"]:
        body = cell.body()
        put(body, spot.wire_path, dressed(spot, written))
        for strict in STRICT_AND_TOLERANT:
            found = attribute(cell.read(body, strict=strict), spot.python_path)
            expected = datetime.fromisoformat(written)
            assert (found, found.utcoffset()) == (expected, expected.utcoffset())


def check_value(cell: Cell, fact: Fact) -> None:
    """One value of an enum arrives as it was."""
    cell.accepted_value(spot_of(fact), text(fact))


def check_values(cell: Cell, fact: Fact) -> None:
    """No other value is sent or read strictly; a tolerant reader shows it."""
    spot = spot_of(fact)
    first = spot.shape.values[0]
    near = ("surplus", "", first.upper(), first + " ", first + "\n", first[:-1])
    for other in (*near, *sorted(WORDS - set(spot.shape.values))):
        if spot.side == "request":
            cell.refused_value(spot, other, "enum")
            continue
        place = spot.mistake_place
        cell.refused("enum", place, cell.read_at, spot, other, strict=True)
        for found in cell.read_at(spot, other, strict=False):
            same(found, other)


def check_min_length(cell: Cell, fact: Fact) -> None:
    """The shortest text arrives; one character less is refused."""
    spot, limit = spot_of(fact), number(fact)
    shortest = "0.0" if spot.shape.format == "dicom_uid" else "x" * limit
    cell.accepted_value(spot, shortest)
    cell.refused_value(spot, "x" * (limit - 1), "min_length")


def check_max_length(cell: Cell, fact: Fact) -> None:
    """The longest text arrives; one character more is refused."""
    spot, limit = spot_of(fact), number(fact)
    cell.accepted_value(spot, of_length(spot.shape, limit))
    cell.refused_value(spot, of_length(spot.shape, limit + 1), "max_length")


def check_minimum(cell: Cell, fact: Fact) -> None:
    """The least number arrives; less is refused."""
    spot, limit = spot_of(fact), number(fact)
    cell.accepted_value(spot, limit)
    for less in (limit - 1, limit - 0.5, limit - 1e-9):
        cell.refused_value(spot, less, "minimum")


def check_max_pairs(cell: Cell, fact: Fact) -> None:
    """The largest map arrives; one pair more is refused."""
    spot, limit = spot_of(fact), number(fact)
    pairs = {f"key {count}": str(count) for count in range(limit)}
    cell.accepted_value(spot, {})
    cell.accepted_value(spot, pairs)
    cell.refused_value(spot, pairs | {"one": "more"}, "max_pairs")


def check_format(cell: Cell, fact: Fact) -> None:
    """Texts in the format arrive; others are refused."""
    spot, form = spot_of(fact), text(fact)
    for good in GOOD[form]:
        cell.accepted_value(spot, good)
    for bad in BAD[form]:
        cell.refused_value(spot, bad, FORMAT_RULES[form])


def check_id_prefix(cell: Cell, fact: Fact) -> None:
    """The prefix and 32 lower-case hex digits arrive; nothing else does."""
    spot, prefix = spot_of(fact), text(fact)
    for digits in ("0" * 32, "f" * 32, "1234567890abcdef" * 2):
        cell.accepted_value(spot, prefix + digits)
    for bad in bad_ids(prefix):
        cell.refused_value(spot, bad, "pattern")


def check_any_text(cell: Cell, fact: Fact) -> None:
    """Where no limit is documented, none is made up."""
    for written in TEXTS:
        cell.accepted_value(spot_of(fact), written)


def check_nullable(cell: Cell, fact: Fact) -> None:
    """Null arrives as null."""
    cell.accepted_value(spot_of(fact), None)


def check_not_nullable(cell: Cell, fact: Fact) -> None:
    """Null is refused."""
    cell.refused_value(spot_of(fact), None, "null")


def aliases(declared: Any) -> dict[str, str]:
    """The wire names of a model, by its Python names."""
    return {
        name: info.serialization_alias or name
        for name, info in declared.model_fields.items()
    }
