"""A report for people.

In: a report, whether there is colour, the encoding of the stream. Out: lines of text.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from specloom.diagnostics.colour import Styler
from specloom.diagnostics.render import render_text
from specloom.diagnostics.visible import visible, visible_lines
from specloom.reports.report import Report

if TYPE_CHECKING:
    from specloom.diagnostics import Diagnostic

_CODES = 5
"""So many codes are named at the end; each of them stands at its mistake, too."""


def text(report: Report, *, colour: bool = False, encoding: str = "utf-8") -> str:
    """All that a report says, in lines that are safe to show."""
    paint = Styler(colour)
    if report.mistakes:
        mistakes = render_text(
            report.mistakes, report.texts or {}, colour=colour, encoding=encoding
        )
        return mistakes + _more(report.mistakes)
    if report.refused is not None:
        return (
            paint("error:", "error") + f" {visible_lines(report.refused, encoding)}\n"
        )
    if report.findings:
        return _findings(report, paint, encoding)
    return "".join(visible(line, encoding) + "\n" for line in report.said.splitlines())


def _more(mistakes: "Sequence[Diagnostic]") -> str:
    """Where more is said about the codes, in the order in which they were met."""
    codes = list(dict.fromkeys(one.code for one in mistakes))
    named = ", ".join(codes[:_CODES]) + (", ..." if len(codes) > _CODES else "")
    asked = codes[0] if len(codes) == 1 else "CODE"
    return f"For more about {named}: specloom explain {asked}\n"


def _findings(report: Report, paint: Styler, encoding: str) -> str:
    lines = []
    for path, kind, note in report.findings:
        padding = " " * (len("no longer listed") - len(kind))
        place = visible(f"{path} ({note})" if note else path, encoding)
        lines.append(f"{paint(kind + ':', 'warning')}{padding} {place}")
    count = len(report.findings)
    lines += ["", paint(f"{count} finding{'' if count == 1 else 's'}.", "strong")]
    if any(not finding.mended_by_generate for finding in report.findings):
        lines.append("Extra files: move them elsewhere or delete them.")
    if report.mend is not None:
        lines.append(f"To mend: {paint(visible(report.mend, encoding), 'hint')}")
    return "\n".join(lines) + "\n"
