"""What the user reads for every mistake that a spec can hold, a folder of `cases` per idea."""

from pathlib import Path

import pytest
from specloom.diagnostics import Diagnostic, Rule, Span, rules
from specloom.diagnostics.lines import lines_of
from specloom.diagnostics.render import render_text
from specloom.source import layout
from specloom.spec import language, reading
from specloom.weave import Weaving, weave

from tests.language.cases import HERE, compare, lay_out, names

CASES = HERE / "cases"


def woven(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Weaving:
    spec = lay_out(CASES / name, folder)
    monkeypatch.chdir(folder)
    return weave([spec])


@pytest.mark.parametrize("name", names("cases"))
def test_what_the_user_reads(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = woven(name, tmp_path, monkeypatch)
    assert found.diagnostics, "a mistake that nobody is told of"
    assert not found.builds
    for one in found.diagnostics:
        check_places(one, found.texts)
    compare(CASES / name, render_text(found.diagnostics, found.texts))


def check_places(one: Diagnostic, texts: dict[str, str]) -> None:
    """Every place stands in its file."""
    for span in (one.span, *(related.span for related in one.related)):
        text = texts.get(span.file, "")  # none of what is not read
        line = lines_of(text)[span.line - 1]
        assert 1 <= span.column <= span.end, one  # an empty value has no width
        assert span.column <= len(line) + 1, one
        assert span.end <= max(len(line), span.column) + 1, one


def test_every_rule_has_a_case() -> None:
    shown = "".join(
        (CASES / name / "expected.txt").read_text(encoding="utf-8")
        for name in names("cases")
    )
    codes = [rule.code for rule in vars(rules).values() if isinstance(rule, Rule)]
    # `source` has cases of its own for SPL0xx; a folder without api.yaml stands below.
    mine = {code for code in codes if not code.startswith("SPL0")}
    missing = {code for code in mine if f"error[{code}]" not in shown}
    assert missing == {rules.MISSING_FILE.code}


def test_every_key_that_is_needed_has_an_example() -> None:
    """The message of one that is missing shows how it may look."""
    tables = [
        each for each in vars(language).values() if isinstance(each, language.Table)
    ]
    assert len(tables) >= 8
    assert {key for table in tables for key in table.needed()} == reading.SUCH_AS.keys()


def test_what_stands_at_the_left_edge_is_known_to_who_reads_yaml() -> None:
    keys = language.API.keys | language.SHARED.keys | language.RESOURCE.keys
    sections = [name for name, key in keys.items() if key.value in language.MAPPINGS]
    assert [*layout.SECTIONS] == sorted(sections)


def test_a_folder_without_api_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spec").mkdir()
    monkeypatch.chdir(tmp_path)
    (one,) = weave(["spec"]).diagnostics
    assert one.span == Span("spec", 1, 1, 2)
    assert one.code == rules.MISSING_FILE.code
