"""Edits of code: each stands where it says, and makes Python of Python."""

import ast
from functools import cache
from pathlib import Path

import pytest
from specloom.mutate.code_mutants import RUNTIME, code_mutants
from specloom.mutate.edits import Edit, Text, annotation_edits, code_edits
from specloom.mutate.mutant import Mutant
from specloom.mutate.selection import select

from ..packages.weaving import KITCHEN_SINK
from .kiosk import BUILD, SPEC, woven


@cache
def seeded(spec: Path, build: str) -> tuple[Mutant, ...]:
    """Every mutant of a build's code."""
    found = woven(spec, build)
    api = found.resolved.api
    return tuple(code_mutants(api, found.files, select(api, None)))


def told(edits: list[Edit], text: str) -> dict[str, str]:
    """The line that each edit makes."""
    return {edit.change: edit.applied(text).rstrip("\n") for edit in edits}


def of_code(text: str) -> dict[str, str]:
    """The edits of a module of one statement."""
    found = Text(text)
    return told([*code_edits(found, found.tree.body[0])], text)


def of_annotation(text: str) -> dict[str, str]:
    """The edits of an annotation."""
    found = Text(text)
    node = found.tree.body[0]
    assert isinstance(node, ast.AnnAssign)
    return told([*annotation_edits(found, node.annotation)], text)


@pytest.mark.parametrize(
    ("spec", "build"),
    [(SPEC, BUILD), (KITCHEN_SINK, "harbour_port")],
    ids=["kiosk", "kitchen sink"],
)
def test_each_edit_changes_one_file_which_stays_python(spec: Path, build: str) -> None:
    files = woven(spec, build).files
    found = seeded(spec, build)
    if spec == KITCHEN_SINK:  # the copied modules are those of the kiosk
        found = tuple(mutant for mutant in found if mutant.span is not None)[::2]
    for mutant in found:
        assert mutant.files is not None
        ((path, text),) = mutant.files().items()
        assert text != files[path], (mutant.place, mutant.change)
        ast.parse(text, path)


def test_each_edit_stands_in_the_file_of_its_place() -> None:
    for mutant in seeded(SPEC, BUILD):
        assert mutant.files is not None
        (path,) = mutant.files()
        module = mutant.place.split(".")[0]
        assert path.removeprefix(f"{BUILD}/").startswith(module)


def test_an_edit_says_which_text_it_takes_the_place_of() -> None:
    text = "x = f(strict=True, é='ü', closed=False)\n"
    assert of_code(text) == {
        "`strict=True` → `strict=False`": "x = f(strict=False, é='ü', closed=False)",
        "without `é='ü'`": "x = f(strict=True, closed=False)",
        "`closed=False` → `closed=True`": "x = f(strict=True, é='ü', closed=True)",
    }


@pytest.mark.parametrize("module", RUNTIME[:-1])
def test_edits_take_the_place_of_what_they_name(module: str) -> None:
    text = Text(woven().files[f"{BUILD}/{module}.py"])
    edits = [edit for node in text.tree.body for edit in code_edits(text, node)]
    assert edits
    for edit in edits:
        if edit.kind != "pattern":
            old, _, new = edit.change.removeprefix("without ").partition("` → `")
            taken = " ".join(text.text[edit.start : edit.end].split())
            assert taken.startswith(old.strip("`").removesuffix("...")), edit
            assert edit.new.startswith(new.strip("`").removesuffix("...")), edit


def test_comparisons_and_conditions_are_turned() -> None:
    assert of_code("x = a < b\n") == {"`a < b` → `a <= b`": "x = a <= b"}
    assert of_code("x = not a\n") == {"`not a` → `a`": "x = a"}
    assert of_code("x = a and b\n") == {
        "`a and b` → `a or b`": "x = a or b",
        "`a and b` → `a`": "x = a",
        "`a and b` → `b`": "x = b",
    }
    assert of_code("x = 1 if a else 2\n") == {"`a` → `not a`": "x = 1 if not a else 2"}
    assert of_code("if a in b:\n    raise c\n") == {
        "`a in b` → `a not in b`": "if a not in b:\n    raise c",
        "`raise c` → `pass`": "if a in b:\n    pass",
    }


def test_chains_lose_their_ends_and_conditions_their_parts() -> None:
    assert [*of_code("x = a < b == c\n").values()] == [
        "x = a <= b == c",
        "x = a < b != c",
        "x = b == c",
        "x = a < b",
    ]
    assert [*of_code("x = (a or b) and c and d\n").values()] == [
        "x = (a or b) or c or d",
        "x = c and d",
        "x = (a or b) and d",
        "x = (a or b) and c",
        "x = (a and b) and c and d",
        "x = (b) and c and d",
        "x = (a) and c and d",
    ]


def test_patterns_are_loosened() -> None:
    found = of_code("x = '^[a-c]{2}$'\n")
    assert found["^[a-c]{2}$: `$` dropped"] == "x = '^[a-c]{2}'"


def test_checks_of_an_annotation_are_dropped() -> None:
    assert of_annotation("x: Annotated[int, A, B]\n") == {
        "without `A`": "x: Annotated[int, B]",
        "without `B`": "x: Annotated[int, A]",
    }
    assert of_annotation("x: Annotated[int, A]\n") == {"without `A`": "x: int"}
    assert of_annotation("x: list[Open[Size]]\n") == {
        "`Open[Size]` → `Size`": "x: list[Size]"
    }


def test_what_is_left_of_an_annotation_may_have_several_lines() -> None:
    text = (
        "class X:\n    x: Annotated[\n        int\n        | None,\n        A,\n    ]\n"
    )
    found = Text(text)
    node = found.tree.body[0]
    assert isinstance(node, ast.ClassDef)
    member = node.body[0]
    assert isinstance(member, ast.AnnAssign)
    (edit,) = annotation_edits(found, member.annotation)
    ast.parse(edit.applied(text))
