"""Prints a table for each promise of speed. Asserts nothing about time.

Uses the installed commands beside the running interpreter and the spec of this checkout;
writes only to a temporary folder. Run by `python -m benchmarks [ROUNDS]`.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.timing import Contestant, medians

ROOT = Path(__file__).resolve().parent.parent
SPECLOOM = str(Path(sys.executable).with_name("specloom"))
PEER = str(Path(sys.executable).with_name("datamodel-codegen"))
RESOURCE = "from avara_express.viewer import studies"


def main() -> None:
    """Runs every comparison."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "spec", Path(folder, "spec"))
        subprocess.run([SPECLOOM, "generate"], cwd=folder, check=True)
        locks = Path(folder, "generated").glob("*/specloom.lock")
        builds = sorted(lock.parent.name for lock in locks)
        print()
        # Where many files were just deleted, some file systems take thirty times as long
        # to make new ones: each turn has a folder of its own.
        cold = specloom("generate", lambda turn: ["--out", f"new-{turn}"])
        against_peer = (cold, peer(builds, Path(folder)))
        few = min(rounds, 5)  # the peer takes its time
        report(
            "every build made anew, against the peer: at least 8 times faster",
            medians(against_peer, folder, few),
        )
        unchanged = (python("pass"), specloom("generate"), specloom("check"))
        report("nothing changed: at most 4 x", medians(unchanged, folder, rounds))
        path = str(Path(folder, "generated", "avara_express"))
        imports = (
            python("from pydantic import BaseModel", path),
            python(RESOURCE, path),
        )
        report("one resource imported: at most 1.5 x", medians(imports, folder, rounds))


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
