"""Faults of endpoints: method, path, where an argument goes, what comes back.

In: an `ir.Endpoint`. Out: the endpoints that a fault makes of it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from specloom import ir
from specloom.mutate.changes import with_fields
from specloom.mutate.faults.fields import Fields, field_faults
from specloom.mutate.faults.types import Surroundings

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PLACES = ("query", "headers", "body")


class EndpointFault(NamedTuple):
    """A changed endpoint; `name` is the argument that has the fault, if one has."""

    kind: str
    name: str
    change: str
    endpoint: ir.Endpoint
    equivalent: str | None = None


def endpoint_faults(
    endpoint: ir.Endpoint, others: tuple[ir.RecordType, ...], around: Surroundings
) -> Iterator[EndpointFault]:
    """Every fault of an endpoint; `others` are records that it may answer by mistake."""
    for made in (_method, _path, _places, _pages, _errors, _lifetime):
        yield from made(endpoint)
    yield from _answers(endpoint, others)
    yield from _arguments(endpoint, around)


def _arguments(endpoint: ir.Endpoint, around: Surroundings) -> Iterator[EndpointFault]:
    for place in ("parameters", *_PLACES):
        fields: Fields = getattr(endpoint, place)
        for kind, name, change, new, reason in field_faults(fields, around):
            changed: ir.Endpoint = with_fields(endpoint, {place: new})
            if place == "parameters":
                if kind in ("presence", "nullability", "wire name"):
                    continue  # it is always there; its name is not sent
                changed = _in_path(endpoint, changed)
            if kind == "nullability" and place == "headers":
                continue  # a header is a text or it is not there
            yield EndpointFault(kind, name, change, changed, reason)


def _in_path(old: ir.Endpoint, new: ir.Endpoint) -> ir.Endpoint:
    """The path with the parameters that are left, called as they are now."""
    if len(new.parameters) < len(old.parameters):
        gone = {f.wire for f in old.parameters} - {f.wire for f in new.parameters}
        path = old.path
        for wire in gone:
            path = path.replace(f"/{{{wire}}}", "")
        return new._replace(path=path)
    wires = iter(field.wire for field in new.parameters)
    path = re.sub(r"\{[^}]*\}", lambda found: f"{{{next(wires)}}}", old.path)
    return new._replace(path=path)


def _method(endpoint: ir.Endpoint) -> Iterator[EndpointFault]:
    for method in _METHODS:
        if method != endpoint.method:
            change = f"{endpoint.method} → {method}"
            yield EndpointFault("method", "", change, endpoint._replace(method=method))


def _path(endpoint: ir.Endpoint) -> Iterator[EndpointFault]:
    words = [*re.finditer(r"(?<=/)[^/{}]+", endpoint.path)]
    paths = [f"{endpoint.path}/"]
    for word in words:
        head, tail = endpoint.path[: word.start()], endpoint.path[word.end() :]
        paths += [f"{head}{word[0]}x{tail}", f"{head}{word[0][:-1]}{tail}"]
        paths += [head.removesuffix("/") + tail]
    for path in dict.fromkeys(paths):
        if path.startswith("/") and path != endpoint.path and "//" not in path:
            change = f"{endpoint.path} → {path}"
            yield EndpointFault("path", "", change, endpoint._replace(path=path))
    slots = re.findall(r"\{[^}]*\}", endpoint.path)
    if len(slots) > 1:
        turned = iter(slots[::-1])
        path = re.sub(r"\{[^}]*\}", lambda found: next(turned), endpoint.path)
        yield EndpointFault(
            "path", "", "parameters swapped", endpoint._replace(path=path)
        )


def _places(endpoint: ir.Endpoint) -> Iterator[EndpointFault]:
    """An argument that is sent elsewhere: where its kind of value can stand."""
    for here in _PLACES:
        fields: Fields = getattr(endpoint, here)
        for field in fields:
            for there in _PLACES:
                if here != there and _can_stand(field, there):
                    moved: Fields = (*getattr(endpoint, there), field)
                    rest = tuple(each for each in fields if each is not field)
                    changed = with_fields(endpoint, {here: rest, there: moved})
                    change = f"from {here} to {there}"
                    yield EndpointFault("place", field.name, change, changed)


def _can_stand(field: ir.Field, place: str) -> bool:
    type_ = ir.bare(field.type)
    if isinstance(type_, ir.ListType):
        type_ = ir.bare(type_.item.type)
    structured = (ir.ListType, ir.MapType, ir.RecordType, ir.UnionType, ir.AnyType)
    if place == "body":
        return True
    return not isinstance(type_, structured) and not (
        place == "headers" and field.nullable
    )


def _pages(endpoint: ir.Endpoint) -> Iterator[EndpointFault]:
    pages = endpoint.pages
    if pages is None:
        return

    def changed(change: str, new: ir.Pages | None) -> EndpointFault:
        return EndpointFault("pages", "", change, endpoint._replace(pages=new))

    yield changed("not paged", None)
    if pages.more is not None:
        yield changed(f"{pages.more} not looked at", pages._replace(more=None))
        yield changed(f"next is {pages.more}", pages._replace(next=pages.more))
    for field in endpoint.query:
        if field.name != pages.cursor:
            change = f"the cursor is sent as {field.name}"
            yield changed(change, pages._replace(cursor=field.name))


def _errors(endpoint: ir.Endpoint) -> Iterator[EndpointFault]:
    errors = endpoint.errors
    known = {error.status for error in errors}
    for at, error in enumerate(errors):
        rest = (*errors[:at], *errors[at + 1 :])
        changed = endpoint._replace(errors=rest)
        yield EndpointFault("errors", "", f"without {error.status}", changed)
        for status in ("400", "404", "4XX", "5XX", "default"):
            if status not in known:
                other = error._replace(status=status)
                new = (*errors[:at], other, *errors[at + 1 :])
                change = f"{error.status} → {status}"
                changed = endpoint._replace(errors=new)
                yield EndpointFault("errors", "", change, changed)
                break


def _lifetime(endpoint: ir.Endpoint) -> Iterator[EndpointFault]:
    turned = None if endpoint.deprecated else "next"
    change = "no longer deprecated" if endpoint.deprecated else "deprecated"
    changed = endpoint._replace(deprecated=turned)
    yield EndpointFault("lifetime", "", change, changed)


def _answers(
    endpoint: ir.Endpoint, others: tuple[ir.RecordType, ...]
) -> Iterator[EndpointFault]:
    returns = endpoint.returns
    members: tuple[ir.Type, ...] = ()
    if isinstance(returns, ir.UnionType):
        members = returns.members

    def changed(change: str, new: ir.RecordType | ir.UnionType | None) -> EndpointFault:
        made = endpoint._replace(returns=new)
        return EndpointFault("returns", "", change, made)

    if endpoint.pages is not None:
        return
    if returns is not None:
        yield changed("nothing comes back", None)
    for other in [each for each in others if each not in (returns, *members)][:2]:
        yield changed(f"answers {other.name}", other)
    for at in range(len(members)):
        rest = [*members[:at], *members[at + 1 :]]
        if isinstance(returns, ir.UnionType) and len(rest) > 1:
            new = returns._replace(members=tuple(rest))
            yield changed(f"never {_name(members[at])}", new)
        elif isinstance(rest[0], ir.RecordType):
            yield changed(f"never {_name(members[at])}", rest[0])


def _name(type_: ir.Type) -> str:
    return type_.name if isinstance(type_, ir.RecordType) else type_.kind
