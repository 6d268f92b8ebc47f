"""Finds every place of a spec where marks may stand, and the marks around it.

In: `syntax.Spec`. Out: chains of marks; nothing is decided or reported.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from specloom.resolve.enums import enum_keys
from specloom.spec.syntax import (
    ApiDeclared,
    Declared,
    EndpointDeclared,
    FileDeclared,
    Group,
    Key,
    Mark,
    Part,
    Spec,
)

Marks: TypeAlias = tuple[Mark, ...]
Chain: TypeAlias = tuple[Marks, ...]
"""The marks of a key, behind those of the keys that it stands under."""


def paging_of(api: ApiDeclared) -> Iterator[Group]:
    """The fields that `paging` adds, if it writes some."""
    for part in (api.paging.query, api.paging.reply) if api.paging else ():
        if isinstance(part, Group):
            yield part


def parts_of(endpoint: EndpointDeclared) -> tuple[Part | None, ...]:
    """Everything of an endpoint that fields may be written in."""
    return endpoint.query, endpoint.headers, endpoint.body, endpoint.returns


def chains_of(spec: Spec) -> Iterator[Chain]:
    """The marks of everything that may have some, behind those of what it stands in."""
    api = spec.api
    for variant in api.variants:
        yield (variant.key.marks,)
    fields = _Fields(
        [variant.key.name.text for variant in api.variants],
        [release.text for release in api.releases],
    )
    for file in spec.files:
        yield (file.marks,)
        yield from fields.of_file(file)
    for group in paging_of(api):
        yield from fields.of(group.fields, ())


class _Fields(NamedTuple):
    """What tells marks in values of enums from what only looks so."""

    variants: Collection[str]
    releases: Collection[str]

    def of_file(self, file: FileDeclared) -> Iterator[Chain]:
        """The marks of every key of a file, behind those of what it stands in."""
        around: Chain = (file.marks,)
        yield from self.of((*file.types, *file.params), around)
        for record in file.records:
            yield from self._of_part(record.key, (record.group,), around)
        for endpoint in file.endpoints:
            yield from self._of_part(endpoint.key, parts_of(endpoint), around)
            yield from self.of(endpoint.params, (*around, endpoint.key.marks))
        yield from self.of(file.envelope.fields if file.envelope else (), around)
        for event in file.events:
            yield from self._of_part(event.key, (event.data, event.replies), around)

    def _of_part(
        self, key: Key, parts: Iterable[Part | None], around: Chain
    ) -> Iterator[Chain]:
        own = (*around, key.marks)
        yield own
        for part in parts:
            if isinstance(part, Group):
                yield from self.of(part.fields, own)

    def of(self, fields: Iterable[Declared], around: Chain) -> Iterator[Chain]:
        """The marks of fields or types, and of the values of their enums."""
        for declared in fields:
            own = (*around, declared.key.marks)
            yield own
            enum = declared.value.properties.get("enum")
            for key in enum_keys(enum, self.variants, self.releases):
                yield (*own, key.marks)
