"""Every code has a page, and every page is true: what it shows is run.

The folder of a code is written from its page: `spec/` (what is wrong, upon the base), `mended/`
(what is right), `expected.txt`, and `layout.txt` if there is more to it than files.
`SPECLOOM_REGEN=1` writes them all, and the tool's answer into the page.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from specloom.diagnostics import Rule, pages, rules
from specloom.diagnostics.render import render_text
from specloom.weave import Weaving, weave

from tests.codes.page import (
    SECTIONS,
    Link,
    Page,
    Spec,
    changed_lines,
    in_words,
    read_page,
    read_spec,
    with_printed,
    write_spec,
)
from tests.language.cases import HERE as LANGUAGE

HERE = Path(__file__).parent
PAGES = Path(pages.__file__).parent
CODES = [rule.code for rule in vars(rules).values() if isinstance(rule, Rule)]
BASE = read_spec(LANGUAGE / "base")
FEW = 4
"""So many lines make an example right."""
WIDEST = 96


def page_of(code: str) -> Page:
    text = pages.page(code)
    assert text is not None, f"{code} has no page"
    return read_page(text)


def upon_base(spec: Spec) -> Spec:
    """The files that the folder of a code holds of a spec: all that are not the base's."""
    return {
        name: content
        for name, content in spec.items()
        if BASE.get(name) != content and not isinstance(content, Link)
    }


def write_case(case: Path, wrong: Spec, right: Spec, printed: str) -> None:
    """Writes the folder of a code; `layout.txt` has what can't be a file of it."""
    write_spec(upon_base(wrong), case / "spec")
    write_spec(upon_base(right), case / "mended")
    case.mkdir(exist_ok=True)
    (case / "expected.txt").write_bytes(printed.encode())
    layout = case / "layout.txt"
    layout.unlink(missing_ok=True)
    if words := in_words(wrong, BASE):
        layout.write_bytes(words.encode())


def show_in_page(file: Path, printed: str) -> None:
    """Puts the answer into the page, at one stroke: other processes read it meanwhile."""
    new = file.with_suffix(".new")
    new.write_bytes(with_printed(file.read_text("utf-8"), printed).encode())
    new.replace(file)


def layout_of(case: Path) -> str:
    file = case / "layout.txt"
    return file.read_bytes().decode() if file.exists() else ""


def woven(spec: Spec, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Weaving:
    write_spec(spec, folder / "spec")
    monkeypatch.chdir(folder)
    return weave(["spec"])


def test_every_code_has_a_page_and_no_other_has_one() -> None:
    assert len(CODES) >= 60
    assert len(CODES) == len(set(CODES))
    assert not set(CODES) & set(rules.RETIRED)
    assert list(pages.codes()) == sorted({*CODES, *rules.RETIRED})
    assert {path.stem for path in PAGES.glob("*.md")} == set(pages.codes())
    left_over = [path for path in HERE.glob("SPL*") if path.name not in CODES]
    if os.environ.get("SPECLOOM_REGEN"):
        for path in left_over:
            shutil.rmtree(path)
    assert not [path for path in left_over if path.exists()]


@pytest.mark.parametrize("code", CODES)
def test_what_the_tool_prints(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(code)
    wrong, right = page.wrong(BASE), page.right(BASE)
    found = woven(wrong, tmp_path, monkeypatch)
    assert [one.code for one in found.diagnostics] == [code]
    printed = render_text(found.diagnostics, found.texts)
    case = HERE / code
    if os.environ.get("SPECLOOM_REGEN"):
        write_case(case, wrong, right, printed)
        show_in_page(PAGES / f"{code}.md", printed)
    assert page_of(code).printed == printed
    assert (case / "expected.txt").read_bytes().decode() == printed
    assert read_spec(case / "spec") == upon_base(wrong)
    assert read_spec(case / "mended") == upon_base(right)
    assert layout_of(case) == in_words(wrong, BASE)


@pytest.mark.parametrize("code", CODES)
def test_what_is_right_is_right(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(code)
    found = woven(page.right(BASE), tmp_path, monkeypatch)
    assert not found.diagnostics, render_text(found.diagnostics, found.texts)
    assert found.builds


@pytest.mark.parametrize("code", CODES)
def test_the_way_from_wrong_to_right_is_short(code: str) -> None:
    page = page_of(code)
    wrong, right = page.wrong(BASE), page.right(BASE)
    taken_out = BASE.keys() - wrong.keys()  # to put it back as it was is one step
    wrong |= {name: BASE[name] for name in taken_out}
    assert 1 <= changed_lines(wrong, right) + len(taken_out) <= FEW


@pytest.mark.parametrize("code", CODES)
def test_the_form_of_a_page(code: str) -> None:
    page = page_of(code)
    assert re.fullmatch(rf"# {code}: .{{3,60}}[^.]", page.title)
    assert len(page.meaning) > 25
    assert tuple(page.sections) == SECTIONS
    assert len(page.sections["Why"].strip()) > 60
    assert page.see_also
    assert set(page.see_also) <= set(CODES) - {code}


@pytest.mark.parametrize("code", pages.codes())
def test_the_lines_of_a_page_fit(code: str) -> None:
    text = pages.page(code) or ""
    assert text.endswith("\n") and not text.endswith("\n\n")
    prose = re.sub(r"^```\w+\n.*?^```$", "", text, flags=re.M | re.S)
    assert not [line for line in prose.splitlines() if len(line) > WIDEST]


@pytest.mark.parametrize("code", rules.RETIRED)
def test_a_retired_code_is_known(code: str) -> None:
    text = pages.page(code)
    assert text is not None
    assert text.startswith(f"# {code}: retired\n\n")
    assert "## " not in text
    assert pages.title(code) == "retired"


def test_a_code_is_found_in_any_case() -> None:
    assert pages.page("spl101") == pages.page("SPL101") != pages.page("SPL102")
    assert pages.page("SPL999") is None
    assert pages.page("../pages/SPL101") is None
    assert pages.title("spl104") == "a value of the wrong shape"
    assert pages.title("SPL999") is None


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("SPL1O1", "SPL101"),
        ("slp202", "SPL202"),
        ("101", "SPL101"),
        ("4", "SPL004"),
        ("E0308", None),
        ("", None),
    ],
)
def test_a_slip_in_a_code(slip: str, meant: str | None) -> None:
    assert pages.nearest_code(slip) == meant


def test_an_example_can_hold_all_that_a_folder_can() -> None:
    """`with_printed`, moves, bytes and links, on a page that is not one of ours."""
    text = (
        "# T: t\n\nm\n\n## Why\n\nw\n\n## Wrong\n\n`a.yaml`, once:\n\n```yaml\na: 1\n```\n\n"
        '`b.yaml`:\n\n```bytes\nb"\\xff"\nb"\\n"\n```\n\n`c.yaml` is a link to `a.yaml`.\n\n'
        "`d.yaml` is taken out.\n\n## What is printed\n\n```text\nold\n```\n\n"
        "## Right\n\n`a.yaml` moves to `e/a.yaml`.\n\n`b.yaml` is taken out.\n\nSee also x.\n"
    )
    page = read_page(text)
    wrong = page.wrong({"d.yaml": b"d"})
    right = page.right({"d.yaml": b"d"})
    assert set(wrong) == {"a.yaml", "b.yaml", "c.yaml"}
    assert wrong["b.yaml"] == b"\xff\n"
    assert set(right) == {"e/a.yaml", "c.yaml"}
    assert changed_lines(wrong, right) == 2
    assert page.printed == "old\n"
    assert read_page(with_printed(text, "new\n")).printed == "new\n"
    assert with_printed(text, "old\n") == text
