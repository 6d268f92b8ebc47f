"""The hooks that this repository offers, run by pre-commit as another project would."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from specloom.starter import Requirement, project_files

ROOT = Path(__file__).resolve().parents[2]
HOOKS = ".pre-commit-hooks.yaml"
SHIPPED = (HOOKS, "generator", "templates", "pyproject.toml", "README.md", "LICENSE")
"""What a clone of this repository needs to be installed."""

CONFIG = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: {hook}
"""


class Project:
    """A project under git that uses a hook of a clone of Specloom."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._environment = environment

    def run(self, *words: str | Path) -> "subprocess.CompletedProcess[str]":
        """A command in the project's folder."""
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def git(self, *words: str) -> str:
        """A command of git that has to succeed."""
        done = self.run("git", *words)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def use(self, hook: str, repository: "Project") -> None:
        """Has a hook run before each commit."""
        revision = repository.git("rev-parse", "HEAD")
        text = CONFIG.format(repository=repository.folder, revision=revision, hook=hook)
        (self.folder / ".pre-commit-config.yaml").write_text(text)
        self.git("add", ".pre-commit-config.yaml")

    def hook(self) -> tuple[int, str]:
        """What pre-commit says of the files that are staged."""
        done = self.run(sys.executable, "-m", "pre_commit", "run", "--color=never")
        return done.returncode, done.stdout

    def edit(self, path: str, old: str, new: str) -> None:
        """Changes a file and stages it."""
        file = self.folder / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
        self.git("add", path)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """No settings of whoever runs this."""
    home = tmp_path_factory.mktemp("home")
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT")) and name != "PYTHONPATH"
    }
    own = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "hooks")}
    for role in ("AUTHOR", "COMMITTER"):
        own |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.com"}
    return kept | own


@pytest.fixture(scope="module")
def specloom(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> Project:
    """A clone of this repository, as it stands on the disk."""
    folder = tmp_path_factory.mktemp("specloom")
    ignore = shutil.ignore_patterns("__pycache__")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, folder / name)
    return committed(Project(folder, environment))


@pytest.fixture
def project(tmp_path: Path, environment: dict[str, str]) -> Project:
    """The project of `specloom init`, generated and committed."""
    for path, content in project_files("tea", Requirement("specloom", True)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    words = [sys.executable, "-m", "specloom", "generate"]
    checkout = environment | {"PYTHONPATH": str(ROOT / "generator")}
    subprocess.run(words, cwd=tmp_path, env=checkout, check=True, capture_output=True)
    return committed(Project(tmp_path, environment))


def committed(project: Project) -> Project:
    """The same under git."""
    project.git("init", "--quiet")
    project.git("add", ".")
    project.git("commit", "--quiet", "--message", "All of it")
    return project


def test_the_hooks() -> None:
    hooks = yaml.safe_load((ROOT / HOOKS).read_text("utf-8"))
    assert [hook["entry"] for hook in hooks] == ["specloom check", "specloom generate"]


def test_the_hook_of_a_new_project(project: Project) -> None:
    scripts = project.folder / ".venv" / "bin"
    scripts.mkdir(parents=True)
    path = shlex.quote(str(ROOT / "generator"))
    script = f'#!/bin/sh\nPYTHONPATH={path} exec {shlex.quote(sys.executable)} "$@"\n'
    (scripts / "python").write_text(script)
    (scripts / "python").chmod(0o755)
    (project.folder / ".venv" / ".installed").touch()
    project.edit("spec/tea/types.yaml", "soft -- for", "soft -- right for")
    code, said = project.hook()
    assert code == 1
    assert "is generated/ what spec/ says?" in said
    assert "stale:            generated/tea_home/tea_home/types.py" in said
    project.edit("spec/tea/types.yaml", "soft -- right for", "soft -- for")
    project.edit("spec/tea/types.yaml", "# Types that", "# The types that")
    assert project.hook()[0] == 0


@pytest.mark.xdist_group("pre-commit")
def test_check(project: Project, specloom: Project) -> None:
    project.use("specloom-check", specloom)
    project.edit("README.md", "# tea", "# Tea")
    code, said = project.hook()
    assert code == 0, said
    assert "no files to check" in said
    project.edit("spec/tea/shop/orders.yaml", "integer(1..99)", "integer(1..9)")
    code, said = project.hook()
    assert code == 1
    assert "stale:" in said
    assert "To mend: specloom generate" in said
    assert project.git("diff", "--name-only") == ""


@pytest.mark.xdist_group("pre-commit")
def test_generate(project: Project, specloom: Project) -> None:
    project.use("specloom-generate", specloom)
    project.edit("spec/tea/shop/orders.yaml", "integer(1..99)", "integer(1..9)")
    code, said = project.hook()
    assert code == 1
    assert "files were modified by this hook" in said
    assert "tea_home: 3 written" in said
    project.git("add", "generated")
    code, said = project.hook()
    assert code == 0, said
    project.edit("spec/tea/shop/orders.yaml", "integer(1..9)", "intger")
    code, said = project.hook()
    assert code == 1
    assert "did you mean `integer`?" in said
