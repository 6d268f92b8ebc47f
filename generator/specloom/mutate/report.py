"""Tells what came of mutants: a table by kind, and each one that nobody noticed.

In: mutants with their verdicts. Out: text.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from specloom.mutate.mutant import Mutant
from specloom.mutate.trials import Verdict

Tried = tuple[Mutant, Verdict]

_HEAD = ("kind", "mutants", "killed", "by structure only", "survived", "equivalent")


class Tally(NamedTuple):
    """How many mutants came to what. Those that are left out are in no other number."""

    killed: int  # by whichever test
    structure: int  # of these, those that only a look at the classes noticed
    survived: int
    equivalent: int
    left_out: int

    @property
    def mutants(self) -> int:
        """All that could be tried."""
        return self.killed + self.survived + self.equivalent

    def rate(self, *, structure: bool = True) -> float:
        """The share of those that can be told from the build, in percent."""
        told = self.killed + self.survived
        killed = self.killed - (0 if structure else self.structure)
        return 100 * killed / told if told else 100.0


def tally(tried: Sequence[Tried]) -> Tally:
    """Counts verdicts."""
    states = Counter(verdict.state for _, verdict in tried)
    structure = sum(v.state == "killed" and v.structure for _, v in tried)
    return Tally(
        states["killed"],
        structure,
        states["survived"],
        states["equivalent"],
        states["unused"] + states["unfit"],
    )


def report(tried: Sequence[Tried]) -> str:
    """The table by kind, the rates, and what survived or can't be told apart."""
    kinds = sorted({mutant.kind for mutant, _ in tried})
    rows = [
        (kind, tally([each for each in tried if each[0].kind == kind]))
        for kind in kinds
    ]
    whole = tally(tried)
    cells = [_HEAD, *(_cells(*row) for row in rows), _cells("all", whole)]
    lines = [
        _line(row, [max(map(len, column)) for column in zip(*cells, strict=True)])
        for row in cells
    ]
    lines += ["", _rates(whole)]
    for state, title in (
        ("survived", "No test noticed:"),
        ("equivalent", "Nobody can tell from the right one:"),
        ("unused", "Left out, since this build does not use the code:"),
        ("unfit", "Left out, since the package could not be imported:"),
    ):
        found = [each for each in tried if each[1].state == state]
        if found:
            lines += ["", title, *sorted(_told(*each) for each in found)]
    return "\n".join(lines) + "\n"


def _cells(kind: str, found: Tally) -> tuple[str, ...]:
    numbers = (found.mutants, *found[:4])
    return (kind, *(str(number) for number in numbers))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(c.rjust(w) for c, w in others)])


def _rates(whole: Tally) -> str:
    return (
        f"Killed: {whole.rate():.1f}% of the {whole.killed + whole.survived} that can be "
        f"told from the build; {whole.rate(structure=False):.1f}% without the tests of "
        f"structure. Equivalent: {_share(whole.equivalent, whole.mutants):.1f}%."
        + (f" Left out: {whole.left_out}." if whole.left_out else "")
    )


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _told(mutant: Mutant, verdict: Verdict) -> str:
    span = mutant.span
    where = f"{span.file}:{span.line}:{span.column}: " if span else ""
    why = "" if verdict.state == "survived" else f" ({verdict.why})"
    return f"  {where}{mutant.place}: {mutant.kind}: {mutant.change}{why}"
