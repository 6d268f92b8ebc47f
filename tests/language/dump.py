"""Shows an `ir.Api` so that a person can check it: a line for each thing that it says."""

from collections.abc import Iterator
from json import dumps

from specloom import ir


def dump_api(api: ir.Api) -> str:
    """The whole API of one build, without its places in files."""
    lines = [f"build {api.build}: {api.name}, {api.variant_title}, {api.release}"]
    lines += [f"products {' '.join(api.products)}"]
    lines += [f"doc {api.doc}"] if api.doc else []
    for module in api.modules:
        lines += [f"module {'.'.join(module.path)}{doc_of(module.doc)}"]
        for named in module.types:
            lines += [f"  type {named.name} = {shown(named.target)}{doc_of(named.doc)}"]
        for record in module.records:
            lines += record_lines(record)
        for endpoint in module.endpoints:
            lines += endpoint_lines(endpoint)
    return "\n".join(lines) + "\n"


def record_lines(record: ir.Record) -> Iterator[str]:
    uses = [
        *(["sent"] if record.in_request else []),
        *(["read"] if record.in_response else []),
        *(["recursive"] if record.recursive else []),
    ]
    yield f"  record {record.name} ({', '.join(uses)}){doc_of(record.doc)}"
    for field in record.fields:
        yield f"    {field_line(field)}"
    if record.example:
        yield f"    example {json(record.example)}"


def endpoint_lines(endpoint: ir.Endpoint) -> Iterator[str]:
    yield f"  {endpoint.method} {endpoint.path} = {endpoint.name}{doc_of(endpoint.doc)}"
    for field in endpoint.body:
        yield f"    {field_line(field)}"
    for example in endpoint.examples:
        yield f"    example {json(example)}"
    if endpoint.returns is not None:
        yield f"    returns {shown(endpoint.returns)}"


def field_line(field: ir.Field) -> str:
    name = field.name + ("" if field.required else "?")
    sent = "" if field.wire == field.name else f" as {field.wire}"
    text = f"{name}{sent}: {shown(field.type)}{' | null' if field.nullable else ''}"
    text += f", such as {json(field.example)}" if field.has_example else ""
    text += f", by default {json(field.default)}" if field.has_default else ""
    text += f", null means {field.null_means}" if field.null_means else ""
    text += f", left out means {field.omit_means}" if field.omit_means else ""
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
            values = (value.value + doc_of(value.doc) for value in type_.values)
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
