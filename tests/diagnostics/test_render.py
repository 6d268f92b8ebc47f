"""What people see of a mistake."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.diagnostics import Diagnostic, Related, Span
from specloom.diagnostics.lines import lines_of, place_of
from specloom.diagnostics.render import render_text

FILE = "spec/avara/viewer/studies.yaml"


def shown(line: str, column: int, end: int) -> str:
    """A mistake on the only line of a file."""
    one = Diagnostic(Span("a.yaml", 1, column, end), "SPL999", "wrong")
    return render_text([one], {"a.yaml": line})


def marked(line: str, column: int, end: int) -> tuple[str, str]:
    """The source line and the line with the carets, without their margins."""
    lines = shown(line, column, end).split("\n")
    return lines[3][4:], lines[4][4:]


def test_a_mistake_in_the_manner_of_rustc() -> None:
    one = Diagnostic(
        Span(FILE, 12, 5, 12),
        "SPL104",
        "`requird` is not a key of an endpoint",
        "did you mean `required`?",
    )
    text = "\n" * 11 + "    requird: true\n"
    assert render_text([one], {FILE: text}) == (
        "error[SPL104]: `requird` is not a key of an endpoint\n"
        "  --> spec/avara/viewer/studies.yaml:12:5\n"
        "   |\n"
        "12 |     requird: true\n"
        "   |     ^^^^^^^\n"
        "   = hint: did you mean `required`?\n"
        "\n"
        "1 mistake in 1 file\n"
    )


def test_related_places_share_the_margin() -> None:
    related = Related(Span("b.yaml", 100, 1, 5), "first declared here")
    one = Diagnostic(Span("a.yaml", 2, 1, 5), "SPL304", "twice", None, (related,))
    texts = {"a.yaml": "\nStudy: x", "b.yaml": "\n" * 99 + "Study: y"}
    assert render_text([one], texts) == (
        "error[SPL304]: twice\n"
        "   --> a.yaml:2:1\n"
        "    |\n"
        "  2 | Study: x\n"
        "    | ^^^^\n"
        "   ::: b.yaml:100:1\n"
        "    |\n"
        "100 | Study: y\n"
        "    | ---- first declared here\n"
        "\n"
        "1 mistake in 1 file\n"
    )


def test_a_place_without_its_line() -> None:
    related = Related(Span("c.yaml", 1, 1, 2), "needed here")
    one = Diagnostic(
        Span("a.yaml", 1, 1, 1), "SPL001", "no file", "make it", (related,)
    )
    assert render_text([one], {"a.yaml": ""}) == (
        "error[SPL001]: no file\n"
        " --> a.yaml:1:1\n"
        " ::: c.yaml:1:1: needed here\n"
        "  = hint: make it\n"
        "\n"
        "1 mistake in 1 file\n"
    )


def test_nothing_to_show() -> None:
    assert render_text([], {}) == ""


def test_the_last_line_counts() -> None:
    found = [
        Diagnostic(Span(file, line, 1, 2), "SPL999", "wrong")
        for file in ("a.yaml", "b.yaml")
        for line in (1, 2)
    ]
    assert render_text(found, {}).endswith("\n\n4 mistakes in 2 files\n")


@pytest.mark.parametrize(
    ("line", "column", "end", "source", "carets"),
    [
        pytest.param("ab: c", 1, 3, "ab: c", "^^", id="narrow"),
        pytest.param("a:", 3, 3, "a:", "  ^", id="no width, behind the end"),
        pytest.param("a:", 9, 12, "a:", "  ^", id="far behind the end"),
        pytest.param("ab", 2, 9, "ab", " ^", id="ends behind the end"),
        pytest.param("\ta\tb", 4, 5, "    a    b", " " * 9 + "^", id="tabs"),
        pytest.param("漢字: x", 1, 3, "漢字: x", "^^^^", id="wide"),
        pytest.param("漢: x", 4, 5, "漢: x", "    ^", id="behind wide"),
        pytest.param("e\u0301: x", 4, 5, "e\u0301: x", "  ^", id="combining"),
        pytest.param("\U0001f600: x", 4, 5, "\U0001f600: x", "    ^", id="emoji"),
    ],
)
def test_the_mark_stands_under_the_text(
    line: str, column: int, end: int, source: str, carets: str
) -> None:
    assert marked(line, column, end) == (source, carets)


@pytest.mark.parametrize(
    "harmful",
    [
        "\x1b",
        "\x07",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\xa0",
        "\U000e0041",
    ],
)
def test_harmful_characters_are_shown_by_number(harmful: str) -> None:
    label = f"<U+{ord(harmful):04X}>"
    assert marked(f"a{harmful}b: c", 3, 4) == (f"a{label}b: c", f" {' ' * len(label)}^")
    related = (Related(Span("a.yaml", 1, 1, 2), harmful),)
    one = Diagnostic(Span(harmful, 1, 1, 2), "SPL999", harmful, harmful, related)
    text = render_text([one], {"a.yaml": "a"})
    assert harmful not in text
    assert text.count(label) == 4


def test_a_long_line_is_cut_around_the_mark() -> None:
    line = "x" * 500 + "HERE" + "y" * 500
    source, carets = marked(line, 501, 505)
    assert source.startswith("...xxx")
    assert source.endswith("yyy...")
    assert 90 <= len(source) + 4 <= 100
    assert source.index("HERE") == carets.index("^^^^")


def test_a_long_line_is_cut_at_one_end() -> None:
    source, carets = marked("HERE" + "y" * 500, 1, 5)
    assert source.startswith("HEREyyy")
    assert source.endswith("y...")
    assert carets == "^^^^"
    source, carets = marked("x" * 500 + "HERE", 501, 505)
    assert source.startswith("...xxx")
    assert source.endswith("HERE")
    assert carets.strip() == "^^^^"


def test_a_long_mark_is_cut_with_its_line() -> None:
    source, carets = marked("a: " + "x" * 1000, 4, 1004)
    assert len(source) <= 96
    assert carets == "   " + "^" * (len(source) - len("a: ..."))


def test_a_long_message_is_cut() -> None:
    one = Diagnostic(Span("a.yaml", 1, 1, 2), "SPL999", "x" * 100_000)
    assert len(render_text([one], {})) < 1000


@settings(deadline=None)
@given(
    line=st.text(st.characters(exclude_characters="\r\n"), max_size=300),
    column=st.integers(1, 320),
    width=st.integers(0, 320),
)
def test_any_line_can_be_shown(line: str, column: int, width: int) -> None:
    text = shown(line, column, column + width)
    for part in text.split("\n"):
        assert part.isprintable()
        assert sum(map(columns, part)) <= 110
    if line:
        assert "^" in text.split("\n")[4]


def columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def test_lines_end_as_yaml_says() -> None:
    assert lines_of("a\nb\r\nc\rd") == ["a", "b", "c", "d"]
    assert lines_of("a\x0bb\x0cc\x1cd\x85e\u2028f") == ["a\x0bb\x0cc\x1cd\x85e\u2028f"]
    assert lines_of("") == [""]
    assert place_of("ab\r\ncd", 5) == (2, 2)
