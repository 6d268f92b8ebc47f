"""The small API of these tests: woven once, with its mutants."""

from functools import cache
from pathlib import Path

from specloom import ir
from specloom.mutate.api_mutants import api_mutants
from specloom.mutate.mutant import Mutant
from specloom.mutate.selection import select
from specloom.weave import Woven, weave

HERE = Path(__file__).parent
SPEC = HERE / "spec" / "kiosk"
BUILD = "kiosk_street"


@cache
def woven(spec: Path = SPEC, build: str = BUILD) -> Woven:
    """A build of a spec."""
    weaving = weave([str(spec)])
    assert not weaving.diagnostics
    return next(each for each in weaving.builds if each.build == build)


@cache
def mutants(spec: Path = SPEC, build: str = BUILD) -> tuple[Mutant, ...]:
    """Every mutant of a build whose API has a fault."""
    resolved = woven(spec, build).resolved
    neighbours = (*resolved.siblings, *resolved.releases)
    whole = select(resolved.api, None)
    return tuple(api_mutants(resolved.api, neighbours, whole))


def changed(mutant: Mutant) -> ir.Api:
    """The API of a mutant."""
    assert mutant.api is not None
    return mutant.api()
