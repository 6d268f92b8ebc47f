"""Runs something risky many times in forked processes that may neither hang nor grow.

In: numbered tries. Out: what became of each: fine, or how it broke. A process that uses more
than its seconds of CPU time in one try is killed, wherever it is; so the answer does not depend
on how busy the machine is. Memory is limited by the system.
"""

import contextlib
import faulthandler
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from typing import NamedTuple

SECONDS = 2.0
"""CPU time of one try."""
MEMORY = 1 << 30
"""Bytes of address space of a process."""
_PATIENCE = 120.0
"""Seconds by the clock, in case a process waits for something and uses no time at all."""
_BATCH = 100
"""Tries of one process."""


class Ended(NamedTuple):
    """How one try ended."""

    number: int
    outcome: str  # what it said; or how it broke
    broken: bool
    seconds: float  # CPU time
    memory: int  # the most that its process has used so far, in kB


def watch(
    attempt: Callable[[int], str], numbers: Iterable[int], seconds: float = SECONDS
) -> list[Ended]:
    """What becomes of `attempt(number)` for each number, each in a process with limits."""
    waiting = list(numbers)
    found: list[Ended] = []
    while waiting:
        ended = _batch(attempt, waiting[:_BATCH], seconds)
        found += ended
        waiting = waiting[len(ended) :]
    return found


def _batch(
    attempt: Callable[[int], str], numbers: list[int], seconds: float
) -> list[Ended]:
    """As many tries as one process survives, the one that it did not survive included."""
    reader, writer = os.pipe()
    with tempfile.TemporaryFile() as errors:
        child = os.fork()
        if not child:
            os.close(reader)
            _limited(attempt, numbers, seconds, writer, errors.fileno())
        os.close(writer)
        found = [Ended(*each) for each in map(json.loads, _lines(reader, child))]
        _, status = os.waitpid(child, 0)
        if len(found) < len(numbers):
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace")
            how = f"a process ended with {os.waitstatus_to_exitcode(status)}\n{said}"
            found.append(Ended(numbers[len(found)], how, True, seconds, 0))
    return found


def _lines(reader: int, child: int) -> list[bytes]:
    """What a process says line by line, until it ends; or is ended."""
    content = b""
    last = time.monotonic()
    while True:
        ready, _, _ = select.select([reader], [], [], 1.0)
        if ready:
            piece = os.read(reader, 1 << 16)
            if not piece:
                break
            content += piece
            last = time.monotonic()
        elif time.monotonic() - last > _PATIENCE:
            os.kill(child, signal.SIGKILL)
    os.close(reader)
    return content.splitlines()


def _limited(
    attempt: Callable[[int], str],
    numbers: list[int],
    seconds: float,
    writer: int,
    errors: int,
) -> None:
    """The forked process; does not return."""
    code = 1
    with contextlib.suppress(BaseException):
        os.dup2(errors, 2)
        faulthandler.enable(errors)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        faulthandler.register(signal.SIGPROF, errors, all_threads=False, chain=True)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for number in numbers:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            before = time.process_time()
            try:
                outcome, broken = attempt(number), False
            except BaseException:
                outcome, broken = traceback.format_exc(limit=-12), True
            signal.setitimer(signal.ITIMER_PROF, 0)
            used = time.process_time() - before
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            line = json.dumps(Ended(number, outcome, broken, used, memory)) + "\n"
            left = line.encode()
            while left:
                left = left[os.write(writer, left) :]
        code = 0
    sys.stderr.flush()
    os._exit(code)
