"""What a field, a named type or a parameter may be: `TYPE -- doc`, or a mapping.

Out: definitions of a JSON Schema, by name. They differ in where they stand: a named type is
never null, a parameter of a path has no `wire`, and so on.
"""

from typing import Any, NamedTuple

from specloom.editors import patterns
from specloom.editors.scalars import JSON, described, never, of_shape, one_of
from specloom.spec.language import (
    BUILT_IN,
    FIELDS_ONLY,
    SAYS_TYPE,
    VALUE,
)


class Place(NamedTuple):
    """Where a value stands. `only`, `null`: what its type may be, see `patterns.type_`."""

    title: str
    without: frozenset[str] = frozenset()  # keys that have no meaning there
    only: str = "any"
    null: bool = True


_REQUIRED = frozenset(["omit_means"])
PLACES = {
    "field": Place("A field", _REQUIRED),
    "field?": Place("A field that may be left out"),
    "argument": Place("An argument", _REQUIRED, "sendable"),
    "argument?": Place("An argument that may be left out", only="sendable"),
    "header": Place("A header", _REQUIRED | {"null_means"}, "sendable", null=False),
    "header?": Place(
        "A header that may be left out",
        frozenset(["null_means"]),
        "sendable",
        null=False,
    ),
    "named": Place("A named type", FIELDS_ONLY, null=False),
    "parameter": Place(
        "A parameter of a path",
        _REQUIRED | {"wire", "null_means", "was"},
        "scalar",
        null=False,
    ),
    "item": Place("What an item of a page is", _REQUIRED | {"was"}),
}

_UNFIT = "`{}` does not fit this type"


def definitions() -> dict[str, JSON]:
    """Each place, each form of type, and what the mappings of all places share."""
    made: dict[str, JSON] = {"keys": _keys()}
    for name, place in PLACES.items():
        made[name] = _value(name, place)
        made[f"{name}.mapping"] = _mapping(place)
        made.setdefault(_type_name(place), _type(place))
    for key, said in VALUE.keys.items():
        if key != "type":
            made[f"key.{key}"] = described(of_shape(said), said.doc)
    for key, advice in _elsewhere().items():
        made[f"key.{key}"] = never(advice)
    return made


def _elsewhere() -> dict[str, str]:
    """What to write for keys of other languages.

    Not for `$ref`: in a mapping of a schema, that is one for many a tool.
    """
    found = {key: f"did you mean `{name}`?" for key, name in VALUE.elsewhere.items()}
    found |= VALUE.advice
    found.pop("$ref")
    return found


def _type_name(place: Place) -> str:
    return f"type.{place.only}{'' if place.null else '.never_null'}"


def _type(place: Place) -> JSON:
    known = [
        {"label": name, "body": name, "description": each.doc}
        for name, each in BUILT_IN.items()
        if not each.holds and name != "null"
    ]
    known += [
        {
            "label": body.partition("[")[0],
            "body": body.replace("string]", "${1:string}]"),
            "description": BUILT_IN[body.partition("[")[0]].doc,
        }
        for body in ("list[string]", "map[string, string]")
        if place.only == "any" or (place.only == "sendable" and body[0] == "l")
    ]
    if place.only != "any":
        known = [each for each in known if each["label"] != "any"]
    return {
        "type": "string",
        "pattern": patterns.type_(null=place.null, only=place.only),
        "errorMessage": "this is no type here: " + _EXAMPLES[place.only],
        "defaultSnippets": known,
    }


_EXAMPLES = {
    "any": "`string(1..64)`, `integer(1..5)`, `list[Owner]`, `date | null`, ...",
    "sendable": "a single value, or a list of them: `string`, `list[Status]`",
    "scalar": "a single value that is never null, such as `StudyId`",
}


def _value(name: str, place: Place) -> JSON:
    return {
        "title": place.title,
        **described({}, "`TYPE`, `TYPE -- doc`, or a mapping with `type` and more."),
        "if": {"type": "object"},
        "then": {"$ref": f"#/definitions/{name}.mapping"},
        "else": {"$ref": f"#/definitions/{_type_name(place)}"},
    }


def _mapping(place: Place) -> JSON:
    type_ = {"$ref": f"#/definitions/{_type_name(place)}"}
    properties: JSON = {"type": described(type_, VALUE.keys["type"].doc)}
    for key in (*VALUE.keys, *_elsewhere()):
        if key != "type" and key not in place.without:
            properties[key] = {"$ref": f"#/definitions/key.{key}"}
    return {
        "properties": properties,
        "additionalProperties": False,
        "allOf": [{"$ref": "#/definitions/keys"}],
    }


def _keys() -> JSON:
    """What the keys of a mapping ask of each other."""
    one = one_of(SAYS_TYPE, "the type is needed", "one key says the type")
    rules: JSON = one["dependencies"]
    for key, said in VALUE.keys.items():
        if said.fits:
            rules[key] = _needs_type(key, patterns.fitting(said.fits))
    rules["null_means"] = _needs_type("null_means", patterns.NULLABLE)
    no_doc = {"pattern": patterns.NO_DOC, "errorMessage": "`doc` says it already"}
    rules["doc"] = {"properties": {"type": no_doc}}
    return one


def _needs_type(key: str, pattern: str) -> JSON:
    wanted: dict[str, Any] = {"pattern": pattern, "errorMessage": _UNFIT.format(key)}
    return {"required": ["type"], "properties": {"type": wanted}}
