"""Which part of a build is under trial, and which of its tables touch which.

In: `ir.Api` and a path such as `viewer.studies.create`. Out: records, endpoints and named
types, with all that they hold; and for each of them the tables whose tests may notice.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import nearest
from specloom.names import python_function

Owner = ir.Record | ir.Endpoint
EVENTS = "events"
"""What the tests of webhooks are called."""


class Table(NamedTuple):
    """A table of a package's tests: of a record, or of an endpoint."""

    module: ir.Path
    name: str


class Selection(NamedTuple):
    """What is under trial."""

    owners: tuple[Owner, ...]
    types: tuple[ir.NamedType, ...]
    field: str | None  # only this field of the one owner
    whole: bool  # the whole API


class UnknownPathError(Exception):
    """Nothing is called so; `known` is the nearest thing that is."""

    def __init__(self, path: str, known: str | None) -> None:
        super().__init__(path)
        self.known = known


def home_of(owner: Owner) -> ir.Path:
    """The module where a record or an endpoint stands."""
    return owner.home if isinstance(owner, ir.Record) else owner.resource


def table_of(owner: Owner) -> Table:
    """The table of a record or an endpoint."""
    if isinstance(owner, ir.Record):
        return Table(owner.home, owner.name)
    name = python_function(owner.name).rstrip("_")
    return Table(owner.resource, ".".join((*owner.resource, name)))


def place_of(owner: Owner | ir.NamedType) -> str:
    """`viewer.studies.Study`, `viewer.studies.create`, `types.Severity`."""
    home = owner.resource if isinstance(owner, ir.Endpoint) else owner.home
    return ".".join((*home, owner.name))


def types_of(owner: Owner) -> Iterator[ir.Type]:
    """Every type that a record or an endpoint names."""
    if isinstance(owner, ir.Record):
        yield from (field.type for field in owner.fields)
        return
    yield from (field.type for field in owner.arguments)
    if owner.returns is not None:
        yield owner.returns
    yield from (error.record for error in owner.errors)


def select(api: ir.Api, path: str | None) -> Selection:
    """What a path names, and all that it holds. None is the whole API.

    Raises:
        UnknownPathError: nothing in this build is called so.
    """
    owners, types = _owners(api), _types(api)
    if path is None:
        return Selection(tuple(owners), tuple(types), None, whole=True)
    wanted = [owner for owner in owners if _is_below(place_of(owner), path)]
    named = [type_ for type_ in types if _is_below(place_of(type_), path)]
    if wanted or named:
        found = _reached(api, wanted, named)
        return Selection(*found, field=None, whole=False)
    parent, _, last = path.rpartition(".")
    for owner in owners:
        if place_of(owner) == parent and last in [f.name for f in _fields(owner)]:
            return Selection((owner,), (), last, whole=False)
    known = [place_of(each) for each in (*owners, *types)]
    known += [f"{place_of(o)}.{f.name}" for o in owners for f in _fields(o)]
    known += [".".join(module.path) for module in api.modules]
    raise UnknownPathError(path, nearest(path, known))


def touching(api: ir.Api, owners: Iterable[Owner]) -> list[Table]:
    """The tables that touch these: their own first, then those that hold them."""
    everyone = _owners(api)
    holders: dict[ir.RecordType, list[Owner]] = {}
    for owner in everyone:
        for use in {_bare(use) for t in types_of(owner) for use in ir.uses_of(t)}:
            holders.setdefault(use, []).append(owner)
    found: dict[Table, None] = {}
    waiting = list(owners)
    for owner in waiting:
        table = table_of(owner)
        if table in found:
            continue
        found[table] = None
        if isinstance(owner, ir.Record):
            waiting += holders.get(ir.RecordType(owner.home, owner.name), [])
    return [*found, *_events(api, found)]


def _events(api: ir.Api, found: Iterable[Table]) -> list[Table]:
    """What is tried for all events of a module, if one of these is among them."""
    touched = set(found)
    return [
        Table(module.path, EVENTS)
        for module in api.modules
        if module.webhooks is not None
        for uses in [
            [*(e.record for e in module.webhooks.events), module.webhooks.unknown]
        ]
        if not touched.isdisjoint(Table(use.home, use.name) for use in uses)
    ]


def all_tables(api: ir.Api) -> list[Table]:
    """Every table of a package, and the one for all of its events."""
    found = list(map(table_of, _owners(api)))
    return [*found, *_events(api, found)]


def users(api: ir.Api, named: ir.NamedType) -> list[Owner]:
    """The records and endpoints that use a named type, directly or through another."""
    wanted = (named.home, named.name)
    return [
        owner
        for owner in _owners(api)
        if any(
            isinstance(part, ir.NamedType) and (part.home, part.name) == wanted
            for type_ in types_of(owner)
            for part in ir.walk(type_)
        )
    ]


def _owners(api: ir.Api) -> list[Owner]:
    found: list[Owner] = []
    for module in api.modules:
        found += module.endpoints
        found += module.records
    return found


def _types(api: ir.Api) -> list[ir.NamedType]:
    return [named for module in api.modules for named in module.types]


def _fields(owner: Owner) -> tuple[ir.Field, ...]:
    return owner.fields if isinstance(owner, ir.Record) else owner.arguments


def _is_below(place: str, path: str) -> bool:
    return place == path or place.startswith(f"{path}.")


def _bare(use: ir.RecordType) -> ir.RecordType:
    return use._replace(max_bytes=None)


def _reached(
    api: ir.Api, owners: list[Owner], named: list[ir.NamedType]
) -> tuple[tuple[Owner, ...], tuple[ir.NamedType, ...]]:
    """These, and every record and named type inside them."""
    known = {(each.home, each.name): each for each in _types(api)}
    found: dict[Table, Owner] = {}
    types = {(each.home, each.name) for each in named}
    inside = [type_.target for type_ in named]
    waiting = [*owners, *(api.record(use) for t in inside for use in ir.uses_of(t))]
    while waiting:
        owner = waiting.pop(0)
        if table_of(owner) in found:
            continue
        found[table_of(owner)] = owner
        for type_ in types_of(owner):
            for part in ir.walk(type_):
                if isinstance(part, ir.NamedType):
                    types.add((part.home, part.name))
                elif isinstance(part, ir.RecordType):
                    waiting.append(api.record(part))
    return tuple(found.values()), tuple(known[place] for place in sorted(types))
