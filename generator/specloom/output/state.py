"""What stands in a folder, read once and never followed out of it: links, leftovers."""

import contextlib
import os
from typing import NamedTuple

from specloom.fingerprint import LOCK, ignored, read, sha256_of
from specloom.output.lock import NO_LOCK, Lock, read_lock

TEMPORARY = ".specloom-new"


class State(NamedTuple):
    """A build's folder as it is. Paths are relative to it, with forward slashes."""

    files: dict[str, str]  # plain files to their digests; the lock is not one of them
    odd: dict[str, str]  # what is neither file nor folder, such as `a symbolic link`
    folders: frozenset[str]
    leftovers: tuple[str, ...]  # temporary files of a run that was killed
    lock: Lock
    lock_text: bytes | None  # None: there is no lock


def read_state(folder: str) -> State:
    """Reads a build's folder; one that is not there is empty.

    Another run may be writing: what goes while it is looked at is as if it had not been there.

    Raises:
        OSError: something can't be read, or the folder is itself a link or no folder.
    """
    files: dict[str, str] = {}
    odd: dict[str, str] = {}
    folders: set[str] = set()
    leftovers: list[str] = []
    text: bytes | None = None
    if os.path.islink(folder):
        raise OSError(f"{folder} is a symbolic link; specloom writes into real folders")
    todo = [""] if os.path.lexists(folder) else []
    if todo and not os.path.isdir(folder):
        raise OSError(f"{folder} is in the way: a build is a folder")
    while todo:
        prefix = todo.pop()
        for entry in _entries(os.path.join(folder, prefix)):
            path = prefix + entry.name
            if entry.name.startswith(".") and entry.name.endswith(TEMPORARY):
                leftovers.append(path)
            elif ignored(entry.name):
                continue
            elif entry.is_symlink():
                odd[path] = "a symbolic link"
            elif entry.is_dir():
                folders.add(path)
                todo.append(path + "/")
            elif entry.is_file():
                with contextlib.suppress(FileNotFoundError):
                    content = read(entry.path)
                    if path == LOCK:
                        text = content
                    else:
                        files[path] = sha256_of(content)
            elif os.path.lexists(entry.path):
                odd[path] = "no plain file"
    lock = NO_LOCK if text is None else read_lock(text)
    return State(files, odd, frozenset(folders), tuple(sorted(leftovers)), lock, text)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []
