"""JSON Schema: every kind of type and limit, names, directions, examples."""

import json
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema_rs
import pytest
from specloom import ir
from specloom.diagnostics import Span
from specloom.targets.jsonschema import export, module_title
from specloom.weave import resolve_build

ROOT = Path(__file__).resolve().parents[2]
AVARA = ROOT / "spec" / "avara"
HARBOUR = ROOT / "tests" / "packages" / "kitchen_sink" / "spec" / "harbour"
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
    base: dict[str, Any] = {
        "name": "create",
        "resource": STUDIES,
        "method": "POST",
        "path": "/",
        "parameters": (),
        "query": (),
        "headers": (),
        "body": body,
        "returns": None,
        "pages": None,
        "errors": (),
        "examples": (),
        "doc": None,
        "span": SPAN,
    }
    return ir.Endpoint(**{**base, **more})


Declared: TypeAlias = ir.Record | ir.NamedType | ir.Endpoint | ir.Event


def home_of(declared: Declared) -> ir.Path:
    match declared:
        case ir.Endpoint():
            return declared.resource
        case ir.Event():
            return declared.record.home
        case _:
            return declared.home


def module(path: ir.Path, declared: list[Declared]) -> ir.Module:
    events = tuple(each for each in declared if isinstance(each, ir.Event))
    unknown = ir.RecordType(path, "UnknownEvent")
    return ir.Module(
        path,
        None,
        tuple(each for each in declared if isinstance(each, ir.NamedType)),
        tuple(each for each in declared if isinstance(each, ir.Record)),
        tuple(each for each in declared if isinstance(each, ir.Endpoint)),
        ir.Webhooks(events, unknown) if events else None,
    )


def api(*declared: Declared, **more: Any) -> ir.Api:
    paths: dict[ir.Path, list[Declared]] = {}
    for each in declared:
        paths.setdefault(home_of(each), []).append(each)
    modules = tuple(module(path, found) for path, found in sorted(paths.items()))
    base: dict[str, Any] = {
        "name": "x",
        "build": "x_org",
        "variant": "org",
        "variant_title": "Organization",
        "release": "2026-01",
        "base_url": "https://a",
        "auth": None,
        "query": ir.QueryStyle(),
        "acronyms": ("URL",),
        "products": ("viewer",),
        "doc": None,
        "modules": modules,
    }
    return ir.Api(**{**base, **more})


def exported(*declared: Declared, **more: Any) -> dict[str, Any]:
    text = export(api(*declared, **more))
    assert text == export(api(*declared, **more))
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
    (
        ir.EnumType((ir.EnumValue("a", deprecated="2026-01"), ir.EnumValue("b"))),
        {**STRING, "enum": ["a", "b"], "x-enumDeprecated": ["a"]},
    ),
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


def test_arguments_are_told_by_the_place_that_they_are_sent_in() -> None:
    update = endpoint(
        field("severity", TEXT),
        name="update",
        parameters=(field("study_id", TEXT),),
        query=(field("dry_run", TEXT, required=False, nullable=True),),
        headers=(field("key", TEXT)._replace(wire="Idempotency-Key"),),
        doc="Changes a study.",
        examples=(
            {"study_id": "s", "severity": "high"},
            {"study_id": "s", "dry_run": None, "severity": "low"},
        ),
    )
    found = exported(update)["$defs"]
    doc = {"description": "Changes a study.", "type": "object"}
    assert found == {
        "ViewerStudyUpdateHeaders": {
            **doc,
            "properties": {"Idempotency-Key": STRING},
            "required": ["Idempotency-Key"],
        },
        "ViewerStudyUpdateParams": {
            **doc,
            "properties": {"severity": STRING},
            "required": ["severity"],
            "additionalProperties": False,
            "examples": [{"severity": "high"}, {"severity": "low"}],
        },
        "ViewerStudyUpdatePath": {
            **doc,
            "properties": {"studyId": STRING},
            "required": ["studyId"],
            "additionalProperties": False,
            "examples": [{"studyId": "s"}],
        },
        "ViewerStudyUpdateQuery": {
            **doc,
            "properties": {"dryRun": {"type": ["string", "null"]}},
            "additionalProperties": False,
            "examples": [{"dryRun": None}],
        },
    }


def test_an_answer_of_several_records_is_defined() -> None:
    one, two = record("One", field("a", TEXT)), record("Two", field("b", TEXT))
    members = (ir.RecordType(HOME, "One"), ir.RecordType(HOME, "Two"))
    pdf = endpoint(name="pdf", returns=ir.UnionType(members), doc="Gives a report.")
    found = exported(one, two, pdf)["$defs"]
    assert list(found) == ["One", "Two", "ViewerStudyPdfResponse"]
    assert found["ViewerStudyPdfResponse"] == {
        "description": "Gives a report.",
        "anyOf": [{"$ref": "#/$defs/One"}, {"$ref": "#/$defs/Two"}],
    }


def test_errors_are_open_as_answers_are() -> None:
    sent = record("Inner", field("a", TEXT))
    inner = ir.RecordType(HOME, "Inner")
    problem = record("Problem", field("inner", inner))
    error = ir.ErrorReply("404", ir.RecordType(HOME, "Problem"))
    create = endpoint(field("inner", inner), errors=(error,))
    found = exported(sent, problem, create)["$defs"]
    assert "additionalProperties" not in found["Problem"]
    assert found["Problem"]["properties"]["inner"] == {"$ref": "#/$defs/Inner"}


def test_events_are_open_and_replies_are_closed() -> None:
    hooks = ("webhooks",)
    event = ir.Event(
        "a.b",
        ir.RecordType(hooks, "ABEvent"),
        ir.RecordType(hooks, "ABResponse"),
        None,
        SPAN,
        deprecated="2026-01",
    )
    records = [
        record(name, field("a", TEXT), home=hooks)
        for name in ("ABEvent", "ABResponse", "UnknownEvent")
    ]
    found = exported(event, *records)["$defs"]
    opened = {"type": "object", "properties": {"a": STRING}, "required": ["a"]}
    assert found == {
        "WebhooksABEvent": {"deprecated": True, **opened},
        "WebhooksABResponse": {**opened, "additionalProperties": False},
        "WebhooksUnknownEvent": opened,
    }


def test_what_is_deprecated_says_so() -> None:
    since = {"deprecated": "2026-01"}
    named = ir.NamedType(HOME, "Name", TEXT, deprecated="2026-01")
    old = record("Old", field("name", named, **since), **since)
    create = endpoint(field("a", TEXT), query=(field("b", TEXT),), **since)
    found = exported(old, named, create, **since)
    assert found["deprecated"] is True
    assert all(each["deprecated"] is True for each in found["$defs"].values())
    assert found["$defs"]["Old"]["properties"]["name"]["deprecated"] is True
    assert (
        "deprecated" not in found["$defs"]["ViewerStudyCreateParams"]["properties"]["a"]
    )


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


def test_a_record_may_be_called_like_a_part_of_an_endpoint() -> None:
    query = record("StudyCreateQuery", field("a", TEXT), home=STUDIES)
    use = ir.RecordType(STUDIES, "StudyCreateQuery")
    found = exported(query, endpoint(field("b", use), query=(field("c", TEXT),)))
    assert found["$defs"].keys() == {
        "ViewerStudyCreateParams",
        "viewer.studies.StudyCreateQuery.Input",
        "viewer.studies.create.query",
    }


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


def test_an_example_that_lacks_what_is_required_is_none() -> None:
    fields = (field("a", TEXT), field("b", TEXT, required=False))
    some = record("Some", *fields, example={"b": "x"})
    whole = record("Whole", *fields, example={"a": "x"})
    found = exported(some, whole)["$defs"]
    assert "examples" not in found["Some"]
    assert found["Whole"]["examples"] == [{"a": "x"}]


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


@pytest.mark.parametrize(
    ("spec", "build"),
    [
        (AVARA, "avara_express"),
        (AVARA, "avara_express_2026_01"),
        (AVARA, "avara_org"),
        (HARBOUR, "harbour_marina"),
        (HARBOUR, "harbour_port_next"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_documents_of_whole_specs_are_sound(spec: Path, build: str) -> None:
    api, diagnostics, _ = resolve_build([str(spec)], build)
    assert api is not None, diagnostics
    found = json.loads(export(api))
    jsonschema_rs.meta.validate(found)
    examples: dict[str, Any] = {}
    for name, schema in found["$defs"].items():
        examples[f"#/$defs/{name}"] = schema.get("examples", [])
        for key, value in schema.get("properties", {}).items():
            examples[f"#/$defs/{name}/properties/{key}"] = value.get("examples", [])
    places = {place: {"items": {"$ref": place}} for place in examples}
    jsonschema_rs.validator_for({**found, "properties": places}).validate(examples)
