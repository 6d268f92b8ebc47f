"""A JSON Schema of each kind of file, put together from the tables of `spec.language`."""

import json
import keyword

from specloom.editors import patterns
from specloom.editors.scalars import JSON, described, never, of_shape, one_of, text
from specloom.editors.values import definitions
from specloom.spec.language import (
    API,
    BUILD_NAME,
    ENDPOINT,
    FIELD_NAME,
    GROUP,
    METHODS,
    MOST_BUILDS,
    PARAMETER_NAME,
    RECORD_NAME,
    RELEASE,
    RESOURCE,
    SHARED,
    STATUS,
    TYPE_NAME,
    VARIANT_NAME,
    WORD_NAME,
    Key,
    Name,
    Shape,
    Table,
)

FILES = {
    "api": (API, "api.yaml", "what holds for a whole API"),
    "types": (SHARED, "types.yaml", "what the folder and those below share"),
    "resource": (
        RESOURCE,
        "a resource",
        "endpoints, webhooks, and what they are about",
    ),
}
"""Each kind of file: its keys, how it is called, and what it holds."""


def editor_schema(kind: str) -> str:
    """The JSON Schema (draft-07) of a kind of file, one of `FILES`, as text.

    Raises:
        KeyError: there is no such kind.
    """
    table, name, purpose = FILES[kind]
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"Specloom: {name}",
        **described({}, f"{purpose[0].upper()}{purpose[1:]}."),
        **_table(table),
    }
    shared = definitions() | _groups()
    schema["definitions"] = _used(schema, shared)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _used(schema: JSON, shared: dict[str, JSON]) -> dict[str, JSON]:
    """The definitions that a schema refers to, and those that these refer to."""
    found: dict[str, JSON] = {}
    texts = [json.dumps(schema)]
    while texts:
        rest = texts.pop()
        for name in shared:
            if f'"#/definitions/{name}"' in rest and name not in found:
                found[name] = shared[name]
                texts.append(json.dumps(shared[name]))
    return {name: found[name] for name in sorted(found)}


def _ref(name: str) -> JSON:
    return {"$ref": f"#/definitions/{name}"}


def _table(table: Table) -> JSON:
    """A mapping with these keys and no others."""
    properties = {
        name: described(_value(key), key.doc) for name, key in table.keys.items()
    }
    for name, meant in table.elsewhere.items():
        properties[name] = never(f"did you mean `{meant}`?")
    for name, advice in table.advice.items():
        properties[name] = never(advice)
    schema: JSON = {"type": "object", "properties": properties}
    if table.needed():
        schema["required"] = table.needed()
    schema["additionalProperties"] = False
    if "null" in table.keys:
        # yaml-language-server takes this key for no text, and finds it by patterns only.
        schema["patternProperties"] = {"^null$": {}}
    return schema | _RULES.get(table.where, {})


_AT_LEAST_ONE = {"minProperties": 1}
_ONE_METHOD = one_of(
    METHODS, "a method and its path, such as `post: /`", "an endpoint has one method"
)
_RULES: dict[str, JSON] = {
    ENDPOINT.where: {
        "anyOf": _ONE_METHOD["anyOf"],
        "dependencies": {
            **_ONE_METHOD["dependencies"],
            "pages": {
                "properties": {"returns": never("`pages` says what is answered")}
            },
            "discriminator": {
                "required": ["returns"],
                "properties": {
                    "returns": {
                        "type": "string",
                        "pattern": patterns.SEVERAL,
                        "errorMessage": "a discriminator tells records apart: `A | B`",
                    }
                },
            },
        },
    },
    RESOURCE.where: {
        "if": {
            "properties": {"endpoints": _AT_LEAST_ONE},
            "required": ["endpoints"],
        },
        "then": {"required": ["path"]},
        "dependencies": {
            "path": {
                "required": ["endpoints"],
                "properties": {"endpoints": _AT_LEAST_ONE},
            },
            "envelope": {
                "required": ["webhooks"],
                "properties": {"webhooks": _AT_LEAST_ONE},
            },
        },
    },
}
"""What keys of one mapping ask of each other."""


def _named(name: Name, schema: JSON, **more: object) -> JSON:
    """A mapping from names to one thing."""
    return {
        "type": "object",
        "patternProperties": {patterns.key(name): schema},
        "additionalProperties": False,
        **more,
    }


def _list(item: JSON, **more: object) -> JSON:
    return {"type": "array", "items": item, **more}


_NOT_A_STRING = ("object", "array", "number", "boolean", "null")
_ONE = {"minProperties": 1, "maxProperties": 1}
_PROSE = of_shape(Key("prose", ""))

_SHARED = ("answer", "part", "body", "arguments", "headers", "fields")
"""What is told in `definitions`, under its own name."""

_SHAPES: dict[Shape, JSON] = {
    "type": _ref("field"),
    "records": _named(RECORD_NAME, {"title": "A record", **_ref("fields")}),
    "types": _named(TYPE_NAME, _ref("named")),
    "params": _named(PARAMETER_NAME, _ref("parameter")),
    "page": _named(FIELD_NAME._replace(optional=False, marks=""), _ref("item"), **_ONE),
    "errors": {
        "type": "object",
        "patternProperties": {
            patterns.exactly(STATUS): text(
                patterns.RECORD, "the name of a record", but=_NOT_A_STRING
            )
        },
        "additionalProperties": False,
    },
    "examples": {"type": ["object", "array"], "items": {"type": "object"}},
    "values": {"type": "object"},
    "includes": {
        "type": ["string", "array"],
        "pattern": patterns.INCLUDES,
        "errorMessage": "names of records, with commas between them",
        "uniqueItems": True,
        "items": {
            "type": "string",
            "pattern": patterns.INCLUDE,
            "errorMessage": "`X`, `X?` (all optional) or `X | null`",
        },
    },
    "cursor": {
        "type": "object",
        "additionalProperties": of_shape(Key("wire", "")),
        **_ONE,
    },
    "names": _list(
        text(
            patterns.MODULE,
            "lower case, digits and underscores",
            but=("object", "array", "number"),
        ),
        minItems=1,
        uniqueItems=True,
    ),
    "releases": _list(text(patterns.exactly(RELEASE), "a release"), minItems=1),
    "texts": _list(_PROSE),
    "variants": _named(VARIANT_NAME, _PROSE, **_AT_LEAST_ONE),
    "vocabulary": _named(
        WORD_NAME,
        _named(VARIANT_NAME._replace(marks=""), text("", "one text, for one variant")),
    ),
}
"""What is neither one text, number or truth nor a table of the language."""


def _value(key: Key) -> JSON:
    """What stands right of the colon."""
    if key.table is not None:
        return _tables(key.table, key.names)
    if key.value in _SHARED:
        return _ref(key.value)
    return _SHAPES[key.value] if key.value in _SHAPES else of_shape(key)


def _tables(table: Table, names: Name | None) -> JSON:
    """A mapping with the keys of a table, or one from names to such mappings."""
    made = _table(table)
    if names is None:
        return made
    named = _named(names, {"title": _title(table), **made})
    return _of_builds(named) if names is BUILD_NAME else named


def _title(table: Table) -> str:
    return table.where[0].upper() + table.where[1:]


def _of_builds(named: JSON) -> JSON:
    """Builds are Python packages: no keyword of Python names one; there is one at least."""
    words = "|".join(word for word in keyword.kwlist if word.islower())
    (pattern,) = named["patternProperties"]
    refused = rf"^(?!\s*(?:{words})\s*$)" + pattern.removeprefix("^")
    made = {refused: named["patternProperties"][pattern]}
    limits = {**_AT_LEAST_ONE, "maxProperties": MOST_BUILDS}
    return {**named, "patternProperties": made, **limits}


def _groups() -> dict[str, JSON]:
    """Fields in each of the places where they stand, and the names of records."""
    return {
        "fields": _group("field", GROUP.keys),
        "part": _or_name(_SOME_FIELDS, patterns.RECORD),
        "answer": _or_name(_SOME_FIELDS, patterns.ANSWER),
        "body": _or_name(_ref("body.fields"), patterns.RECORD),
        "body.fields": _group("field", _INCLUDE_ONLY),
        "arguments": _or_name(_ref("arguments.fields"), patterns.RECORD),
        "arguments.fields": _group("argument", _INCLUDE_ONLY),
        "headers": _or_name(_ref("headers.fields"), patterns.RECORD),
        "headers.fields": _group("header", _INCLUDE_ONLY),
    }


_SOME_FIELDS = {"allOf": [_ref("fields")], **_AT_LEAST_ONE}
_INCLUDE_ONLY = {"$include": GROUP.keys["$include"]}


def _group(value: str, keys: dict[str, Key]) -> JSON:
    """Fields and `$keys`."""
    return {
        "type": "object",
        "properties": {
            name: described(_value(key), key.doc) for name, key in keys.items()
        },
        "patternProperties": {
            patterns.key(FIELD_NAME): _ref(value),
            patterns.key(FIELD_NAME, optional=True): _ref(f"{value}?"),
        },
        "additionalProperties": False,
    }


def _or_name(group: JSON, pattern: str) -> JSON:
    return {
        "if": {"type": "object"},
        "then": group,
        "else": {
            "type": "string",
            "pattern": pattern,
            "errorMessage": "fields, or the name of a record",
        },
    }
