"""Packages written to a folder, and tools run on them in processes of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from specloom.diagnostics.render import render_text
from specloom.weave import weave

ROOT = Path(__file__).resolve().parents[2]
KITCHEN_SINK = Path(__file__).parent / "kitchen_sink" / "spec" / "harbour"

BRIEF = """\
import gc

from hypothesis import settings

settings.register_profile("brief", max_examples={examples}, database=None, deadline=None)
settings.load_profile("brief")


def pytest_collection_finish():
    gc.collect()
    gc.freeze()
"""


class Ran(NamedTuple):
    """What a process said."""

    code: int
    out: str


def write(files: Mapping[str, str], folder: Path) -> None:
    """Writes files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def weave_into(folder: Path, spec: Path) -> None:
    """Every build of a spec, each in its folder."""
    weaving = weave([str(spec)])
    assert not weaving.diagnostics, render_text(weaving.diagnostics, weaving.texts)
    for build in weaving.builds:
        write(build.files, folder / build.build)


def run(folder: Path, *words: str, **variables: str) -> Ran:
    """A Python module, `python -m …`, run in a folder; it sees nothing of this project."""
    environment = {
        key: value for key, value in os.environ.items() if key in ("PATH", "HOME")
    }
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return Ran(done.returncode, done.stdout)


def run_tests(folder: Path, examples: int, *builds: str) -> Ran:
    """The tests of the packages below a folder, with so many examples for a property.

    All packages, or those named: the others are there for them to be compared with.
    """
    (folder / "conftest.py").write_text(BRIEF.format(examples=examples))
    words = (
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-rs",
        *(builds or ["."]),
    )
    return run(folder, *words)


RUN_EACH = """
import os, sys
import hypothesis.core, hypothesis.strategies, pytest, standardwebhooks
from pydantic import BaseModel, TypeAdapter

for folder in sys.argv[2:]:
    child = os.fork()
    if not child:
        os.chdir(folder)
        said = os.open("said.txt", os.O_WRONLY | os.O_CREAT)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.path[0] = folder
        code = pytest.main(sys.argv[1].split())
        sys.stdout.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def run_pytest_in_each(folders: Sequence[Path], words: str) -> list[Ran]:
    """What pytest says in each folder, by forks of one process: they import it once."""
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ran = run(folders[0], "-c", RUN_EACH, words, *map(str, folders), **alone)
    assert ran.code == 0, ran.out
    codes = map(int, ran.out.split())
    return [
        Ran(code, (folder / "said.txt").read_text("utf-8"))
        for folder, code in zip(folders, codes, strict=True)
    ]


def copied_spec(folder: Path, spec: Path) -> Path:
    """A copy of a spec that may be changed."""
    return Path(shutil.copytree(spec, folder / "spec" / spec.name))
