"""Prints a table for each promise of speed, and what peers notice beside us.

Asserts nothing about time. Uses the installed commands beside the running interpreter and the
spec of this checkout; writes only to a temporary folder, but for the peers' environment, which
stands beside the interpreter. Run by `python -m benchmarks [ROUNDS] [TABLE ...]`.
"""

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import peers
from benchmarks.cases import measured
from benchmarks.timing import Contestant, medians

if TYPE_CHECKING:
    from benchmarks.kills import Score, Trial

ROOT = Path(__file__).resolve().parent.parent
SPECLOOM = str(Path(sys.executable).with_name("specloom"))
PEER = str(Path(sys.executable).with_name("datamodel-codegen"))
RESOURCE = "from avara_express.viewer import studies"
MUTANTS = 400
"""So many, evenly spread over all, are looked at: each is an import of its own."""


def main() -> None:
    """Prints the tables that were asked for, or all."""
    tables: dict[str, Callable[[Path, list[str], int], None]] = {
        "runs": runs,
        "cases": cases,
        "suite": suite,
        "faults": faults,
    }
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("rounds", nargs="?", type=int, default=21)
    parser.add_argument("tables", nargs="*", help=", ".join(tables))
    asked = parser.parse_args()
    if unknown := {*asked.tables} - tables.keys():
        parser.error(f"no table: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "spec", Path(folder, "spec"))
        subprocess.run([SPECLOOM, "generate"], cwd=folder, check=True)
        locks = Path(folder, "generated").glob("*/specloom.lock")
        builds = sorted(lock.parent.name for lock in locks)
        print(flush=True)
        for name, table in tables.items():
            if name in asked.tables or not asked.tables:
                table(Path(folder), builds, asked.rounds)


def runs(folder: Path, builds: list[str], rounds: int) -> None:
    """Whole runs of the commands, and imports of what they made."""
    # Where many files were just deleted, some file systems take thirty times as long
    # to make new ones: each turn has a folder of its own.
    cold = specloom("generate", lambda turn: ["--out", f"new-{turn}"])
    against_peer = (cold, peer(builds, folder))
    few = min(rounds, 5)  # the peer takes its time
    report(
        "every build made anew, against the peer: at least 8 times faster",
        medians(against_peer, str(folder), few),
    )
    unchanged = (python("pass"), specloom("generate"), specloom("check"))
    report("nothing changed: at most 4 x", medians(unchanged, str(folder), rounds))
    path = str(folder / "generated" / "avara_express")
    imports = (python("from pydantic import BaseModel", path), python(RESOURCE, path))
    title = "one resource imported: at most 1.5 x"
    report(title, medians(imports, str(folder), rounds))


def cases(folder: Path, builds: list[str], rounds: int) -> None:
    """How fast the tables of the generated tests are tried."""
    print("table cases of the generated tests: at least 25,000 a second and core")
    for build in builds:
        found = measured(folder / "generated" / build, build, min(rounds, 5))
        each = found.cases / found.seconds
        print(f"  {build:36} {found.cases:8,} {found.seconds:7.2f} s {each:9,.0f} /s")


def suite(folder: Path, builds: list[str], rounds: int) -> None:
    """The generated tests of every build, as a user runs them on two cores."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    before = time.perf_counter()
    done = subprocess.run(
        [*words, "-n", "2", "."],
        cwd=folder / "generated",
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds = time.perf_counter() - before
    last = (done.stdout.strip().splitlines() or ["nothing was run"])[-1]
    print(f"the generated tests of {len(builds)} builds, on 2 cores (wall time)")
    print(f"  {last:48} {seconds:8.1f} s", flush=True)


def faults(folder: Path, builds: list[str], rounds: int) -> None:
    """What the generated tests and the peers notice of the same mutants."""
    from benchmarks.kills import Trial

    trial = Trial(str(folder / "spec" / "avara"), MUTANTS)
    scores = {"the generated tests": trial.by_tests()}
    try:
        interpreter = peers.interpreter()
    except peers.NoPeersError as error:
        scored(trial, scores)
        print(f"  the peers can't be installed here: {error}")
        return
    for tool, name in peers.TOOLS.items():
        offers = {
            title: peers.bodies(interpreter, tool, trial.document, title)
            for title in trial.titles
        }
        score = trial.by_bodies({title: offers[title].bodies for title in offers})
        making = sum(offer.seconds for offer in offers.values())
        scores[name] = score._replace(seconds=score.seconds + making)
    scored(trial, scores)


def scored(trial: "Trial", scores: "dict[str, Score]") -> None:
    """One table: who noticed how many of the mutants, and in how long.

    A body is wrong if the unmutated package does not read it as it is labelled; what such
    bodies would notice does not count.
    """
    paths = " and ".join(trial.under.paths)
    count = len(trial.mutants)
    print(f"faults noticed, of {count} in the bodies of {paths} (wall time)")
    for name, score in scores.items():
        share = 100 * score.noticed / score.of
        line = f"  {name:36} {score.noticed:5} {share:6.1f} % {score.seconds:8.1f} s"
        if score.bodies:
            line += f"  {score.bodies} bodies, {score.left_out} of them wrong"
        print(line, flush=True)


def python(code: str, path: str = "") -> Contestant:
    """The interpreter with a line of code, as the measure of a comparison."""
    line = f"import sys; sys.path.insert(0, {path!r}); {code}" if path else code
    command = [sys.executable, "-c", line]
    return Contestant(f'python -c "{code}"', lambda turn: command)


def specloom(
    command: str, flags: Callable[[int], list[str]] = lambda turn: []
) -> Contestant:
    """The installed command."""
    return Contestant(
        f"specloom {command}", lambda turn: [SPECLOOM, command, *flags(turn)]
    )


def peer(builds: Sequence[str], folder: Path) -> Contestant:
    """datamodel-code-generator with its defaults: models only, a process for each build.

    It reads the JSON Schema that Specloom exports of the same records.
    """
    commands = []
    for build in builds:
        exported = subprocess.run(
            [SPECLOOM, "export", "jsonschema", "--build", build],
            cwd=folder,
            stdout=subprocess.PIPE,
            check=True,
        )
        (folder / f"{build}.json").write_bytes(exported.stdout)
        words = [PEER, "--input", f"{build}.json", "--input-file-type", "jsonschema"]
        commands.append(shlex.join([*words, "--output", f"{build}_models.py"]))
    line = " && ".join(commands)
    return Contestant(
        f"datamodel-codegen, {len(builds)} times", lambda turn: ["sh", "-c", line]
    )


def report(title: str, times: dict[str, float]) -> None:
    """One table: median CPU time, and the ratio to the first line."""
    base = next(iter(times.values()))
    print(f"{title} (median CPU time)")
    for name, spent in times.items():
        print(f"  {name:48} {spent:8.1f} ms {spent / base:6.2f} x")


if __name__ == "__main__":
    main()
