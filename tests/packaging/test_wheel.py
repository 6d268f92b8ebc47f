"""The wheel, installed into an empty environment, does what the checkout does."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
import specloom
from specloom.diagnostics.pages import codes

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("wheel")  # one process builds it once
QUIET = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}


def run(*words: str | Path, cwd: Path) -> str:
    """A command that has to succeed, and what it printed."""
    done = subprocess.run(words, cwd=cwd, env=QUIET, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder but those of the cache."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".specloom_cache" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the pinned backend."""
    folder = tmp_path_factory.mktemp("dist")
    words = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), "."]
    run(sys.executable, *words, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel and what it needs, no more."""
    folder = tmp_path_factory.mktemp("an empty place") / "venv"
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pins = str(ROOT / "requirements-dev.txt")
    pip = ["-m", "pip", "install", "--quiet", "--constraint", pins]
    run(scripts / "python", *pip, wheel, cwd=folder)
    return scripts / "specloom"


def test_it_holds_the_package_and_the_templates(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names}
    assert tops == {"specloom", f"specloom-{specloom.__version__}.dist-info"}
    templates = {
        f"specloom/templates/{path.relative_to(ROOT / 'templates').as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert templates
    assert {name for name in names if "/templates/" in name} == templates
    assert not [name for name in names if "__pycache__" in name]
    shipped = {name for name in names if "/diagnostics/pages/SPL" in name}
    assert shipped == {f"specloom/diagnostics/pages/{code}.md" for code in codes()}


def test_it_writes_what_the_checkout_writes(command: Path, tmp_path: Path) -> None:
    spec = ROOT / "spec"
    here, there = tmp_path / "checkout", tmp_path / "wheel"
    words = ["generate", "--spec", str(spec), "--out"]
    run(sys.executable, "-m", "specloom", *words, str(here), cwd=ROOT / "generator")
    run(command, *words, there, cwd=tmp_path)
    assert len(tree(there)) > 4
    assert tree(there) == tree(here)


def test_it_answers_fast_when_nothing_changed(command: Path, tmp_path: Path) -> None:
    words = ["--spec", str(ROOT / "spec")]
    run(command, "generate", *words, cwd=tmp_path)
    assert run(command, "generate", *words, cwd=tmp_path).startswith("Nothing changed")
    assert run(command, "check", *words, cwd=tmp_path).startswith("Up to date")


def test_its_version(command: Path, tmp_path: Path) -> None:
    said = run(command, "--version", cwd=tmp_path)
    assert said == f"specloom {specloom.__version__}\n"
