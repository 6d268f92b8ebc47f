"""The prose of generated code: docstrings of fields, types, records and builders."""

from specloom import ir
from specloom.targets.python.layout import flat, literal


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
    return " ".join(parts) or None


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a mark already."""
    return text if text[-1:] in ".!?:" else f"{text}."


def type_doc(named: ir.NamedType) -> str | None:
    """What a named type is; an enum tells what its values mean."""
    lines = [sentence(named.doc)] if named.doc else []
    if isinstance(named.target, ir.EnumType):
        told = [value for value in named.target.values if value.doc]
        if told:
            values = "\n".join(
                f"  `{value.value}`: {sentence(value.doc or '')}" for value in told
            )
            lines.append(values)
    return "\n\n".join(lines) or None


def record_doc(record: ir.Record) -> str:
    """What a record is."""
    return (
        sentence(record.doc) if record.doc else f"`{record.name}`, as the API names it."
    )


def builder_doc(endpoint: ir.Endpoint, names: dict[str, str]) -> str:
    """What a builder does; `names` gives the Python name of each argument."""
    first = sentence(endpoint.doc) if endpoint.doc else f"`{endpoint.name}`."
    parts = [first, f"`{endpoint.method} {endpoint.path}`"]
    told = [(field, field_doc(field)) for field in endpoint.body]
    lines = [f"  {names[field.name]}: {doc}" for field, doc in told if doc]
    if lines:
        parts.append(
            "Args:\n" + "\n".join(line.replace("  ", "    ", 1) for line in lines)
        )
    if endpoint.body:
        parts.append(
            "Raises:\n    ValidationError: if an argument breaks what is documented; lists"
            " every mistake."
        )
    return "\n\n".join(parts)
