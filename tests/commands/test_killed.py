"""A run that is killed anywhere is completed by the next, and two runs don't mix."""

import signal

import pytest
from specloom.output import exclusive

from .conftest import Project

OLD = {
    "alpha": {
        "alpha/a.py": "A = 1\n",
        "alpha/gone/b.py": "B = 1\n",
        "alpha/same.py": "",
    },
    "gone": {"gone/c.py": "C = 1\n"},
}
NEW = {"alpha": {"alpha/a.py": "A = 2\n", "alpha/new/d.py": "D\n", "alpha/same.py": ""}}

# Every change on disk goes through one of these; the process dies right before one of them.
KILL = """
import os, signal
left = {step}
read_or_write = os.open
def count(do):
    def counted(*words, **options):
        global left
        if do is not read_or_write or words[1] & os.O_CREAT:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
        return do(*words, **options)
    return counted
for name in ("replace", "unlink", "rmdir", "mkdir", "open"):
    setattr(os, name, count(getattr(os, name)))
del name
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
@pytest.mark.parametrize("start", range(0, 40, 8))
def test_a_killed_run_is_completed(project: Project, start: int) -> None:
    project.spec(NEW)
    project.run("generate")
    right = project.tree()
    for step in range(start, start + 8):
        project.spec(OLD)
        project.run("generate")
        project.spec(NEW)
        killed = project.start("generate", before=KILL.format(step=step))
        killed.communicate()
        assert killed.returncode in (0, -signal.SIGKILL)
        outcome = project.run("generate")
        assert outcome.code == 0
        assert "by hand" not in outcome.out
        assert project.tree() == right
        assert project.run("check").code == 0


def test_some_runs_of_the_test_above_are_killed_while_writing(project: Project) -> None:
    project.spec(OLD)
    project.run("generate")
    before = project.tree()
    project.spec(NEW)
    states = set()
    last = 0
    for step in range(40):
        killed = project.start("generate", before=KILL.format(step=step))
        killed.communicate()
        states.add(tuple(project.tree().items()))
        if killed.returncode == 0:
            last = step
            break
    assert last, "the sweep above has to be longer"
    assert len(states - {tuple(before.items())}) >= 5


def test_several_runs_at_once_end_well(project: Project) -> None:
    builds = {"alpha": {f"alpha/m{number}.py": "X\n" for number in range(200)}}
    project.spec(builds)
    runs = [project.start("generate") for _ in range(4)]
    ends = [(*run.communicate(), run.returncode) for run in runs]
    assert [code for _, _, code in ends] == [0] * 4
    assert project.run("check").code == 0


def test_a_second_run_gives_up_with_a_message(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exclusive, "PATIENCE", 0.1)
    with exclusive.exclusive("generated"):
        outcome = project.run("generate")
        assert outcome.code == 2
        assert "another run of specloom is writing to generated" in outcome.err
        assert project.tree() == {}
        assert project.run("check").code == 1
    assert project.run("generate").code == 0
