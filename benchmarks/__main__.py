"""Prints two tables: everything made anew, and nothing changed. Asserts nothing about time.

Uses the installed command beside the running interpreter and the spec of this checkout; writes
only to a temporary folder.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import Contestant, medians

ROOT = Path(__file__).resolve().parent.parent
SPECLOOM = str(Path(sys.executable).with_name("specloom"))


def main() -> None:
    """Runs both comparisons; `python -m benchmarks [ROUNDS]`."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "spec", Path(folder, "spec"))
        cold(folder, rounds)
        unchanged(folder, rounds)


def cold(folder: str, rounds: int) -> None:
    """Every build, no output folder; bytecode and templates are compiled already."""
    out = Path(folder, "generated")
    report(
        "every build made anew",
        2.0,
        medians(
            [
                python("import yaml, jinja2", folder),
                Contestant(
                    "specloom generate",
                    [SPECLOOM, "generate"],
                    folder,
                    lambda: shutil.rmtree(out, ignore_errors=True),
                ),
            ],
            rounds,
        ),
    )


def unchanged(folder: str, rounds: int) -> None:
    """Nothing changed since the last run."""
    subprocess.run(
        [SPECLOOM, "generate"], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    report(
        "nothing changed",
        2.8,
        medians(
            [
                python("pass", folder),
                Contestant("specloom check", [SPECLOOM, "check"], folder),
                Contestant("specloom generate", [SPECLOOM, "generate"], folder),
            ],
            rounds,
        ),
    )


def python(code: str, folder: str) -> Contestant:
    """The interpreter with a line of code, as the measure of a comparison."""
    return Contestant(f'python -c "{code}"', [sys.executable, "-c", code], folder)


def report(title: str, target: float, times: dict[str, float]) -> None:
    """One table: median CPU time, and the ratio to the first line."""
    base = next(iter(times.values()))
    print(f"{title} (median CPU time; target: at most {target} x)")
    for name, spent in times.items():
        print(f"  {name:32} {spent:8.1f} ms {spent / base:6.2f} x")


if __name__ == "__main__":
    main()
