"""Reports as JSON."""

import json

from hypothesis import given, settings
from specloom.reports.json_document import json_document
from specloom.reports.report import Report

from .made import FINDINGS, FINE, MISTAKES, REFUSED, REPORTS, whole

EMPTY = {
    "version": 1,
    "command": "check",
    "mistakes": [],
    "findings": [],
    "mend": None,
    "refused": None,
    "said": [],
}


def test_mistakes() -> None:
    place = {"file": "spec/shop/types.yaml", "column": 3, "end_column": 8}
    assert json.loads(json_document(MISTAKES)) == EMPTY | {
        "exit_code": 2,
        "mistakes": [
            {
                "code": "SPL101",
                "message": "`requird` is not a key of an endpoint",
                "hint": "did you mean `required`?",
                "file": "spec/shop/orders.yaml",
                "line": 12,
                "column": 5,
                "end_column": 12,
                "related": [],
            },
            {
                "code": "SPL304",
                "message": "`Order` is declared twice in variant org, release 2026-01",
                "hint": None,
                **place,
                "line": 9,
                "related": [{"label": "first declared here", **place, "line": 4}],
            },
        ],
    }


def test_findings() -> None:
    assert json.loads(json_document(FINDINGS)) == EMPTY | {
        "exit_code": 1,
        "findings": [
            {"kind": "extra", "path": "generated/shop/shop/notes.txt", "note": None},
            {
                "kind": "stale",
                "path": "generated/shop/shop/old.py",
                "note": "no longer generated",
            },
            {
                "kind": "edited-by-hand",
                "path": "generated/shop/shop/orders.py",
                "note": None,
            },
        ],
        "mend": "specloom generate",
    }


def test_a_refusal_and_nothing_to_say() -> None:
    refused = "there is no spec: looked for spec/*/api.yaml"
    assert json.loads(json_document(REFUSED)) == EMPTY | {
        "exit_code": 2,
        "refused": refused,
    }
    assert json.loads(json_document(FINE)) == EMPTY | {
        "exit_code": 0,
        "said": ["Up to date: 2 builds, 96 files."],
    }
    nameless = json.loads(json_document(Report("", refused="x")))
    assert nameless["command"] is None


@settings(deadline=None)
@given(REPORTS)
def test_any_text_comes_back(report: Report) -> None:
    shown = json_document(report)
    read = json.loads(shown.encode("ascii"))
    json.dumps(read, ensure_ascii=False).encode("utf-8")  # no lone surrogates
    assert read.keys() == {*EMPTY, "exit_code"}
    for one, mistake in zip(read["mistakes"], report.mistakes, strict=True):
        assert one["message"] == whole(mistake.message)
        assert one["file"] == whole(mistake.span.file)
        assert one["line"] == mistake.span.line
        assert one["end_column"] == mistake.span.end
        labels = [related["label"] for related in one["related"]]
        assert labels == [whole(related.label) for related in mistake.related]
    for one, finding in zip(read["findings"], report.findings, strict=True):
        assert one["path"] == whole(finding.path)
    assert read["refused"] == (report.refused and whole(report.refused))
