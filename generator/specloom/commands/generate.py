"""`specloom generate`: writes what the spec says, and only what differs."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from specloom import fingerprint
from specloom.commands.builds import plan_builds, right_contents, weave_builds
from specloom.commands.refusal import Refusal
from specloom.commands.reporting import AS_TEXT, Manner, report
from specloom.diagnostics.visible import visible
from specloom.fingerprint import Call
from specloom.output.exclusive import Busy, exclusive
from specloom.output.plan import Plan, Wanted
from specloom.output.write import write_plan
from specloom.reports.report import Report

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Declares which build, from where and to where, and how it is told."""
    from specloom.commands.arguments import add_folders, add_format

    add_folders(parser)
    add_format(parser)


def run(options: "argparse.Namespace") -> int:
    """`generate`, as the options say."""
    call = Call("generate", options.build, options.spec, options.out)
    return generate(call, Manner.of(options))


def generate(call: Call, manner: Manner = AS_TEXT) -> int:
    """Brings the output folder up to date and says what was done. Always answers 0.

    Raises:
        Refusal, OSError: as `bring_up_to_date` does.
    """
    return report(Report(call.command, said=bring_up_to_date(call).said), manner)


class Done(NamedTuple):
    """What a run came to."""

    said: str  # the summary, for people
    changed: bool  # False: all was as it should be


def bring_up_to_date(call: Call) -> Done:
    """Writes what is missing or stale below the output folder.

    Raises:
        Refusal: a mistake in the spec or the call, something in the way, another run.
        OSError: the disk says no.
    """
    before = fingerprint.signature(call.spec)
    wanted = weave_builds(call)
    plans = plan_builds(call, wanted)
    _refuse_obstacles(call.out, plans)
    if not all(plan.nothing_to_do for plan in plans):
        plans = _write(call, wanted)
    contents = right_contents(wanted, plans)
    fingerprint.remember(call, before, contents)
    said = summary(call, plans, fingerprint.count(list(contents)))
    return Done(said, not all(plan.nothing_to_do for plan in plans))


def _write(call: Call, wanted: Sequence[Wanted]) -> list[Plan]:
    """Plans once more, now that nobody else writes, and carries it out."""
    os.makedirs(call.out, exist_ok=True)
    try:
        with exclusive(call.out):
            plans = plan_builds(call, wanted)
            _refuse_obstacles(call.out, plans)
            files = {build.build: build.files for build in wanted}
            for plan in plans:
                if not plan.nothing_to_do:
                    write_plan(call.out, plan, files.get(plan.build, {}))
    except Busy as busy:
        raise Refusal(str(busy)) from busy
    return plans


def _refuse_obstacles(out: str, plans: Sequence[Plan]) -> None:
    lines = [
        f"  {_shown(out, plan.build, path)}: {why}"
        for plan in plans
        for path, why in plan.obstacles
    ]
    if lines:
        text = "\n".join(lines)
        raise Refusal(
            f"nothing was written, because something is in the way:\n{text}\n"
            "Move it elsewhere or delete it, then run specloom again"
        )


def summary(call: Call, plans: Sequence[Plan], amount: str) -> str:
    """What was done, in plain words."""
    lines: list[str] = []
    for plan in plans:
        shown = [_shown(call.out, plan.build, path) for path in plan.restored]
        lines += [f"restored {path} (it was edited by hand)" for path in shown]
        shown = [_shown(call.out, plan.build, path) for path in plan.kept]
        lines += [
            f"kept {path} (no longer generated, but it was edited by hand)"
            for path in shown
        ]
    lines += [_done(plan) for plan in plans if not plan.nothing_to_do]
    if all(plan.nothing_to_do for plan in plans):
        lines.append(fingerprint.answer(call, amount).rstrip("\n"))
    return "\n".join(lines) + "\n"


def _done(plan: Plan) -> str:
    counts = (
        (len(plan.written), "written"),
        (len(plan.obsolete), "removed"),
        (plan.unchanged, "unchanged"),
    )
    text = ", ".join(f"{count} {what}" for count, what in counts if count)
    if plan.lock is None:
        return f"{plan.build}: {text or 'lock removed'} (no longer listed)"
    if plan.written or plan.obsolete:
        return f"{plan.build}: {text}"
    if plan.lock != plan.lock_found:
        return f"{plan.build}: {text} (only the lock is new)"
    return f"{plan.build}: {text} (tidied up after a run that was killed)"


def _shown(out: str, build: str, path: str) -> str:
    return visible(f"{out.replace(os.sep, '/').rstrip('/')}/{build}/{path}")
