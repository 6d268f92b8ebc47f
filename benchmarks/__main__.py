"""Prints two tables: everything made anew, and nothing changed. Asserts nothing about time.

Uses the installed command beside the running interpreter and the spec of this checkout; writes
only to a temporary folder.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import Contestant, medians

ROOT = Path(__file__).resolve().parent.parent
SPECLOOM = str(Path(sys.executable).with_name("specloom"))


def main() -> None:
    """Runs both comparisons; `python -m benchmarks [ROUNDS]`."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "spec", Path(folder, "spec"))
        cold = (
            python("import yaml, jinja2"),
            # A new folder each time: where many files were just deleted, ext4 without a
            # journal takes thirty times as long to make a new one.
            specloom("generate", lambda turn: ["--out", f"new-{turn}"]),
        )
        report("every build made anew", 2.0, medians(cold, folder, rounds))
        unchanged = (python("pass"), specloom("generate"), specloom("check"))
        report("nothing changed", 2.8, medians(unchanged, folder, rounds))


def python(code: str) -> Contestant:
    """The interpreter with a line of code, as the measure of a comparison."""
    command = [sys.executable, "-c", code]
    return Contestant(f'python -c "{code}"', lambda turn: command)


def specloom(
    command: str, flags: Callable[[int], list[str]] = lambda turn: []
) -> Contestant:
    """The installed command."""
    return Contestant(
        f"specloom {command}", lambda turn: [SPECLOOM, command, *flags(turn)]
    )


def report(title: str, target: float, times: dict[str, float]) -> None:
    """One table: median CPU time, and the ratio to the first line."""
    base = next(iter(times.values()))
    print(f"{title} (median CPU time; target: at most {target} x)")
    for name, spent in times.items():
        print(f"  {name:32} {spent:8.1f} ms {spent / base:6.2f} x")


if __name__ == "__main__":
    main()
