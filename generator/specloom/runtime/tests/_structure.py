"""What a table says as JSON Schema, and what the package's own model says: the same.

So do the annotations of what is not validated itself: functions and dictionaries.
"""

import inspect
import json
import typing
from collections.abc import Iterable, Mapping
from types import UnionType
from typing import Any

from pydantic import MISSING

from .._runtime import Model
from ._tables import Operation, Record, Table

_PROSE = ("$defs", "deprecated", "description", "title")


def params_of(operation: Operation) -> type[Model]:
    """The class of an endpoint's arguments."""
    module = inspect.getmodule(operation.make)
    found: type[Model] = getattr(module, f"{operation.stem}Params")
    return found


def check_types(what: str, model: type[Model], found: Mapping[str, Any]) -> None:
    """Annotations say the types of the fields of a model."""
    fields = typing.get_type_hints(model)
    for name, annotation in found.items():
        told, wanted = plain(annotation), plain(fields[name])
        assert told == wanted, f"{what}.{name}: is {told}, should be {wanted}"


def plain(annotation: Any) -> Any:
    """An annotation without what is checked beside it: bounds, typed dicts, keys."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return plain(parts[0])
    if origin in (typing.Union, UnionType):
        return any_of(each for each in parts if not typing.is_typeddict(each))
    if origin is dict:
        return (origin, plain(parts[1]))
    return (origin, *map(plain, parts)) if parts else annotation


def any_of(annotations: Iterable[Any]) -> Any:
    """The plain form of a union, or of its one member; an open enum as a closed one."""
    members = {plain(each) for each in annotations} - {MISSING}
    if any(isinstance(each, tuple) and each[0] is typing.Literal for each in members):
        members.discard(str)
    return members.pop() if len(members) == 1 else frozenset(members)


def check_structure(table: Table) -> None:
    """The model has the types, limits, values, presence and names of the spec."""
    model = table.model if isinstance(table, Record) else params_of(table)
    schema = model.model_json_schema(by_alias=True)
    if "$ref" in schema:  # a record that holds itself
        schema = schema["$defs"][schema["$ref"].rpartition("/")[2]]
    found, wanted = _plain(schema), _plain(_said(table))
    here, there = found.pop("properties", {}), wanted.pop("properties")
    assert found == wanted, f"{table.name}: is {found}, should be {wanted}"
    differ = [
        f"{table.name}.{wire}: is {here.get(wire)}, should be {there.get(wire)}"
        for wire in sorted(here.keys() | there.keys())
        if here.get(wire) != there.get(wire)
    ]
    assert not differ, "\n".join(differ)


def _said(table: Table) -> dict[str, Any]:
    """The schema of a table. What is read may have more fields than these."""
    return {
        "type": "object",
        "properties": {row.wire: row.kind.schema for row in table.rows},
        "required": [row.wire for row in table.rows if row.required],
        "additionalProperties": isinstance(table, Record),
    }


def _plain(schema: Any) -> Any:
    """A schema in one form: no prose, unions flat and sorted, classes by name."""
    if isinstance(schema, bool):
        return {} if schema else False
    found = {key: part for key, part in schema.items() if key not in _PROSE}
    if "$ref" in found:
        ref = found["$ref"]
        name = ref.rpartition("/")[2] if isinstance(ref, str) else ref().name
        found["$ref"] = name.rpartition("__")[2]  # of several, the module comes first
    if "const" in found:
        found["enum"] = [found.pop("const")]
    for pattern, part in found.pop("patternProperties", {}).items():
        keys = found.setdefault("propertyNames", {})
        found |= {"propertyNames": {**keys, "pattern": pattern}}
        found["additionalProperties"] = part
    patterns = [found.pop("pattern")] if "pattern" in found else []
    patterns += [part["pattern"] for part in found.pop("allOf", [])]
    if patterns:
        found["allOf"] = sorted(patterns)
    for key in ("items", "additionalProperties", "propertyNames"):
        if key in found:
            found[key] = _plain(found[key])
    if "propertyNames" in found:
        found["propertyNames"].pop("type", None)
    if not found.get("propertyNames", True):
        del found["propertyNames"]
    if "properties" in found:
        parts = found["properties"].items()
        found["properties"] = {wire: _plain(part) for wire, part in parts}
    if "required" in found:
        found["required"] = sorted(found["required"])
    if not found.get("required", True):
        del found["required"]
    return _flat(found)


def _text(schema: Any) -> str:
    return json.dumps(schema, sort_keys=True)


def _flat(schema: dict[str, Any]) -> dict[str, Any]:
    """A union as one list of its members; any value may be null anyway."""
    unions = [schema.pop(key) for key in ("anyOf", "oneOf") if key in schema]
    members: list[Any] = []
    for part in map(_plain, (part for union in unions for part in union)):
        for member in part.get("anyOf", [part]):
            if member not in members:
                members.append(member)
    free = [each for each in members if not each.keys() - {"x-maxBytes"}]
    if free:
        return {**schema, **free[0]}
    return {**schema, "anyOf": sorted(members, key=_text)} if members else schema
