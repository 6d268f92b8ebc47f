"""Reports for people."""

import pytest
from hypothesis import given, settings
from specloom.diagnostics import Diagnostic, Span
from specloom.reports.report import Report
from specloom.reports.text import text

from .made import FINDINGS, FINE, MISTAKES, REFUSED, REPORTS


def test_mistakes_end_with_where_more_is_said() -> None:
    assert text(MISTAKES) == (
        "error[SPL101]: `requird` is not a key of an endpoint\n"
        "  --> spec/shop/orders.yaml:12:5\n"
        "   |\n"
        "12 |     requird: true\n"
        "   |     ^^^^^^^\n"
        "   = hint: did you mean `required`?\n"
        "\n"
        "error[SPL304]: `Order` is declared twice in variant org, release 2026-01\n"
        " --> spec/shop/types.yaml:9:3\n"
        "  |\n"
        "4 |   Order: {a: string}\n"
        "  |   ----- first declared here\n"
        "...\n"
        "9 |   Order: {}\n"
        "  |   ^^^^^\n"
        "\n"
        "2 mistakes in 2 files\n"
        "For more about SPL101, SPL304: specloom explain CODE\n"
    )


@pytest.mark.parametrize(
    ("codes", "last"),
    [
        (["SPL2", "SPL1", "SPL2"], "SPL2, SPL1: specloom explain CODE"),
        (["SPL1", "SPL1"], "SPL1: specloom explain SPL1"),
        (
            [f"SPL{number}" for number in range(7)],
            "SPL0, SPL1, SPL2, SPL3, SPL4, ...: specloom explain CODE",
        ),
    ],
)
def test_each_code_is_named_once(codes: list[str], last: str) -> None:
    mistakes = tuple(Diagnostic(Span("a.yaml", 1, 1, 2), each, "x") for each in codes)
    shown = text(Report("check", mistakes=mistakes))
    assert shown.splitlines()[-1] == f"For more about {last}"


def test_findings() -> None:
    assert text(FINDINGS) == (
        "extra:            generated/shop/shop/notes.txt\n"
        "stale:            generated/shop/shop/old.py (no longer generated)\n"
        "edited by hand:   generated/shop/shop/orders.py\n"
        "\n"
        "3 findings.\n"
        "Extra files: move them elsewhere or delete them.\n"
        "To mend: specloom generate\n"
    )


def test_the_rest() -> None:
    assert text(REFUSED) == "error: there is no spec: looked for spec/*/api.yaml\n"
    assert text(FINE) == "Up to date: 2 builds, 96 files.\n"


def test_colours_change_nothing_but_the_looks() -> None:
    for report in (MISTAKES, FINDINGS, REFUSED):
        shown = text(report, colour=True)
        assert "\x1b[1;3" in shown
        plain = shown
        for number in ("1;31", "1;33", "1;34", "1;36", "1", "0"):
            plain = plain.replace(f"\x1b[{number}m", "")
        assert plain == text(report)


@settings(deadline=None)
@given(REPORTS)
def test_nothing_moves_the_cursor(report: Report) -> None:
    for encoding in ("ascii", "cp1252", "utf-8"):
        shown = text(report, encoding=encoding)
        shown.encode(encoding)
        for line in shown.split("\n"):
            assert line.isprintable()
