"""A disk that fails, or a process that dies, at the n-th change that a run makes on disk.

Every change goes through one of a few functions: they are wrapped for the time of a run. Used
by `test_nothing_lost`; runs are forked, so that a wrapped function stays where it belongs.
"""

import builtins
import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from specloom.cli import main

CHANGES = ("write", "replace", "unlink", "rmdir", "mkdir")

Fault = Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]
"""Does the change that is to fail in its own way: its name, the true function, its words."""


class Ended(NamedTuple):
    """How a forked run ended."""

    code: int  # negative: the signal
    err: str
    changes: int  # that it wanted to make


def killed(name: str, true: Callable[..., Any], words: tuple[Any, ...]) -> None:
    """The process dies before the change."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed_half_way(
    name: str, true: Callable[..., Any], words: tuple[Any, ...]
) -> None:
    """The process dies when half a text is written, or right behind the change."""
    try:
        (
            true(words[0], words[1][: len(words[1]) // 2])
            if name == "write"
            else true(*words)
        )
    finally:
        os.kill(os.getpid(), signal.SIGKILL)


def refused(number: int) -> Fault:
    """The system says no, with this number of `errno`."""

    def refuse(name: str, true: Callable[..., Any], words: tuple[Any, ...]) -> None:
        raise OSError(
            number, os.strerror(number), words[0] if name != "write" else None
        )

    return refuse


def full(name: str, true: Callable[..., Any], words: tuple[Any, ...]) -> Any:
    """What makes files longer fails, after some of it; the rest still works."""
    import errno

    if name in ("write", "open", "mkdir"):
        if name == "write" and len(words[1]) > 1:
            return true(words[0], words[1][:1])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), None)
    return true(*words)


@contextlib.contextmanager
def failing(
    fault: Fault, at: int, *, always: bool = False
) -> Iterator[Callable[[], int]]:
    """Wraps the functions; the change number `at` fails, and all behind it if `always`.

    Gives what counts the changes so far.
    """
    count = -1

    def wrapped(name: str, true: Callable[..., Any]) -> Callable[..., Any]:
        def change(*words: Any, **options: Any) -> Any:
            nonlocal count
            if name == "open" and not _creates(words):
                return true(*words, **options)
            count += 1
            if count == at or (always and count > at >= 0):
                return fault(name, true, words)
            return true(*words, **options)

        return change

    true = {name: getattr(os, name) for name in (*CHANGES, "open")}
    true_open = builtins.open
    for name, function in true.items():
        setattr(os, name, wrapped(name, function))
    builtins.open = wrapped("open", true_open)
    try:
        yield lambda: count + 1
    finally:
        builtins.open = true_open
        for name, function in true.items():
            setattr(os, name, function)


def _creates(words: tuple[Any, ...]) -> bool:
    """Is this a call of `open` or `os.open` that makes a file?"""
    mode = words[1] if len(words) > 1 else "r"
    return bool(mode & os.O_CREAT) if isinstance(mode, int) else "w" in mode


def forked(*words: str, ready: Callable[[], object] = lambda: None) -> "Run":
    """The command in a forked process, which calls `ready` before it begins."""
    return Run(words, None, -1, ready, always=False)


def run(fault: Fault | None, at: int, *words: str, always: bool = False) -> Ended:
    """The command in a forked process, where the change number `at` fails."""
    return Run(words, fault, at, lambda: None, always=always).end()


class Run:
    """A command in a forked process."""

    def __init__(
        self,
        words: tuple[str, ...],
        fault: Fault | None,
        at: int,
        ready: Callable[[], object],
        *,
        always: bool,
    ) -> None:
        self._reader, writer = os.pipe()
        self._child = os.fork()
        if not self._child:
            code = 70
            try:
                sys.argv = ["specloom", *words]
                sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
                ready()
                send = os.write
                with failing(fault or killed, at, always=always) as changes:
                    code = main()
                said = f"{changes()}\n{sys.stderr.getvalue()}"
                send(writer, said.encode()[:60_000])
            finally:
                os._exit(code)
        os.close(writer)

    def end(self) -> Ended:
        """Waits for the end."""
        with os.fdopen(self._reader, encoding="utf-8", errors="replace") as reader:
            changes, _, err = reader.read().partition("\n")
        _, status = os.waitpid(self._child, 0)
        return Ended(os.waitstatus_to_exitcode(status), err, int(changes or 0))
