"""A report as one JSON document; docs/diagnostics-formats.md has its shape.

In: a report. Out: a text of ASCII characters.
"""

import json
import re
from typing import TYPE_CHECKING

from specloom.reports.report import Report

if TYPE_CHECKING:
    from specloom.diagnostics import Diagnostic, Span

VERSION = 1
"""Goes up when something is taken away or means something else, not when something is added."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_document(report: Report) -> str:
    """The report with every part of the shape there, empty or null where there is nothing."""
    return encoded(
        {
            "version": VERSION,
            "command": report.command or None,
            "exit_code": report.exit_code,
            "mistakes": [_mistake(one) for one in report.mistakes],
            "findings": [
                {"kind": slug(kind), "path": path, "note": note}
                for path, kind, note in report.findings
            ],
            "mend": report.mend,
            "refused": report.refused,
            "said": report.said.splitlines(),
        }
    )


def encoded(document: object) -> str:
    """A document as JSON that any reader takes.

    Half a character (a lone surrogate: a byte of a file's name that is not UTF-8) is no text
    that JSON readers agree on (RFC 8259, 8.2): U+FFFD stands for it.
    """
    return json.dumps(_whole(document), indent=2) + "\n"


def slug(kind: str) -> str:
    """A kind of finding as an identifier: `edited-by-hand`."""
    return kind.replace(" ", "-")


def _whole(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    return value


def _mistake(one: "Diagnostic") -> dict[str, object]:
    return {
        "code": one.code,
        "message": one.message,
        "hint": one.hint,
        **_place(one.span),
        "related": [{"label": label, **_place(span)} for span, label in one.related],
    }


def _place(span: "Span") -> dict[str, object]:
    file, line, column, end = span
    return {"file": file, "line": line, "column": column, "end_column": end}
