"""Which records stand inside others: inside arguments, inside events.

In: `ir.Api`. Out: uses of records, without limits.
"""

from collections.abc import Iterable

from specloom import ir


def nested_in_arguments(api: ir.Api) -> frozenset[ir.RecordType]:
    """Every record that an argument of a builder holds: each has a TypedDict."""
    arguments = [
        field.type
        for module in api.modules
        for endpoint in module.endpoints
        for field in endpoint.arguments
    ]
    return reached(arguments, api)


def only_in_events(module: ir.Module, api: ir.Api) -> frozenset[ir.RecordType]:
    """The records of a module that events hold, and nothing else of the module names."""
    if module.webhooks is None:
        return frozenset()
    events: list[ir.Type] = [event.record for event in module.webhooks.events]
    others: list[ir.Type] = [e.reply for e in module.webhooks.events if e.reply]
    others += [named.target for named in module.types]
    for endpoint in module.endpoints:
        others += [field.type for field in endpoint.arguments]
        others += [endpoint.returns] if endpoint.returns else []
        others += [error.record for error in endpoint.errors]
    found = reached([*events, module.webhooks.unknown], api) - reached(others, api)
    return frozenset(use for use in found if use.home == module.path)


def reached(types: Iterable[ir.Type], api: ir.Api) -> frozenset[ir.RecordType]:
    """Every record that these types name, directly or through another."""
    records = {
        ir.RecordType(record.home, record.name): record
        for module in api.modules
        for record in module.records
    }
    found: set[ir.RecordType] = set()
    waiting = [use for type_ in types for use in ir.uses_of(type_)]
    while waiting:
        use = waiting.pop()._replace(max_bytes=None)
        if use not in found:
            found.add(use)
            fields = records[use].fields
            waiting += [inner for field in fields for inner in ir.uses_of(field.type)]
    return frozenset(found)
