"""How fast the tables of generated tests are tried: cases per second and core.

A case is one value that is driven in one way - in Python, as JSON, as JSON read strictly -
and judged. Run in a process of its own: `python -m benchmarks.cases FOLDER BUILD` prints the
number of cases and the CPU seconds of one pass as JSON.
"""

import importlib
import json
import pkgutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Pass(NamedTuple):
    """All cases of a build, tried once."""

    cases: int
    seconds: float


def measured(folder: Path, build: str, rounds: int) -> Pass:
    """The median pass over the build whose package stands in a folder."""
    words = [sys.executable, "-m", "benchmarks.cases", str(folder), build, str(rounds)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return Pass(*json.loads(done.stdout))


def main() -> None:
    """Prints the median pass; the one before the first is thrown away."""
    folder, build, rounds = sys.argv[1:]
    sys.path.insert(0, folder)
    tables = [*_tables(build)]
    checks = importlib.import_module(f"{build}.tests._checks")
    trials = importlib.import_module(f"{build}.tests._cases").trials
    made = (checks.presence, checks.limits, checks.unknown)
    passes = []
    for _ in range(int(rounds) + 1):
        before, count = time.process_time(), 0
        for table in tables:
            for cases in made:
                for trial in trials(table, cases(table)):
                    assert trial.problem is None, trial.told(table)
                    count += 1
        passes.append(Pass(count, time.process_time() - before))
    seconds = statistics.median(each.seconds for each in passes[1:])
    print(json.dumps(Pass(passes[0].cases, seconds)))


def _tables(build: str) -> Iterator[Any]:
    """Each table of the package's tests once, as its checks take it."""
    forms = importlib.import_module(f"{build}.tests._tables")
    usable = importlib.import_module(f"{build}.tests._requests").usable
    tests = importlib.import_module(f"{build}.tests")
    known: set[int] = set()
    for each in pkgutil.walk_packages(tests.__path__, f"{tests.__name__}."):
        if each.name.rpartition(".")[2].startswith("test_"):
            for value in vars(importlib.import_module(each.name)).values():
                is_operation = isinstance(value, forms.Operation)
                is_table = is_operation or isinstance(value, forms.Record)
                if is_table and id(value) not in known:
                    known.add(id(value))
                    yield usable(value) if is_operation else value


if __name__ == "__main__":
    main()
