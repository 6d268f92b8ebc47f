"""Finds what a path means: as the spec writes it, as a variant says it, or as it is sent.

In: `Parts` and a path such as `viewer.studies.create.orgId`. Out: what it names, the candidates
if it is not whole and several fit, or the nearest path.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from specloom import ir
from specloom.diagnostics import nearest
from specloom.lookup.parts import Held, Part, Parts, Place
from specloom.resolve.scope import SHARED

_LONGEST = 64  # names in a path
_DEEPEST = 4  # levels that are searched for a name that stands deeper
_SLIPS = 4  # names of a path that are mended
_LONGEST_NAMES = 100  # letters of a name that is worth a guess
_WITH_PLACES = ("endpoint", "webhook")
_PLACES: tuple[Place, ...] = (
    "path",
    "query",
    "headers",
    "body",
    "returns",
    "errors",
    "data",
    "replies",
    "envelope",
)


_Starts: TypeAlias = Callable[[str], Iterable[Part]]


class Target(NamedTuple):
    """A part, and the way to it."""

    part: Part
    path: str  # as it was reached, words put back; the part's own path may be another
    via: Place  # where in an endpoint or a webhook it was found; empty elsewhere


class Found(NamedTuple):
    """What a path names: several targets if the same path leads to request and response."""

    path: str
    targets: tuple[Target, ...]


class Finder:
    """Looks paths up in one API."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._starts: dict[str, list[Part]] = {}
        self._children: dict[tuple[int, Place], dict[str, list[tuple[Part, Place]]]] = (
            {}
        )
        for part in parts.all():
            for name in part.names:
                self._starts.setdefault(name, []).append(part)
        self._longest = max(map(len, self._starts), default=0)
        self._tails = self._tails_of_files()
        self._files = {name for file in parts.files.values() for name in file.names}
        self._files |= self._tails.keys()

    def _tails_of_files(self) -> dict[str, list[Part]]:
        """`studies` for `viewer.studies`."""
        found: dict[str, list[Part]] = {}
        for file in self.parts.files.values():
            for name in file.names:
                while "." in name:
                    name = name.partition(".")[2]
                    found.setdefault(name, []).append(file)
        return found

    def matches(self, path: str) -> list[Found]:
        """All that `path` may mean; full paths hide those that only end so."""
        if path.count(".") > _LONGEST:
            return []
        for starts in (self._whole, self._partly):
            for each in (path, *self._without_root(path)):
                found = self._grouped(each, starts)
                if found:
                    return found
        for each in (path, *self._without_root(path)):
            found = self._seen_from(each) or self._in_product(each)
            if found:
                return found
        return self._at(path)

    def _seen_from(self, path: str) -> list[Found]:
        """`viewer.studies.Link` for `types.Link`: a file, and what a types.yaml shows to it."""
        file, _, name = path.rpartition(".")
        found: list[Found] = []
        if not name or not (file in self._files or file in self._starts):
            return found
        while file and not found:
            file = file.rpartition(".")[0] if file in self._files else ""
            shared = f"{file}.{SHARED}" if file else SHARED
            found = self._grouped(f"{shared}.{name}", self._whole)
        return found

    def _in_product(self, path: str) -> list[Found]:
        """`viewer.Study` for `viewer.studies.Study`: a product, and what ends so in it."""
        product, _, rest = path.partition(".")
        start = f"{product}."
        found = self._grouped(rest, self._partly) if product in self._starts else []
        return [each for each in found if each.path.startswith(start)]

    def _at(self, path: str) -> list[Found]:
        """The files of the spec at this path, whole or the end of it: `viewer/studies.yaml`.

        Behind `:36` all that is declared in that line, if anything is.
        """
        path, _, place = path.partition(":")
        wanted = "/" + path.replace("\\", "/").removeprefix("./")
        line = place.partition(":")[0]
        if line.isdecimal():
            return self._in_line(wanted, int(line)) or self._at(path)
        found = {
            file.path: Found(file.path, (Target(file, file.path, ""),))
            for file in self.parts.files.values()
            for each in file.declared.values()
            if f"/{each.span.file}".endswith(wanted)
        }
        return [found[each] for each in sorted(found)]

    def _in_line(self, wanted: str, line: int) -> list[Found]:
        found = {
            part.path: Found(part.path, (Target(part, part.path, part.place),))
            for part in self.parts.all()
            for span in (getattr(shown, "span", None) for shown in part.seen.values())
            if span is not None
            and span.line == line
            and f"/{span.file}".endswith(wanted)
        }
        return [found[each] for each in sorted(found)]

    def _without_root(self, path: str) -> list[str]:
        """The path behind the name of the API, or of a build, which is its package."""
        overview = self.parts.overview
        roots = [overview.name, *(build.name for build in overview.builds)]
        return [path[len(r) + 1 :] for r in roots if path.startswith(f"{r}.")]

    def _whole(self, name: str) -> Iterable[Part]:
        found = self._starts.get(name, ())
        return (part for part in found if part.owner is None)

    def _partly(self, name: str) -> Iterable[Part]:
        yield from self._tails.get(name, ())
        found = self._starts.get(name, ())
        yield from (part for part in found if part.owner is not None)

    def _grouped(self, path: str, starts: _Starts) -> list[Found]:
        found: dict[str, list[Target]] = {}
        for head, rest in self._cut(path):
            for part in starts(head):
                for target in self._below(Target(part, part.path, part.place), rest):
                    group = found.setdefault(target.path, [])
                    if target.part not in [each.part for each in group]:
                        group.append(target)
        return [Found(path, tuple(_in_order(found[path]))) for path in sorted(found)]

    def _cut(self, path: str) -> Iterator[tuple[str, str]]:
        """A name that may be known, and the rest behind it; names may hold dots."""
        at = -1
        while True:
            at = path.find(".", at + 1)
            if at < 0:
                yield path, ""
                return
            if at > self._longest:
                return
            yield path[:at], path[at + 1 :]

    def _below(self, start: Target, path: str) -> list[Target]:
        """The parts that `path` leads to from another part."""
        waiting = [(start, path)]
        seen = set()
        found = []
        while waiting:
            target, rest = waiting.pop(0)
            if not rest:
                found.append(target)
                continue
            for name, behind in self._cut(rest):
                for child in self.children(target, name):
                    key = (id(child.part), child.via, behind)
                    if key not in seen:
                        seen.add(key)
                        waiting.append((child, behind))
        return found

    def children(self, target: Target, name: str) -> Iterator[Target]:
        """What is called so below a part: its own, and what its type holds."""
        place = target.via if target.part.kind in _WITH_PLACES else ""
        for part, via in self._names_below(target.part, place).get(name, ()):
            yield Target(part, f"{target.path}.{part.name}", via)
        if target.part.kind in _WITH_PLACES and not place:
            for each in _PLACES:
                if each == name and self._names_below(target.part, each):
                    yield Target(target.part, target.path, each)

    def _names_below(
        self, part: Part, only: Place
    ) -> dict[str, list[tuple[Part, Place]]]:
        key = (id(part), only)
        if key not in self._children:
            found: dict[str, list[tuple[Part, Place]]] = {}
            for child, place in self._held(part):
                if only and place != only:
                    continue
                for name in child.names:
                    known = found.setdefault(name, [])
                    if (child, place) not in known:
                        known.append((child, place))
            self._children[key] = found
        return self._children[key]

    def _held(self, part: Part) -> Iterator[tuple[Part, Place]]:
        """The parts below a part, and where in an endpoint or a webhook they stand."""
        for child in part.members.values():
            yield child, child.place or part.place
        if part.kind == "webhook":
            envelope = part.file.members.get(("envelope", "", "envelope"))
            for child in envelope.fields() if envelope else ():
                yield child, "envelope"
        for column, shown in part.seen.items():
            held: list[Held] = list(part.held.get(column, ()))
            if isinstance(shown, ir.Field | ir.NamedType):
                type_ = shown.type if isinstance(shown, ir.Field) else shown.target
                held = [Held(use, part.place) for use in ir.uses_of(type_)]
            for use, place in held:
                for owner, where in self.parts.of_record(column, use):
                    for child in owner.fields():
                        if child.place == where:
                            yield child, place

    def nearest(self, path: str) -> str | None:
        """The path that was meant, if it is near; else as much of it as there is."""
        if len(path) > _LONGEST_NAMES * _LONGEST:
            return None
        wanted = next(iter(self._without_root(path)), path)
        for _ in range(_SLIPS):
            reached, rest = self._farthest(wanted)
            if reached is None:
                mended = self._mended_start(wanted)
                if mended is None:
                    return None
                wanted = mended
            else:
                name, _, behind = rest.partition(".")
                below = self._names_below(reached.part, "")
                near = nearest(name, below)
                mended = self._mended_file(wanted) if near is None else None
                if near is not None:
                    child = below[near][0][0]
                    wanted = ".".join(filter(None, (reached.path, child.name, behind)))
                elif mended is not None:
                    wanted = mended
                else:
                    last = rest.rpartition(".")[2]
                    return self._deeper(reached, last) or reached.path
            found = self.matches(wanted)
            if found:
                return found[0].path
        reached, _ = self._farthest(wanted)
        return reached.path if reached else None

    def _farthest(self, path: str) -> tuple[Target | None, str]:
        """The part that most of a path leads to, and the rest of the path."""
        for starts in (self._whole, self._partly):
            for head, rest in reversed(list(self._cut(path))):
                reached = [
                    self._descend(Target(part, part.path, part.place), rest)
                    for part in starts(head)
                ]
                if reached:
                    return min(reached, key=lambda found: len(found[1]))
        return None, path

    def _descend(self, start: Target, path: str) -> tuple[Target, str]:
        """As far below a part as a path leads."""
        best, left = start, path
        waiting = [(start, path)]
        seen = set()
        while waiting:
            target, rest = waiting.pop(0)
            if len(rest) < len(left):
                best, left = target, rest
            for name, behind in self._cut(rest) if rest else ():
                for child in self.children(target, name):
                    key = (id(child.part), child.via, behind)
                    if key not in seen:
                        seen.add(key)
                        waiting.append((child, behind))
        return best, left

    def _mended_start(self, path: str) -> str | None:
        """The path with its first names as those of a file, or of anything, that is near."""
        mended = self._mended_file(path)
        if mended is None:
            head, dot, rest = path.partition(".")
            near = nearest(head, self._starts)
            mended = near + dot + rest if near is not None else None
        return mended

    def _mended_file(self, path: str) -> str | None:
        """The path with its first names as those of a file that is near, not as they are."""
        names = path.split(".")
        for count in range(len(names), 0, -1):
            head = ".".join(names[:count])
            alike = [name for name in self._files if name.count(".") == count - 1]
            near = nearest(head, alike) if head not in self._files else None
            if near is not None:
                return ".".join([near, *names[count:]])
        return None

    def _deeper(self, start: Target, name: str) -> str | None:
        """The path of a field that is called so and stands some levels below a part."""
        level = [start]
        seen = {id(start.part)}
        for _ in range(_DEEPEST):
            below = []
            for target in level:
                for part, via in self._held(target.part):
                    child = Target(part, f"{target.path}.{part.name}", via)
                    if name in part.names:
                        return child.path
                    if id(part) not in seen:
                        seen.add(id(part))
                        below.append(child)
            level = below
        return None


def _in_order(targets: Sequence[Target]) -> list[Target]:
    """Those in requests first."""
    return sorted(targets, key=lambda each: _PLACES.index(each.via) if each.via else -1)
