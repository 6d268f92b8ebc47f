"""`specloom init`: all of a project or nothing, and never over what is there."""

import errno
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from specloom.cli import main
from specloom.starter import project_files, requirement

from .conftest import Outcome

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Outcome]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """`specloom init`, in an empty folder called `bakery`."""
    (tmp_path / "bakery").mkdir()
    monkeypatch.chdir(tmp_path / "bakery")

    def call(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["specloom", "init", *words])
        code = main()
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return call


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder; None for a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            None if path.is_dir() else path.read_bytes()
        )
        for path in folder.rglob("*")
    }


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path: text for path, text in tree(folder).items() if text is not None}


def test_it_writes_the_project(run: Run) -> None:
    outcome = run()
    assert (outcome.code, outcome.err) == (0, "")
    assert files(Path()) == project_files("bakery", requirement())
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path().rglob("*.yaml")}
    Path("other").touch()
    assert modes == {stat.S_IMODE(Path("other").stat().st_mode)}


def test_it_says_what_comes_next(run: Run) -> None:
    count = len(project_files("a", requirement()))
    lines = run("a b/c", "--name", "shop").out.splitlines()
    assert len(lines) <= 5
    assert lines[0].startswith(f"Wrote {count} files: ")
    assert lines[1].startswith("  cd 'a b/c' && make generate ")
    assert lines[2].startswith("  make test ")
    assert all(len(line) <= 96 for line in lines)
    Path("here").mkdir()
    os.chdir("here")
    assert run().out.splitlines()[1].startswith("  make generate ")


def test_the_name_is_that_of_the_folder(run: Run, tmp_path: Path) -> None:
    run("../My Täle")
    assert Path("../My Täle/spec/my_tale/api.yaml").is_file()
    run(str(tmp_path / "new" / "two") + "/", "--name", "other_1")
    assert Path("../new/two/spec/other_1/api.yaml").is_file()


@pytest.mark.parametrize(
    "name",
    ["", "Bakery", "my bakery", "../../etc", "a/b", "-", "a\nb", "$(id)", "1a", "é"],
)
def test_a_name_that_is_none(run: Run, name: str) -> None:
    outcome = run(f"--name={name}")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith(f"error: {name!r} can't be the name of an API")
    assert not tree(Path())


def test_a_folder_that_no_terminal_can_show(run: Run) -> None:
    code, out, _ = run("esc\x1b[31mX\nY", "--name", "bakery")
    assert code == 0
    assert "\n  make generate " in out
    assert out.replace("\n", "").isprintable()


def test_a_name_that_no_disk_takes(run: Run) -> None:
    outcome = run("--name", "a" * 300)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(": File name too long\n")
    assert not tree(Path())


@pytest.mark.parametrize("words", [[], ["."], ["../bakery"]])
def test_a_folder_that_is_not_empty_is_left_alone(run: Run, words: list[str]) -> None:
    Path("src/deep").mkdir(parents=True)
    Path("src/deep/a.py").touch()
    Path("README.md").write_text("mine")
    Path(".gitignore").touch()
    Path("spec/bakery/shop").mkdir(parents=True)
    Path("spec/bakery/shop/mine.yaml").touch()
    before = tree(Path())
    outcome = run(*words)
    assert outcome == (
        2,
        "",
        "error: nothing was written, because this folder is not empty:\n"
        "  .gitignore\n"
        "  README.md\n"
        "  src\n"
        "  spec/bakery/shop/mine.yaml\n"
        "A project starts in an empty folder: `specloom init DIR` makes one\n",
    )
    assert tree(Path()) == before


def test_much_that_is_in_the_way_is_counted(run: Run) -> None:
    for number in range(13):
        Path(f"file{number:02}").touch()
    lines = run().err.splitlines()
    assert lines[10:12] == ["  file09", "  and 3 more"]


def test_names_in_the_way_can_not_move_the_cursor(run: Run) -> None:
    Path("a\x1b[2Jb\nc").touch()
    assert "\n  a<U+001B>[2Jb<U+000A>c\n" in run().err


def test_hidden_things_of_others_are_not_in_the_way(run: Run) -> None:
    Path(".git/refs").mkdir(parents=True)
    Path(".git/HEAD").write_text("ref: refs/heads/main\n")
    Path(".venv").mkdir()
    Path(".idea").mkdir()
    Path(".DS_Store").touch()
    assert run().code == 0
    assert files(Path()).items() >= project_files("bakery", requirement()).items()
    assert Path(".git/HEAD").read_text() == "ref: refs/heads/main\n"


def test_a_second_time_is_refused(run: Run) -> None:
    run()
    before = tree(Path())
    error = (
        "error: there is a new project in this folder already: nothing was written\n"
    )
    assert run() == (2, "", error)
    Path("README.md").write_text("mine")
    assert run().err.splitlines()[1:-1] == ["  README.md"]
    Path("README.md").write_bytes(project_files("bakery", requirement())["README.md"])
    assert tree(Path()) == before


def test_nothing_is_written_through_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    Path("spec").symlink_to(tmp_path / "elsewhere")
    assert run().err.splitlines()[1] == "  spec"
    assert not tree(tmp_path / "elsewhere")
    Path("spec").unlink()
    (tmp_path / "same").write_bytes(project_files("bakery", requirement())["Makefile"])
    Path("Makefile").symlink_to(tmp_path / "same")
    assert run().err.splitlines()[1] == "  Makefile"


def test_what_is_no_folder(run: Run) -> None:
    Path("file").touch()
    assert run("file") == (2, "", "error: file is not a folder\n")
    outcome = run("file/below")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert tree(Path()) == {"file": b""}


def failures(of: str, error: BaseException) -> Iterator[Any]:
    """A function of `os` that works once more each time it was tried, and then fails."""
    real = getattr(os, of)
    for count in range(200):
        left = count

        def limited(*words: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise error
            return real(*words, **options)

        yield limited


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "disk")


@pytest.mark.parametrize("of", ["mkdir", "open", "write", "replace"])
@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (FULL, 2, r"error: (disk|new/project/\S+): No space left on device\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
    ids=["full disk", "Ctrl-C"],
)
def test_all_or_nothing(
    run: Run, of: str, error: BaseException, code: int, said: str
) -> None:
    Path(".git").mkdir()
    tries = 0
    for limited in failures(of, error):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, of, limited)
            outcome = run("new/project")
        if outcome.code == 0:
            break
        assert (outcome.code, outcome.out) == (code, "")
        assert re.fullmatch(said, outcome.err), outcome.err
        assert tree(Path()) == {".git": None}
        tries += 1
    assert tries >= (5 if of == "mkdir" else len(project_files("a", requirement())))
    assert files(Path("new/project")) == project_files("project", requirement())


KILLS = """
import os, sys
from specloom.commands.init import init

def dying(do, left):
    def counted(*words, **options):
        if left[0] == 0:
            os._exit(9)
        left[0] -= 1
        return do(*words, **options)
    return counted

def one(step, folder):
    left = [step]
    for name in ("mkdir", "open", "write", "replace"):
        setattr(os, name, dying(getattr(os, name), left))
    init(folder, "bakery")

killed = 0
while True:
    folder = f"try{killed}"
    child = os.fork()
    if not child:
        sys.stdout = open(os.devnull, "w")
        one(killed, folder)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
    killed += 1
    init(folder, "bakery")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_run_is_completed_by_the_next(run: Run) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLS],
        env={"PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    whole = project_files("bakery", requirement())
    folders = sorted(Path().glob("try*"))
    assert len(folders) > 3 * len(whole)
    for folder in folders:
        assert files(folder) == whole
