"""The checks of a field's names and presence, and of a record as a whole.

In: a `Cell` and a `Fact` with a spot. Out: nothing, or a failed assertion.
"""

from inspect import Parameter
from typing import Any

import pytest
from pydantic import MISSING, BaseModel

from .cells import STRICT_AND_TOLERANT, Cell, attribute, drop, dumped, get, put, same
from .listing import Fact, Spot, written
from .samples import valid
from .seeds import Field
from .value_checks import aliases, names, spot_of, text


def field_of(spot: Spot) -> Field:
    """The field at a spot."""
    assert spot.field is not None
    return spot.field


def declared_names(declared: Any) -> tuple[str, ...]:
    """The Python names of a model's or a TypedDict's fields, in order."""
    if issubclass(declared, BaseModel):
        return tuple(declared.model_fields)
    return tuple(declared.__annotations__)


def check_python(cell: Cell, fact: Fact) -> None:
    """The field has this name in Python."""
    spot, name = spot_of(fact), text(fact)
    assert name in declared_names(cell.owner(spot))
    if spot.side == "response":
        found = attribute(cell.read(cell.body(), strict=True), spot.python_path)
        assert found is not MISSING
    elif len(spot.python_path) == 1:
        assert cell.signature[name].kind is Parameter.KEYWORD_ONLY


def check_wire(cell: Cell, fact: Fact) -> None:
    """The field has this name in JSON, and no other."""
    spot, name, field = spot_of(fact), text(fact), field_of(spot_of(fact))
    declared = cell.owner(spot)
    if issubclass(declared, BaseModel):
        assert aliases(declared)[field.python] == name
    cell.accepted_value(spot, valid(spot.shape, names(spot)))
    if field.python == name:
        return
    if spot.side == "request":
        sent = get(cell.sent(cell.arguments()), spot.wire_path[:-1])
        assert field.python not in sent
    else:
        check_python_name_is_not_read(cell, spot, field)


def check_python_name_is_not_read(cell: Cell, spot: Spot, field: Field) -> None:
    """In a response the Python name is an unknown field like any other."""
    body = cell.body()
    parent = get(body, spot.wire_path[:-1])
    parent[field.python] = parent.pop(field.wire)
    place = written((*spot.wire_path[:-1], field.python))
    expected = [(place, "unknown")]
    if field.required:
        expected.append((spot.place, "required"))
        cell.refused("required", spot.place, cell.read, body, strict=False)
    else:
        model = cell.read(body, strict=False)
        assert attribute(model, spot.python_path) is MISSING
    with pytest.raises(cell.error) as caught:
        cell.read(body, strict=True)
    mistakes: Any = caught.value
    found = [(each.place, each.rule) for each in mistakes.mistakes]
    assert sorted(found) == sorted(expected)


def check_csharp(cell: Cell, fact: Fact) -> None:
    """The C# name is the wire name but for its case."""
    spot = spot_of(fact)
    wire = aliases(cell.owner(spot))[field_of(spot).python]
    assert wire.casefold() == text(fact).casefold()


def check_required(cell: Cell, fact: Fact) -> None:
    """Leaving the field out is refused."""
    spot = spot_of(fact)
    if spot.side == "response":
        body = cell.body()
        drop(body, spot.wire_path)
        for strict in STRICT_AND_TOLERANT:
            cell.refused("required", spot.place, cell.read, body, strict=strict)
        return
    arguments = cell.arguments()
    drop(arguments, spot.python_path)
    if len(spot.python_path) > 1:
        cell.refused("required", spot.place, cell.sent, arguments)
        return
    assert cell.signature[spot.place].default is Parameter.empty
    with pytest.raises(TypeError, match=f"'{spot.place}'"):
        cell.sent(arguments)
    put(arguments, spot.python_path, MISSING)
    cell.refused("required", spot.place, cell.sent, arguments)


def check_optional(cell: Cell, fact: Fact) -> None:
    """The field may be left out, and then it is neither sent nor made up."""
    spot = spot_of(fact)
    if spot.side == "request":
        arguments, expected = cell.arguments(), cell.sent(cell.arguments())
        drop(arguments, spot.python_path)
        drop(expected, spot.wire_path)
        same(cell.sent(arguments), expected)
        if len(spot.python_path) == 1:
            assert cell.signature[spot.place].default is MISSING
        return
    body = cell.body()
    drop(body, spot.wire_path)
    for strict in STRICT_AND_TOLERANT:
        model = cell.read(body, strict=strict)
        assert attribute(model, spot.python_path) is MISSING
        same(dumped(model), body)


def check_record(cell: Cell, fact: Fact) -> None:
    """The record has this class; an instance does as well as a dict."""
    spot = spot_of(fact)
    declared = cell.named(text(fact))
    if spot.side == "response":
        for strict in STRICT_AND_TOLERANT:
            model = cell.read(cell.body(), strict=strict)
            assert type(attribute(model, spot.python_path)) is declared
        return
    arguments = cell.arguments()
    instance = declared(**get(arguments, spot.python_path))
    put(arguments, spot.python_path, instance)
    same(cell.sent(arguments), cell.sent(cell.arguments()))


def check_fields(cell: Cell, fact: Fact) -> None:
    """The record has these fields in this order, and no others."""
    spot = spot_of(fact)
    expected = tuple(each.python for each in spot.shape.fields)
    if spot.side == "request":
        check_request_fields(cell, spot, expected)
    else:
        check_response_fields(cell, spot, expected)


def check_request_fields(cell: Cell, spot: Spot, expected: tuple[str, ...]) -> None:
    """All fields are sent, and an unknown one is refused."""
    declared = cell.named(spot.shape.record or cell.seed.endpoint.params_class)
    assert declared_names(declared) == expected
    sent = get(cell.sent(cell.arguments()), spot.wire_path)
    assert tuple(sent) == tuple(each.wire for each in spot.shape.fields)
    arguments = cell.arguments()
    put(arguments, (*spot.python_path, "surplus"), 1)
    if spot.python_path:
        place = f"{spot.place}.surplus"
        cell.refused("unknown", place, cell.sent, arguments)
        return
    assert tuple(cell.signature) == expected
    with pytest.raises(TypeError, match="'surplus'"):
        cell.sent(arguments)


def check_response_fields(cell: Cell, spot: Spot, expected: tuple[str, ...]) -> None:
    """A strict reader refuses an unknown field, a tolerant one keeps it."""
    body = cell.body()
    model = attribute(cell.read(body, strict=True), spot.python_path)
    assert declared_names(type(model)) == expected
    path = (*spot.wire_path, "surplus")
    put(body, path, {"deep": [1, None]})
    cell.refused("unknown", written(path), cell.read, body, strict=True)
    same(get(dumped(cell.read(body, strict=False)), path), {"deep": [1, None]})
