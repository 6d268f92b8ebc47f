"""What type checkers tell a caller of a package: right uses pass, wrong ones do not."""

import ast
import json
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.packages.weaving import ROOT, run

TYPED = Path(__file__).with_name("typed.py.txt")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the file and, installed beside it, the package."""
    folder = tmp_path_factory.mktemp("typed")
    package = ROOT / "generated" / "avara_org" / "avara_org"
    shutil.copytree(package, folder / "avara_org")
    shutil.copy(TYPED, folder / "typed.py")
    return folder


def _statements(lines: Iterable[int]) -> list[int]:
    """Where the statements that hold these lines begin: checkers differ in the rest."""
    tree = ast.parse(TYPED.read_text("utf-8"))
    spans = [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
    ]
    return sorted(
        {max(first for first, last in spans if first <= n <= last) for n in lines}
    )


def _expected() -> list[int]:
    lines = TYPED.read_text("utf-8").splitlines()
    return _statements(n for n, line in enumerate(lines, 1) if "  # error:" in line)


def test_mypy_refuses_what_is_wrong_and_nothing_else(project: Path) -> None:
    ran = run(project, "-m", "mypy", "--strict", "--cache-dir=.mypy", "typed.py")
    found = {
        int(n) for n in re.findall(r"^typed\.py:(\d+): error", ran.out, re.MULTILINE)
    }
    assert _statements(found) == _expected(), ran.out
    assert not re.search(r"^avara_org", ran.out, re.MULTILINE)


def test_pyright_refuses_what_is_wrong_and_nothing_else(project: Path) -> None:
    words = (
        "-m",
        "pyright",
        "--outputjson",
        "--pythonpath",
        sys.executable,
        "typed.py",
    )
    ran = run(project, *words)
    told = json.loads(ran.out)["generalDiagnostics"]
    found = {each["range"]["start"]["line"] + 1 for each in told}
    assert _statements(found) == _expected(), ran.out
