"""A report in SARIF 2.1.0, which code scanning services and editors read.

In: a report and the folder that paths are relative to. Out: a text of ASCII characters. Each
code and each kind of finding is a rule, with all that GitHub's code scanning asks for; why a
command could not do its work is a notification.
"""

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from specloom import __version__
from specloom.diagnostics import pages
from specloom.reports.json_document import encoded, slug
from specloom.reports.location import below
from specloom.reports.report import Report

if TYPE_CHECKING:
    from specloom.diagnostics import Diagnostic, Span
    from specloom.output.findings import Finding, Kind

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
_MEND = "`specloom generate` mends it."
_OTHERS = "Specloom leaves it alone: move it elsewhere or delete it."
_KINDS: "dict[Kind, tuple[str, str]]" = {
    "stale": ("A generated file is not what the spec says.", _MEND),
    "edited by hand": ("A generated file was edited by hand.", _MEND),
    "missing": ("A file that the spec makes is not there.", _MEND),
    "extra": ("A file that is not generated stands in a build's folder.", _OTHERS),
    "no longer listed": ("The spec does not list this build any more.", _MEND),
}
"""What each kind of finding means, and what is to be done."""

_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_LINK = re.compile(r"\](?=\()")

_Json = dict[str, object]


def sarif(report: Report, root: str) -> str:
    """The report as a log with one run; without results if there is nothing to complain of."""
    ids = sorted(
        {
            *(one.code for one in report.mistakes),
            *(slug(one.kind) for one in report.findings),
        }
    )
    results = [_of_mistake(one, ids, root) for one in report.mistakes]
    results += [_of_finding(one, ids, root, report.mend) for one in report.findings]
    driver = {
        "name": "Specloom",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(name) for name in ids],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return encoded({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocation(report: Report) -> _Json:
    done = report.refused is None
    told: _Json = {"executionSuccessful": done, "exitCode": report.exit_code}
    if report.refused is not None:
        message = _message(report.refused)
        told["toolExecutionNotifications"] = [{"level": "error", "message": message}]
    return told


def _rule(name: str) -> _Json:
    kinds = {slug(kind): told for kind, told in _KINDS.items()}
    if name in kinds:
        gist, way_out = kinds[name]
        page = {"text": way_out}
    else:
        gist = pages.title(name) or name
        text = pages.page(name) or name
        page = {"text": text, "markdown": text}
    return {
        "id": name,
        "shortDescription": {"text": gist},
        "fullDescription": {"text": gist},
        "help": page,
        "defaultConfiguration": {"level": "error"},
    }


def _of_mistake(one: "Diagnostic", ids: list[str], root: str) -> _Json:
    text = f"{one.message}\nhint: {one.hint}" if one.hint else one.message
    result = _result(one.code, ids, text, _location(one.span, root))
    if one.related:
        result["relatedLocations"] = [
            {"id": number, "message": _message(label), **_location(span, root)}
            for number, (span, label) in enumerate(one.related)
        ]
    return result


def _of_finding(one: "Finding", ids: list[str], root: str, mend: str | None) -> _Json:
    text = f"{one.kind} ({one.note})" if one.note else one.kind
    if one.mended_by_generate and mend is not None:
        text += f"; to mend: {mend}"
    # Services that show results in files want a line.
    place = _physical(one.path, {"startLine": 1}, root)
    return _result(slug(one.kind), ids, text, place)


def _result(name: str, ids: list[str], text: str, location: _Json) -> _Json:
    return {
        "ruleId": name,
        "ruleIndex": ids.index(name),
        "level": "error",
        "message": _message(text),
        "locations": [location],
    }


def _message(text: str) -> _Json:
    """A message as plain text; what would be read as a link (SARIF, 3.11.6) is none."""
    return {"text": _LINK.sub(r"\\]", text)}


def _location(span: "Span", root: str) -> _Json:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endColumn": span.end,
    }
    return _physical(span.file, region, root)


def _physical(path: str, region: dict[str, int], root: str) -> _Json:
    place = {"artifactLocation": artifact(below(path, root)), "region": region}
    return {"physicalLocation": place}


def artifact(path: str) -> dict[str, str]:
    """A file as SARIF names it: relative to the root of the sources, or a `file:` URI."""
    # Of half a character, only a byte of a name can be percent-encoded.
    name = _NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape")
    if not os.path.isabs(path):
        return {"uri": quote_from_bytes(name), "uriBaseId": "%SRCROOT%"}
    uri = quote_from_bytes(name, safe="/:")
    if path.startswith("//"):  # a share of Windows
        return {"uri": f"file:{uri}"}
    return {"uri": f"file://{uri}" if path.startswith("/") else f"file:///{uri}"}
