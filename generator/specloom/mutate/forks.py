"""Runs jobs in forks of this process, several side by side.

In: functions without arguments whose results JSON can hold. Out: each job's number and result,
as they come; a text instead if the job failed or its process died.
"""

import gc
import json
import os
import selectors
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Job = Callable[[], Any]

DIED = "its process ended"
"""How the text begins if it was not the job that told it."""
_KILLED = f"{DIED} with status -9"


class KilledError(Exception):
    """A process was killed from outside, twice: by a person, or for want of memory."""


def answers(jobs: Sequence[Job], cores: int) -> Iterator[tuple[int, Any]]:
    """`run_forked`; a job that is killed from outside gets a second try, alone.

    Raises:
        KilledError: it was killed then, too.
    """
    again = []
    for at, found in run_forked(jobs, cores):
        if found == _KILLED:
            again.append(at)
        else:
            yield at, found
    for at in again:
        ((_, found),) = run_forked([jobs[at]], 1)
        if found == _KILLED:
            raise KilledError
        yield at, found


def run_forked(jobs: Sequence[Job], cores: int) -> Iterator[tuple[int, Any]]:
    """Each job in a process of its own, `cores` of them at a time."""
    gc.collect()
    gc.freeze()  # what is shared stays shared: nobody looks through it for garbage
    waiting = iter(enumerate(jobs))
    running: dict[int, tuple[int, int, bytearray]] = {}
    with selectors.DefaultSelector() as pipes:
        try:
            while True:
                while len(running) < cores and (job := next(waiting, None)):
                    pipe, process = _start(job[1])
                    running[pipe] = (job[0], process, bytearray())
                    pipes.register(pipe, selectors.EVENT_READ)
                if not running:
                    return
                for key, _ in pipes.select():
                    at, process, told = running[key.fd]
                    if part := os.read(key.fd, 65536):
                        told += part
                        continue
                    pipes.unregister(key.fd)
                    os.close(key.fd)
                    del running[key.fd]
                    yield at, _result(process, told)
        finally:
            for pipe, (_, process, _) in running.items():
                os.kill(process, 9)
                os.waitpid(process, 0)
                os.close(pipe)


def _result(process: int, told: bytearray) -> Any:
    _, status = os.waitpid(process, 0)
    if not told:
        return f"{DIED} with status {os.waitstatus_to_exitcode(status)}"
    return json.loads(told)


def _start(job: Job) -> tuple[int, int]:
    """Where the result of a job can be read, and its process."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return reading, process
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(_tried(job)).encode())
    finally:
        os._exit(0)


def _tried(job: Job) -> Any:
    try:
        return job()
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
