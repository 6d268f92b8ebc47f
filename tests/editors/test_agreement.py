"""The schema and the reader say the same of a file, as far as a schema can say it.

Taken are the specs of the other tests and, of those that are whole, breakages in one place.
What the reader takes the schema takes, always. What the reader refuses and the schema takes
breaks one of the rules that no schema can express: they are listed here, and why.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import jsonschema_rs
import pytest
from specloom.diagnostics import Rule, rules
from specloom.editors import FILES, editor_schema
from specloom.weave import resolve_all

from tests.editors.breakages import breakages
from tests.editors.trees import as_json, as_yaml, tree_of
from tests.language import cases
from tests.source.test_reader import cooked

ROOT = Path(__file__).parents[2]
_NAMES = "what a name means stands elsewhere, mostly in another file"
_RECORDS = "the fields of records are not known where they are named"
_TEXT = (
    "a schema sees what YAML makes of a text: empty and `null` are the same, 1.0 is 1"
)
_MARKS = "a schema knows no releases and no variants of this API"
_WORDS = "what a word stands for is not known"
_BESIDE = "a schema can't compare two names, two keys or two values"

INEXPRESSIBLE: dict[Rule, str] = {
    rules.WRONG_NODE: _TEXT,
    rules.EMPTY_DOC: _TEXT,
    rules.BAD_CHOICE: _TEXT,
    rules.BAD_NUMBER: _TEXT,
    rules.BAD_PREFIX: _TEXT,
    rules.BAD_ENUM: _BESIDE,
    rules.BAD_MARK: "inside the values of an enum, marks and quoted text look alike",
    rules.BAD_TYPE: "a type within types within types is no regular language",
    rules.UNKNOWN_TYPE: _NAMES,
    rules.EMPTY_RANGE: _BESIDE,
    rules.BAD_UNION: _NAMES,
    rules.BAD_PATTERN: "what is in a pattern is a language of its own",
    rules.TYPE_CYCLE: _NAMES,
    rules.ENDLESS_RECORD: _NAMES,
    rules.ABSENT_HERE: _MARKS,
    rules.BAD_NAME: _WORDS,
    rules.UNKNOWN_WORD: _WORDS,
    rules.EMPTY_CELL: _BESIDE,
    rules.DUPLICATE_NAME: _BESIDE,
    rules.SHADOWED: _NAMES,
    rules.COLLISION: _BESIDE,
    rules.UNUSED_TYPE: _NAMES,
    rules.UNUSED_WORD: _WORDS,
    rules.NO_PYTHON_NAME: _BESIDE,
    rules.UNKNOWN_VARIANT: _MARKS,
    rules.UNKNOWN_RELEASE: _MARKS,
    rules.UNKNOWN_PRODUCT: _BESIDE,
    rules.EMPTY_SELECTION: _MARKS,
    rules.MISPLACED_FILE: "a schema does not know where its file lies",
    rules.REPEATED: _TEXT,
    rules.EMPTY_PRODUCT: "a schema does not know which files there are",
    rules.ENDED_VARIANT: _MARKS,
    rules.UNUSED_NAME: _MARKS,
    rules.TOO_MANY: "views are counted by variants, releases and marks together",
    rules.UNKNOWN_RECORD: _NAMES,
    rules.NOT_A_RECORD: _NAMES,
    rules.INCLUDE_CYCLE: _NAMES,
    rules.INCLUDED_AND_WRITTEN: _RECORDS,
    rules.BAD_EXAMPLE: "an example is read by a type, which is text to a schema",
    rules.BAD_PATH: _WORDS,
    rules.SAME_OPERATION: _BESIDE,
    rules.EMPTY_RECORD: "a record without fields is fine where it is only included",
    rules.NO_PARAMETER: _BESIDE,
    rules.UNUSED_PARAMETER: _BESIDE,
    rules.BAD_PARAMETER: _RECORDS,
    rules.BAD_HEADER: "`wire` says how it is sent, which no pattern of a key can know",
    rules.SAME_ARGUMENT: _RECORDS,
    rules.BAD_PAGING: _RECORDS,
    rules.BAD_RENAME: _BESIDE,
    rules.UNUSED_PAGING: _NAMES,
    rules.TOO_DEEP_A_CHAIN: _NAMES,
    rules.MEANT_AS_KEY: _NAMES,
}
"""The rules that the reader alone can check, and why."""

VALIDATORS = {
    kind: jsonschema_rs.Draft7Validator(json.loads(editor_schema(kind)))
    for kind in FILES
}


_TELLING = {
    "an empty mapping",
    "the text '-1.5'",
    "the text '^(?=z)$'",
    "misspelled at /variants/*",
}
"""Breakages that alone show some of these rules: none is left out."""


class Verdict(NamedTuple):
    """One file: what the reader reports there, and whether the schema takes it."""

    what: str
    codes: frozenset[str]
    valid: bool


def kind_of(path: Path, spec: Path) -> str:
    if path == spec / "api.yaml":
        return "api"
    return "types" if path.stem == "types" else "resource"


def verdicts(spec: Path, what: str) -> Iterator[Verdict]:
    """A verdict for each file of a spec that is a mapping."""
    told = resolve_all([str(spec)]).diagnostics
    for path in sorted([*spec.rglob("*.yaml"), *spec.rglob("*.yml")]):
        tree = tree_of(str(path))
        if tree is not None:
            codes = frozenset(one.code for one in told if one.span.file == str(path))
            valid = VALIDATORS[kind_of(path, spec)].is_valid(as_json(tree))
            yield Verdict(f"{what}: {path.relative_to(spec)}", codes, valid)


def as_written(folder: Path) -> Iterator[Verdict]:
    """The specs of the other tests, and Avara's."""
    for kind in ("cases", "valid"):
        for name in cases.names(kind):
            case = folder / f"{kind}-{name}"
            spec = case / cases.lay_out(cases.HERE / kind / name, case)
            yield from verdicts(spec, name)
    yield from verdicts(ROOT / "spec" / "avara", "avara")


def of_yaml(folder: Path) -> Iterator[Verdict]:
    """What the YAML reader is tried with, each as a file of a spec."""
    for case in sorted((ROOT / "tests" / "source" / "cases").iterdir()):
        spec = folder / case.name
        shutil.copytree(cases.HERE / "base", spec)
        file = spec / "port" / "ships.yaml"
        if (case / "spec.yaml").is_file():
            shutil.copy(case / "spec.yaml", file)
        elif (case / "bytes.txt").is_file():
            lines = (case / "bytes.txt").read_text(encoding="utf-8").splitlines()
            file.write_bytes(b"".join(map(cooked, lines)))
        else:
            continue
        for verdict in verdicts(spec, case.name):
            if "ships" in verdict.what:
                yield verdict


def broken(folder: Path, share: int) -> Iterator[Verdict]:
    """Each breakage of each place once, over all good specs; one of `share` of them."""
    seen: set[tuple[str, str, str]] = set()
    for name in cases.names("valid"):
        spec = folder / name / cases.lay_out(cases.HERE / "valid" / name, folder / name)
        for path in sorted(spec.rglob("*.yaml")):
            tree, good = tree_of(str(path)), path.read_bytes()
            assert tree is not None
            kind = kind_of(path, spec)
            for breakage in breakages(tree):
                key = (kind, breakage.place, breakage.how)
                if key in seen:
                    continue
                seen.add(key)
                sampled = crc32("\n".join(key).encode()) % share == 0
                told_by = {breakage.how, f"{breakage.how} at {breakage.place}"}
                if not sampled and told_by.isdisjoint(_TELLING):
                    continue
                path.write_text(as_yaml(breakage.tree), encoding="utf-8")
                told = resolve_all([str(spec)]).diagnostics
                codes = {one.code for one in told if one.span.file == str(path)}
                valid = VALIDATORS[kind].is_valid(as_json(breakage.tree))
                what = f"{name}: {breakage.how} at {kind}{breakage.place}"
                yield Verdict(what, frozenset(codes), valid)
            path.write_bytes(good)


def check(found: list[Verdict]) -> None:
    codes = {rule.code for rule in INEXPRESSIBLE}
    too_strict = [each for each in found if not each.codes and not each.valid]
    assert not too_strict, too_strict[:5]
    let_through = [each for each in found if each.codes and each.valid]
    unlisted = [each for each in let_through if each.codes - codes]
    assert not unlisted, unlisted[:5]
    needed = {code for each in let_through for code in each.codes}
    assert (
        codes == needed
    ), "a listed rule that the schema has never to leave to the reader"
    refused = [each for each in found if each.codes and not each.valid]
    assert len(refused) > len(found) / 4


def test_they_agree(tmp_path: Path) -> None:
    found = [*as_written(tmp_path / "written"), *of_yaml(tmp_path / "yaml")]
    assert len(found) > 500
    found += broken(tmp_path / "broken", 16)
    assert len(found) > 1000
    check(found)


@pytest.mark.long
def test_they_agree_on_every_breakage(tmp_path: Path) -> None:
    found = [*as_written(tmp_path / "written"), *of_yaml(tmp_path / "yaml")]
    found += broken(tmp_path / "broken", 1)
    assert len(found) > 9000
    check(found)
