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
from specloom.diagnostics import Diagnostics, Span
from specloom.editors import FILES, editor_schema, patterns
from specloom.source import Scalar
from specloom.spec import language
from specloom.spec.keys import read_value
from specloom.spec.language import BUILT_IN, Table

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
ANY_TYPE = jsonschema_rs.Draft7Validator({"pattern": patterns.type_()})


@settings(max_examples=500, deadline=None)
@given(text=TYPES | TEXTS, doc=st.sampled_from(["", " -- what it is", " --\nand | so"]))
def test_the_pattern_of_a_type_refuses_nothing_that_could_be_one(
    text: str, doc: str
) -> None:
    told = Diagnostics()
    read_value(Scalar(Span("", 1, 1, 1), text + doc, False), told)
    if ANY_TYPE.is_valid(text + doc):
        return
    # Well-formed for the reader of the syntax: then names or limits are wrong, always.
    assert told or wrong_by_its_names(text), text


def wrong_by_its_names(text: str) -> bool:
    """Whether no API could give the type a meaning."""
    names = re.findall(r"[A-Za-z_<][A-Za-z0-9_<>]*", text)
    unknown = any(
        name not in BUILT_IN
        and not re.fullmatch("[A-Z][A-Za-z0-9]*", name)
        and not re.search("<[A-Za-z][A-Za-z0-9_]*>", name)
        for name in names
    )
    sized = re.search(r"(Owner|boolean|date|time|uuid|any|null)\s*\(", text)
    limits = re.search(r"\(x\)|\(\.\.\)|(?<!number)(?<!>)\s*\(-1\.\.1\.5\)", text)
    keys = re.search(r"map\[[^,]*\b(integer|number|boolean|any|null|list|map)\b", text)
    alone = re.search(r"(?:^|[\[,])\s*null(\s*\|\s*null)*\s*(?:$|[\],])", text)
    return bool(unknown or sized or limits or keys or alone)
