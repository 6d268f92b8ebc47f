"""When things are there: what marks and renames say, before any view is resolved.

In: `syntax.Spec`. Out: which variants a release has; mistakes go to the diagnostics.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from specloom.diagnostics import Diagnostics, Related, nearest, rules
from specloom.resolve.scalars import enum_keys
from specloom.resolve.view import is_there
from specloom.source import Scalar
from specloom.spec.syntax import (
    ApiDeclared,
    Declared,
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

_Marks: TypeAlias = tuple[Mark, ...]
_Chain: TypeAlias = tuple[_Marks, ...]
"""The marks of a key, behind those of the keys that it stands under."""


def way_out(name: str, known: Iterable[str]) -> str | None:
    """The hint for a name that is none of the known ones: the nearest, or what there is."""
    near = nearest(name, known)
    if near:
        return f"did you mean `{near}`?"
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


def check_lifetimes(spec: Spec, diagnostics: Diagnostics) -> None:
    """Reports marks that name nothing or select nothing, and renames of nothing."""
    checker = _Checker(spec.api, diagnostics)
    for variant in spec.api.variants:
        checker.marks(variant.key.marks)
    for file in spec.files:
        checker.marks(file.marks)
        for chain in _chains(file):
            checker.marks(*chain)
        _check_renames(_groups(file), diagnostics)
        for named in (file.endpoints, file.events):
            _check_named_renames(named, diagnostics)
    paging = list(_paging(spec.api))
    for group in paging:
        for chain in _of_fields(group.fields, ()):
            checker.marks(*chain)
    _check_renames(paging, diagnostics)


class _Checker:
    """Checks marks against the variants and releases of an API."""

    def __init__(self, api: ApiDeclared, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics
        self.releases = [release.text for release in api.releases]
        self.variants = [variant.key.name.text for variant in api.variants]
        self.alive = [  # a variant at a release, by number
            (variant, self.releases.index(release))
            for release in self.releases
            for variant in variants_at(api, release)
        ] or [(variant, 0) for variant in self.variants]

    def marks(self, *chain: _Marks) -> None:
        """What the last marks name, and select of what those around them have left."""
        marks = chain[-1]
        if not marks:
            return
        for mark in marks:
            of_variant = mark.kind == "@"
            known = self.variants if of_variant else self.releases
            if mark.name not in known:
                self.diagnostics.report(
                    rules.UNKNOWN_VARIANT if of_variant else rules.UNKNOWN_RELEASE,
                    mark.span,
                    hint=way_out(mark.name, known),
                    name=mark.name,
                )
        shown = [
            now
            for variant, now in self.alive
            if all(
                is_there(each, variant, now, self.variants, self.releases)
                for each in chain
            )
        ]
        late = [
            mark
            for mark in marks
            if mark.kind == "~"
            and mark.name in self.releases
            and all(now < self.releases.index(mark.name) for now in shown)
        ]
        if self.releases and self.variants and (not shown or late):
            self.diagnostics.report(
                rules.EMPTY_SELECTION,
                (late[0] if shown else marks[0]).span,
                hint="`+R` means from R on, `-R` means no longer from R on",
            )


def _paging(api: ApiDeclared) -> Iterator[Group]:
    for part in (api.paging.query, api.paging.reply) if api.paging else ():
        if isinstance(part, Group):
            yield part


def _parts(endpoint: EndpointDeclared) -> tuple[Part | None, ...]:
    """Everything of an endpoint that fields may be written in."""
    return endpoint.query, endpoint.headers, endpoint.body, endpoint.returns


def _groups(file: FileDeclared) -> Iterator[Group]:
    """All fields that are written together."""
    parts: list[Part | None] = [record.group for record in file.records]
    for endpoint in file.endpoints:
        parts += _parts(endpoint)
    parts.append(file.envelope)
    for event in file.events:
        parts += (event.data, event.replies)
    for part in parts:
        if isinstance(part, Group):
            yield part


def _chains(file: FileDeclared) -> Iterator[_Chain]:
    """The marks of every key of a file, behind those of what it stands in."""
    around: _Chain = (file.marks,)
    yield from _of_fields((*file.types, *file.params), around)
    for record in file.records:
        yield from _of_part(record.key, (record.group,), around)
    for endpoint in file.endpoints:
        yield from _of_part(endpoint.key, _parts(endpoint), around)
        own = (*around, endpoint.key.marks)
        yield from _of_fields(endpoint.params, own)
    yield from _of_fields(file.envelope.fields if file.envelope else (), around)
    for event in file.events:
        yield from _of_part(event.key, (event.data, event.replies), around)


def _of_part(
    key: Key, parts: Iterable[Part | None], around: _Chain
) -> Iterator[_Chain]:
    own = (*around, key.marks)
    yield own
    for part in parts:
        if isinstance(part, Group):
            yield from _of_fields(part.fields, own)


def _of_fields(fields: Iterable[Declared], around: _Chain) -> Iterator[_Chain]:
    for declared in fields:
        own = (*around, declared.key.marks)
        yield own
        for key in enum_keys(declared.value.properties.get("enum")):
            yield (*own, key.marks)


def _check_renames(groups: Iterable[Group], diagnostics: Diagnostics) -> None:
    for group in groups:
        keys = [declared.key for declared in group.fields]
        for declared in group.fields:
            was = declared.value.properties.get("was")
            if not isinstance(was, Scalar):
                continue
            # What an include brings may have had the old name.
            beside = any(key.name.text == was.text for key in keys)
            if beside or not group.includes:
                text = Text(was.text, was.span)
                _check_rename(declared.key, text, keys, diagnostics)


def _check_named_renames(
    named: tuple[EndpointDeclared, ...] | tuple[EventDeclared, ...],
    diagnostics: Diagnostics,
) -> None:
    keys = [each.key for each in named]
    for each in named:
        if each.was is not None:
            _check_rename(each.key, each.was, keys, diagnostics)


def _check_rename(
    key: Key, was: Text, beside: list[Key], diagnostics: Diagnostics
) -> None:
    """What was called otherwise begins where the old name, beside it, ends."""
    old = [each for each in beside if each.name.text == was.text and each is not key]
    begins = {mark.name for mark in key.marks if mark.kind == "+"}
    ends = {mark.name for each in old for mark in each.marks if mark.kind == "-"}
    if begins & ends:
        return
    hint = f"`{was.text} -R` ends and `{key.name.text} +R` begins in the same release"
    why = "it does not end where the new name begins"
    if not old:
        names = [each.name.text for each in beside if each is not key]
        near = nearest(was.text, names)
        why = "nothing beside it is called so"
        hint = f"did you mean `{near}`?" if near else hint
    related = [Related(each.name.span, "the old name") for each in old]
    diagnostics.report(
        rules.BAD_RENAME, was.span, hint=hint, related=related, old=was.text, why=why
    )
