"""`specloom mutate`: do the tests of a build notice every fault that is seeded into it?"""

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from specloom.commands.arguments import add_build, add_colour, add_spec
from specloom.commands.builds import find_apis, refuse_mistakes, unknown_build
from specloom.commands.refusal import Refusal

if TYPE_CHECKING:
    from specloom.mutate.mutant import Mutant
    from specloom.mutate.trials import Bench, Verdict
    from specloom.weave import Woven

NEEDED = ("pydantic", "pytest", "hypothesis")
"""What the tests of a package need."""


_KILLED = (
    "a process that runs tests was killed, twice: is there memory enough? "
    "Fewer processes need less: --jobs 1"
)


class Mutate(NamedTuple):
    """What `mutate` is asked to do."""

    build: str
    spec: str
    select: str | None  # the part of the API, None: all of it
    sample: int | None  # so many of the mutants, None: all
    seed: int  # which sample
    jobs: int | None  # processes side by side, None: one for each core


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares which build, which part of it and how many mutants."""
    add_build(parser)
    add_spec(parser)
    add_colour(parser)
    parser.add_argument(
        "--select",
        metavar="PATH",
        help="this part and all that it holds, such as shop.orders.create",
    )
    parser.add_argument(
        "--sample", type=_count, metavar="N", help="so many mutants, drawn by chance"
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="another sample (default: 0)"
    )
    parser.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="processes (default: one for each core)",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number from 1 on: {text!r}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """`mutate`, as the options say."""
    asked = Mutate(
        options.build,
        options.spec,
        options.select,
        options.sample,
        options.seed,
        options.jobs,
    )
    return mutate(asked)


def mutate(asked: Mutate) -> int:
    """Tries the mutants and tells what survived. Answers 1 if one did.

    Raises:
        Refusal: a mistake in the spec or the call; a test that fails without a fault.
    """
    _refuse_machine()
    from specloom.mutate.forks import KilledError
    from specloom.mutate.report import report, tally
    from specloom.mutate.trials import Bench, FalseAlarmError, cores
    from specloom.weave import weave

    woven = weave(find_apis(asked.spec))
    refuse_mistakes(woven)
    build = next((each for each in woven.builds if each.build == asked.build), None)
    if build is None:
        raise unknown_build(asked.build, [each.build for each in woven.builds])
    files = {
        f"{path}": text for each in woven.builds for path, text in each.files.items()
    }
    mutants = _mutants(asked, build, files)
    jobs = asked.jobs or cores()
    bench = Bench(build.resolved.api, files)
    begun = time.monotonic()
    try:
        tried = _tried(bench, mutants, jobs)
    except FalseAlarmError as alarm:
        raise Refusal(f"a test fails without any fault: {alarm}") from alarm
    except KilledError as killed:
        raise Refusal(_KILLED) from killed
    seconds = time.monotonic() - begun
    what = asked.select or "the whole API"
    sys.stdout.write(
        f"{asked.build}, {what}: {len(tried)} mutants, {seconds:.0f} s, "
        f"{jobs} processes\n\n{report(tried)}"
    )
    return 1 if tally(tried).survived else 0


def _tried(
    bench: "Bench", mutants: "Sequence[Mutant]", jobs: int
) -> "list[tuple[Mutant, Verdict]]":
    """What came of each mutant; hypothesis leaves nothing where the command was called."""
    tried = []
    with TemporaryDirectory() as folder, _Progress() as progress:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
        bench.warm(jobs, lambda done, of: progress.show("tests", done, of))
        for found in bench.try_all(mutants, jobs):
            tried.append(found)
            survived = sum(verdict.state == "survived" for _, verdict in tried)
            told = f"mutants, {survived} survived"
            progress.show(told, len(tried), len(mutants))
    return tried


def _mutants(
    asked: Mutate, build: "Woven", files: dict[str, str]
) -> "Sequence[Mutant]":
    """What is to be tried, always in the same order."""
    from specloom.mutate.api_mutants import api_mutants
    from specloom.mutate.code_mutants import code_mutants
    from specloom.mutate.selection import UnknownPathError, select

    resolved = build.resolved
    try:
        selection = select(resolved.api, asked.select)
    except UnknownPathError as unknown:
        hint = f"; did you mean `{unknown.known}`?" if unknown.known else ""
        raise Refusal(f"{asked.build} has no `{asked.select}`{hint}") from unknown
    neighbours = (*resolved.siblings, *resolved.releases)
    found = [
        *api_mutants(resolved.api, neighbours, selection),
        *code_mutants(resolved.api, files, selection),
    ]
    if asked.sample is None or asked.sample >= len(found):
        return found
    return random.Random(asked.seed).sample(found, asked.sample)


def _refuse_machine() -> None:
    if not hasattr(os, "fork"):
        raise Refusal("mutate forks its processes, which this system can't")
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        names = " ".join(missing)
        raise Refusal(
            f"mutate runs the tests of a package, which need {names}: "
            f"pip install 'specloom[mutate]', or pip install {names}"
        )


class _Progress:
    """A bar on a terminal; in a pipe, nothing."""

    _WIDTH = 30

    def __enter__(self) -> "_Progress":
        self._shown = sys.stderr.isatty()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def show(self, what: str, done: int, of: int) -> None:
        """How far it is."""
        if self._shown:
            filled = self._WIDTH * done // max(of, 1)
            bar = "#" * filled + "." * (self._WIDTH - filled)
            sys.stderr.write(f"\r\x1b[K[{bar}] {done}/{of} {what}")
            sys.stderr.flush()
