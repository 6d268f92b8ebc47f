"""Reports in SARIF, judged by its schema.

`sarif-2.1.0.schema.json` is the schema of the standard as the npm package
`@microsoft/sarif-multitool-linux` 5.7.0 has it (MIT license).
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema_rs
import pytest
from hypothesis import given, settings
from specloom import __version__
from specloom.diagnostics import Diagnostic, Span, pages
from specloom.reports.report import Report
from specloom.reports.sarif import artifact, sarif

from .made import FINDINGS, FINE, MISTAKES, PATHS, REFUSED, REPORTS, whole

HERE = os.getcwd()
SCHEMA = Path(__file__).with_name("sarif-2.1.0.schema.json")
VALIDATOR = jsonschema_rs.validator_for(
    json.loads(SCHEMA.read_text("utf-8")), validate_formats=True
)


def run_of(report: Report, root: str = HERE) -> Any:
    """The only run of a valid log."""
    log = json.loads(sarif(report, root).encode("ascii"))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    return run


def test_the_schema_has_teeth() -> None:
    log = json.loads(sarif(MISTAKES, HERE))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"][
        "startLine"
    ] = 0
    assert not VALIDATOR.is_valid(log)
    log = json.loads(sarif(MISTAKES, HERE))
    log["runs"][0]["fixs"] = []
    assert not VALIDATOR.is_valid(log)


def test_mistakes() -> None:
    run = run_of(MISTAKES)
    assert run["tool"]["driver"]["name"] == "Specloom"
    assert run["tool"]["driver"]["version"] == __version__
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "SPL101",
        "SPL304",
    ]
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"]["text"] == pages.title("SPL101")
    assert rule["help"]["text"] == rule["help"]["markdown"] == pages.page("SPL101")
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 2}]
    first, second = run["results"]
    assert first == {
        "ruleId": "SPL101",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "`requird` is not a key of an endpoint\n"
            "hint: did you mean `required`?"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "spec/shop/orders.yaml",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 12, "startColumn": 5, "endColumn": 12},
                }
            }
        ],
    }
    assert second["ruleIndex"] == 1
    (related,) = second["relatedLocations"]
    assert related["message"] == {"text": "first declared here"}
    assert related["physicalLocation"]["region"]["startLine"] == 4


def test_findings() -> None:
    run = run_of(FINDINGS)
    assert [
        (result["ruleId"], result["message"]["text"]) for result in run["results"]
    ] == [
        ("extra", "extra"),
        ("stale", "stale (no longer generated); to mend: specloom generate"),
        ("edited-by-hand", "edited by hand; to mend: specloom generate"),
    ]
    rules = run["tool"]["driver"]["rules"]
    assert rules[0]["help"]["text"] != rules[1]["help"]["text"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_nothing_found() -> None:
    run = run_of(FINE)
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_a_refusal_is_a_notification() -> None:
    run = run_of(REFUSED)
    assert run["results"] == []
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 2
    assert invocation["toolExecutionNotifications"] == [
        {
            "level": "error",
            "message": {"text": "there is no spec: looked for spec/*/api.yaml"},
        }
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("spec/a b.yaml", "spec/a%20b.yaml"),
        ("a:b/c.yaml", "a%3Ab/c.yaml"),
        ("a#b?c%.yaml", "a%23b%3Fc%25.yaml"),
        ("é/漢.yaml", "%C3%A9/%E6%BC%A2.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
        ("\ud800.yaml", "%EF%BF%BD.yaml"),
    ],
)
def test_relative_paths(path: str, uri: str) -> None:
    assert artifact(path) == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_paths_elsewhere_are_absolute(tmp_path: Path) -> None:
    mistake = Diagnostic(Span("../spec/api.yaml", 1, 1, 2), "SPL101", "x")
    folder = tmp_path / "b c"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        report = Report("check", mistakes=(mistake,))
        (result,) = run_of(report, str(folder))["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place == {"uri": (tmp_path / "spec/api.yaml").as_uri()}
        (result,) = run_of(report, str(tmp_path))["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place == {"uri": "spec/api.yaml", "uriBaseId": "%SRCROOT%"}


def test_what_looks_like_a_link_is_none() -> None:
    mistake = Diagnostic(
        Span("a", 1, 1, 1), "SPL101", "`[a](https://b.example)` {0} [c]"
    )
    (result,) = run_of(Report("check", mistakes=(mistake,)))["results"]
    assert result["message"]["text"] == "`[a\\](https://b.example)` {0} [c]"


@settings(deadline=None)
@given(REPORTS)
def test_any_report_is_valid(report: Report) -> None:
    run = run_of(report)
    json.dumps(run, ensure_ascii=False).encode("utf-8")
    for result, one in zip(run["results"], report.mistakes, strict=False):
        assert result["ruleId"] == one.code
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {
            "startLine": one.span.line,
            "startColumn": one.span.column,
            "endColumn": one.span.end,
        }
        assert len(result.get("relatedLocations", ())) == len(one.related)
    assert len(run["results"]) == len(report.mistakes) + len(report.findings)


@given(PATHS)
def test_a_path_comes_back_from_its_uri(path: str) -> None:
    path = path.lstrip("/")
    uri = artifact(path)["uri"]
    if all("\udc80" <= each <= "\udcff" or each == whole(each) for each in path):
        assert unquote_to_bytes(uri) == path.encode("utf-8", "surrogateescape")
    assert uri.isascii()
    assert ":" not in uri
