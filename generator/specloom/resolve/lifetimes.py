"""When things are there: what marks and renames say, before any view is resolved.

In: `syntax.Spec`. Out: which variants a release has; mistakes go to the diagnostics.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from specloom.diagnostics import Diagnostics, Related, nearest, rules
from specloom.resolve.chains import Chain, Marks, chains_of, paging_of, parts_of
from specloom.resolve.misses import RELEASE, RENAME, VARIANT, Misses
from specloom.resolve.view import is_there, meant_by
from specloom.source import Scalar
from specloom.spec.files import SHARED_FILE
from specloom.spec.syntax import (
    ApiDeclared,
    EndpointDeclared,
    EventDeclared,
    FileDeclared,
    Group,
    Key,
    Mark,
    Part,
    Spec,
    Text,
)

_MOST = 8  # names that a hint lists

_Records: TypeAlias = Mapping[str, Group]


def way_out(name: str, known: Iterable[str]) -> str | None:
    """The hint for a name that is none of the known ones: the nearest, or what there is."""
    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else listing(known)


def _several(mark: Mark, known: Iterable[str]) -> str | None:
    """The hint for `@cafe,home`, which names several at once."""
    names = re.split("[,;|/&]+@?", mark.name)
    if mark.kind != "@" or len(names) < 2 or any(name not in known for name in names):
        return None
    return "did you mean `" + " ".join(f"@{name}" for name in names) + "`?"


def listing(known: Iterable[str]) -> str | None:
    """The hint that says what there is, if that is short."""
    listed = [f"`{each}`" for each in known]
    return "there is " + ", ".join(listed) if 0 < len(listed) <= _MOST else None


def variants_at(api: ApiDeclared, release: str) -> list[str]:
    """The variants that a release has."""
    releases = [each.text for each in api.releases]
    now = releases.index(release)
    return [
        variant.key.name.text
        for variant in api.variants
        if is_there(variant.key.marks, "", now, (), releases)
    ]


def are_known(api: ApiDeclared, marks: Iterable[Mark]) -> bool:
    """Whether all that some marks name is declared: else nobody knows what they select."""
    return _all_in({*api.release_places(), *api.variant_places()}, marks)


def _all_in(known: Collection[str], marks: Iterable[Mark]) -> bool:
    return all(mark.kind and mark.name in known for mark in marks)


def check_lifetimes(spec: Spec, diagnostics: Diagnostics, misses: Misses) -> None:
    """Reports marks that name nothing or select nothing, and renames of nothing."""
    checker = _Checker(spec.api, diagnostics, misses)
    for chain in chains_of(spec):
        checker.marks(*chain)
    for file in spec.files:
        checker.renames(groups(file), _records_seen(file, spec))
        for named in (file.endpoints, file.events):
            checker.named_renames(named)
    checker.renames(paging_of(spec.api), {})


class _Checker:
    """Checks marks against the variants and releases of an API."""

    def __init__(
        self, api: ApiDeclared, diagnostics: Diagnostics, misses: Misses
    ) -> None:
        self.diagnostics = diagnostics
        self.misses = misses
        self.release_places = api.release_places()
        self.variant_places = api.variant_places()
        self.releases = list(self.release_places)
        self.variants = list(self.variant_places)
        self.known = {*self.releases, *self.variants}
        self.alive = [  # a variant at a release, by number
            (variant, self.releases.index(release))
            for release in self.releases
            for variant in variants_at(api, release)
        ] or [(variant, 0) for variant in self.variants]
        self.sure = all(_all_in(self.known, each.key.marks) for each in api.variants)

    def marks(self, *chain: Marks) -> None:
        """What the last marks name, and select of what those around them have left."""
        marks = chain[-1]
        for mark in marks:
            self._named(mark)
        if not marks or not _all_in(self.known, marks):
            return
        self._repeated(marks)
        if self.sure and self.releases and self.variants:
            self._selected(chain)

    def _named(self, mark: Mark) -> None:
        """Takes up what a mark names."""
        if not mark.kind:
            self._no_mark(mark)
            return
        kind, places = RELEASE, self.release_places
        if mark.kind == "@":
            kind, places = VARIANT, self.variant_places
        if mark.name in places:
            self.misses.used.add(places[mark.name])
            return
        self.misses.add(
            kind,
            mark.name,
            mark.span,
            places,
            hint=_several(mark, places),
            otherwise=listing(places),
            name=mark.name,
        )

    def _repeated(self, marks: Marks) -> None:
        """Reports a mark that stands twice at one name."""
        seen: dict[tuple[str, str], Mark] = {}
        for mark in marks:
            first = seen.setdefault((mark.kind, mark.name), mark)
            if first is not mark:
                self.diagnostics.report(
                    rules.EMPTY_SELECTION,
                    mark.span,
                    hint="take one of them out",
                    related=[Related(first.span, "first stands here")],
                    message=f"`{mark.kind}{mark.name}` stands here twice",
                )

    def _selected(self, chain: Chain) -> None:
        """Reports marks that select nothing, or only deprecate what is not there."""
        marks = chain[-1]
        shown = [
            now
            for variant, now in self.alive
            if all(
                is_there(each, variant, now, self.variants, self.releases)
                for each in chain
            )
        ]
        ending = [(self._number(m), m) for m in marks if m.kind == "~"]
        begins = [self._number(m) for each in chain for m in each if m.kind == "+"]
        late = [mark for at, mark in ending if all(now < at for now in shown)]
        early = [mark for at, mark in ending if at < max(begins, default=0)]
        if not shown or late:
            self.diagnostics.report(
                rules.EMPTY_SELECTION,
                (late[0] if shown else marks[0]).span,
                hint="`+R` means from R on, `-R` means no longer from R on",
                message="these marks select nothing",
            )
        elif early:
            first = self.releases[max(begins)]
            self.diagnostics.report(
                rules.EMPTY_SELECTION,
                early[0].span,
                hint=f"`~{first}` is deprecated from its first release on",
                message=f"this deprecates what is not there before {first}",
            )

    def _number(self, mark: Mark) -> int:
        """The place of the release that a mark names; 0 for one that is not known."""
        return self.releases.index(mark.name) if mark.name in self.releases else 0

    def _no_mark(self, mark: Mark) -> None:
        """Reports a word that stands where marks do."""
        near = "".join(meant_by(mark, self.variants, self.releases))
        self.diagnostics.report(
            rules.BAD_MARK,
            mark.span,
            hint=(
                f"did you mean `{near}`?"
                if near
                else "a mark is `@variant`, `+release`, `-release` or `~release`"
            ),
            why="",
            mark=mark.name,
        )

    def renames(self, groups: Iterable[Group], records: _Records) -> None:
        """What fields were called."""
        for group in groups:
            keys = [declared.key for declared in group.fields]
            renamed = {
                was.text
                for declared in group.fields
                if isinstance(was := declared.value.properties.get("was"), Scalar)
            }
            for declared in group.fields:
                was = declared.value.properties.get("was")
                if not isinstance(was, Scalar):
                    continue
                beside = any(key.name.text == was.text for key in keys)
                brought = None if beside else _brought(group, records, ())
                if beside or (brought is not None and was.text not in brought):
                    old = Text(was.text, was.span)
                    self.rename(declared.key, old, keys, renamed)

    def named_renames(
        self, named: tuple[EndpointDeclared, ...] | tuple[EventDeclared, ...]
    ) -> None:
        """What endpoints or webhooks were called."""
        keys = [each.key for each in named]
        renamed = {each.was.text for each in named if each.was is not None}
        for each in named:
            if each.was is not None:
                self.rename(each.key, each.was, keys, renamed)

    def rename(
        self, key: Key, was: Text, beside: list[Key], renamed: Collection[str]
    ) -> None:
        """What was called otherwise begins where the old name, beside it, ends.

        Those that are `renamed` rightly are not meant by another one.
        """
        old = [e for e in beside if e is not key and e.name.text == was.text]
        others = [e for e in beside if e is not key and e.name.text not in renamed]
        begins = _releases(key, "+")
        way_out = (
            f"`{was.text} -R` ends and `{key.name.text} +R` begins in the same release"
        )
        if not old:
            ending = [each for each in others if begins & _releases(each, "-")]
            self.misses.add(
                RENAME,
                was.text,
                was.span,
                {each.name.text: each.name.span for each in ending or others},
                otherwise=way_out,
                old=was.text,
                why="nothing beside it is called so",
            )
        elif not any(begins & _releases(each, "-") for each in old):
            marks = [mark for each in (key, *old) for mark in each.marks]
            if _all_in(self.known, marks):
                self.diagnostics.report(
                    rules.BAD_RENAME,
                    was.span,
                    hint=way_out,
                    related=[Related(each.name.span, "the old name") for each in old],
                    old=was.text,
                    why="it does not end where the new name begins",
                )


def _releases(key: Key, sign: str) -> set[str]:
    """What the marks of a key with this sign name."""
    return {mark.name for mark in key.marks if mark.kind == sign}


def groups(file: FileDeclared) -> Iterator[Group]:
    """All fields that are written together."""
    parts: list[Part | None] = [record.group for record in file.records]
    for endpoint in file.endpoints:
        parts += parts_of(endpoint)
    parts.append(file.envelope)
    for event in file.events:
        parts += (event.data, event.replies)
    for part in parts:
        if isinstance(part, Group):
            yield part


def _brought(
    group: Group, records: _Records, around: tuple[Group, ...]
) -> set[str] | None:
    """The names of the fields that includes bring; None if one of them is not known."""
    names: set[str] = set()
    for include in group.includes:
        inner = records.get(include.name.text)
        if inner is None or any(inner is outer for outer in around):
            return None
        deeper = _brought(inner, records, (*around, inner))
        if deeper is None:
            return None
        names |= deeper | {each.key.name.text for each in inner.fields}
    return names


def _records_seen(file: FileDeclared, spec: Spec) -> _Records:
    """The records that a file sees, by their names as they are written."""
    place = tuple(part.text for part in file.place)
    above = [(*place[:depth], SHARED_FILE) for depth in range(len(place))]
    found: dict[str, Group] = {}
    for other in sorted(spec.files, key=lambda other: len(other.place)):
        where = tuple(part.text for part in other.place)
        if where == place or where in above:
            found |= {each.key.name.text: each.group for each in other.records}
    return found
