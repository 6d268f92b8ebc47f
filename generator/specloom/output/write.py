"""Carries a plan out: lock, removals, files, lock. A run that is killed anywhere in between is
completed by the next one, and no reader ever sees half a file.

Plan and contents in, nothing out. Everything happens below the output folder: `state` found
every folder on the way to be a real one.
"""

import contextlib
import os

from specloom.fingerprint import LOCK
from specloom.output.plan import Plan
from specloom.output.state import TEMPORARY

_LONGEST = 100  # characters of its name that a temporary file keeps


def write_plan(out: str, plan: Plan, files: dict[str, bytes]) -> None:
    """Makes the build's folder what the plan says.

    Raises:
        OSError: the disk says no; what was written until then is listed by the lock.
    """
    folder = os.path.join(out, plan.build)
    os.makedirs(folder, exist_ok=True)
    lock = os.path.join(folder, LOCK)
    for path in plan.leftovers:
        os.unlink(os.path.join(folder, path))
    if plan.written or plan.obsolete:
        put(lock, plan.lock_before)
    for path in plan.obsolete:
        os.unlink(os.path.join(folder, path))
        _tidy(folder, path)
    made = {folder}
    for path in plan.written:
        target = os.path.join(folder, path)
        parent = os.path.dirname(target)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        put(target, files[path])
    if plan.lock is None:
        os.unlink(lock)
        _remove_if_empty(folder)
    elif plan.lock != plan.lock_found or plan.written or plan.obsolete:
        put(lock, plan.lock)


def put(path: str, content: bytes) -> None:
    """Writes a file beside its place and renames it, with the mode of any new file.

    Four system calls, because they are what writing many small files costs.

    Raises:
        OSError: the disk says no; what stood there stands there still.
    """
    temporary = _temporary(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(temporary, flags, 0o666)
        try:
            try:
                while content:
                    content = content[os.write(handle, content) :]
            finally:
                os.close(handle)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:  # what is meant is the file, not the one beside it
        raise OSError(error.errno, error.strerror, path) from error


def put_alone(path: str, content: bytes) -> None:
    """Writes a file in the same way where no later run clears up after one that was killed.

    A link is followed, and what is no plain file, such as a device, is written into.

    Raises:
        OSError: the disk says no; a plain file that stood there stands there still.
    """
    if os.path.islink(path):
        path = os.path.realpath(path)
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            file.write(content)
        return
    with contextlib.suppress(FileNotFoundError):
        os.unlink(_temporary(path))
    put(path, content)


def _temporary(path: str) -> str:
    """Where a file is written before it takes its place; short, as names have limits."""
    parent, name = os.path.split(path)
    return os.path.join(parent, f".{name[-_LONGEST:]}{TEMPORARY}")


def _tidy(folder: str, path: str) -> None:
    """Removes the bytecode of a removed module, and folders that are empty now."""
    parent, name = os.path.split(os.path.join(folder, path))
    cache = os.path.join(parent, "__pycache__")
    stem = name.removesuffix(".py") + "."
    if name.endswith(".py") and os.path.isdir(cache) and not os.path.islink(cache):
        for entry in os.listdir(cache):
            if entry.startswith(stem) and entry.endswith(".pyc"):
                os.unlink(os.path.join(cache, entry))
        _remove_if_empty(cache)
    while len(parent) > len(folder) and _remove_if_empty(parent):
        parent = os.path.dirname(parent)


def _remove_if_empty(folder: str) -> bool:
    try:
        os.rmdir(folder)
    except OSError:
        return False
    return True
