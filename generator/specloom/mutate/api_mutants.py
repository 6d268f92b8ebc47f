"""Lists the mutants of a build whose API has a fault: a limit, a name, a place, an answer.

In: a resolved build and a selection. Out: `Mutant`s, always in the same order.
"""

from collections.abc import Iterator
from functools import partial

from specloom import ir
from specloom.mutate.changes import (
    in_order,
    with_fields,
    with_modules,
    with_owner,
    with_type,
)
from specloom.mutate.faults.endpoints import endpoint_faults
from specloom.mutate.faults.fields import Fields, added_field, field_faults
from specloom.mutate.faults.types import Surroundings, faults_of
from specloom.mutate.mutant import Mutant
from specloom.mutate.selection import (
    EVENTS,
    Owner,
    Selection,
    Table,
    home_of,
    place_of,
    table_of,
    touching,
    users,
)


def api_mutants(
    api: ir.Api, neighbours: tuple[ir.Api, ...], selection: Selection
) -> Iterator[Mutant]:
    """Every mutant whose API has a fault. `neighbours`: other variants and releases."""
    lister = _Lister(api, neighbours, selection)
    for owner in selection.owners:
        yield from lister.of_owner(owner)
    for named in selection.types:
        yield from lister.of_type(named)
    if selection.field is None:
        yield from lister.of_api()


class _Lister:
    """Lists the mutants of one API."""

    def __init__(
        self, api: ir.Api, neighbours: tuple[ir.Api, ...], selection: Selection
    ) -> None:
        self.api = api
        self.neighbours = neighbours
        self.selection = selection
        others = (p for n in neighbours for p in _prefixes(n))
        own = _prefixes(api)
        words = (
            part.values[0].value
            for module in api.modules
            for named in module.types
            for part in ir.walk(named.target)
            if isinstance(part, ir.EnumType)
        )
        foreign = tuple(dict.fromkeys(p for p in others if p not in own))
        self.around = Surroundings(own, tuple(dict.fromkeys(words)), foreign)
        self.answers = tuple(
            ir.RecordType(record.home, record.name)
            for record in selection.owners
            if isinstance(record, ir.Record)
        )

    def of_owner(self, owner: Owner) -> Iterator[Mutant]:
        """Mutants of one record or endpoint."""
        spans = {field.name: field.span for field in _members(owner)}
        tables = tuple(touching(self.api, [owner]))
        only = self.selection.field
        for kind, name, change, new, reason in self._changed(owner):
            if only in (None, name):
                yield Mutant(
                    kind,
                    f"{place_of(owner)}.{name}" if name else place_of(owner),
                    change,
                    spans.get(name, owner.span),
                    tables,
                    partial(with_owner, self.api, home_of(owner), owner, new),
                    equivalent=reason,
                )

    def _changed(
        self, owner: Owner
    ) -> Iterator[tuple[str, str, str, Owner, str | None]]:
        if isinstance(owner, ir.Endpoint):
            yield from endpoint_faults(owner, self.answers, self.around)
            has_body = owner.body or not (owner.query or owner.headers)
            place = "body" if has_body and owner.method != "GET" else "query"
            for kind, name, change, new in self._foreign(owner, getattr(owner, place)):
                yield kind, name, change, with_fields(owner, {place: new}), None
            return
        for fault in field_faults(owner.fields, self.around):
            yield (*fault[:3], _record(owner, fault.fields), fault.equivalent)
        for kind, name, change, new in self._foreign(owner, owner.fields):
            yield kind, name, change, _record(owner, new), None

    def _foreign(
        self, owner: Owner, fields: Fields
    ) -> Iterator[tuple[str, str, str, Fields]]:
        """Fields that do not belong here: another variant's, another release's, any."""
        more = added_field(fields, owner.span, "extra keys", "extra", "extra")
        yield from (fault[:4] for fault in more)
        own = {field.name for field in _members(owner)}
        for neighbour in self.neighbours:
            kind = "variant" if neighbour.variant != self.api.variant else "release"
            for other in _counterparts(owner, neighbour):
                for theirs in _members(other):
                    if theirs.name in own:
                        continue
                    for at, field in enumerate(fields):
                        if field.span == theirs.span:
                            new = field._replace(name=theirs.name, wire=theirs.wire)
                            swapped = (*fields[:at], new, *fields[at + 1 :])
                            change = f"{field.wire} → {theirs.wire}"
                            yield kind, field.name, change, swapped
                    added = added_field(
                        fields, owner.span, kind, theirs.name, theirs.wire
                    )
                    yield from (fault[:4] for fault in added)
                    own.add(theirs.name)

    def of_type(self, named: ir.NamedType) -> Iterator[Mutant]:
        """Mutants of a named type, wherever it is used."""
        tables = tuple(touching(self.api, users(self.api, named)))
        for fault in faults_of(named.target, self.around):
            yield Mutant(
                fault.kind,
                place_of(named),
                fault.change,
                named.span,
                tables,
                partial(with_type, self.api, named, fault.type),
                equivalent=fault.equivalent,
            )

    def of_api(self) -> Iterator[Mutant]:
        """Mutants of what the whole API shares, and of webhooks."""
        api = self.api
        endpoints = [o for o in self.selection.owners if isinstance(o, ir.Endpoint)]
        tables = tuple(map(table_of, endpoints))
        if endpoints:
            yield from (
                Mutant(kind, "api", change, None, tables, partial(_same, new))
                for kind, change, new in _apis(api, endpoints)
            )
        for module in api.modules:
            touched = any(home_of(o) == module.path for o in self.selection.owners)
            if module.webhooks is not None and touched:
                yield from self._webhooks(module, module.webhooks)

    def _webhooks(self, module: ir.Module, webhooks: ir.Webhooks) -> Iterator[Mutant]:
        events = webhooks.events
        for at, event in enumerate(events):
            rest = (*events[:at], *events[at + 1 :])
            renamed = (
                *events[:at],
                event._replace(type=f"{event.type}x"),
                *events[at + 1 :],
            )
            other = events[(at + 1) % len(events)]
            taken = (
                *events[:at],
                event._replace(record=other.record),
                *events[at + 1 :],
            )
            for change, new in (
                ("unknown", rest),
                (f"called {event.type}x", renamed),
                (f"read as {other.type}", taken),
            ):
                if new in (events, ()):
                    continue
                made = module._replace(webhooks=webhooks._replace(events=new))
                yield Mutant(
                    "event",
                    f"{'.'.join(module.path)}.{event.type}",
                    change,
                    event.span,
                    (Table(module.path, EVENTS),),
                    partial(with_modules, self.api, partial(_exchange, module, made)),
                )


def _same(api: ir.Api) -> ir.Api:
    return api


def _exchange(old: ir.Module, new: ir.Module, module: ir.Module) -> ir.Module:
    return new if module is old else module


def _apis(
    api: ir.Api, endpoints: list[ir.Endpoint]
) -> Iterator[tuple[str, str, ir.Api]]:
    """What all endpoints share, with a fault."""
    base = api.base_url
    for other in (f"{base}x", base.replace("https:", "http:"), f"{base}/v0"):
        if other != base:
            yield "path", f"{base} → {other}", api._replace(base_url=other)
    if api.auth is not None:
        yield "auth", f"without {api.auth.env}", api._replace(auth=None)
        env = f"{api.auth.env}_"
        changed = api._replace(auth=api.auth._replace(env=env))
        yield "auth", f"{api.auth.env} → {env}", changed
    query = [field for endpoint in endpoints for field in endpoint.query]
    headers = [field for endpoint in endpoints for field in endpoint.headers]
    if any(isinstance(ir.bare(f.type), ir.ListType) for f in (*query, *headers)):
        lists = "repeat" if api.query.lists == "comma" else "comma"
        change = f"lists: {api.query.lists} → {lists}"
        yield "place", change, api._replace(query=api.query._replace(lists=lists))
    if any(field.nullable for field in query):
        for null in (f"{api.query.null}_", ""):
            change = f"null: {api.query.null} → {null!r}"
            yield "place", change, api._replace(query=api.query._replace(null=null))


def _members(owner: Owner) -> Fields:
    return owner.fields if isinstance(owner, ir.Record) else owner.arguments


def _record(record: ir.Record, fields: Fields) -> ir.Record:
    return record._replace(fields=in_order(fields))


def _counterparts(owner: Owner, neighbour: ir.Api) -> list[Owner]:
    """What another variant or release makes of the same declaration."""
    return [
        other
        for module in neighbour.modules
        for other in (*module.endpoints, *module.records)
        if isinstance(other, type(owner)) and other.span == owner.span
    ]


def _prefixes(api: ir.Api) -> tuple[str, ...]:
    found = {
        part.prefix
        for module in api.modules
        for named in module.types
        for part in ir.walk(named.target)
        if isinstance(part, ir.IdType)
    }
    return tuple(sorted(found))
