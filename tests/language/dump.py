"""Shows an `ir.Api` so that a person can check it: a line for each thing that it says."""

from collections.abc import Iterator
from json import dumps

from specloom import ir


def dump_api(api: ir.Api) -> str:
    """The whole API of one build, without its places in files."""
    lines = [f"build {api.build}: {api.name}, {api.variant_title}, {api.release}"]
    lines += [f"products {' '.join(api.products)}"]
    lines += [f"doc {api.doc}"] if api.doc else []
    if api.query != ir.QueryStyle():
        lines += [f"query {api.query.lists}, null is {api.query.null!r}"]
    for module in api.modules:
        lines += [f"module {'.'.join(module.path)}{doc_of(module.doc)}"]
        for named in module.types:
            life = "".join(f", {part}" for part in life_of(named.deprecated))
            line = (
                f"  type {named.name} = {shown(named.target)}{life}{doc_of(named.doc)}"
            )
            lines += [line]
        for record in module.records:
            lines += record_lines(record)
        for endpoint in module.endpoints:
            lines += endpoint_lines(endpoint)
        for event in module.webhooks.events if module.webhooks else ():
            lines += [event_line(event)]
        if module.webhooks:
            lines += [f"  event, or {module.webhooks.unknown.name}"]
    return "\n".join(lines) + "\n"


def record_lines(record: ir.Record) -> Iterator[str]:
    uses = [
        *(["sent"] if record.in_request else []),
        *(["read"] if record.in_response else []),
        *(["recursive"] if record.recursive else []),
        *life_of(record.deprecated),
    ]
    yield f"  record {record.name} ({', '.join(uses)}){doc_of(record.doc)}"
    for field in record.fields:
        yield f"    {field_line(field)}"
    if record.example:
        yield f"    example {json(record.example)}"


def endpoint_lines(endpoint: ir.Endpoint) -> Iterator[str]:
    life = "".join(f" ({part})" for part in life_of(endpoint.deprecated, endpoint.was))
    name = f"{endpoint.name}{life}{doc_of(endpoint.doc)}"
    yield f"  {endpoint.method} {endpoint.path} = {name}"
    for kind in ("parameters", "query", "headers", "body"):
        for field in getattr(endpoint, kind):
            yield f"    {'' if kind == 'body' else kind + ' '}{field_line(field)}"
    for example in endpoint.examples:
        yield f"    example {json(example)}"
    if endpoint.returns is not None:
        yield f"    returns {shown(endpoint.returns)}"
    if endpoint.pages is not None:
        items, cursor, follows, more = endpoint.pages
        yield f"    pages of {items}: {cursor} is the last {follows}, while {more}"
    for error in endpoint.errors:
        yield f"    error {error.status} {shown(error.record)}"


def event_line(event: ir.Event) -> str:
    reply = f", answered by {event.reply.name}" if event.reply else ""
    life = "".join(f" ({part})" for part in life_of(event.deprecated, event.was))
    return f"  event {event.type}: {event.record.name}{reply}{life}{doc_of(event.doc)}"


def life_of(deprecated: str | None, was: str | None = None) -> list[str]:
    return [
        *([f"was {was}"] if was else []),
        *([f"deprecated from {deprecated}"] if deprecated else []),
    ]


def field_line(field: ir.Field) -> str:
    name = field.name + ("" if field.required else "?")
    sent = "" if field.wire == field.name else f" as {field.wire}"
    text = f"{name}{sent}: {shown(field.type)}{' | null' if field.nullable else ''}"
    text += f", such as {json(field.example)}" if field.has_example else ""
    text += f", by default {json(field.default)}" if field.has_default else ""
    text += f", null means {field.null_means}" if field.null_means else ""
    text += f", left out means {field.omit_means}" if field.omit_means else ""
    text += "".join(f", {part}" for part in life_of(field.deprecated, field.was))
    return text + doc_of(field.doc)


def shown(type_: ir.Type) -> str:
    """A type in one line: its kind, and what it says."""
    match type_:
        case ir.NamedType() | ir.RecordType():
            limit = getattr(type_, "max_bytes", None)
            size = "" if limit is None else f"(max_bytes={limit})"
            return ".".join((*type_.home, type_.name)) + size
        case ir.ListType():
            return f"list[{slot(type_.item)}]{limits(type_, 'item')}"
        case ir.MapType():
            key = shown(type_.key)
            return f"map[{key}, {slot(type_.value)}]{limits(type_, 'key', 'value')}"
        case ir.UnionType():
            by = f" by {type_.discriminator}" if type_.discriminator else ""
            return f"({' | '.join(map(shown, type_.members))}){by}"
        case ir.EnumType():
            values = (
                " ".join((value.value, *life_of(value.deprecated))) + doc_of(value.doc)
                for value in type_.values
            )
            return f"enum({', '.join(values)})"
        case _:
            return type(type_).__name__.removesuffix("Type").lower() + limits(type_)


def slot(place: ir.Slot) -> str:
    return shown(place.type) + (" | null" if place.nullable else "")


def limits(type_: ir.Type, *but: str) -> str:
    """What is said beside the kind, in parentheses."""
    said = {
        name: value
        for name, value in type_._asdict().items()
        if name != "kind"
        if name not in but and value is not None and value is not False
    }
    if isinstance(type_, ir.ConstType):
        said = {"value": type_.value}
    inner = ", ".join(f"{name}={value!r}" for name, value in said.items())
    return f"({inner})" if inner else ""


def doc_of(doc: str | None) -> str:
    return f" -- {doc}" if doc else ""


def json(value: ir.Json) -> str:
    return dumps(value, ensure_ascii=False)
