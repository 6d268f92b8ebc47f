"""Writes the document: one schema for each definition.

Comes in: an `ir.Api`. Goes out: plain data, its keys in the order of the text. Imports
`ir` and `formats`.
"""

from typing import Any, TypeAlias, assert_never

from specloom import ir
from specloom.formats import FORMATS, KIND_FORMATS, Format, id_pattern
from specloom.targets.jsonschema.definitions import Definitions, Object
from specloom.targets.jsonschema.examples import wire, wire_object

Schema: TypeAlias = dict[str, Any]


def document(api: ir.Api) -> Schema:
    """The whole document of a build."""
    definitions = Definitions(api)
    written = {
        title: _definition(definitions, definitions.found[key], key.request)
        for key, title in definitions.titles.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:specloom:{api.build}",
        "title": f"{api.name}: {api.variant_title}, {api.release}",
        **_given(description=api.doc, deprecated=_since(api.deprecated)),
        "$defs": dict(sorted(written.items())),
    }


def _definition(
    definitions: Definitions, found: Object | ir.NamedType, request: bool
) -> Schema:
    words = _given(description=found.doc, deprecated=_since(found.deprecated))
    if isinstance(found, ir.NamedType):
        return {**words, **_schema(definitions, found.target, request)}
    fields = found.fields
    examples = [wire_object(each, fields, definitions) for each in found.examples]
    return {
        **words,
        "type": "object",
        "properties": {
            field.wire: _property(definitions, field, request) for field in fields
        },
        **_given(required=[field.wire for field in fields if field.required] or None),
        **({"additionalProperties": False} if found.closed else {}),
        **_given(examples=examples or None),
    }


def _property(definitions: Definitions, field: ir.Field, request: bool) -> Schema:
    slot = ir.Slot(field.type, field.nullable)
    found: Schema = {
        **_given(description=_description(field), deprecated=_since(field.deprecated)),
        **_slot(definitions, slot, request),
    }
    if field.has_default:
        found["default"] = wire(field.default, field.type, definitions)
    if field.has_example:
        found["examples"] = [wire(field.example, field.type, definitions)]
    return found


def _description(field: ir.Field) -> str | None:
    """The field's own words; those of its type stand where the type is defined."""
    inherited = field.type.doc if isinstance(field.type, ir.NamedType) else None
    sentences = [
        field.doc if field.doc != inherited else None,
        field.null_means and f"Null: {field.null_means}.",
        field.omit_means and f"Left out: {field.omit_means}.",
    ]
    return " ".join(sentence for sentence in sentences if sentence) or None


def _slot(definitions: Definitions, slot: ir.Slot, request: bool) -> Schema:
    inner = _schema(definitions, slot.type, request)
    if not slot.nullable or isinstance(slot.type, ir.AnyType):
        return inner
    if "type" in inner and not inner.keys() & {"enum", "const"}:
        return {**inner, "type": [inner["type"], "null"]}
    options = inner["anyOf"] if inner.keys() == {"anyOf"} else [inner]
    return {"anyOf": [*options, {"type": "null"}]}


def _schema(definitions: Definitions, type_: ir.Type, request: bool) -> Schema:
    match type_:
        case ir.NamedType():
            return {"$ref": f"#/$defs/{definitions.title(type_, request)}"}
        case ir.RecordType():
            reference = {"$ref": f"#/$defs/{definitions.title(type_, request)}"}
            return {**reference, **_max_bytes(type_.max_bytes)}
        case ir.ListType():
            return {
                "type": "array",
                "items": _slot(definitions, type_.item, request),
                **_given(minItems=type_.min, maxItems=type_.max),
                **_given(uniqueItems=type_.unique or None),
                **_max_bytes(type_.max_bytes),
            }
        case ir.MapType():
            return {
                "type": "object",
                "additionalProperties": _slot(definitions, type_.value, request),
                **_keys(_schema(definitions, type_.key, request)),
                **_given(minProperties=type_.min, maxProperties=type_.max),
                **_max_bytes(type_.max_bytes),
            }
        case ir.UnionType():
            members = type_.members
            return {"anyOf": [_schema(definitions, each, request) for each in members]}
        case (
            ir.StringType()
            | ir.IntegerType()
            | ir.NumberType()
            | ir.BooleanType()
            | ir.DateType()
            | ir.TimeType()
            | ir.DateTimeType()
            | ir.UuidType()
            | ir.IdType()
            | ir.EnumType()
            | ir.ConstType()
            | ir.AnyType()
        ):
            return _scalar(type_)
        case _:
            assert_never(type_)


def _keys(schema: Schema) -> Schema:
    """A limit on a map's keys, unless any key will do."""
    return {} if schema == {"type": "string"} else {"propertyNames": schema}


Scalar: TypeAlias = (
    ir.StringType
    | ir.IntegerType
    | ir.NumberType
    | ir.BooleanType
    | ir.DateType
    | ir.TimeType
    | ir.DateTimeType
    | ir.UuidType
    | ir.IdType
    | ir.EnumType
    | ir.ConstType
    | ir.AnyType
)


def _scalar(type_: Scalar) -> Schema:
    match type_:
        case ir.StringType():
            return _string(type_)
        case ir.IntegerType() | ir.NumberType():
            return _number(type_)
        case ir.BooleanType():
            return {"type": "boolean"}
        case ir.DateType():
            return _formatted(KIND_FORMATS["date"])
        case ir.TimeType():
            return _formatted(KIND_FORMATS["time"])
        case ir.DateTimeType():
            return _formatted(KIND_FORMATS["timestamp"])
        case ir.UuidType():
            return _formatted(KIND_FORMATS["uuid"])
        case ir.IdType():
            return {"type": "string", "pattern": id_pattern(type_.prefix)}
        case ir.EnumType():
            return _enum(type_)
        case ir.ConstType():
            return {"const": type_.value}
        case ir.AnyType():
            return _max_bytes(type_.max_bytes)
        case _:
            assert_never(type_)


def _enum(type_: ir.EnumType) -> Schema:
    docs = {each.value: each.doc for each in type_.values if each.doc}
    old = [each.value for each in type_.values if each.deprecated]
    return {
        "type": "string",
        "enum": [each.value for each in type_.values],
        **({"x-enumDescriptions": docs} if docs else {}),
        **({"x-enumDeprecated": old} if old else {}),
    }


def _string(type_: ir.StringType) -> Schema:
    shape: Schema = {"type": "string"}
    if type_.format is not None:
        shape = _formatted(FORMATS[type_.format])
    if type_.pattern is not None and "pattern" in shape:
        shape["allOf"] = [{"pattern": shape["pattern"]}]
    return {
        **shape,
        **_given(minLength=type_.min, maxLength=type_.max, pattern=type_.pattern),
        **_max_bytes(type_.max_bytes),
    }


def _number(type_: ir.IntegerType | ir.NumberType) -> Schema:
    return {
        "type": "integer" if isinstance(type_, ir.IntegerType) else "number",
        **_given(minimum=type_.minimum, maximum=type_.maximum),
        **_given(exclusiveMinimum=type_.above, exclusiveMaximum=type_.below),
        **_given(multipleOf=type_.multiple_of),
    }


def _formatted(found: Format) -> Schema:
    """The pattern says it exactly; the format says it to who knows it."""
    encoding = "base64" if found.name == "base64" else None
    return {
        "type": "string",
        **_given(format=found.json_schema, contentEncoding=encoding),
        "pattern": found.pattern,
    }


def _given(**keywords: Any) -> Schema:
    """The keywords that have a value."""
    return {key: value for key, value in keywords.items() if value is not None}


def _since(release: str | None) -> bool | None:
    """Whether to call something deprecated; JSON Schema has no place for the release."""
    return True if release else None


def _max_bytes(count: int | None) -> Schema:
    return {} if count is None else {"x-maxBytes": count}
