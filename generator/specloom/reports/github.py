"""A report as commands of a GitHub workflow, which become annotations of a pull request.

In: a report and the folder of the repository. Out: lines such as
`::error file=spec/shop/api.yaml,line=3,col=1,endColumn=6,title=SPL101::message`.

GitHub shows ten of them for each step of a workflow; all stand in its log.
"""

from typing import TYPE_CHECKING

from specloom.diagnostics.visible import visible
from specloom.reports.location import below
from specloom.reports.report import Report

if TYPE_CHECKING:
    from specloom.diagnostics import Diagnostic
    from specloom.output.findings import Finding


def github(report: Report, root: str) -> str:
    """A line for each mistake and finding; what was done, if there is none.

    A line break in what is told stands as GitHub wants it. Other characters that could
    move the cursor of a terminal, or hide, are shown by number.
    """
    lines = [_mistake(one, root) for one in report.mistakes]
    lines += [_finding(one, root, report.mend) for one in report.findings]
    if report.refused is not None:
        lines.append(command(report.refused, title="specloom"))
    if not lines:
        lines = [visible(line) for line in report.said.splitlines()]
    return "".join(line + "\n" for line in lines)


def command(message: str, **properties: str | int) -> str:
    """One `::error` command, from which no text can break out."""
    listed = ",".join(
        f"{name}={_in_property(str(value))}" for name, value in properties.items()
    )
    return f"::error{' ' if listed else ''}{listed}::{_escaped(message)}"


def _mistake(one: "Diagnostic", root: str) -> str:
    lines = [one.message]
    if one.hint:
        lines.append(f"hint: {one.hint}")
    lines += [
        f"{label}: {span.file}:{span.line}:{span.column}" for span, label in one.related
    ]
    return command(
        "\n".join(lines),
        file=below(one.span.file, root),
        line=one.span.line,
        col=one.span.column,
        endColumn=one.span.end,
        title=one.code,
    )


def _finding(one: "Finding", root: str, mend: str | None) -> str:
    what = f"{one.kind} ({one.note})" if one.note else one.kind
    if not one.mended_by_generate:
        what += ": move it elsewhere or delete it"
    elif mend is not None:
        what += f", to mend: {mend}"
    return command(what, file=below(one.path, root))


def _escaped(text: str) -> str:
    text = text.replace("%", "%25")
    text = text.replace("\r", "%0D").replace("\n", "%0A")
    return visible(text)


def _in_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
