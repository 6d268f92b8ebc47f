"""Jobs in processes of their own."""

import faulthandler
import gc
import os
import signal
import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest
from specloom.mutate.forks import Job, KilledError, answers, run_forked

# Python 3.12 and later warn of a fork beside the thread of pytest-xdist.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What was frozen for the forks is looked through for garbage again."""
    yield
    gc.unfreeze()


def double(number: int) -> list[int]:
    """A job that goes well."""
    return [number, 2 * number]


def fail() -> None:
    """A job that raises."""
    raise KeyError("lost")


def test_results_come_with_the_numbers_of_their_jobs() -> None:
    jobs = [partial(double, number) for number in range(7)]
    found = [*run_forked(jobs, 2)]
    assert sorted(found) == [(number, [number, 2 * number]) for number in range(7)]


def test_no_jobs() -> None:
    assert [*run_forked([], 2)] == []


def test_a_result_may_be_large() -> None:
    """Larger than what a pipe holds."""
    assert [*run_forked([lambda: "x" * 1_000_000], 1)] == [(0, "x" * 1_000_000)]


def test_an_exception_is_told_as_text() -> None:
    assert [*run_forked([fail], 1)] == [(0, "KeyError: 'lost'")]


def test_a_result_that_json_can_not_hold_is_no_result() -> None:
    ((_, found),) = run_forked([lambda: object()], 1)
    assert isinstance(found, str)


def abort() -> None:
    """A job whose process dies; pytest would tell where."""
    faulthandler.disable()
    os.abort()


@pytest.mark.parametrize(
    ("end", "status"), [(lambda: os._exit(3), 3), (abort, -6)], ids=["exit", "abort"]
)
def test_a_process_that_dies_is_told_as_text(
    end: Callable[[], object], status: int
) -> None:
    found = dict(run_forked([end, partial(double, 1)], 1))
    assert found == {0: f"its process ended with status {status}", 1: [1, 2]}


def killed(folder: Path, times: int) -> str:
    """A job that somebody ends so many times before it can answer."""
    tries = len([*folder.iterdir()])
    if tries < times:
        (folder / f"{tries}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "answered"


def test_a_job_that_is_killed_from_outside_is_tried_again(tmp_path: Path) -> None:
    jobs: list[Job] = [partial(killed, tmp_path, 1), partial(double, 1)]
    assert dict(answers(jobs, 1)) == {0: "answered", 1: [1, 2]}


def test_a_job_that_is_killed_twice_has_no_answer(tmp_path: Path) -> None:
    with pytest.raises(KilledError):
        dict(answers([partial(killed, tmp_path, 2)], 1))


def test_nothing_that_a_job_does_reaches_this_process() -> None:
    seen: list[int] = []
    assert [*run_forked([lambda: seen.append(1)], 1)] == [(0, None)]
    assert seen == []


def meet(folder: Path, own: str, other: str) -> bool:
    """Waits for another job to be there as well."""
    (folder / own).touch()
    for _ in range(3000):
        if (folder / other).exists():
            return True
        time.sleep(0.01)
    return False


def test_two_jobs_run_side_by_side(tmp_path: Path) -> None:
    jobs = [partial(meet, tmp_path, *names) for names in ("ab", "ba")]
    assert dict(run_forked(jobs, 2)) == {0: True, 1: True}


def neighbours(folder: Path, own: str) -> int:
    """How many jobs run now, this one among them."""
    (folder / own).touch()
    time.sleep(0.02)
    found = len([*folder.iterdir()])
    (folder / own).unlink()
    return found


@pytest.mark.parametrize("cores", [1, 3])
def test_no_more_jobs_run_than_asked_for(tmp_path: Path, cores: int) -> None:
    jobs = [partial(neighbours, tmp_path, f"{number}") for number in range(8)]
    assert max(found for _, found in run_forked(jobs, cores)) <= cores


def linger(folder: Path) -> None:
    """A job that would not end by itself."""
    (folder / f"{os.getpid()}").touch()
    time.sleep(600)


def test_an_abandoned_iteration_leaves_no_process_behind(tmp_path: Path) -> None:
    waiting = partial(meet, tmp_path, "first", "nothing")
    jobs: list[Callable[[], object]] = [
        partial(linger, tmp_path),
        partial(_once_two_are_there, tmp_path),
        waiting,
    ]
    found = run_forked(jobs, 3)
    assert next(found) == (1, True)
    assert isinstance(found, Generator)
    found.close()
    (process,) = [int(path.name) for path in tmp_path.iterdir() if path.name != "first"]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def _once_two_are_there(folder: Path) -> bool:
    for _ in range(3000):
        if len([*folder.iterdir()]) == 2:
            return True
        time.sleep(0.01)
    return False
