"""The wheel, installed into an empty environment, does what the checkout does."""

import os
import shutil
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
QUIET = {
    name: text
    for name, text in os.environ.items()
    if name != "PYTHONPATH" and not name.startswith("MAKE")  # one runs this, perhaps
}


def run(*words: str | Path, cwd: Path, **variables: str) -> str:
    """A command that has to succeed, and what it printed."""
    env = QUIET | variables
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder but those of the cache."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".specloom_cache" not in path.parts
    }


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the pinned backend."""
    folder = tmp_path_factory.mktemp("dist")
    words = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), "."]
    run(sys.executable, *words, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
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


def test_it_holds_the_project_to_begin_with(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    project = ROOT / "generator" / "specloom" / "starter" / "project"
    files = {
        f"specloom/starter/project/{path.relative_to(project).as_posix()}"
        for path in project.rglob("*")
        if path.is_file()
    }
    assert len(files) > 8
    assert {name for name in names if "/project/" in name} == files


def test_it_writes_what_the_checkout_writes(command: Path, tmp_path: Path) -> None:
    spec = ROOT / "spec"
    here, there = tmp_path / "checkout", tmp_path / "wheel"
    words = ["generate", "--spec", str(spec), "--out"]
    run(sys.executable, "-m", "specloom", *words, str(here), cwd=ROOT / "generator")
    run(command, *words, there, cwd=tmp_path)
    assert len(tree(there)) > 4
    assert tree(there) == tree(here)


@pytest.fixture(scope="session")
def index(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels, which stands for the index that Specloom will be on."""
    folder = tmp_path_factory.mktemp("index")
    shutil.copy(wheel, folder)
    return folder


def test_a_project_installs_what_pip_would(
    command: Path, wheel: Path, tmp_path: Path
) -> None:
    said = run(command, "init", "tea", cwd=tmp_path)
    frozen = run(command.with_name("python"), "-m", "pip", "freeze", cwd=tmp_path)
    line = next(each for each in frozen.splitlines() if each.startswith("specloom"))
    assert line.startswith(f"specloom @ {wheel.as_uri()}#sha256=")
    pins = tmp_path / "tea" / "requirements.txt"
    assert line in pins.read_text("utf-8").splitlines()
    assert "requirements.txt names a Specloom that only you have" in said


@pytest.mark.long  # tests/test_first_hour.py makes a project in the tools' environment
def test_a_project_on_a_bare_machine(index: Path, tmp_path: Path) -> None:
    """There are Python and make; the project makes its environment itself."""
    pin = f"specloom=={specloom.__version__}"
    tools = tmp_path / "tools"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    run(*pip, "--target", tools, "--no-index", "--find-links", index, pin, cwd=tmp_path)
    init = [sys.executable, "-m", "specloom", "init", "tea house", "--name", "tea"]
    run(*init, cwd=tmp_path, PYTHONPATH=str(tools))
    project = tmp_path / "tea house"
    assert pin in (project / "requirements.txt").read_text("utf-8").splitlines()
    links = f"{os.environ.get('PIP_FIND_LINKS', '')} {index}"

    def make(*targets: str) -> list[str]:
        words = ["make", f"PYTHON={sys.executable}", *targets]
        return run(*words, cwd=project, PIP_FIND_LINKS=links).splitlines()

    written = [f"tea_{variant}: 36 written" for variant in ("cafe", "home")]
    assert make("generate") == ["installing into .venv ...", *written]
    assert make("check") == ["Up to date: 2 builds, 72 files."]
    assert make("check", "FORMAT=text") == ["Up to date: 2 builds, 72 files."]
    assert " passed in " in make("test")[-1]
    assert make("generate") == ["Nothing changed: 2 builds, 72 files."]


def test_it_answers_fast_when_nothing_changed(command: Path, tmp_path: Path) -> None:
    words = ["--spec", str(ROOT / "spec")]
    run(command, "generate", *words, cwd=tmp_path)
    assert run(command, "generate", *words, cwd=tmp_path).startswith("Nothing changed")
    assert run(command, "check", *words, cwd=tmp_path).startswith("Up to date")


def test_its_version(command: Path, tmp_path: Path) -> None:
    said = run(command, "--version", cwd=tmp_path)
    assert said == f"specloom {specloom.__version__}\n"
