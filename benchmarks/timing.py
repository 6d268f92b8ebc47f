"""CPU time of commands that are run in turns, so that a busy spell hits all of them alike."""

import os
import resource
import statistics
import subprocess
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Contestant(NamedTuple):
    """A name, and the command line of each turn."""

    name: str
    command: Callable[[int], Sequence[str]]


def medians(
    contestants: Sequence[Contestant], folder: str, rounds: int
) -> dict[str, float]:
    """The median CPU time (user and system) of each, in milliseconds, run in `folder`.

    One turn before the first is thrown away: it warms bytecode, templates and the disk.

    Raises:
        subprocess.CalledProcessError: a command failed.
    """
    times: dict[str, list[float]] = {each.name: [] for each in contestants}
    for turn in range(rounds + 1):
        for each in contestants:
            spent = _cpu_time(each.command(turn), folder)
            if turn:
                times[each.name].append(spent)
    return {name: statistics.median(spent) for name, spent in times.items()}


def _cpu_time(command: Sequence[str], folder: str) -> float:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = subprocess.DEVNULL  # the peer warns of what its next version will do
    subprocess.run(
        command, cwd=folder, env=environment, stdout=quiet, stderr=quiet, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    return 1000 * (user + after.ru_stime - before.ru_stime)
