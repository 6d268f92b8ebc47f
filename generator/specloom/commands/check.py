"""`specloom check`: is what stands in the output folder what the spec says? Writes nothing."""

import os
import shlex
from typing import TYPE_CHECKING

from specloom import fingerprint
from specloom.commands.builds import plan_builds, right_contents, weave_builds
from specloom.commands.reporting import AS_TEXT, Manner, report
from specloom.fingerprint import Call
from specloom.output.findings import find
from specloom.reports.report import Report

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Declares which build, from where and to where, and how it is told."""
    from specloom.commands.arguments import add_folders, add_format

    add_folders(parser)
    add_format(parser)


def run(options: "argparse.Namespace") -> int:
    """`check`, as the options say."""
    call = Call("check", options.build, options.spec, options.out)
    return check(call, Manner.of(options))


def check(call: Call, manner: Manner = AS_TEXT) -> int:
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
        out = call.out.replace(os.sep, "/").rstrip("/")
        named = tuple(each._replace(path=f"{out}/{each.path}") for each in findings)
        mended = any(each.mended_by_generate for each in findings)
        mend = mending_command(call) if mended else None
        return report(Report(call.command, findings=named, mend=mend), manner)
    fingerprint.remember(call, before, contents)
    said = fingerprint.answer(call, fingerprint.count(list(contents)))
    return report(Report(call.command, said=said), manner)


def mending_command(call: Call) -> str:
    """`specloom generate`, with the flags that this call had."""
    words = ["specloom", "generate"]
    usual = Call("generate")
    for flag in ("build", "spec", "out"):
        value = getattr(call, flag)
        if value != getattr(usual, flag):
            words += [f"--{flag}", value]
    return shlex.join(words)
