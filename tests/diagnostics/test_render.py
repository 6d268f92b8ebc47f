"""What people see of a mistake."""

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.diagnostics import Diagnostic, Related, Span
from specloom.diagnostics.lines import lines_of, place_of
from specloom.diagnostics.render import MOST, render_text
from specloom.diagnostics.visible import visible

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


TEXT = "\n".join(f"line {number}" for number in range(1, 31))


def block(
    text: str,
    span: Span,
    related: Sequence[tuple[Span, str]],
    encoding: str = "utf-8",
) -> str:
    """What is drawn of a mistake in `a.yaml`, without its head and what comes after."""
    found = Diagnostic(
        span, "SPL999", "wrong", "h", tuple(Related(*r) for r in related)
    )
    shown = render_text([found], {"a.yaml": text}, encoding=encoding)
    return shown.partition("\n")[2].partition(" = hint")[0].rstrip(" ")


def at(line: int, column: int, end: int) -> Span:
    return Span("a.yaml", line, column, end)


def test_places_of_one_file_are_one_snippet() -> None:
    related = [(at(3, 1, 5), "here"), (at(12, 6, 8), "and here"), (at(11, 1, 2), "one")]
    assert block(TEXT, at(9, 1, 5), related) == (
        "  --> a.yaml:9:1\n"
        "   |\n"
        " 3 | line 3\n"
        "   | ---- here\n"
        "...\n"
        " 9 | line 9\n"
        "   | ^^^^\n"
        "10 | line 10\n"
        "11 | line 11\n"
        "   | - one\n"
        "12 | line 12\n"
        "   |      -- and here\n"
    )


def test_another_file_is_a_snippet_of_its_own() -> None:
    other = (Span("b.yaml", 1, 1, 2), Span("a.yaml", 1, 6, 7), Span("b.yaml", 2, 1, 2))
    related = tuple(Related(span, "also") for span in other)
    found = Diagnostic(at(2, 1, 2), "SPL999", "wrong", None, related)
    assert render_text([found], {"a.yaml": TEXT, "b.yaml": "b\nc"}) == (
        "error[SPL999]: wrong\n"
        " --> a.yaml:2:1\n"
        "  |\n"
        "1 | line 1\n"
        "  |      - also\n"
        "2 | line 2\n"
        "  | ^\n"
        " ::: b.yaml:1:1\n"
        "  |\n"
        "1 | b\n"
        "  | - also\n"
        "2 | c\n"
        "  | - also\n"
        "\n"
        "1 mistake in 1 file\n"
    )


LINE = "one, two, three, four"


@pytest.mark.parametrize(
    ("span", "related", "marks"),
    [
        pytest.param((6, 9), [(11, 16, "r")], ["     ^^^  ----- r"], id="label behind"),
        pytest.param(
            (11, 16), [(6, 9, "r")], ["     ---  ^^^^^", "     |", "     r"], id="hung"
        ),
        pytest.param(
            (18, 22),
            [(1, 4, "r"), (6, 9, "s"), (11, 16, "t")],
            [
                "---  ---  -----  ^^^^",
                "|    |    |",
                "|    |    t",
                "|    s",
                "r",
            ],
            id="several hung",
        ),
        pytest.param((6, 9), [(6, 9, "r")], ["     ^^^ r"], id="the same place"),
        pytest.param(
            (1, 22), [(6, 9, "r")], ["^" * 21, "     |", "     r"], id="inside"
        ),
        pytest.param(
            (6, 9), [(1, 22, "r")], ["-----^^^" + "-" * 13 + " r"], id="around"
        ),
        pytest.param(
            (1, 4),
            [(6, 9, "r"), (6, 9, "s")],
            ["^^^  --- s", "     |", "     r"],
            id="two labels of one place",
        ),
        pytest.param(
            (6, 9), [(22, 22, "r")], ["     ^^^             - r"], id="at the end"
        ),
        pytest.param(
            (6, 9), [(90, 99, "r")], ["     ^^^             - r"], id="behind the end"
        ),
        pytest.param((6, 9), [(1, 4, "")], ["---  ^^^"], id="no label"),
    ],
)
def test_marks_of_one_line(
    span: tuple[int, int], related: Sequence[tuple[int, int, str]], marks: Sequence[str]
) -> None:
    places = [(at(1, start, end), label) for start, end, label in related]
    head = f" --> a.yaml:1:{span[0]}\n  |\n1 | {LINE}\n"
    drawn = "".join(f"  | {mark}\n" for mark in marks)
    assert block(LINE, at(1, *span), places) == head + drawn


def test_marks_that_are_far_apart_have_the_line_twice() -> None:
    line = "here" + "x" * 200 + "there"
    shown = block(line, at(1, 205, 210), [(at(1, 1, 5), "first")]).split("\n")
    assert shown[2].endswith("xxthere")
    assert shown[3].endswith("^^^^^")
    assert shown[4].startswith("1 | herexx")
    assert shown[5] == "  | ---- first"


def test_what_an_encoding_lacks_is_shown_by_number() -> None:
    assert block("é: 漢 x", at(1, 6, 7), [], "cp1252") == (
        " --> a.yaml:1:6\n  |\n1 | é: <U+6F22> x\n  |             ^\n"
    )
    assert block("é: 漢 x", at(1, 6, 7), [], "ascii") == (
        " --> a.yaml:1:6\n  |\n1 | <U+00E9>: <U+6F22> x\n" "  |                    ^\n"
    )


def test_colours_are_those_of_rustc() -> None:
    related = Related(Span("b.yaml", 1, 1, 2), "here")
    one = Diagnostic(Span("a.yaml", 1, 1, 2), "SPL999", "wrong", "no", (related,))
    plain = render_text([one], {"a.yaml": "ab", "b.yaml": "b"})
    shown = render_text([one], {"a.yaml": "ab", "b.yaml": "b"}, colour=True)
    assert re.sub("\x1b\\[[0-9;]*m", "", shown) == plain
    names = {"1;31": "red", "1;34": "blue", "1;36": "cyan", "1": "bold", "0": "/"}
    told = re.sub("\x1b\\[([0-9;]*)m", lambda match: f"<{names[match[1]]}>", shown)
    assert told == (
        "<red>error[SPL999]</><bold>: wrong</>\n"
        " <blue>--></> a.yaml:1:1\n"
        "<blue>  |</>\n"
        "<blue>1 |</> ab\n"
        "<blue>  |</> <red>^</>\n"
        " <blue>:::</> b.yaml:1:1\n"
        "<blue>  |</>\n"
        "<blue>1 |</> b\n"
        "<blue>  |</> <blue>-</> <blue>here</>\n"
        "  <blue>=</> <cyan>hint</>: no\n"
        "\n"
        "<bold>1 mistake in 1 file</>\n"
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


def test_so_many_that_nobody_reads_them_all() -> None:
    one = Diagnostic(Span("a.yaml", 1, 1, 2), "SPL101", "wrong")
    text = render_text([one] * (MOST + 1), {"a.yaml": "x\n"})
    assert text.count("error[SPL101]") == MOST
    assert text.endswith(
        f"{MOST + 1} mistakes in 1 file; these are the first {MOST}, "
        "and check --format json has all\n"
    )
    assert render_text([one] * MOST, {}).endswith(f"\n{MOST} mistakes in 1 file\n")


@settings(deadline=None)
@given(
    line=st.text(max_size=250),
    places=st.lists(
        st.tuples(st.integers(1, 260), st.integers(0, 60), st.text(max_size=5)),
        min_size=1,
        max_size=5,
    ),
)
def test_every_place_of_a_line_is_marked(
    line: str, places: list[tuple[int, int, str]]
) -> None:
    spans = [(at(1, column, column + width), text) for column, width, text in places]
    shown = block(line or "x", spans[0][0], spans[1:])
    assert "^" in shown
    for _, label in spans[1:]:
        assert visible(label) in shown
    for part in shown.split("\n"):
        assert part.isprintable()


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
