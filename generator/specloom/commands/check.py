"""`specloom check`: is what stands in the output folder what the spec says? Writes nothing."""

import os
import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from specloom import fingerprint
from specloom.commands.builds import plan_builds, right_contents, weave_builds
from specloom.fingerprint import Call
from specloom.output.findings import Finding, find

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Declares which build, from where and to where."""
    from specloom.commands.arguments import add_folders

    add_folders(parser)
    parser.add_argument(
        "--format", choices=["text"], default="text", help="of findings"
    )


def run(options: "argparse.Namespace") -> int:
    """`check`, as the options say."""
    return check(Call("check", options.build, options.spec, options.out))


def check(call: Call) -> int:
    """Names every file that is not as it should be. Answers 0 if there is none, else 1.

    Raises:
        Refusal: a mistake in the spec or the call.
        OSError: something can't be read.
    """
    before = fingerprint.signature(call.spec)
    wanted = weave_builds(call)
    plans = plan_builds(call, wanted)
    findings = find(plans)
    contents = right_contents(wanted, plans)
    if findings:
        sys.stdout.write(render_text(findings, call))
        return 1
    fingerprint.remember(call, before, contents)
    sys.stdout.write(fingerprint.answer(call, fingerprint.count(list(contents))))
    return 0


def render_text(findings: Sequence[Finding], call: Call) -> str:
    """The findings for people, and the command that mends them."""
    out = call.out.replace(os.sep, "/").rstrip("/")
    lines = []
    for path, kind, note in findings:
        remark = f" ({note})" if note else ""
        lines.append(f"{kind + ':':17} {out}/{path}{remark}")
    count = len(findings)
    lines += ["", f"{count} finding{'' if count == 1 else 's'}."]
    if any(not finding.mended_by_generate for finding in findings):
        lines.append("Extra files: move them elsewhere or delete them.")
    if any(finding.mended_by_generate for finding in findings):
        lines.append(f"To mend: {mending_command(call)}")
    return "\n".join(lines) + "\n"


def mending_command(call: Call) -> str:
    """`specloom generate`, with the flags that this call had."""
    words = ["specloom", "generate"]
    usual = Call("generate")
    for flag in ("build", "spec", "out"):
        value = getattr(call, flag)
        if value != getattr(usual, flag):
            words += [f"--{flag}", value]
    return shlex.join(words)
