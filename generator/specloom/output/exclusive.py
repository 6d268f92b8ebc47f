"""One writer at a time for an output folder.

The cache folder is locked; the system drops that lock with the process that holds it. Where
there is no `fcntl`, a file that must not exist yet stands for it.
"""

import contextlib
import os
import time
from collections.abc import Iterator

from specloom.fingerprint import cache_folder

PATIENCE = 5.0
"""Seconds that a second run waits for the first."""


_FILE = "writing"


class Busy(Exception):
    """Another run is writing; the message says so and what can be done."""


@contextlib.contextmanager
def exclusive(out: str, patience: float | None = None) -> Iterator[None]:
    """Holds the output folder for the time of a `with` block.

    Raises:
        Busy: somebody else still held it after `patience` seconds (`PATIENCE`).
        OSError: the folder can't be written to.
    """
    folder = cache_folder(out)
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    while (handle := _take(folder)) is None:
        if time.monotonic() > deadline:
            raise Busy(
                f"another run of specloom is writing to {out}: wait for it to end "
                f"(if there is none, delete {folder})"
            )
        time.sleep(0.05)
    try:
        yield
    finally:
        _give_back(handle, folder)


def _take(folder: str) -> int | None:
    """An open handle that holds the lock, or None if somebody else has it."""
    try:
        import fcntl
    except ImportError:
        return _create(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _create(folder: str) -> int | None:
    try:
        return os.open(os.path.join(folder, _FILE), os.O_RDWR | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        return None


def _give_back(handle: int, folder: str) -> None:
    os.close(handle)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(os.path.join(folder, _FILE))
