"""CPU time of commands that are run in turns, so that a busy spell hits all of them alike."""

import os
import resource
import statistics
import subprocess
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Contestant(NamedTuple):
    """A command; `prepare` is called before each run and is not counted."""

    name: str
    command: Sequence[str]
    folder: str
    prepare: Callable[[], None] = lambda: None


def medians(contestants: Sequence[Contestant], rounds: int) -> dict[str, float]:
    """The median CPU time (user and system) of each, in milliseconds.

    One round before the first is thrown away: it warms bytecode, templates and the disk.

    Raises:
        subprocess.CalledProcessError: a command failed.
    """
    times: dict[str, list[float]] = {each.name: [] for each in contestants}
    for turn in range(rounds + 1):
        for each in contestants:
            each.prepare()
            spent = _cpu_time(each)
            if turn:
                times[each.name].append(spent)
    return {name: statistics.median(spent) for name, spent in times.items()}


def _cpu_time(contestant: Contestant) -> float:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        contestant.command,
        cwd=contestant.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    return 1000 * (user + after.ru_stime - before.ru_stime)
