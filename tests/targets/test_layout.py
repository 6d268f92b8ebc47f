"""What is laid out is what black would make of it, and what linters sort."""

import pytest
from black import format_str
from black.mode import Mode, TargetVersion
from specloom.targets.python.layout import (
    Code,
    Join,
    call,
    docstring,
    either,
    exports,
    import_line,
    pair,
    statement,
    subscript,
)

MODE = Mode(target_versions={TargetVersion.PY311})
LONG = "ANameThatIsSoLongThatHardlyAnythingElseStandsBesideIt"


@pytest.mark.parametrize(
    ("head", "code", "tail"),
    [
        ("made = ", call("Endpoint", *(f'"{letter * 9}"' for letter in "abcdefg")), ""),
        (
            "made = ",
            call("Endpoint", *(f'"{letter * 15}"' for letter in "abcdefg")),
            "",
        ),
        (
            "made = ",
            call("f", f'"{"a" * 70}"', Join(("b=", call("g", LONG, LONG)), pair=True)),
            "",
        ),
        (f"{LONG}: Of[Something] = ", call("Endpoint", "API", '"name"'), ""),
        (f"{LONG}: TypeAlias = ", LONG, ""),
        (f"{LONG}: ", LONG, ""),
        ("field: ", subscript("Annotated", either(LONG, "None"), 'wire("field")'), ""),
        (
            "field: ",
            subscript("Annotated", either("A" * 40, "None"), f'wire("{"a" * 13}")'),
            " = MISSING",
        ),
        (
            "field: ",
            subscript("Annotated", either("A" * 40, "None"), f'wire("{"a" * 33}")'),
            " = MISSING",
        ),
        ("field: ", either(LONG, subscript("list", LONG), "None"), " = MISSING"),
        ("field: ", subscript("list", either(LONG, "A" * 27)), ""),
        ("field: ", subscript("list", either(LONG, "A" * 28)), ""),
        ("field: ", subscript("list", either(LONG, "A" * 29)), ""),
    ],
)
def test_statements_are_as_black_makes_them(head: str, code: Code, tail: str) -> None:
    made = statement(head, code, tail) + "\n"
    assert format_str(made, mode=MODE) == made


def test_a_dictionary_in_a_call_is_as_black_makes_it() -> None:
    models = [pair(f'"{status}"', LONG) for status in ("404", "5XX", "default")]
    errors = subscript("", *models)._replace(open="{", close="}")
    made = statement("made = ", call("f", Join(("errors=", errors), pair=True))) + "\n"
    assert format_str(made, mode=MODE) == made


@pytest.mark.parametrize("length", range(74, 84))
def test_docstrings_are_as_black_makes_them(length: int) -> None:
    words = "word " * 20
    made = f"def f():\n{docstring(words[:length].strip() + '.', '    ')}\n"
    assert format_str(made, mode=MODE) == made


def test_a_docstring_with_backslashes_is_raw() -> None:
    assert docstring(r"Matches \d.", "") == r'r"""Matches \d."""'


def test_a_docstring_that_can_not_be_raw_is_escaped() -> None:
    assert docstring('Quotes """ and \\.', "") == r'"""Quotes \"\"\" and \\."""'


def test_imports_stand_as_linters_want_them() -> None:
    names = ["b10", "b2", "StudyId", "StudyIDs", "A", "API", "studyID"]
    line = import_line(".m", names)
    assert line == "from .m import API, A, StudyId, StudyIDs, b2, b10, studyID"


def test_what_is_imported_as_another_stands_where_its_name_does() -> None:
    made = import_line(".m", ["zeta", "Alpha as X", "Beta"])
    assert made.splitlines() == [
        "from .m import Alpha as X",
        "from .m import Beta, zeta",
    ]


def test_exports_stand_as_linters_want_them() -> None:
    made = exports(["parse", "IdURL", "Id_B", "API", "A10", "A2", "Ab"])
    assert made == '__all__ = ["A2", "A10", "API", "Ab", "IdURL", "Id_B", "parse"]'
