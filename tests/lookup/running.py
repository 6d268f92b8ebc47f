"""The commands as a user gives them, in this process; and the specs that they are tried on."""

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from specloom.cli import main

from tests.language.cases import HERE as LANGUAGE
from tests.language.cases import lay_out, names

ROOT = Path(__file__).parent.parent.parent
CASES = Path(__file__).parent / "cases"
SPECS = ["avara", *names("valid")]
"""The flagship, and a spec for each feature of the language."""


class Outcome(NamedTuple):
    """What a run of the command said."""

    code: int
    out: str
    err: str


class Place:
    """A current folder with a spec."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def use(self, name: str) -> str:
        """Puts one of `SPECS` there, and answers the folder of the API."""
        if name == "avara":
            shutil.copytree(ROOT / "spec", self.folder / "spec")
            return "spec/avara"
        return lay_out(LANGUAGE / "valid" / name, self.folder)

    def run(
        self, *words: str, columns: int | None = None, terminal: bool = False
    ) -> Outcome:
        """The command; its output may be so wide, and may be a terminal."""
        self._capsys.readouterr()
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["specloom", *words])
            patch.setattr(sys.stdout, "isatty", lambda: terminal)
            patch.delenv("COLUMNS", raising=False)
            if columns is not None:
                patch.setenv("COLUMNS", str(columns))
            code = main()
        said = self._capsys.readouterr()
        return Outcome(code, said.out, said.err)
