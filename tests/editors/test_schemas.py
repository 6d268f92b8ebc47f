"""The schemas themselves: what is in them, that they are sound, and that copies are fresh.

`SPECLOOM_REGEN=1` writes `expected/` and `spec/.editor/` anew.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.diagnostics import rules
from specloom.editors import FILES, editor_schema, patterns, values
from specloom.spec import language
from specloom.spec.language import BUILT_IN, Table
from specloom.weave import resolve_all

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
SPEC = ROOT / "spec"
KINDS = list(FILES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("folder", [EXPECTED, SPEC / ".editor"], ids=["own", "spec"])
def test_the_files_are_fresh(folder: Path, kind: str) -> None:
    file = folder / f"{kind}.schema.json"
    if os.environ.get("SPECLOOM_REGEN"):
        file.write_text(editor_schema(kind), encoding="utf-8", newline="\n")
    assert file.read_bytes().decode() == editor_schema(kind)


@pytest.mark.parametrize(
    "path", sorted(SPEC.rglob("*.yaml")), ids=lambda path: path.name
)
def test_every_file_names_its_schema(path: Path) -> None:
    kind = {"api": "api", "types": "types"}.get(path.stem, "resource")
    schema = SPEC / ".editor" / f"{kind}.schema.json"
    named = Path(os.path.relpath(schema, path.parent)).as_posix()
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    assert first == f"# yaml-language-server: $schema={named}"
    assert second == f"# $schema: {named}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    schema = json.loads(editor_schema(kind))
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert jsonschema_rs.meta.is_valid(schema)
    for part in parts(schema):  # an editor's own rule, which draft-07 only advises
        assert part.get("enum") != []


@pytest.mark.parametrize("kind", KINDS)
def test_every_definition_is_there_and_used(kind: str) -> None:
    schema = json.loads(editor_schema(kind))
    used = {part["$ref"] for part in parts(schema) if "$ref" in part}
    assert used == {f"#/definitions/{name}" for name in schema["definitions"]}


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_explained(kind: str) -> None:
    schema = json.loads(editor_schema(kind))
    mappings = [part for part in parts(schema) if "additionalProperties" in part]
    assert mappings
    for part in mappings:
        for name, value in part.get("properties", {}).items():
            key = schema["definitions"].get(f"key.{name}", value)
            assert key.get("description") or key["doNotSuggest"], name


@pytest.mark.parametrize("kind", KINDS)
def test_no_editor_shows_a_pattern_for_a_complaint(kind: str) -> None:
    patterned = [
        part for part in parts(json.loads(editor_schema(kind))) if "pattern" in part
    ]
    assert patterned
    assert all("errorMessage" in part for part in patterned)


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and every schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key in ("properties", "patternProperties", "dependencies", "definitions"):
        for part in schema.get(key, {}).values():
            yield from parts(part)
    for key in ("allOf", "anyOf"):
        for part in schema.get(key, []):
            yield from parts(part)
    for key in ("if", "then", "else", "items", "additionalProperties"):
        yield from parts(schema.get(key))


def test_tables_say_each_key_in_a_sentence() -> None:
    tables = [each for each in vars(language).values() if isinstance(each, Table)]
    assert len(tables) == 11
    for table in tables:
        for name, key in table.keys.items():
            assert re.search(r"[.:`)]$", key.doc) and len(key.doc) > 10, name
            assert (key.value == "choice") == bool(key.choices), name
            assert (key.value in ("table", "tables")) == (key.table is not None), name
            assert (key.value == "tables") == (key.names is not None), name
        assert not table.keys.keys() & {*table.elsewhere, *table.advice}
    assert all(each.doc.endswith(".") for each in BUILT_IN.values())


# --- the pattern of a type, beside the reader of types ---

TOKENS = [*BUILT_IN, "Owner", "owner", "<owner>", "<Owner>Id", "Own_er", *"[]()|,.?<> "]
SIZES = ["(1..2)", "(1..)", "(..2)", "(3)", "( 1 .. 2 )", "(-1..1.5)", "(x)", "(..)"]
TYPES = st.recursive(
    st.builds(
        lambda name, size: name + size,
        st.sampled_from([*BUILT_IN, "Owner", "<Owner>Id", "<kind>"]),
        st.sampled_from(["", "", *SIZES]),
    ),
    lambda inner: st.one_of(
        inner.map(lambda one: f"list[{one}]"),
        st.tuples(inner, inner).map(lambda two: f"map[{two[0]}, {two[1]}]"),
        st.tuples(inner, inner).map(" | ".join),
        inner.map(lambda one: f"list [ {one} ] (1..2)"),
    ),
    max_leaves=12,
)
TEXTS = st.lists(st.sampled_from([*TOKENS, *SIZES, " -- a doc", " --\n"])).map("".join)
API = """
specloom: 1
name: harbour
base_url: https://api.harbour.example
products: [port]
releases: [2026]
variants: {org: Organization, other: Other}
vocabulary:
  owner: {org: owner, other: owner}
  kind: {org: string, other: string}
builds: {harbour: {variant: org, release: 2026}}
"""
SHIPS = """
path: /v1/ships
endpoints: {create: {post: /, body: Ship}, find: {put: "/{name}", params: {name: string}}}
types:
  Owner: string
  <Owner>Id: {id: own}
  Kind: <kind>
records:
  Ship:
    name: string
    owner?: Owner
    owner_id?: OwnerId
    kind?: Kind
"""
UNUSED = {rules.UNUSED_TYPE.code, rules.UNUSED_WORD.code}


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spec whose types can be named."""
    spec = tmp_path_factory.mktemp("spec")
    (spec / "port").mkdir()
    (spec / "api.yaml").write_text(API, encoding="utf-8")
    return spec


PLACES = {
    "field": ("    kind?: Kind", "    kind?: Kind\n    field: {}"),
    "argument": ("find: {", "find: {query: {field: {}}, "),
    "header": ("find: {", "find: {headers: {field: {}}, "),
    "parameter": ("{name: string}", "{name: {}}"),
    "named": ("Owner: string", "Owner: {}"),
}
"""Where a type may stand: what is written there in `SHIPS`, and what instead."""


def matches(place: str, text: str) -> bool:
    """Whether the schema takes the type there."""
    where = values.PLACES[place]
    pattern = patterns.type_(null=where.null, only=where.only)
    return jsonschema_rs.Draft7Validator({"pattern": pattern}).is_valid(text)


def taken(spec: Path, place: str, text: str) -> bool:
    """Whether a spec may have this type there."""
    old, new = PLACES[place]
    assert old in SHIPS
    ships = SHIPS.replace(old, new.replace("{}", json.dumps(text)))
    (spec / "port" / "ships.yaml").write_text(ships, encoding="utf-8")
    told = resolve_all([str(spec)]).diagnostics
    return {one.code for one in told} <= UNUSED


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=100, deadline=None)
@given(text=TYPES | TEXTS, doc=st.sampled_from(["", " -- what it is", " --\nand | so"]))
def test_the_pattern_of_a_type_refuses_no_type(
    spec: Path, place: str, text: str, doc: str
) -> None:
    assert matches(place, text + doc) or not taken(spec, place, text + doc)


@pytest.mark.parametrize(
    "text",
    [
        "string(1..64) -- a doc",
        "map[<kind>(1..9), list [ <Owner>Id | null ] (1..2)](..50) | null",
        "list[list[list[list[list[list[string]]]]]]",
        "<kind>(1..2)",
        "number(-0.5..1e3)",
        " integer ( 1 .. 2 ) ",
        "null | Owner",
    ],
)
def test_types_that_both_take(spec: Path, text: str) -> None:
    assert taken(spec, "field", text)
    assert matches("field", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "strin",
        "string?",
        "string(..)",
        "string(-1..2)",
        "integer(1.5)",
        "boolean(1..2)",
        "Owner(1..2)",
        "string |",
        "| string",
        "list",
        "list[]",
        "list[string",
        "list[string]]",
        "list[null]",
        "map[string]",
        "map[integer, string]",
        "map[string, null | null]",
        "list[map[string, list[strin]]]",
        "null",
        "string --doc",
        "string string",
        "string, string",
    ],
)
def test_types_that_neither_takes(spec: Path, text: str) -> None:
    assert not taken(spec, "field", text)
    assert not matches("field", text)


@pytest.mark.parametrize(
    ("place", "good", "bad"),
    [
        ("argument", "list[string]", "list[list[string]]"),
        ("argument", "string(1..2) | integer", "map[string, string]"),
        ("header", "list[Owner](1..2)", "list[any]"),
        ("header", "<kind>", "string | null"),
        ("parameter", "integer(1..) | boolean", "list[string]"),
        ("parameter", "Owner", "string | null"),
        ("named", "list[string | null]", "string | null"),
    ],
)
def test_types_where_not_all_may_stand(
    spec: Path, place: str, good: str, bad: str
) -> None:
    assert taken(spec, place, good) and matches(place, good)
    assert not taken(spec, place, bad) and not matches(place, bad)
