"""Reports as commands of a workflow, read back as GitHub's runner reads them."""

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.diagnostics import Diagnostic, Related, Span
from specloom.diagnostics.visible import visible
from specloom.reports.github import command, github
from specloom.reports.report import Report

from .made import ANY_TEXT, FINDINGS, FINE, MISTAKES, REFUSED, REPORTS

HERE = os.getcwd()


class Read(NamedTuple):
    """What the runner makes of a line."""

    name: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Read:
    """A line as the runner takes it apart: at the next `::`, the commas, the first `=`."""
    assert line.startswith("::")
    head, found, message = line[2:].partition("::")
    assert found
    name, _, listed = head.partition(" ")
    pairs = [pair.split("=", 1) for pair in listed.strip().split(",") if pair]
    return Read(
        name,
        {key: _plain(value) for key, value in pairs},
        _plain(message, in_data=True),
    )


def _plain(text: str, in_data: bool = False) -> str:
    marks = {"%0D": "\r", "%0A": "\n"}
    if not in_data:
        marks |= {"%3A": ":", "%2C": ","}
    for mark, character in (marks | {"%25": "%"}).items():
        text = text.replace(mark, character)
    return text


def test_mistakes() -> None:
    assert github(MISTAKES, HERE) == (
        "::error file=spec/shop/orders.yaml,line=12,col=5,endColumn=12,title=SPL101::"
        "`requird` is not a key of an endpoint%0Ahint: did you mean `required`?\n"
        "::error file=spec/shop/types.yaml,line=9,col=3,endColumn=8,title=SPL304::"
        "`Order` is declared twice in variant org, release 2026-01%0A"
        "first declared here: spec/shop/types.yaml:4:3\n"
    )


def test_findings() -> None:
    assert github(FINDINGS, HERE) == (
        "::error file=generated/shop/shop/notes.txt::"
        "extra: move it elsewhere or delete it\n"
        "::error file=generated/shop/shop/old.py::"
        "stale (no longer generated), to mend: specloom generate\n"
        "::error file=generated/shop/shop/orders.py::"
        "edited by hand, to mend: specloom generate\n"
    )


def test_the_rest() -> None:
    assert github(REFUSED, HERE) == (
        "::error title=specloom::there is no spec: looked for spec/*/api.yaml\n"
    )
    assert github(FINE, HERE) == "Up to date: 2 builds, 96 files.\n"


def test_paths_start_at_the_top_of_the_checkout(tmp_path: Path) -> None:
    folder = tmp_path / "apis"
    folder.mkdir()
    mistake = Diagnostic(Span("spec/api.yaml", 1, 1, 2), "SPL101", "x")
    report = Report("check", mistakes=(mistake,))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert "file=apis/spec/api.yaml," in github(report, str(tmp_path))
        assert "file=apis/spec/api.yaml," in github(report, f"{tmp_path}{os.sep}")
        assert "file=spec/api.yaml," in github(report, str(folder))
        (tmp_path / "link").symlink_to(tmp_path)
        assert "file=apis/spec/api.yaml," in github(report, str(tmp_path / "link"))
        elsewhere = folder / "spec/api.yaml"
        told = read(github(report, str(tmp_path / "api")).splitlines()[0])
        assert told.properties["file"] == elsewhere.as_posix()


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_no_text_breaks_out(message: str, title: str) -> None:
    line = command(message, title=title, line=3)
    assert line.isprintable()
    told = read(line)
    assert told.name == "error"
    assert told.properties == {"title": shown(title), "line": "3"}
    assert told.message == shown(message)


def shown(text: str) -> str:
    """What is to come back: line breaks as they are, what may not be shown by number."""
    return "".join(
        part if part in "\r\n" else visible(part) for part in re.split("([\r\n])", text)
    )


@given(st.text("%0123456789ADC:,\r\n=", max_size=30))
def test_escapes_are_told_from_what_looks_like_them(text: str) -> None:
    assert read(command(text, title=text + ".")) == (
        "error",
        {"title": text + "."},
        text,
    )


@settings(deadline=None)
@given(REPORTS)
def test_a_line_for_each_mistake_and_finding(report: Report) -> None:
    lines = re.split("\r\n|\r|\n", github(report, HERE).removesuffix("\n"))
    if not report.exit_code:
        assert all(line.isprintable() for line in lines)
        return
    told = [read(line) for line in lines]
    assert [each.name for each in told] == ["error"] * len(told)
    places = [
        (each.properties["line"], each.properties["col"], each.properties["endColumn"])
        for each in told
        if "line" in each.properties
    ]
    spans = [one.span for one in report.mistakes]
    assert places == [(str(line), str(col), str(end)) for _, line, col, end in spans]
    refused = report.refused is not None
    assert len(told) == len(report.mistakes) + len(report.findings) + refused


def test_second_places_are_told() -> None:
    related = (Related(Span("b,c.yaml", 2, 3, 4), "here"),)
    mistake = Diagnostic(Span("a:b.yaml", 1, 1, 2), "SPL101", "x", None, related)
    line = github(Report("check", mistakes=(mistake,)), HERE)
    assert line.startswith("::error file=a%3Ab.yaml,line=1,")
    assert line.endswith("::x%0Ahere: b,c.yaml:2:3\n")
