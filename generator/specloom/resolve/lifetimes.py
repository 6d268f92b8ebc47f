"""When things are there: what marks and renames say, before any view is resolved.

In: `syntax.Spec`. Out: which variants a release has; mistakes go to the diagnostics.
"""

from collections.abc import Iterable, Iterator

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
        for key in _keys(file):
            checker.marks(key.marks)
        _check_renames(_groups(file), diagnostics)
        for named in (file.endpoints, file.events):
            _check_named_renames(named, diagnostics)
    paging = list(_paging(spec.api))
    for key in _field_keys(declared for fields in paging for declared in fields):
        checker.marks(key.marks)
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

    def marks(self, marks: tuple[Mark, ...]) -> None:
        """What the marks of one key name and select."""
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
            if is_there(marks, variant, now, self.variants, self.releases)
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


def _paging(api: ApiDeclared) -> Iterator[tuple[Declared, ...]]:
    for part in (api.paging.query, api.paging.reply) if api.paging else ():
        if isinstance(part, Group):
            yield part.fields


def _parts(file: FileDeclared) -> Iterator[Part | None]:
    """Everything that fields may be written in, but for records."""
    for endpoint in file.endpoints:
        yield from (endpoint.query, endpoint.headers, endpoint.body, endpoint.returns)
    yield file.envelope
    for event in file.events:
        yield from (event.data, event.replies)


def _groups(file: FileDeclared) -> Iterator[tuple[Declared, ...]]:
    for record in file.records:
        yield record.group.fields
    for part in _parts(file):
        if isinstance(part, Group):
            yield part.fields


def _keys(file: FileDeclared) -> Iterator[Key]:
    """Every key of a file that may carry marks."""
    declared = [*file.types, *file.params]
    for record in file.records:
        yield record.key
    for endpoint in file.endpoints:
        yield endpoint.key
        declared += endpoint.params
        if endpoint.pages:
            declared.append(endpoint.pages)
    for event in file.events:
        yield event.key
    for group in _groups(file):
        declared += group
    yield from _field_keys(declared)


def _field_keys(declared: Iterable[Declared]) -> Iterator[Key]:
    for each in declared:
        yield each.key
        yield from enum_keys(each.value.properties.get("enum"))


def _check_renames(
    groups: Iterable[tuple[Declared, ...]], diagnostics: Diagnostics
) -> None:
    for fields in groups:
        keys = [declared.key for declared in fields]
        for declared in fields:
            was = declared.value.properties.get("was")
            if isinstance(was, Scalar):
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
