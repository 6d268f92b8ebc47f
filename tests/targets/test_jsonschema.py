"""JSON Schema: every kind of type and limit, names, directions, examples."""

import json
from typing import Any

import jsonschema_rs
import pytest
from specloom import ir
from specloom.diagnostics import Span
from specloom.targets.jsonschema import export, module_title

SPAN = Span("spec/x/api.yaml", 1, 1, 2)
STUDIES = ("viewer", "studies")
HOME = ("types",)


def field(name: str, type_: ir.Type, **more: Any) -> ir.Field:
    required = {"required": True, "nullable": False, **more}
    first, *rest = name.split("_")
    wire = first + "".join(word.title() for word in rest)
    return ir.Field(name, wire, type_, span=SPAN, **required)


def record(name: str, *fields: ir.Field, **more: Any) -> ir.Record:
    base = {"home": HOME, "doc": None, "example": {}, **more}
    return ir.Record(
        name=name,
        fields=fields,
        span=SPAN,
        in_request=True,
        in_response=True,
        recursive=False,
        **base,
    )


def endpoint(*body: ir.Field, **more: Any) -> ir.Endpoint:
    base = {"name": "create", "resource": STUDIES, "returns": None, "examples": ()}
    return ir.Endpoint(
        method="POST", path="/", body=body, doc=None, span=SPAN, **{**base, **more}
    )


def api(*declared: ir.Record | ir.NamedType | ir.Endpoint) -> ir.Api:
    paths: dict[ir.Path, list[Any]] = {}
    for each in declared:
        home = each.resource if isinstance(each, ir.Endpoint) else each.home
        paths.setdefault(home, []).append(each)
    modules = tuple(
        ir.Module(
            path,
            None,
            tuple(each for each in found if isinstance(each, ir.NamedType)),
            tuple(each for each in found if isinstance(each, ir.Record)),
            tuple(each for each in found if isinstance(each, ir.Endpoint)),
        )
        for path, found in sorted(paths.items())
    )
    return ir.Api(
        "x", "x_org", "org", "Organization", "2026-01", "https://a", None, ("URL",),
        ("viewer",), None, modules,
    )  # fmt: skip


def exported(*declared: ir.Record | ir.NamedType | ir.Endpoint) -> dict[str, Any]:
    text = export(api(*declared))
    assert text == export(api(*declared))
    assert text.endswith("}\n")
    found: dict[str, Any] = json.loads(text)
    jsonschema_rs.meta.validate(found)
    return found


def of_field(one: ir.Field) -> Any:
    """The schema of a record's only field; the record is that of a response."""
    found = exported(record("R", one))["$defs"]["R"]
    return found["properties"][one.wire]


TEXT = ir.StringType()
SLOT = ir.Slot(TEXT)
STRING = {"type": "string"}
R = ir.RecordType(HOME, "R")

TYPES: list[tuple[ir.Type, dict[str, Any]]] = [
    (TEXT, STRING),
    (
        ir.StringType(1, 5, "^a*$", None, 9),
        {**STRING, "minLength": 1, "maxLength": 5, "pattern": "^a*$", "x-maxBytes": 9},
    ),
    (ir.IntegerType(), {"type": "integer"}),
    (
        ir.IntegerType(0, 9, -1, 10, 3),
        {
            "type": "integer",
            "minimum": 0,
            "maximum": 9,
            "exclusiveMinimum": -1,
            "exclusiveMaximum": 10,
            "multipleOf": 3,
        },
    ),
    (
        ir.NumberType(0.5, 9.5, 0, 10, 0.5),
        {
            "type": "number",
            "minimum": 0.5,
            "maximum": 9.5,
            "exclusiveMinimum": 0,
            "exclusiveMaximum": 10,
            "multipleOf": 0.5,
        },
    ),
    (ir.BooleanType(), {"type": "boolean"}),
    (ir.TimeType(), {**STRING, "pattern": "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$"}),
    (ir.IdType("usr"), {**STRING, "pattern": "^usr_[0-9a-f]{32}$"}),
    (
        ir.EnumType((ir.EnumValue("a", "first"), ir.EnumValue("b"))),
        {**STRING, "enum": ["a", "b"], "x-enumDescriptions": {"a": "first"}},
    ),
    (ir.EnumType((ir.EnumValue("a"),)), {**STRING, "enum": ["a"]}),
    (ir.ConstType("a"), {"const": "a"}),
    (ir.ConstType(True), {"const": True}),
    (ir.ListType(SLOT), {"type": "array", "items": STRING}),
    (
        ir.ListType(ir.Slot(TEXT, True), 1, 2, True, 8),
        {
            "type": "array",
            "items": {"type": ["string", "null"]},
            "minItems": 1,
            "maxItems": 2,
            "uniqueItems": True,
            "x-maxBytes": 8,
        },
    ),
    (ir.MapType(TEXT, SLOT), {"type": "object", "additionalProperties": STRING}),
    (
        ir.MapType(ir.StringType(max=3), ir.Slot(ir.AnyType(), True), 1, 2, 8),
        {
            "type": "object",
            "additionalProperties": {},
            "propertyNames": {**STRING, "maxLength": 3},
            "minProperties": 1,
            "maxProperties": 2,
            "x-maxBytes": 8,
        },
    ),
    (R, {"$ref": "#/$defs/R"}),
    (R._replace(max_bytes=8), {"$ref": "#/$defs/R", "x-maxBytes": 8}),
    (
        ir.UnionType((TEXT, ir.IntegerType())),
        {"anyOf": [STRING, {"type": "integer"}]},
    ),
    (ir.AnyType(), {}),
    (ir.AnyType(8), {"x-maxBytes": 8}),
    (ir.NamedType(HOME, "Name", TEXT), {"$ref": "#/$defs/Name"}),
]


@pytest.mark.parametrize(("type_", "expected"), TYPES, ids=repr)
def test_every_kind_and_limit(type_: ir.Type, expected: dict[str, Any]) -> None:
    assert of_field(field("a", type_)) == expected


@pytest.mark.parametrize(("type_", "expected"), TYPES, ids=repr)
def test_null_is_allowed_beside_every_kind(
    type_: ir.Type, expected: dict[str, Any]
) -> None:
    found = of_field(field("a", type_, nullable=True))
    validator = jsonschema_rs.validator_for(
        {**exported(record("R", field("a", type_))), **found}
    )
    assert validator.is_valid(None)
    if "type" in expected and "enum" not in expected:
        assert found == {**expected, "type": [expected["type"], "null"]}
    elif expected.keys() <= {"x-maxBytes"}:
        assert found == expected
    else:
        assert found["anyOf"][-1] == {"type": "null"}


@pytest.mark.parametrize(
    ("type_", "good", "bad"),
    [
        (ir.DateType(), "2024-02-29", ["2023-02-29", "0000-01-01", "2024-2-29"]),
        (
            ir.DateTimeType(),
            "2024-02-29T23:59:59.123456789-23:59",
            [
                "2023-02-29T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "2024-01-01T23:59:60Z",
                "2024-01-01t00:00:00z",
                "2024-01-01T00:00:00",
            ],
        ),
        (
            ir.UuidType(),
            "7F9C24E8-3b12-4fef-91e0-5b3a1c9d2e47",
            ["7f9c24e83b124fef91e05b3a1c9d2e47"],
        ),
        (ir.StringType(format="email"), "a@b", ["a", "a@b\n"]),
        (ir.StringType(format="url"), "http://a", ["ftp://a", "http://a b"]),
        (ir.StringType(format="base64"), "QQ==", ["QQ"]),
        (
            ir.StringType(format="base64", pattern="^[A-Z=]*$"),
            "QQ==",
            ["qq==", "Q"],
        ),
    ],
    ids=repr,
)
def test_formats_are_exact(type_: ir.Type, good: str, bad: list[str]) -> None:
    validator = jsonschema_rs.Draft202012Validator(
        of_field(field("a", type_)), validate_formats=True
    )
    assert validator.is_valid(good)
    for text in bad:
        assert not validator.is_valid(text), text


def test_a_record_of_both_directions_is_there_twice() -> None:
    inner = record("Inner", field("a", TEXT))
    listed = ir.NamedType(
        HOME, "Listed", ir.ListType(ir.Slot(ir.RecordType(HOME, "Inner")))
    )
    plain = ir.NamedType(HOME, "Plain", TEXT)
    only = record("Only", field("p", plain))
    reply = record("R", field("l", listed), field("p", plain))
    create = endpoint(
        field("l", listed),
        field("p", plain),
        field("o", ir.RecordType(HOME, "Only"), required=False),
        returns=R,
    )
    found = exported(inner, only, reply, listed, plain, create)["$defs"]
    assert list(found) == [
        "Inner", "InnerInput", "Listed", "ListedInput", "Only", "Plain", "R",
        "ViewerStudyCreateParams",
    ]  # fmt: skip
    assert "additionalProperties" not in found["Inner"]
    assert found["InnerInput"]["additionalProperties"] is False
    assert found["Only"]["additionalProperties"] is False
    assert found["ListedInput"]["items"] == {"$ref": "#/$defs/InnerInput"}
    body = found["ViewerStudyCreateParams"]
    assert body["additionalProperties"] is False
    assert body["required"] == ["l", "p"]
    assert body["properties"]["p"] == {"$ref": "#/$defs/Plain"}


def test_a_record_may_contain_itself() -> None:
    tree = record("Tree", field("t", ir.RecordType(HOME, "Tree"), required=False))
    found = exported(tree)["$defs"]["Tree"]
    assert found == {"type": "object", "properties": {"t": {"$ref": "#/$defs/Tree"}}}


def test_names_say_where_and_never_clash() -> None:
    assert module_title(STUDIES, "StudyCreateParams") == "ViewerStudyCreateParams"
    assert module_title(STUDIES, "Height") == "ViewerStudiesHeight"
    assert module_title(("viewer", "types"), "Height") == "ViewerHeight"
    assert module_title(HOME, "Height") == "Height"
    assert module_title(("reroute_url",), "A", ["URL"]) == "RerouteURLA"
    found = exported(
        record("Study", home=STUDIES), record("Study", home=("viewer", "types"))
    )
    assert list(found["$defs"]) == ["viewer.studies.Study", "viewer.types.Study"]


def test_docs_examples_and_defaults() -> None:
    named = ir.NamedType(HOME, "Name", TEXT, "A name.")
    found = of_field(
        field(
            "a_b",
            named,
            doc="A name.",
            null_means="nobody",
            omit_means="unchanged",
            example="é",
            has_example=True,
            default="d",
            has_default=True,
        )
    )
    assert found == {
        "description": "Null: nobody. Left out: unchanged.",
        "$ref": "#/$defs/Name",
        "default": "d",
        "examples": ["é"],
    }


def test_examples_have_wire_names_at_every_depth() -> None:
    one = record("One", field("kind", ir.ConstType("one")), field("the_one", TEXT))
    two = record("Two", field("kind", ir.ConstType("two")), field("the_two", TEXT))
    union = ir.UnionType(
        (ir.RecordType(HOME, "One"), ir.RecordType(HOME, "Two"), ir.ListType(SLOT)),
        "kind",
    )
    deep = ir.NamedType(
        HOME, "Deep", ir.MapType(TEXT, ir.Slot(ir.ListType(ir.Slot(union))))
    )
    example = {"the_map": {"a_key": [{"kind": "two", "the_two": "x"}, ["y_z"]]}}
    create = endpoint(field("the_map", deep), examples=(example,))
    found = exported(one, two, deep, create)["$defs"]["ViewerStudyCreateParams"]
    wired = {"theMap": {"a_key": [{"kind": "two", "theTwo": "x"}, ["y_z"]]}}
    assert found["examples"] == [wired]


def test_a_whole_document() -> None:
    found = exported(record("R", doc="Nothing in it.", example={}))
    assert found == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:specloom:x_org",
        "title": "x: Organization, 2026-01",
        "$defs": {
            "R": {"description": "Nothing in it.", "type": "object", "properties": {}}
        },
    }
