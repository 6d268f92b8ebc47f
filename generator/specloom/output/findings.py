"""What `check` has to say: plans in, findings as data out."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from specloom.fingerprint import LOCK
from specloom.output.plan import Plan

Kind: TypeAlias = Literal[
    "stale", "edited by hand", "missing", "extra", "no longer listed"
]


class Finding(NamedTuple):
    """One file (or one build that nobody lists) that is not as it should be."""

    path: str  # below the output folder, forward slashes
    kind: Kind
    note: str | None = None

    @property
    def mended_by_generate(self) -> bool:
        """False: only its owner can decide what becomes of it."""
        return self.kind != "extra"


def find(plans: Iterable[Plan]) -> tuple[Finding, ...]:
    """Every finding of some builds, sorted by path."""
    found = [finding for plan in plans for finding in _of_build(plan)]
    return tuple(sorted(found, key=lambda finding: (finding.path, finding.kind)))


def _of_build(plan: Plan) -> list[Finding]:
    if plan.lock is None:
        return [Finding(plan.build, "no longer listed")]
    found = [_of_lock(plan)] if plan.lock != plan.lock_found else []
    found += [Finding(path, "missing") for path in plan.missing]
    found += [Finding(path, "stale") for path in plan.stale]
    found += [Finding(path, "edited by hand") for path in plan.restored]
    found += [Finding(path, "stale", "no longer generated") for path in plan.obsolete]
    found += [
        Finding(path, "extra", "no longer generated, edited by hand")
        for path in plan.kept
    ]
    found += [Finding(path, "extra") for path in plan.foreign]
    found += [
        Finding(path, "extra", f"in the way of a generated file: {why}")
        for path, why in plan.obstacles
        if path != LOCK
    ]
    return [each._replace(path=f"{plan.build}/{each.path}") for each in found]


def _of_lock(plan: Plan) -> Finding:
    if any(obstacle.path == LOCK for obstacle in plan.obstacles):
        return Finding(LOCK, "extra", "in the way of the lock")
    if plan.lock_found is None:
        return Finding(LOCK, "missing")
    if not plan.lock_sound:
        return Finding(LOCK, "edited by hand", "merge conflict or damage")
    return Finding(LOCK, "stale")
