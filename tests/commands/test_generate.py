"""`generate`: the rules of writing, one by one, through the command."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from .conftest import SMALL, WRONG, Project

B = "alpha/alpha/sub/b.py"


def changed(build: str, path: str, text: str | None) -> dict[str, dict[str, str]]:
    """The small spec with one file changed, added or (None) left out."""
    builds = {name: dict(files) for name, files in SMALL.items()}
    builds[build].pop(path, None)
    if text is not None:
        builds[build][path] = text
    return builds


def test_a_first_run_writes_every_file_and_a_lock(project: Project) -> None:
    outcome = project.run("generate")
    assert outcome == (0, "alpha: 2 written\nbeta: 2 written\n", "")
    assert list(project.tree()) == [
        "alpha/alpha/__init__.py",
        "alpha/alpha/sub/b.py",
        "alpha/specloom.lock",
        "beta/beta/__init__.py",
        "beta/beta/c.py",
        "beta/specloom.lock",
    ]
    assert (project.out / "beta/beta/c.py").read_bytes() == "C = 'é'\n".encode()


def test_a_second_run_writes_nothing_at_all(project: Project) -> None:
    project.run("generate")
    files = [path for path in project.out.rglob("*") if "writing" not in path.name]
    before = {path: path.stat() for path in files}
    for words in (
        ["generate"],
        ["generate", "--build=alpha"],
        ["generate", "--build=beta"],
    ):
        outcome = project.run(*words)
        assert outcome.code == 0
        assert outcome.out.startswith("Nothing changed: ")
    for path in files:
        after = path.stat()
        if path.name != ".specloom_cache":
            assert (after.st_ino, after.st_mtime_ns) == (
                before[path].st_ino,
                before[path].st_mtime_ns,
            )


def test_only_what_differs_is_written(project: Project) -> None:
    project.run("generate")
    inodes = {path: path.stat().st_ino for path in project.out.rglob("*.py")}
    project.spec(changed("alpha", "alpha/sub/b.py", "B = 2\n"))
    assert project.run("generate").out == "alpha: 1 written, 1 unchanged\n"
    new = {path for path, inode in inodes.items() if path.stat().st_ino != inode}
    assert new == {project.out / B}


def test_a_new_file_has_the_mode_of_any_new_file(project: Project) -> None:
    project.run("generate")
    (project.root / "other").touch()
    usual = stat.S_IMODE((project.root / "other").stat().st_mode)
    assert stat.S_IMODE((project.out / B).stat().st_mode) == usual


def test_an_obsolete_file_goes_with_its_bytecode_and_its_empty_folder(
    project: Project,
) -> None:
    project.run("generate")
    cache = (project.out / B).parent / "__pycache__"
    cache.mkdir()
    (cache / "b.cpython-311.pyc").touch()
    project.spec(changed("alpha", "alpha/sub/b.py", None))
    assert project.run("generate").out == "alpha: 1 removed, 1 unchanged\n"
    assert not (project.out / "alpha/alpha/sub").exists()
    assert (project.out / "alpha/alpha/__init__.py").exists()


def test_a_folder_with_something_else_in_it_stays(project: Project) -> None:
    project.run("generate")
    note = (project.out / B).with_name("note.txt")
    note.write_text("mine")
    project.spec(changed("alpha", "alpha/sub/b.py", None))
    project.run("generate")
    assert not (project.out / B).exists()
    assert note.read_text() == "mine"


def test_a_file_edited_by_hand_is_restored_and_named(project: Project) -> None:
    project.run("generate")
    (project.out / B).write_text("B = 99\n")
    outcome = project.run("generate")
    assert outcome.out == (
        f"restored generated/{B} (it was edited by hand)\n"
        "alpha: 1 written, 1 unchanged\n"
    )
    assert (project.out / B).read_text() == "B = 1\n"


def test_an_obsolete_file_edited_by_hand_is_kept_and_named(project: Project) -> None:
    project.run("generate")
    (project.out / B).write_text("B = 99\n")
    project.spec(changed("alpha", "alpha/sub/b.py", None))
    outcome = project.run("generate")
    assert f"kept generated/{B} (no longer generated, but" in outcome.out
    assert (project.out / B).read_text() == "B = 99\n"
    assert project.run("generate").out.startswith("Nothing changed")


def test_a_file_with_the_very_bytes_is_adopted(project: Project) -> None:
    (project.out / B).parent.mkdir(parents=True)
    (project.out / B).write_text("B = 1\n")
    inode = (project.out / B).stat().st_ino
    assert "alpha: 1 written, 1 unchanged" in project.run("generate").out
    assert (project.out / B).stat().st_ino == inode
    assert project.run("check").code == 0


def test_a_foreign_file_in_the_way_stops_everything(project: Project) -> None:
    (project.out / B).parent.mkdir(parents=True)
    (project.out / B).write_text("mine\n")
    before = project.tree()
    outcome = project.run("generate")
    assert (outcome.code, outcome.out) == (2, "")
    assert f"generated/{B}: specloom did not write it" in outcome.err
    assert project.tree() == before


def test_a_foreign_file_elsewhere_is_left_alone(project: Project) -> None:
    project.run("generate")
    (project.out / "alpha/README.md").write_text("mine")
    (project.out / "notes").mkdir()
    assert project.run("generate").code == 0
    assert (project.out / "alpha/README.md").read_text() == "mine"


def test_a_folder_where_a_file_has_to_be_stops_everything(project: Project) -> None:
    (project.out / B).mkdir(parents=True)
    outcome = project.run("generate")
    assert outcome.code == 2
    assert f"generated/{B}: it is a folder" in outcome.err


def test_a_file_where_a_folder_has_to_be_stops_everything(project: Project) -> None:
    (project.out / "alpha/alpha").mkdir(parents=True)
    (project.out / "alpha/alpha/sub").write_text("mine")
    outcome = project.run("generate")
    assert outcome.code == 2
    assert "alpha/alpha/sub: it is a file where a folder has to be" in outcome.err


def test_our_own_file_makes_room_for_a_folder(project: Project) -> None:
    project.spec({"alpha": {"alpha/sub": "a file\n"}})
    project.run("generate")
    project.spec({"alpha": {"alpha/sub/b.py": "B = 1\n"}})
    assert project.run("generate").code == 0
    assert (project.out / B).read_text() == "B = 1\n"


@pytest.mark.parametrize(
    "place", ["alpha", "alpha/specloom.lock", "alpha/alpha", "alpha/alpha/sub", B]
)
def test_no_symbolic_link_is_followed(project: Project, place: str) -> None:
    elsewhere = project.root / "elsewhere"
    if place == B:
        elsewhere.write_text("B = 1\n")
    else:
        elsewhere.mkdir()
    (project.out / place).parent.mkdir(parents=True)
    (project.out / place).symlink_to(elsewhere)
    outcome = project.run("generate")
    assert outcome.code == 2
    assert "symbolic link" in outcome.err
    assert f"generated/{place}" in outcome.err
    assert elsewhere.is_file() or list(elsewhere.iterdir()) == []


def test_a_linked_folder_of_ours_is_not_emptied(project: Project) -> None:
    project.run("generate")
    elsewhere = project.root / "elsewhere"
    (project.out / "alpha/alpha/sub").rename(elsewhere)
    (project.out / "alpha/alpha/sub").symlink_to(elsewhere)
    project.spec(changed("alpha", "alpha/sub/b.py", None))
    assert project.run("generate").code == 0
    assert (elsewhere / "b.py").read_text() == "B = 1\n"


def test_the_output_folder_itself_may_be_a_link(project: Project) -> None:
    (project.root / "real").mkdir()
    project.out.symlink_to(project.root / "real")
    assert project.run("generate").code == 0
    assert (project.root / "real" / B).exists()


def test_a_lock_that_points_outside_owns_nothing_there(project: Project) -> None:
    project.run("generate")
    victim = project.root / "victim.txt"
    victim.write_text("B = 1\n")
    lock = project.out / "alpha/specloom.lock"
    digest = next(line for line in lock.read_text().splitlines() if "b.py" in line)[:64]
    lock.write_text(lock.read_text() + f"{digest}  ../../victim.txt\n")
    assert project.run("generate").code == 0
    assert victim.exists()


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe\x00", b"hello\n", b"# x\n" * 9])
def test_a_garbage_lock_is_rebuilt(project: Project, garbage: bytes) -> None:
    project.run("generate")
    lock = project.out / "alpha/specloom.lock"
    right = lock.read_bytes()
    lock.write_bytes(garbage)
    assert project.run("generate").out == "alpha: 2 unchanged (only the lock is new)\n"
    assert lock.read_bytes() == right


def test_what_either_side_of_a_merge_conflict_lists_is_owned(project: Project) -> None:
    project.spec({"alpha": {"alpha/b.py": "ours\n", "alpha/old1.py": "1\n"}})
    project.run("generate")
    ours = (project.out / "alpha/specloom.lock").read_text()
    project.spec({"alpha": {"alpha/b.py": "theirs\n", "alpha/old2.py": "2\n"}})
    project.run("generate")
    theirs = (project.out / "alpha/specloom.lock").read_text()
    lock = f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\n"
    (project.out / "alpha/specloom.lock").write_text(lock)
    (project.out / "alpha/alpha/old1.py").write_text("1\n")
    (project.out / "alpha/alpha/b.py").write_text("ours\n")
    project.spec({"alpha": {"alpha/b.py": "merged\n"}})
    assert project.run("generate").out == "alpha: 1 written, 2 removed\n"
    assert list(project.tree()) == ["alpha/alpha/b.py", "alpha/specloom.lock"]
    assert project.run("check").code == 0


def test_a_build_that_is_no_longer_listed_is_removed(project: Project) -> None:
    project.run("generate")
    project.spec({"alpha": SMALL["alpha"]})
    assert project.run("generate").out == "beta: 2 removed (no longer listed)\n"
    assert not (project.out / "beta").exists()


def test_of_an_unlisted_build_only_what_is_ours_goes(project: Project) -> None:
    project.run("generate")
    (project.out / "beta/note.txt").write_text("mine")
    (project.out / "beta/beta/c.py").write_text("edited\n")
    project.spec({"alpha": SMALL["alpha"]})
    outcome = project.run("generate")
    assert "kept generated/beta/beta/c.py" in outcome.out
    beta = [path for path in project.tree() if path.startswith("beta")]
    assert beta == ["beta/beta/c.py", "beta/note.txt"]
    assert project.run("generate").out.startswith("Nothing changed")


def test_one_build_alone_leaves_the_others(project: Project) -> None:
    project.run("generate")
    (project.out / "beta/beta/c.py").unlink()
    project.spec({"alpha": {"alpha/x.py": "X\n"}})
    assert project.run("generate", "--build", "alpha").code == 0
    assert (project.out / "beta/specloom.lock").exists()
    assert not (project.out / "beta/beta/c.py").exists()


def test_a_folder_without_our_lock_is_no_build(project: Project) -> None:
    other = project.out / "other"
    other.mkdir(parents=True)
    (other / "specloom.lock").write_text("not made by it\n")
    project.run("generate")
    assert (other / "specloom.lock").read_text() == "not made by it\n"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_says_no_is_one_line(
    project: Project, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    project.run("generate")
    project.spec(changed("alpha", "alpha/sub/b.py", "B = 2\n"))

    def refuse(source: str, target: str) -> None:
        raise OSError(number, os.strerror(number), target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        outcome = project.run("generate")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert os.strerror(number) in outcome.err
    assert not list(project.out.rglob("*.specloom-new"))
    assert project.run("generate").code == 0
    assert project.run("check").code == 0


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder_is_one_line(project: Project) -> None:
    project.out.mkdir()
    project.out.chmod(0o555)
    outcome = project.run("generate")
    assert outcome.code == 2
    assert "Permission denied" in outcome.err


def test_a_build_is_a_file(project: Project) -> None:
    project.out.mkdir()
    (project.out / "alpha").write_text("mine")
    said = "error: generated/alpha is in the way: a build is a folder\n"
    assert project.run("generate") == (2, "", said)
    assert project.run("check") == (2, "", said)


def test_the_output_folder_is_a_file(project: Project) -> None:
    project.out.write_text("")
    assert project.run("generate") == (2, "", "error: generated is not a folder\n")
    assert project.run("check") == (2, "", "error: generated is not a folder\n")


def test_nothing_to_write_needs_no_permission(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("generate")
    for path in (project.out / ".specloom_cache").iterdir():
        path.unlink()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "generated")

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(os, "makedirs", refuse)
    assert project.run("generate").out.startswith("Nothing changed")
    assert project.run("check").code == 0


def test_a_name_as_long_as_a_disk_takes(project: Project) -> None:
    name = f"alpha/{'m' * 252}.py"
    project.spec({"alpha": {name: "M = 1\n"}})
    assert project.run("generate").code == 0
    assert project.tree()[f"alpha/{name}"] == "M = 1\n"


def test_temporary_files_of_a_killed_run_go(project: Project) -> None:
    project.run("generate")
    (project.out / "alpha/alpha/.b.py.specloom-new").write_text("half a fi")
    (project.out / ".specloom_cache").rename(project.root / "no answer from there")
    outcome = project.run("generate")
    assert outcome.out == "alpha: 2 unchanged (tidied up after a run that was killed)\n"
    assert not list(project.out.rglob("*.specloom-new"))


def test_a_spec_with_mistakes_writes_nothing(project: Project) -> None:
    project.run("generate")
    before = project.tree()
    project.spec({"alpha": {}}, mistake="wrong")
    assert project.run("generate") == (2, "", WRONG)
    assert project.run("check") == (2, "", WRONG)
    assert project.tree() == before


def test_several_apis_share_the_output_folder(project: Project) -> None:
    project.spec({"gamma": {"gamma/a.py": "A\n"}}, api="two")
    assert project.run("generate").out.endswith("beta: 2 written\ngamma: 1 written\n")
    assert project.run("check").code == 0


def test_two_builds_of_one_name_are_refused(project: Project) -> None:
    project.spec({"beta": {"beta/a.py": "A\n"}}, api="two")
    outcome = project.run("generate")
    assert outcome.code == 2
    assert "two APIs have a build of one name: beta" in outcome.err
    assert not project.out.exists()


def test_the_lock_is_sorted_and_knows_its_origin(project: Project) -> None:
    project.run("generate")
    lines = (project.out / "alpha/specloom.lock").read_text().splitlines()
    assert lines[0].startswith("# Code generated by specloom ")
    assert lines[0].endswith(" DO NOT EDIT.")
    assert [line.split(":")[0] for line in lines[1:6]] == [
        "# format",
        "# generator",
        "# spec",
        "# option release",
        "# option variant",
    ]
    assert [line[66:] for line in lines[6:]] == ["alpha/__init__.py", "alpha/sub/b.py"]


def test_the_same_from_anywhere(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("generate")
    here = project.tree()
    far = project.root / "a far" / "folder"
    far.mkdir(parents=True)
    monkeypatch.chdir(far)
    spec, out = str(project.root / "spec"), str(far / "o u t")
    assert project.run("generate", "--spec", spec, "--out", out).code == 0
    there = {
        path.relative_to(out).as_posix(): path.read_text()
        for path in Path(out).rglob("*")
        if path.is_file() and ".specloom_cache" not in path.parts
    }
    assert there == here


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_spec_folder_may_be_named_itself(project: Project) -> None:
    assert project.run("generate", "--spec", "spec/one").code == 0
    assert project.run("check").code == 0
