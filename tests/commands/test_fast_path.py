"""The answer from digests: right, cheap, and never needed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from specloom import fingerprint
from specloom.commands import run as commands

from .conftest import SMALL, Project

LONG_WAY = 77


@pytest.fixture
def done(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that is up to date; from now on the long way answers `LONG_WAY`."""
    shutil.copytree(Path(fingerprint.__file__).parent, project.root / "g/specloom")
    (project.root / "g/templates").mkdir()
    (project.root / "g/templates/a.jinja").write_text("")
    monkeypatch.setattr(fingerprint, "__file__", str(project.root / "g/specloom/f.py"))
    monkeypatch.setattr(
        fingerprint, "templates_folder", lambda: str(project.root / "g/templates")
    )
    (project.root / "spec/one/sub").mkdir()
    (project.root / "spec/one/sub/types.yaml").write_text("a: 1\n")
    project.run("generate")
    monkeypatch.setattr(commands, "run", lambda words: LONG_WAY)
    return project


def test_both_commands_are_answered(done: Project) -> None:
    assert done.run("check") == (0, "Up to date: 2 builds, 4 files.\n", "")
    assert done.run("generate") == (0, "Nothing changed: 2 builds, 4 files.\n", "")


def replace_by_link(path: Path) -> None:
    """Moves something out of the project's output and links to it."""
    moved = Path("moved").absolute()
    path.rename(moved)
    path.symlink_to(moved)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a spec file changed": lambda root: (root / "spec/one/sub/types.yaml").write_text(
        "a: 2\n"
    ),
    "a spec file added": lambda root: (root / "spec/one/more.yaml").touch(),
    "a spec file removed": lambda root: (root / "spec/one/sub/types.yaml").unlink(),
    "a spec file renamed": lambda root: (root / "spec/one/sub").rename(
        root / "spec/one/x"
    ),
    "a folder with a file's name": lambda root: (root / "spec/one/x.yaml").mkdir(),
    "a linked folder": lambda root: (root / "spec/one/x").symlink_to(root / "g"),
    "something else in a spec": lambda root: (root / "spec/one/x.YAML").touch(),
    "an API added": lambda root: shutil.copytree(root / "spec/one", root / "spec/two"),
    "an API removed": lambda root: shutil.rmtree(root / "spec/one"),
    "an API renamed": lambda root: (root / "spec/one").rename(root / "spec/two"),
    "a source changed": lambda root: (root / "g/specloom/ir.py").write_text(""),
    "a source added": lambda root: (root / "g/specloom/targets/new.py").touch(),
    "a template changed": lambda root: (root / "g/templates/a.jinja").write_text("b"),
    "a template added": lambda root: (root / "g/templates/b.jinja").touch(),
    "a file edited": lambda root: (root / "generated/beta/beta/c.py").write_text(
        "C = 'e'\n"
    ),
    "a file removed": lambda root: (root / "generated/beta/beta/c.py").unlink(),
    "a file added": lambda root: (root / "generated/beta/beta/d.py").touch(),
    "a file added at the top": lambda root: (root / "generated/beta/d").touch(),
    "a lock edited": lambda root: (root / "generated/beta/specloom.lock").write_text(
        ""
    ),
    "a lock removed": lambda root: (root / "generated/beta/specloom.lock").unlink(),
    "a build removed": lambda root: shutil.rmtree(root / "generated/beta"),
    "a build added": lambda root: shutil.copytree(
        root / "generated/beta", root / "generated/gamma"
    ),
    "a link instead of a file": lambda root: replace_by_link(
        root / "generated/beta/beta/c.py"
    ),
    "a link instead of a build": lambda root: replace_by_link(root / "generated/beta"),
    "the store removed": lambda root: shutil.rmtree(root / "generated/.specloom_cache"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed(done: Project, change: str) -> None:
    times = {path: path.stat() for path in done.root.rglob("*")}
    CHANGES[change](done.root)
    for path, before in times.items():  # as if nothing had happened
        if path.exists() and not path.is_symlink():
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert done.run("check").code == LONG_WAY
    assert done.run("generate").code == LONG_WAY


@pytest.mark.parametrize("content", ["", "x", "a b", "a b c", "\xff"])
def test_a_spoilt_store_is_no_answer(done: Project, content: str) -> None:
    for path in (done.out / fingerprint.CACHE).iterdir():
        path.write_bytes(content.encode("latin-1"))
    assert done.run("check").code == LONG_WAY


def test_a_pipe_is_no_store(done: Project) -> None:
    (store,) = (path for path in stores(done) if path.name != ".gitignore")
    store.unlink()
    os.mkfifo(store)
    assert done.run("check").code == LONG_WAY  # and does not wait for a writer


def test_pictures_in_a_spec_are_not_read(project: Project) -> None:
    picture = project.root / "spec/one/ships.png"
    picture.write_bytes(b"old")
    before = fingerprint.inputs("spec")
    picture.write_bytes(b"new")
    assert fingerprint.inputs("spec") == before
    picture.rename(picture.with_suffix(".jpg"))
    assert fingerprint.inputs("spec") != before


def test_a_large_file_is_read_whole(project: Project) -> None:
    path = project.root / "large"
    path.write_bytes(bytes(range(256)) * 1_000)
    assert fingerprint.read(str(path)) == path.read_bytes()


@pytest.mark.parametrize("command", ["check", "generate"])
@pytest.mark.parametrize("name", ["{}.new", ".gitignore", ".specloom_cache"])
def test_no_link_in_the_cache_is_followed(
    project: Project, command: str, name: str
) -> None:
    project.run("generate")
    cache = project.out / fingerprint.CACHE
    (store,) = (path for path in stores(project) if path.name != ".gitignore")
    outside = project.root / "outside"
    if name == fingerprint.CACHE:
        shutil.rmtree(cache)
        outside.mkdir()
        cache.symlink_to(outside)
        before: object = []
    else:
        store.unlink()
        outside.write_text("precious")
        link = cache / name.format(store.name)
        link.unlink(missing_ok=True)
        link.symlink_to(outside)
        before = "precious"
    project.run(command)
    (project.root / "spec/one/more.yaml").touch()
    project.run(command)
    found = [*outside.iterdir()] if outside.is_dir() else outside.read_text()
    assert found == before


def stores(project: Project) -> list[Path]:
    return sorted((project.out / fingerprint.CACHE).iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ["--out=generated"],
        ["--out", "generated", "--spec=spec"],
        ["--out=generated"] * 2,
    ],
)
def test_the_same_call_in_other_words(done: Project, words: list[str]) -> None:
    assert done.run("check", *words).code == 0


def test_what_is_nobodys_business_changes_nothing(done: Project) -> None:
    (done.out / "alpha/alpha/__pycache__").mkdir()
    (done.out / "alpha/alpha/__pycache__/a.pyc").touch()
    (done.out / "alpha/.DS_Store").touch()
    (done.out / "notes").mkdir()
    (done.root / "spec/one/notes.md").write_text("Prose.\n")
    (done.root / "g/specloom/diagnostics/pages/SPL101.md").write_text("Prose.\n")
    assert done.run("check").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--build", "alpha"],
        ["--spec", "spec/one"],
        ["--out", "elsewhere"],
        ["--out=elsewhere"],
        ["--format", "text"],
        ["alpha"],
        ["--build", "--spec"],
    ],
)
def test_another_call_has_another_answer(done: Project, words: list[str]) -> None:
    assert done.run("check", *words).code == LONG_WAY


def test_each_call_has_its_own_store(project: Project) -> None:
    calls = [["--build", "alpha"], [], ["--build", "beta"]]
    for words in calls:
        project.run("generate", *words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "run", lambda words: LONG_WAY)
        for words in calls:
            assert project.run("check", *words).code == 0


def test_one_build_does_not_vouch_for_the_others(project: Project) -> None:
    project.run("generate")
    project.run("check", "--build", "alpha")
    (project.out / "beta/beta/c.py").write_text("edited")
    assert project.run("check", "--build", "alpha").code == 0
    assert project.run("check").code == 1


def test_a_check_with_findings_stores_nothing(project: Project) -> None:
    project.run("generate")
    (project.out / "alpha/extra.py").touch()
    for _ in range(2):
        assert project.run("check").code == 1
        assert project.run("generate").code == 0


def test_a_spec_edited_during_a_run_is_not_vouched_for(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    middle = sys.modules["specloom.weave"]
    weave = middle.weave

    def slow(*words: object) -> object:
        woven = weave(*words)
        project.spec({"alpha": {"alpha/x.py": "X\n"}, "beta": SMALL["beta"]})
        return woven

    with monkeypatch.context() as patch:
        patch.setattr(middle, "weave", slow)
        assert project.run("generate").code == 0
    assert project.run("check").code == 1


def test_a_link_that_leads_nowhere_is_no_mistake_here(project: Project) -> None:
    (project.root / "spec/one/link").symlink_to("nowhere")
    assert project.run("generate").code == 0
    assert project.run("generate").out.startswith("Nothing changed")


def test_an_edit_between_writing_and_remembering_is_not_vouched_for(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember = fingerprint.remember

    def late(*words: object) -> None:
        (project.out / "beta/beta/c.py").write_text("edited")
        remember(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(fingerprint, "remember", late)
    project.run("generate")
    monkeypatch.undo()
    monkeypatch.chdir(project.root)
    assert fingerprint.unchanged(fingerprint.Call("check")) is None


def test_an_unwritable_store_is_no_mistake(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("generate")
    (project.out / "alpha/alpha/__init__.py").write_text("edited")

    def refuse(path: str) -> str:
        raise PermissionError(path)

    monkeypatch.setattr(fingerprint, "cache_folder", refuse)
    assert project.run("generate").code == 0


def test_the_store_is_ignored_by_git(project: Project) -> None:
    project.run("generate")
    assert (project.out / ".specloom_cache/.gitignore").read_text() == "*\n"


ALLOWED = {
    "specloom",
    "specloom.cli",
    "specloom.fingerprint",
    "specloom.templates_folder",
    "_sha2",
    "_sha256",
}


@pytest.mark.parametrize("command", ["check", "generate"])
def test_nothing_else_is_imported(project: Project, command: str) -> None:
    project.run("generate")
    code = (
        "import sys; before = set(sys.modules)\n"
        "from specloom.cli import main; code = main()\n"
        "print(*sorted(set(sys.modules) - before)); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command],
        env={"PYTHONPATH": str(Path(fingerprint.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stdout.splitlines()[1].split())
    assert "specloom.fingerprint" in imported
    assert imported <= ALLOWED
