"""A folder per idea: what a case holds, and how it is laid out for a run.

A case holds `spec/` and `expected.txt`. Its files are laid upon those of `base/`, a small
API without mistakes that has two variants, two releases and no words.
`SPECLOOM_REGEN=1` writes `expected.txt` anew.
"""

import os
import shutil
from pathlib import Path

HERE = Path(__file__).parent


def names(kind: str) -> list[str]:
    """The cases of one kind, `cases` or `valid`."""
    return sorted(path.name for path in (HERE / kind).iterdir())


def lay_out(case: Path, folder: Path) -> str:
    """Puts the case's spec into `folder`; gives the spec's name there."""
    shutil.copytree(HERE / "base", folder / "spec")
    shutil.copytree(case / "spec", folder / "spec", dirs_exist_ok=True)
    return "spec"


def compare(case: Path, actual: str) -> None:
    """Holds `actual` against the case's `expected.txt`."""
    expected = case / "expected.txt"
    if os.environ.get("SPECLOOM_REGEN"):
        expected.write_bytes(actual.encode())
    assert actual == expected.read_bytes().decode()
