"""The order of releases, which says what every mark means.

In: `syntax.Spec`. Out: the same with its releases in order; that they were not is told.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from specloom.diagnostics import Diagnostics, rules
from specloom.resolve.chains import chains_of
from specloom.spec.syntax import Spec

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")


def in_order(spec: Spec, diagnostics: Diagnostics) -> Spec:
    """The spec; releases that are all dates of one shape are sorted, and the first is told
    that is older than the one before it.

    If one of them is called otherwise elsewhere it may be misspelled, and nothing is done.
    """
    releases = spec.api.releases
    early = [after for before, after in pairwise(releases) if after.text < before.text]
    names = [each.text for each in releases]
    dates = all(map(_DATE.fullmatch, names)) and len({*map(len, names)}) == 1
    if not early or not dates or {*names} != {*_named(spec)}:
        return spec
    ordered = sorted(releases, key=lambda release: release.text)
    diagnostics.report(
        rules.WRONG_NODE,
        early[0].span,
        hint=f"did you mean `[{', '.join(each.text for each in ordered)}]`?",
        where="`releases`",
        wanted="in order, the oldest first",
    )
    return spec._replace(api=spec.api._replace(releases=tuple(ordered)))


def _named(spec: Spec) -> Iterator[str]:
    """What builds and marks call releases."""
    for build in spec.api.builds:
        if build.release is not None:
            yield build.release.text
    for chain in chains_of(spec):
        yield from (mark.name for mark in chain[-1] if mark.kind != "@")
