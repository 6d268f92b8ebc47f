"""Whatever happens to a run, each file is the old one or the new one, and the next run ends it.

A process that is killed at any change on disk, a disk that is full or says no, two runs at
once, a file that goes away while it is looked at.
"""

import errno
import functools
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from specloom import fingerprint
from specloom.output import state

from . import faults
from .conftest import Project

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")

OLD = {
    "alpha": {f"alpha/m{n}.py": f"M = {n}\n" * 40 for n in range(6)}
    | {"alpha/gone/b.py": "B = 1\n", "alpha/same.py": ""},
    "beta": {"beta/a.py": "A = 1\n", "beta/turns": "a file\n"},
    "gone": {"gone/c.py": "C = 1\n", "gone/deep/er/d.py": "D = 1\n"},
}
NEW = {
    "alpha": {f"alpha/m{n}.py": f"N = {n}\n" * 40 for n in range(2, 9)}
    | {"alpha/new/d.py": "D\n", "alpha/same.py": ""},
    "beta": {"beta/a.py": "A = 2\n", "beta/turns/into.py": "a folder\n"},
    "delta": {"delta/deep/er/e.py": "E = 1\n"},
}


class Change:
    """A project that a run is to bring from the old builds to the new ones."""

    def __init__(self, project: Project) -> None:
        self.project = project
        project.spec(NEW)
        assert project.run("generate").code == 0
        self.right = project.tree()
        project.spec(OLD)
        assert project.run("generate").code == 0
        self.before = project.tree()
        project.spec(NEW)
        self.changes = faults.run(None, -1, "generate").changes
        assert project.tree() == self.right
        self.undo()

    def undo(self) -> None:
        """Brings the old builds back."""
        self.project.spec(OLD)
        assert self.project.run("generate").code == 0
        assert self.project.tree() == self.before
        self.project.spec(NEW)

    def check_whole(self) -> None:
        """Each file is the old one or the new one."""
        for path, text in self.project.tree().items():
            if path.endswith("specloom.lock") or path.endswith(state.TEMPORARY):
                continue
            assert text in (self.before.get(path), self.right.get(path)), path

    def check_completed(self) -> None:
        """The next run makes all right, and takes nothing for a work of hands."""
        outcome = self.project.run("generate")
        assert outcome.code == 0, outcome.err
        assert "by hand" not in outcome.out
        assert self.project.tree() == self.right
        assert self.project.run("check").code == 0


@pytest.fixture
def change(project: Project) -> Change:
    return Change(project)


@pytest.mark.parametrize(
    "fault",
    [faults.killed_half_way, pytest.param(faults.killed, marks=pytest.mark.long)],
)
def test_a_run_is_killed_at_any_change(change: Change, fault: faults.Fault) -> None:
    assert change.changes >= 50
    states = set()
    for at in range(change.changes):
        ended = faults.run(fault, at, "generate")
        assert ended.code == -signal.SIGKILL
        change.check_whole()
        states.add(tuple(change.project.tree().items()))
        change.check_completed()
        change.undo()
    assert len(states) >= 30


FEW = 5  # one in so many changes is tried in the short run
REFUSALS = (errno.EROFS, errno.ENOSPC, errno.EIO, errno.EDQUOT)


@pytest.mark.parametrize(
    ("number", "always", "step"),
    [
        (errno.EACCES, False, FEW),
        pytest.param(errno.EACCES, False, 1, marks=pytest.mark.long),
        *[pytest.param(each, True, 1, marks=pytest.mark.long) for each in REFUSALS],
        *[pytest.param(each, False, 1, marks=pytest.mark.long) for each in REFUSALS],
    ],
)
def test_the_disk_says_no_at_any_change(
    change: Change, number: int, always: bool, step: int
) -> None:
    quiet = 0
    for at in range(0, change.changes, step):
        ended = faults.run(faults.refused(number), at, "generate", always=always)
        quiet += ended.code == 0
        check_refusal(ended, os.strerror(number))
        change.check_whole()
        change.check_completed()
        change.undo()
    # What fails alone and is not needed: the store of digests, and folders that were empty.
    assert quiet < 30


def check_refusal(ended: faults.Ended, reason: str) -> None:
    """One line that says why, or nothing at all."""
    assert ended.code in (0, 2), ended
    if ended.code:
        assert ended.err.startswith("error: ")
        assert ended.err.count("\n") == 1
        assert reason in ended.err
    else:
        assert not ended.err


@pytest.mark.parametrize("step", [FEW, pytest.param(1, marks=pytest.mark.long)])
def test_the_disk_is_full_from_any_change_on(change: Change, step: int) -> None:
    for at in range(0, change.changes, step):
        ended = faults.run(faults.full, at, "generate", always=True)
        check_refusal(ended, os.strerror(errno.ENOSPC))
        change.check_whole()
        assert not [path for path in change.project.tree() if state.TEMPORARY in path]
        change.check_completed()
        change.undo()


def test_files_may_not_grow(change: Change) -> None:
    """The system's own limit, and not a fault that a test makes up."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))

    ended = faults.forked("generate", ready=limit).end()
    assert ended.code == 2
    check_refusal(ended, os.strerror(errno.EFBIG))
    change.check_whole()
    change.check_completed()


def test_a_disk_that_is_full_indeed(change: Change, tmp_path: Path) -> None:
    """A small file system of its own, if this user may make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=48k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(words, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        filler = disk / "filler"
        filler.write_bytes(b"x" * 40_000)
        ended = faults.run(None, -1, "generate", "--out", str(disk / "out"))
        check_refusal(ended, os.strerror(errno.ENOSPC))
        assert ended.code == 2
        filler.unlink()
        subprocess.run([*words[:4], "remount,size=9m", "tmpfs", str(disk)], check=True)
        outcome = change.project.run("generate", "--out", str(disk / "out"))
        assert outcome.code == 0, outcome.err
        assert change.project.run("check", "--out", str(disk / "out")).code == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_that_somebody_has_open(change: Change) -> None:
    """As Windows has it: what is open can't be replaced. The message names the file."""

    def held(name: str, true: Callable[..., object], words: tuple[str, ...]) -> object:
        if name == "replace" and words[1].endswith("m3.py"):
            raise PermissionError(
                errno.EACCES, "Access is denied", words[0], 5, words[1]
            )
        return true(*words)

    ended = faults.run(held, 0, "generate", always=True)
    assert ended.code == 2
    assert "m3.py" in ended.err
    assert "denied" in ended.err
    change.check_whole()
    change.check_completed()


def wait(reader: int, writer: int) -> None:
    """Until the other process has closed its end of a pipe."""
    os.close(writer)
    os.read(reader, 1)


@pytest.mark.parametrize("words", [("generate", "generate"), ("generate", "check")])
def test_two_runs_that_start_at_once(change: Change, words: tuple[str, ...]) -> None:
    for _ in range(20):
        reader, writer = os.pipe()
        ready = functools.partial(wait, reader, writer)
        runs = [faults.forked(word, ready=ready) for word in words]
        os.close(writer)  # both were waiting for it
        ends = [each.end() for each in runs]
        os.close(reader)
        assert ends[0].code == 0, ends
        assert ends[1].code in ((0,) if words[1] == "generate" else (0, 1)), ends
        assert not any(end.err for end in ends)
        assert change.project.tree() == change.right
        assert change.project.run("check").code == 0
        change.undo()


@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_file_goes_while_it_is_looked_at(
    change: Change, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when another run removes it: it is as if it had not been there."""
    gone: list[str] = []

    def read(path: str) -> bytes:
        if not gone and path.endswith("m2.py"):
            gone.append(path)
            os.unlink(path)
        return fingerprint.read(path)

    monkeypatch.setattr(state, "read", read)
    outcome = change.project.run(command)
    assert gone
    assert outcome.code == (0 if command == "generate" else 1), outcome.err
    monkeypatch.undo()


def test_a_folder_goes_while_it_is_looked_at(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = os.scandir
    gone: list[str] = []

    def scandir(path: str) -> object:
        if not gone and path.rstrip("/").endswith("deep"):
            gone.append(path)
            os.unlink(Path(path, "er", "d.py"))
            os.rmdir(Path(path, "er"))
            os.rmdir(path)
        return true(path)

    monkeypatch.setattr(os, "scandir", scandir)
    outcome = change.project.run("check")
    monkeypatch.undo()
    assert gone
    assert outcome.code == 1, outcome.err
