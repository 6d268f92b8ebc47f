"""The prose of generated code: docstrings of fields, types, records and builders."""

from collections.abc import Callable

from specloom import ir
from specloom.names import python_function, python_member
from specloom.targets.python.layout import flat, literal
from specloom.targets.python.naming import stem


def field_doc(field: ir.Field) -> str | None:
    """What a field is for, and what null, its absence and its default mean."""
    parts = []
    if field.doc:
        parts.append(sentence(field.doc))
    if field.null_means:
        parts.append(f"Null: {sentence(field.null_means)}")
    if field.omit_means:
        parts.append(f"Left out: {sentence(field.omit_means)}")
    if field.has_default:
        shown = field.default
        text = literal(shown) if isinstance(shown, str) else str(shown)
        parts.append(f"The server's default is {flat(text)}.")
    return " ".join(parts + _history(field, python_member)) or None


def _history(
    named: ir.Field | ir.Endpoint | ir.Event, name: Callable[[str], str]
) -> list[str]:
    """What something was called before, and that it is to be used no more."""
    told = [f"Called `{name(named.was)}` before."] if named.was else []
    return told + _deprecation(named.deprecated)


def _deprecation(release: str | None) -> list[str]:
    return [f"Deprecated since {release}."] if release else []


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a mark already."""
    return text if text[-1:] in ".!?:" else f"{text}."


def type_doc(named: ir.NamedType) -> str | None:
    """What a named type is; an enum tells what its values mean."""
    lines = [sentence(named.doc)] if named.doc else []
    if isinstance(named.target, ir.EnumType):
        told = [
            f"  `{v.value}`: {doc}" for v in named.target.values if (doc := _value(v))
        ]
        if told:
            lines = [*(lines or ["One of several values."]), "\n".join(told)]
    return "\n\n".join(lines) or None


def _value(value: ir.EnumValue) -> str:
    told = [sentence(value.doc)] if value.doc else []
    return " ".join(told + _deprecation(value.deprecated))


def record_doc(record: ir.Record, role: str | None) -> str:
    """What a record is; `role` says it where the spec does not."""
    told = role or f"`{record.name}`, as the API names it."
    if record.doc:
        told = sentence(record.doc)
    return "\n\n".join([told, *_deprecation(record.deprecated)])


def event_doc(event: ir.Event, record: ir.Record) -> str:
    """What an event is, how it is called and what is answered."""
    doc = event.doc or record.doc
    first = [sentence(doc)] if doc else []
    name = f"The event `{event.type}`"
    if event.reply is None:
        rest = [f"{name}."]
    else:
        rest = [f"{name}; its answer is `{event.reply.name}`."]
    rest += _history(event, str)
    return "\n\n".join([*first, " ".join(rest)])


def roles(module: ir.Module, acronyms: tuple[str, ...]) -> dict[str, str]:
    """What the records are whose names the spec does not write, by name."""
    found = {}
    for endpoint in module.endpoints:
        if isinstance(endpoint.returns, ir.RecordType):
            name = ".".join((*endpoint.resource, endpoint.name))
            if endpoint.pages is not None:
                found[endpoint.returns.name] = f"One page of `{name}`."
            elif endpoint.returns.name == stem(endpoint, acronyms).response:
                found[endpoint.returns.name] = f"The answer to `{name}`."
    if module.webhooks is not None:
        for event in module.webhooks.events:
            found[f"{event.record.name}Data"] = f"What `{event.type}` tells."
            if event.reply is not None:
                found[event.reply.name] = f"The answer to `{event.type}`."
        unknown = "An event that this release does not know."
        found[module.webhooks.unknown.name] = unknown
    return found


def builder_doc(endpoint: ir.Endpoint, names: dict[str, str]) -> str:
    """What a builder does; `names` gives the Python name of each argument."""
    first = sentence(endpoint.doc) if endpoint.doc else f"`{endpoint.name}`."
    told = [f"`{endpoint.method} {endpoint.path}`"]
    told += [" ".join(found)] if (found := _history(endpoint, python_function)) else []
    if endpoint.pages is not None:
        told.append(
            "The answer is one page; `request.next(page)` is the request for the next."
        )
    if endpoint.errors:
        told.append(f"`request.parse_error(status, body)` reads {_errors(endpoint)}.")
    if endpoint.arguments:
        told += _arguments(endpoint, names)
        told.append(
            "Raises:\n"
            "    ValidationError: if arguments break what is documented; lists every mistake."
        )
    return "\n\n".join([first[:1].upper() + first[1:], *told])


def _errors(endpoint: ir.Endpoint) -> str:
    """`Problem` (404, 5XX) and `Fault` (any other status)."""
    statuses: dict[str, list[str]] = {}
    for error in endpoint.errors:
        shown = "any other status" if error.status == "default" else error.status
        statuses.setdefault(error.record.name, []).append(shown)
    return " and ".join(f"`{n}` ({', '.join(at)})" for n, at in statuses.items())


def _arguments(endpoint: ir.Endpoint, names: dict[str, str]) -> list[str]:
    """The section `Args`; linters want all arguments in it or no section."""
    if not any(map(field_doc, endpoint.arguments)):
        return []
    lines = ["Args:"]
    for field in endpoint.arguments:
        doc = field_doc(field) or f"Sent as `{field.wire}`."
        lines.append(f"    {names[field.name]}: {' '.join(doc.split())}")
    return ["\n".join(lines)]
