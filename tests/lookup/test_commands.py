"""What the commands do beside answering: screens, colours, several APIs, and odd questions."""

import json
import re
from typing import Any

import pytest
from specloom.diagnostics.pages import page
from specloom.lookup.find import Finder
from specloom.lookup.overview import overview_of
from specloom.lookup.parts import Parts
from specloom.lookup.screen import width
from specloom.weave import resolve_all

from .running import SPECS, Place

SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("words", [("explain", "port.ships"), ("matrix",)])
def test_a_terminal_has_colours_and_the_same_text(
    words: tuple[str, ...], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    place.use("renames-and-deprecations")
    plain = place.run(*words, columns=60).out
    coloured = place.run(*words, columns=60, terminal=True).out
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert SEQUENCE.sub("", coloured) == plain
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert place.run(*words, columns=60, terminal=True).out == plain


def test_a_pipe_has_no_width_unless_columns_say_one(place: Place) -> None:
    place.use("avara")
    words = ("explain", "types.ClinicRole")
    assert max(map(len, place.run(*words).out.splitlines())) > 500
    assert max(map(len, place.run(*words, columns=33).out.splitlines())) <= 33


@pytest.mark.parametrize("columns", [20, 40, 80])
@pytest.mark.parametrize("spec", SPECS)
def test_a_matrix_fits_the_screen(spec: str, columns: int, place: Place) -> None:
    place.use(spec)
    for words in (("matrix",), ("matrix", "--only-differences")):
        code, out, err = place.run(*words, columns=columns)
        assert (code, err) == (0, "")
        assert max(map(width, out.splitlines())) <= columns, out


def test_a_code_of_a_diagnostic_is_its_page(place: Place) -> None:
    text = page("SPL202")
    assert text is not None
    expected = text.replace(
        "[SPL501](SPL501.md)", "SPL501"
    )  # no link leads anywhere here
    expected = expected.replace("[SPL218](SPL218.md)", "SPL218")
    expected = expected.replace("[SPL305](SPL305.md)", "SPL305")
    assert "](" not in expected
    assert place.run("explain", "spl202") == (0, expected, "")
    found = json.loads(place.run("explain", "SPL202", "--format", "json").out)
    assert found == {"code": "SPL202", "page": expected}


def test_only_differences_are_the_rows_that_differ(place: Place) -> None:
    place.use("avara")
    whole = json.loads(place.run("matrix", "--format", "json").out)
    some = json.loads(place.run("matrix", "--only-differences", "--format", "json").out)

    def rows(data: Any) -> list[Any]:
        return [row for table in data["apis"][0]["tables"] for row in table["rows"]]

    kept = [row for row in rows(whole) if row["differs"]]
    assert kept == rows(some)
    assert 0 < len(kept) < len(rows(whole))


def test_the_variants_of_a_release_differ_in_names_only(place: Place) -> None:
    place.use("avara")
    out = place.run("matrix").out
    assert out.startswith(
        "org 2026-01 = express 2026-01; org 2026-08 = express 2026-08, but for names.\n"
    )


OTHER = """specloom: 1
name: yard
base_url: https://api.yard.example
products: [docks]
releases: [1]
variants: {all: Everybody}
builds: {yard: {variant: all, release: 1}}
"""
DOCK = "path: /v1\nendpoints: {make: {post: /, body: {name: string}}}\n"


def test_apis_of_one_name(place: Place) -> None:
    for name in ("one", "two"):
        folder = place.folder / "spec" / name
        folder.mkdir(parents=True)
        (folder / "api.yaml").write_text(OTHER, encoding="utf-8")
        (folder / "docks.yaml").write_text(DOCK, encoding="utf-8")
    code, _, err = place.run("explain", "docks.make")
    assert code == 2
    assert "error[SPL406]: `yard` stands twice in the names of the APIs" in err
    assert " --> spec/two/api.yaml:2:7\n" in err


def test_what_has_no_fields_does_not_differ_nor_agree(place: Place) -> None:
    place.use("avara")
    said = "There are no fields in it; `specloom explain` shows what it is.\n"
    for words in (("ClinicRole",), ("ClinicRole", "--only-differences")):
        assert place.run("matrix", *words).out == said


def test_several_apis(place: Place) -> None:
    for name, text in (("yard", OTHER), ("harbour", OTHER.replace("yard", "harbour"))):
        folder = place.folder / "spec" / name
        folder.mkdir(parents=True)
        (folder / "api.yaml").write_text(text, encoding="utf-8")
        (folder / "docks.yaml").write_text(DOCK, encoding="utf-8")
    assert place.run("explain", "docks.make.name") == (
        2,
        "",
        "error: 2 places are called `docks.make.name`; name one of them:\n"
        "  harbour.docks.make.name\n  yard.docks.make.name\n",
    )
    assert "spec/yard/docks.yaml" in place.run("explain", "yard.docks.make.name").out
    assert place.run("explain", "yard.docks.make.nmae").err == (
        "error: nothing is called `yard.docks.make.nmae`; "
        "did you mean `yard.docks.make.name`?\n"
    )
    assert place.run("matrix", "yard.docks").out.count("docks, requests") == 1
    assert place.run("matrix").out.count("docks, requests") == 2


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        " ",
        "<",
        "<>",
        "<owner",
        "<<owner>>",
        "\x1b[2J\u202e",
        "a" * 100_000,
        "a." * 50_000,
        "port.ships.Node" + ".next" * 60,
        "port.ships.Node" + ".next" * 5_000,
        "port.ships.Node" + ".nxet" * 60,
        "%s %d {}",
        "\ud800",
    ],
    ids=lambda path: f"{len(path)}",
)
def test_no_question_is_too_odd(path: str, place: Place) -> None:
    place.use("recursion")
    for command in ("explain", "matrix"):
        code, out, err = place.run(command, path)
        assert code == 2 or (code == 0 and out)
        assert "bug" not in err
        assert not set(err) & {"\x1b", "\u202e"}


@pytest.mark.parametrize("spec", SPECS)
def test_a_slip_in_any_path_is_mended(spec: str, place: Place) -> None:
    """Two letters swapped in the last name; what is left is another name, or a guess."""
    parts = Parts(overview_of(resolve_all([place.use(spec)]).apis[0]), included=True)
    finder = Finder(parts)
    for part in list(parts.all())[:80]:
        path = part.path
        if len(part.name) < 6 or part.name[-2] == part.name[-1]:
            continue
        slip = path[:-2] + path[-1] + path[-2]
        if not finder.matches(slip):
            assert finder.nearest(slip) is not None, slip
