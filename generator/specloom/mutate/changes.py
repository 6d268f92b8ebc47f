"""Puts one changed part into an API; all else stays the very same objects.

In: `ir.Api`. Out: another one. What is the same object in both needs no new code.
"""

from collections.abc import Callable, Mapping
from typing import Any

from specloom import ir

Owner = ir.Record | ir.Endpoint


def with_owner(api: ir.Api, home: ir.Path, old: Owner, new: Owner) -> ir.Api:
    """The API with another record or endpoint in the place of one."""

    def change(module: ir.Module) -> ir.Module:
        if module.path != home:
            return module
        if isinstance(new, ir.Record):
            records = tuple(new if each is old else each for each in module.records)
            return module._replace(records=records)
        endpoints = tuple(new if each is old else each for each in module.endpoints)
        return module._replace(endpoints=endpoints)

    return with_modules(api, change)


def with_fields(
    endpoint: ir.Endpoint, places: Mapping[str, tuple[ir.Field, ...]]
) -> ir.Endpoint:
    """The endpoint with other arguments in its `parameters`, `query`, `headers`, `body`."""
    changed: Any = places
    return endpoint._replace(**changed)


def same_name(left: ir.NamedType, right: ir.NamedType) -> bool:
    """Whether both are uses of one type."""
    return (left.home, left.name) == (right.home, right.name)


def with_type(api: ir.Api, named: ir.NamedType, target: ir.Type) -> ir.Api:
    """The API with another meaning of a named type, wherever it is used."""

    def change(part: object) -> object:
        if not isinstance(part, tuple):
            return part
        if isinstance(part, ir.NamedType) and same_name(part, named):
            return part._replace(target=target)
        parts: list[Any] = [change(each) for each in part]
        if all(left is right for left, right in zip(parts, part, strict=True)):
            return part
        return type(part)(*parts) if hasattr(part, "_fields") else tuple(parts)

    def changed(module: ir.Module) -> ir.Module:
        found = change(module)
        assert isinstance(found, ir.Module)
        return found

    return with_modules(api, changed)


def with_modules(api: ir.Api, change: Callable[[ir.Module], ir.Module]) -> ir.Api:
    """The API with changed modules."""
    return api._replace(modules=tuple(change(module) for module in api.modules))


def in_order(fields: tuple[ir.Field, ...]) -> tuple[ir.Field, ...]:
    """Fields in the order of `ir.Record.fields`."""
    return tuple(sorted(fields, key=lambda field: (not field.required, field.wire)))
