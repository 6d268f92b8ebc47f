"""Tries mutants: the tests of the unmutated build against the code of each.

In: the files of the builds, and mutants. Out: `Verdict`s. A mutant is tried in a process of its
own, forked from this one, which has imported everything: so nothing that it does can reach
another, one that hangs or dies is no harm, and none waits for an interpreter to start.
"""

import importlib
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from specloom import ir
from specloom.mutate.forks import DIED, answers
from specloom.mutate.loading import Packages, module_name
from specloom.mutate.mutant import Mutant
from specloom.mutate.selection import Table
from specloom.targets.python.package import render_changed

_QUICK = 0.05  # seconds; slower tests come last
_EXAMPLES = 20
_PATIENCE = 60.0  # seconds for one mutant, at least


class Check(NamedTuple):
    """One test of a package: a parameter of a test function."""

    table: Table
    check: str
    run: Callable[[], object]

    @property
    def name(self) -> str:
        """`viewer.studies.create-limits`."""
        return f"{self.table.name}-{self.check}"


class Verdict(NamedTuple):
    """What came of a mutant."""

    state: str  # killed, survived, equivalent, unused or unfit
    why: str  # the test that noticed, or a reason
    structure: bool = False  # noticed only by a look at the classes


class FalseAlarmError(Exception):
    """A test fails though nothing is wrong."""


class Bench:
    """The warm process that mutants are forked from."""

    def __init__(self, api: ir.Api, files: Mapping[str, str]) -> None:
        """`files`: those of all builds, so that variants can be compared."""
        self.api = api
        self.files = files
        self.packages = Packages(files)
        self.homes = _test_modules(api, self.packages.names)
        self.seconds: dict[str, float] = {}
        self.structure: frozenset[str] = frozenset()

    def warm(self, cores: int, progress: Callable[[int, int], None]) -> None:
        """Imports everything, and runs each test once: all have to pass.

        Raises:
            FalseAlarmError: one does not.
            KilledError: its process was killed.
        """
        sys.meta_path.insert(0, self.packages)
        warnings.simplefilter("ignore")
        _settle()
        inside = f"{self.api.build}."
        for name in self.packages.names:
            if name.startswith(inside):
                importlib.import_module(name)
        checks = importlib.import_module(f"{inside}tests._checks")
        self.structure = checks.STRUCTURE
        jobs = [partial(self._all_of, home) for home in self.homes]
        for done, (_, found) in enumerate(answers(jobs, cores), 1):
            progress(done, len(jobs))
            if isinstance(found, str):
                raise FalseAlarmError(
                    found.removeprefix(f"{FalseAlarmError.__name__}: ")
                )
            self.seconds |= found

    def _all_of(self, home: ir.Path) -> dict[str, float]:
        """How long each test of a module takes, in seconds."""
        seconds = {}
        for test in self.tests_of(home):
            before = time.perf_counter()
            try:
                test.run()
            except Exception as error:
                raise FalseAlarmError(f"{test.name}: {error}") from error
            seconds[test.name] = time.perf_counter() - before
        return seconds

    def tests_of(self, home: ir.Path) -> Iterator[Check]:
        """The tests of one module of the package, as they are loaded now."""
        name = self.homes.get(home)
        if name is None:
            return
        module = importlib.import_module(name)
        for called, value in vars(module).items():
            if called.startswith("test_"):
                for label, run in _parameters(value):
                    table, _, check = label.rpartition("-")
                    yield Check(Table(home, table), check, run)

    def try_all(
        self, mutants: Sequence[Mutant], cores: int
    ) -> Iterator[tuple[Mutant, Verdict]]:
        """Tries mutants on so many cores; verdicts come as they are found.

        Raises:
            KilledError: a process was killed, and no test had a say.
        """
        jobs = [partial(self._answer, mutant) for mutant in mutants]
        for at, found in answers(jobs, cores):
            if isinstance(found, str):
                state = "killed" if found.startswith(DIED) else "unfit"
                yield mutants[at], Verdict(state, found)
            else:
                yield mutants[at], Verdict(*found)

    def _answer(self, mutant: Mutant) -> list[Any]:
        return list(self.try_one(mutant))

    def try_one(self, mutant: Mutant) -> Verdict:
        """Puts the mutant in the place of the build and runs the tests that touch it.

        It is not to be called in a process that goes on.
        """
        if mutant.unused is not None:
            return Verdict("unused", mutant.unused)
        try:
            files = self.changed(mutant)
            if not files:
                return Verdict("equivalent", "the generated code is the same")
            self.packages.replace(files)
            for path in files:
                importlib.import_module(module_name(path))
        except Exception as error:
            return Verdict("unfit", f"{type(error).__name__}: {error}")
        verdict = self._judge(mutant)
        if verdict.state == "survived" and mutant.equivalent is not None:
            return Verdict("equivalent", mutant.equivalent)
        return verdict

    def changed(self, mutant: Mutant) -> dict[str, str]:
        """The files that the mutant has and the build has not."""
        if mutant.api is not None:
            made: Mapping[str, str] = render_changed(mutant.api(), self.api)
        else:
            made = mutant.files() if mutant.files else {}
        return {
            path: text for path, text in made.items() if self.files.get(path) != text
        }

    def _judge(self, mutant: Mutant) -> Verdict:
        limit = max(_PATIENCE, 5 * sum(self.seconds.values()))
        signal.signal(signal.SIGALRM, _too_long)
        signal.setitimer(signal.ITIMER_REAL, limit)
        try:
            tests = self._touching(mutant.tables)
            for test in tests:
                if _fails(test.run):
                    return Verdict("killed", test.name, test.check in self.structure)
        except TimeoutError:
            return Verdict("killed", "it took too long")
        except Exception as error:  # a name is gone
            return Verdict("killed", f"tests can't be imported: {error}", True)
        return Verdict("survived", "no test fails")

    def _touching(self, tables: Sequence[Table]) -> list[Check]:
        """The tests of these tables; those that only look at classes come last."""
        order = {table: at for at, table in enumerate(tables)}
        tests = [
            test
            for home in dict.fromkeys(table.module for table in tables)
            for test in self.tests_of(home)
            if test.table in order or test.table.name == ""
        ]

        def rank(test: Check) -> tuple[bool, bool, int]:
            slow = self.seconds.get(test.name, 0) > _QUICK
            return test.check in self.structure, slow, order.get(test.table, len(order))

        return sorted(tests, key=rank)


def _test_modules(api: ir.Api, names: Iterable[str]) -> dict[ir.Path, str]:
    """The test module of each module of the package; and all others, by their own name."""
    inside = f"{api.build}.tests."
    found: dict[ir.Path, str] = {}
    for name in names:
        *folder, last = name.removeprefix(inside).split(".")
        if name.startswith(inside) and last.startswith("test_"):
            found[*folder, last.removeprefix("test_")] = name
    return found


def _parameters(function: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """The calls that pytest makes of a function that is parametrised, and their ids."""
    marks = [m for m in getattr(function, "pytestmark", []) if m.name == "parametrize"]
    if not marks:
        yield function.__name__, function
    for mark in marks:
        naming = mark.kwargs.get("ids")
        for at, parameter in enumerate(mark.args[1]):
            values = getattr(parameter, "values", (parameter,))
            label = getattr(parameter, "id", None)
            if label is None:
                label = str(naming(*values) if callable(naming) else at)
            yield label, partial(function, *values)


def _settle() -> None:
    """Hypothesis draws few examples, and the same each time: tables come first here."""
    from hypothesis import settings

    settings.register_profile(
        "mutate", derandomize=True, database=None, max_examples=_EXAMPLES
    )
    settings.load_profile("mutate")


def _fails(run: Callable[[], object]) -> bool:
    try:
        run()
    except TimeoutError:
        raise
    except BaseException:
        return True
    return False


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError


def cores() -> int:
    """How many processes may run side by side."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
