"""Has anything changed since the last run that ended well? Answered from digests alone.

In: the words of the command line. Out: how much is up to date, or None where the long way has
to be gone. A run that ended well stores digests in `<out>/.specloom_cache/`: one of every spec
file and of every source and template of the generator, one of the builds' folders *as that run
knows they have to be*. So there is nothing to trust: a file that is changed, added or removed
gives another digest. The store is never needed and may be deleted.

This module runs before everything else and costs the start of every command: it imports
`templates_folder`, `sys`, `os` and the interpreter's own sha256 (`hashlib` loads OpenSSL), and
has no annotation that would need `typing`.
"""

import os
import sys

from specloom import __version__
from specloom.templates_folder import templates_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256  # Python 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256  # Python 3.11
        except ImportError:
            from hashlib import sha256

CACHE = ".specloom_cache"
LOCK = "specloom.lock"
API = "api.yaml"


class Call:
    """What `generate` and `check` are asked to do; folders as the user wrote them."""

    __slots__ = ("build", "command", "out", "spec")

    def __init__(
        self,
        command: str,
        build: str | None = None,
        spec: str = "spec",
        out: str = "generated",
    ) -> None:
        self.command = command
        self.build = build
        self.spec = spec
        self.out = out


def read_call(words: list[str]) -> Call | None:
    """The plain forms `generate|check [--build B] [--spec DIR] [--out=DIR]`.

    None for all else, right or wrong: argparse, which is imported later, has the last word.
    """
    if not words or words[0] not in ("generate", "check"):
        return None
    call = Call(words[0])
    parts: list[str] = []
    for word in words[1:]:
        parts += word.split("=", 1) if word[:2] == "--" else [word]
    if len(parts) % 2:
        return None
    for flag, value in zip(parts[::2], parts[1::2], strict=True):
        if flag not in ("--build", "--spec", "--out") or value[:1] in ("", "-"):
            return None
        setattr(call, flag[2:], value)
    return call


def unchanged(call: Call) -> str | None:
    """How much is up to date, such as `2 builds, 96 files`; None if that is not certain."""
    try:
        # A link is refused, and a pipe read as if it were empty: neither is a store.
        stored = read(_manifest(call), _STORE).split()
        if len(stored) != 2 or inputs(call.spec).encode() != stored[0]:
            return None
        names = _output_names(call)
        if _digest_of_files(call.out, names).encode() != stored[1]:
            return None
    except (OSError, ValueError):
        return None
    return count(names)


def answer(call: Call, amount: str) -> str:
    """The line that is printed when there is nothing to do or to complain about."""
    if call.command == "check":
        return f"Up to date: {amount}.\n"
    return f"Nothing changed: {amount}.\n"


def remember(
    call: Call, before: list[tuple[str, int, int, int]] | None, builds: dict[str, bytes]
) -> None:
    """Stores that `builds` (path below the output folder to content) is what has to be there.

    `before` is the `signature` from before the spec was read: if there is another one now,
    somebody edited meanwhile, and nothing is stored. A failure to write is no mistake.
    """
    try:
        now = inputs(call.spec)
        if not builds or before is None or signature(call.spec) != before:
            return
        path = _manifest(call)
        cache_folder(call.out)
        if os.path.lexists(path + ".new"):  # of a run that was killed
            os.unlink(path + ".new")
        _create(path + ".new", f"{now} {digest(sorted(builds.items()))}\n")
        os.replace(path + ".new", path)
    except (OSError, ValueError):
        return


def cache_folder(out: str) -> str:
    """Makes `<out>/.specloom_cache/`, which git ignores by itself, and returns its path.

    Raises:
        OSError: it can't be made, or a link stands there.
    """
    folder = os.path.join(out, CACHE)
    if os.path.islink(folder):
        raise OSError(f"{folder} is a symbolic link; specloom writes into real folders")
    os.makedirs(folder, exist_ok=True)
    ignore = os.path.join(folder, ".gitignore")
    if not os.path.lexists(ignore):
        try:
            _create(ignore, "*\n")
        except FileExistsError:
            return folder  # another run was faster
    return folder


def _create(path: str, text: str) -> None:
    """Writes a file that is not there yet; a link in its place is not followed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        os.write(handle, text.encode())
    finally:
        os.close(handle)


def api_folders(spec: str) -> list[str]:
    """The folders that hold an `api.yaml`: `spec` itself or those right below it, sorted."""
    if os.path.isfile(os.path.join(spec, API)):
        return [spec]
    try:
        names = sorted(os.listdir(spec))
    except OSError:
        return []
    folders = [os.path.join(spec, name) for name in names if name[:1] != "."]
    return [path for path in folders if os.path.isfile(os.path.join(path, API))]


def inputs(spec: str) -> str:
    """A digest of all that decides the output: the spec, the generator, its templates.

    Raises:
        OSError: something can't be read.
    """
    parts = [__version__, sys.version]
    for root in _generator_roots():
        parts += [os.path.basename(root), _digest_of_files(root, _deciding(root))]
    for root in api_folders(spec):
        names = _spec_names(root)
        said = ((n, read(f"{root}/{n}") if _is_yaml(n) else b"") for n in names)
        parts += [os.path.basename(root), digest(said)]
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def signature(spec: str) -> list[tuple[str, int, int, int]] | None:
    """When each file that `inputs` reads was last written, and how long it is.

    None if that can't be said, as with a link that leads nowhere.
    """
    found = generator_signature()
    if found is None:
        return None
    try:
        for root in api_folders(spec):
            names = _spec_names(root)
            found += [(name, 0, 0, 0) for name in names]
            found += _states(root, filter(_is_yaml, names))
    except OSError:
        return None
    return found


def generator_signature() -> list[tuple[str, int, int, int]] | None:
    """The same for the files of the generator alone."""
    found: list[tuple[str, int, int, int]] = []
    try:
        for root in _generator_roots():
            found += _states(root, _deciding(root))
    except OSError:
        return None
    return found


def _states(root: str, names: "Iterable[str]") -> list[tuple[str, int, int, int]]:
    found = []
    for name in names:
        state = os.stat(f"{root}/{name}")
        found.append((name, state.st_mtime_ns, state.st_size, state.st_ino))
    return found


def _deciding(root: str) -> list[str]:
    """Every file of the generator but prose, such as the pages of the codes."""
    return [name for name in tree(root, links=True) if name[-3:] != ".md"]


def _spec_names(root: str) -> list[str]:
    """All that stands in an API's folder, sorted: a folder with `/` behind it, a linked one
    with `@`. What is no YAML says nothing by what it holds, but may be wrong to be there.

    Raises:
        OSError: a folder can't be read, or something is no plain file.
    """
    found: list[str] = []
    folders = [""]
    while folders:
        prefix = folders.pop()
        with os.scandir(os.path.join(root, prefix)) as entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.name[:1] == ".":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(name + "/")
                    name += "/"
                elif entry.is_dir():
                    name += "@"
                elif not entry.is_file():
                    raise OSError(f"{entry.path} is no plain file")
                elif name[-3:] == ".md":
                    continue  # prose
                found.append(name)
    found.sort()
    return found


def _is_yaml(name: str) -> bool:
    return name[-5:] == ".yaml" or name[-4:] == ".yml"


def _generator_roots() -> list[str]:
    package = os.path.dirname(os.path.abspath(__file__))
    templates = templates_folder()
    return [package] if templates.startswith(package) else [package, templates]


def count(names: list[str]) -> str:
    """`2 builds, 96 files`: the locks among the names are the builds."""
    builds = sum(name.endswith("/" + LOCK) for name in names)
    files = len(names) - builds
    return (
        f"{builds} build{'' if builds == 1 else 's'}, "
        f"{files} file{'' if files == 1 else 's'}"
    )


def digest(contents: "Iterable[tuple[str, bytes]]") -> str:
    """The sha256 over paths and contents in the given order, in hexadecimal."""
    state = sha256()
    for name, content in contents:
        head = f"{name}\0{len(content)}\0"
        state.update(head.encode("utf-8", "surrogateescape") + content)
    return state.hexdigest()


def sha256_of(content: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def ignored(name: str) -> bool:
    """Is a file or folder of this name nobody's business? Caches, editors' and git's own."""
    return name[:1] == "." or name == "__pycache__"


def tree(root: str, links: bool, below: str = "") -> list[str]:
    """Every file below a folder: paths relative to `root`, forward slashes, sorted.

    Raises:
        OSError: a folder can't be read, something is no plain file (a pipe, a link that
            leads nowhere), or there is a symbolic link and `links` is False.
    """
    found: list[str] = []
    folders = [below]
    while folders:
        prefix = folders.pop()
        with os.scandir(os.path.join(root, prefix)) as entries:
            for entry in entries:
                if ignored(entry.name):
                    continue
                if not links and entry.is_symlink():
                    raise OSError(f"{entry.path} is a symbolic link")
                if entry.is_dir():
                    folders.append(f"{prefix}{entry.name}/")
                elif entry.is_file():
                    found.append(prefix + entry.name)
                else:
                    raise OSError(f"{entry.path} is no plain file")
    found.sort()
    return found


def _output_names(call: Call) -> list[str]:
    """Every file of the builds' folders that are there (of one with `--build`)."""
    builds = [call.build] if call.build else sorted(os.listdir(call.out))
    names: list[str] = []
    for build in builds:
        folder = os.path.join(call.out, build)
        if build[:1] != "." and os.path.lexists(os.path.join(folder, LOCK)):
            if os.path.islink(folder):
                raise OSError(f"{folder} is a symbolic link")
            names += tree(call.out, links=False, below=build + "/")
    return sorted(names)


def _digest_of_files(root: str, names: list[str]) -> str:
    return digest((name, read(f"{root}/{name}")) for name in names)


def _manifest(call: Call) -> str:
    key = "\0".join((call.build or "", call.spec, call.out))
    name = sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(call.out, CACHE, name)


_STORE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def read(path: str, flags: int = 0) -> bytes:
    """The bytes of a file, with fewer system calls than `open` makes.

    Raises:
        OSError: it can't be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | flags)
    try:
        chunks = []
        while chunk := os.read(handle, 65536):
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        os.close(handle)
