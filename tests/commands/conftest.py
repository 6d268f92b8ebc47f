"""A small project on disk, and the command run in it with a fake middle of the pipeline."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from specloom.cli import main

from . import fake

Builds = Mapping[str, Mapping[str, str]]

SMALL: Builds = {
    "alpha": {"alpha/__init__.py": "", "alpha/sub/b.py": "B = 1\n"},
    "beta": {"beta/__init__.py": "", "beta/c.py": "C = 'é'\n"},
}


OUTSIDE = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_WORKSPACE")
"""What may be set where the tests run and changes what commands say."""


class Outcome(NamedTuple):
    """What a run of the command said."""

    code: int
    out: str
    err: str


WRONG = (
    "error[SPL999]: wrong\n"
    " --> spec/one/api.yaml:1:1\n"
    "  |\n"
    '1 | {"builds": {"alpha": {}}, "mistake": "wrong"}\n'
    "  | ^\n"
    "\n"
    "1 mistake in 1 file\n"
    "For more about SPL999: specloom explain SPL999\n"
)
"""What is told of a spec without files whose mistake is `wrong`."""


class Project:
    """A folder with a spec, which is also the current folder."""

    def __init__(
        self,
        root: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.root = root
        self.out = root / "generated"
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def spec(
        self, builds: Builds, api: str = "one", mistake: str | None = None
    ) -> Path:
        """Writes `spec/<api>/api.yaml`."""
        path = self.root / "spec" / api / "api.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"builds": builds, "mistake": mistake}))
        return path

    def run(self, *words: str) -> Outcome:
        """The command in this process."""
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "argv", ["specloom", *words])
        code = main()
        said = self._capsys.readouterr()
        return Outcome(code, said.out, said.err)

    def start(self, *words: str, before: str = "") -> "subprocess.Popen[str]":
        """The command in a process of its own, after some lines of Python."""
        code = f"{before}\nimport runpy\nrunpy.run_path({fake.__file__!r}, {{}}, '__main__')"
        return subprocess.Popen(
            [sys.executable, "-c", code, *words],
            cwd=self.root,
            env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def tree(self) -> dict[str, str]:
        """Every file below the output folder but those of the cache."""
        return {
            path.relative_to(self.out).as_posix(): path.read_text(errors="replace")
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and ".specloom_cache" not in path.parts
        }


@pytest.fixture
def project(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Project:
    """An empty project, which has the small spec of two builds."""
    for name, module in fake.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    for name in OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path, monkeypatch, capsys)
    project.spec(SMALL)
    return project
