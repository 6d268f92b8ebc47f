"""What has to be done to a build's folder: wanted and state in, a plan out. Touches nothing.

The rules, each of them tested under its own name: bytes that are right stay (whoever wrote
them); what the lock owns is overwritten, and said to be restored if it was edited by hand; what
the lock owns and nobody makes any more is removed, unless it was edited by hand: then it is
kept; all else is not ours, and in the way if it stands where a file has to be.
"""

from typing import NamedTuple

from specloom.fingerprint import LOCK, sha256_of
from specloom.output.lock import lock_text
from specloom.output.state import State


class Wanted(NamedTuple):
    """A build as it should be on disk. No path has a part that `fingerprint.ignored` skips."""

    build: str
    files: dict[str, bytes]  # path inside the build's folder, forward slashes
    digests: dict[str, str]  # of the same paths
    facts: list[tuple[str, str]]  # the lock's head

    @classmethod
    def of(
        cls, build: str, files: dict[str, bytes], facts: list[tuple[str, str]]
    ) -> "Wanted":
        """A build with the digests of its files."""
        digests = {path: sha256_of(content) for path, content in files.items()}
        return cls(build, files, digests, facts)


class Obstacle(NamedTuple):
    """Something that is not ours stands where a file has to be."""

    path: str
    why: str  # it is a symbolic link


class Plan(NamedTuple):
    """The difference between what is wanted and what is there; paths are sorted."""

    build: str
    missing: tuple[str, ...]
    stale: tuple[str, ...]  # as the last run left them, and to be written anew
    restored: tuple[str, ...]  # edited by hand since, and to be written anew
    obsolete: tuple[str, ...]  # ours, no longer made, to be removed
    kept: tuple[str, ...]  # ours, no longer made, but edited by hand: left alone
    foreign: tuple[str, ...]  # never ours: left alone
    obstacles: tuple[Obstacle, ...]
    leftovers: tuple[str, ...]
    unchanged: int
    lock_before: bytes  # lists the old files and the new: written first
    lock: bytes | None  # written last; None: the build is no longer listed
    lock_found: bytes | None
    lock_sound: bool

    @property
    def written(self) -> tuple[str, ...]:
        """Every path that gets new bytes."""
        return (*self.missing, *self.stale, *self.restored)

    @property
    def nothing_to_do(self) -> bool:
        """Is the folder, with its lock, as it should be? Foreign files don't count."""
        files = self.written or self.obsolete or self.leftovers or self.obstacles
        return not files and self.lock == self.lock_found


def plan_build(wanted: Wanted, state: State) -> Plan:
    """Compares a listed build with its folder."""
    once = {path: frozenset({value}) for path, value in wanted.digests.items()}
    return _plan(wanted, state, lock_text(wanted.facts, once).encode())


def plan_removal(build: str, state: State) -> Plan:
    """The plan that removes what the lock of a build owns that is no longer listed."""
    return _plan(Wanted.of(build, {}, []), state, None)


def _plan(wanted: Wanted, state: State, lock: bytes | None) -> Plan:
    digests = wanted.digests
    owned = state.lock.owned
    missing: list[str] = []
    stale: list[str] = []
    restored: list[str] = []
    obstacles = _obstacles(digests, state)
    blocked = {obstacle.path for obstacle in obstacles}
    for path in sorted(digests.keys() - blocked):
        found = state.files.get(path)
        if found is None:
            missing.append(path)
        elif found != digests[path]:
            (stale if found in owned[path] else restored).append(path)
    former = sorted((state.files.keys() | state.odd.keys()) & owned.keys() - digests)
    obsolete = [path for path in former if state.files.get(path) in owned[path]]
    there = (state.files.keys() | state.odd.keys()) - {LOCK}
    return Plan(
        build=wanted.build,
        missing=tuple(missing),
        stale=tuple(stale),
        restored=tuple(restored),
        obsolete=tuple(obsolete),
        kept=tuple(path for path in former if path not in set(obsolete)),
        foreign=tuple(sorted(there - digests.keys() - owned.keys() - blocked)),
        obstacles=obstacles,
        leftovers=state.leftovers,
        unchanged=len(digests) - len(missing) - len(stale) - len(restored),
        lock_before=_lock_before(wanted, state),
        lock=lock,
        lock_found=state.lock_text,
        lock_sound=state.lock.sound,
    )


def _lock_before(wanted: Wanted, state: State) -> bytes:
    both = dict(state.lock.owned)
    for path, value in wanted.digests.items():
        both[path] = both.get(path, frozenset()) | {value}
    return lock_text([*wanted.facts, ("unfinished", "yes")], both).encode()


def _obstacles(digests: dict[str, str], state: State) -> tuple[Obstacle, ...]:
    """What stands in the way of a file, or of a folder that is to hold one."""
    found: dict[str, str] = {}
    if LOCK in state.odd or LOCK in state.folders:
        found[LOCK] = f"it is {state.odd.get(LOCK, 'a folder')}"
    for path, wanted in digests.items():
        there = state.files.get(path)
        if path in state.odd:
            found[path] = f"it is {state.odd[path]}"
        elif path in state.folders and not _folder_goes(path, state):
            found[path] = "it is a folder"
        elif there not in (None, wanted) and path not in state.lock.owned:
            found[path] = "specloom did not write it"
            if state.lock_text is None:
                found[path] += f", or {LOCK} is lost"
        parts = path.split("/")
        for parent in ("/".join(parts[:size]) for size in range(1, len(parts))):
            if parent in state.odd:
                found[parent] = f"it is {state.odd[parent]}"
            elif parent in state.files and not _goes(parent, state):
                found[parent] = "it is a file where a folder has to be"
    return tuple(Obstacle(path, found[path]) for path in sorted(found))


def _goes(path: str, state: State) -> bool:
    """Will this file be removed before anything is written?"""
    return state.files.get(path) in state.lock.owned.get(path, ())


def _folder_goes(folder: str, state: State) -> bool:
    """Will all that is in this folder, and the folder with it?"""
    inside = (*state.files, *state.odd)
    inside = tuple(path for path in inside if path.startswith(folder + "/"))
    return bool(inside) and all(_goes(path, state) for path in inside)
