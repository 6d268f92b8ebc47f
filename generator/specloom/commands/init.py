"""`specloom init`: a small working project in an empty folder, to begin with.

What fails or is interrupted leaves the folder as it was. What is killed outright leaves whole
files, and the next run completes them.
"""

import argparse
import contextlib
import os
import shlex
import sys
from collections.abc import Iterator, Mapping

from specloom.commands.refusal import Refusal
from specloom.diagnostics.visible import visible
from specloom.fingerprint import read
from specloom.output.state import TEMPORARY
from specloom.output.write import put
from specloom.starter import (
    Requirement,
    api_name,
    is_api_name,
    project_files,
    requirement,
)

SHOWN = 10
"""How many of the things that are in the way are named."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares where to, and what the API is called."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        default=".",
        help="an empty folder, or a new one (default: this one)",
    )
    parser.add_argument(
        "--name", metavar="NAME", help="of the API (default: that of the folder)"
    )


def run(options: argparse.Namespace) -> int:
    """`init`, as the options say."""
    if not options.folder.strip():
        raise Refusal("the name of a folder is empty")
    return init(options.folder, options.name)


def init(folder: str, name: str | None = None) -> int:
    """Writes the project and says what comes next. Always answers 0.

    Raises:
        Refusal: the name is none, or the folder is not empty.
        OSError: the disk says no; nothing of the project is left there.
    """
    if name is None:
        name = api_name(os.path.basename(os.path.abspath(folder)))
    elif not is_api_name(name):
        raise Refusal(
            f"{name!r} can't be the name of an API: lower-case letters, digits and single "
            "underscores, a letter first, such as my_bakery"
        )
    specloom = requirement()
    files = project_files(name, specloom)
    leftovers = _look_around(folder, files)
    for path in leftovers:
        os.unlink(path)
    _write(folder, files)
    sys.stdout.write(_what_next(folder, name, len(files), specloom))
    return 0


def _look_around(folder: str, files: Mapping[str, bytes]) -> list[str]:
    """Halves of files that a killed run has left.

    Raises:
        Refusal: something is in the way, or all is there already.
        OSError: the folder can't be read, or is none.
    """
    in_the_way: list[str] = []
    leftovers: list[str] = []
    there = 0
    for path in _all_below(folder, files):
        place = os.path.join(folder, path)
        name = os.path.basename(path)
        if name.startswith(".") and name.endswith(TEMPORARY):
            leftovers.append(place)
        elif path in files and _holds(place, files[path]):
            there += 1
        else:
            in_the_way.append(path)
    if in_the_way or there == len(files):
        raise Refusal(_refusal(folder, in_the_way))
    return leftovers


def _all_below(folder: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """Everything that counts, in a steady order: paths with forward slashes.

    Hidden things at the top that the project does not have, such as `.git` and `.venv`, don't;
    folders that it does not have count as they are.

    Raises:
        Refusal: the folder is none.
        OSError: it can't be read.
    """
    if not os.path.lexists(folder):
        return
    if not os.path.isdir(folder):
        raise Refusal(f"{visible(folder)} is not a folder")
    slashes = (
        (path, at) for path in files for at, mark in enumerate(path) if mark == "/"
    )
    folders = {path[:at] for path, at in slashes}
    tops = {path.split("/")[0] for path in files}
    todo = [""]
    while todo:
        prefix = todo.pop()
        with os.scandir(os.path.join(folder, prefix)) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False) and path in folders:
                todo.append(f"{path}/")
                continue
            ours = path.split("/")[0] in tops or path.endswith(TEMPORARY)
            if ours or not path.startswith("."):
                yield path


def _holds(place: str, content: bytes) -> bool:
    """Is it a plain file with just this content?"""
    plain = os.path.isfile(place) and not os.path.islink(place)
    return plain and os.path.getsize(place) == len(content) and read(place) == content


def _refusal(folder: str, in_the_way: list[str]) -> str:
    shown = "this folder" if _is_here(folder) else visible(folder)
    if not in_the_way:
        return f"there is a new project in {shown} already: nothing was written"
    lines = [f"  {visible(path)}" for path in in_the_way]
    if len(lines) > SHOWN:
        lines[SHOWN:] = [f"  and {len(lines) - SHOWN} more"]
    return "\n".join(
        [
            f"nothing was written, because {shown} is not empty:",
            *lines,
            "A project starts in an empty folder: `specloom init DIR` makes one",
        ]
    )


def _write(folder: str, files: Mapping[str, bytes]) -> None:
    """Writes what is not there yet, or nothing.

    Raises:
        OSError: the disk says no.
    """
    made_folders: list[str] = []
    made_files: list[str] = []
    try:
        for path, content in files.items():
            place = os.path.join(folder, *path.split("/"))
            if os.path.lexists(place):
                continue  # the same, from a run that was killed
            _make_folder(os.path.dirname(place), made_folders)
            made_files.append(place)
            put(place, content)
    except BaseException:
        for place in made_files:
            with contextlib.suppress(OSError):
                os.unlink(place)
        for place in reversed(made_folders):
            with contextlib.suppress(OSError):
                os.rmdir(place)
        raise


def _make_folder(folder: str, made: list[str]) -> None:
    """Makes a folder and those above it, and notes which."""
    missing: list[str] = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for place in reversed(missing):
        made.append(place)
        os.mkdir(place)


def _what_next(folder: str, name: str, count: int, specloom: Requirement) -> str:
    enter = "" if _is_here(folder) else f"cd {shlex.quote(folder)} && "
    if not folder.isprintable():  # no terminal could show it, nor take it back
        enter = ""
    commands = [f"{enter}make generate", "make test"]
    width = max(map(len, commands))
    lines = [
        f"Wrote {count} files: a small working project with the API `{name}`. What comes next:",
        f"  {commands[0]:{width}}   # makes .venv, then the packages of spec/{name}/",
        f"  {commands[1]:{width}}   # runs the tests that came with them",
        f"Then change spec/{name}/shop/orders.yaml, and make generate again.",
    ]
    if not specloom.anywhere:
        lines.append(
            "Before others use it: requirements.txt names a Specloom that only you have."
        )
    return "\n".join(lines) + "\n"


def _is_here(folder: str) -> bool:
    return os.path.abspath(folder) == os.getcwd()
