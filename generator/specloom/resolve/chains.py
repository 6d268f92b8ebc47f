"""Finds every place of a spec where marks may stand, and the marks around it.

In: `syntax.Spec`. Out: chains of marks; nothing is decided or reported.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from specloom.resolve.scalars import enum_keys
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
    for variant in spec.api.variants:
        yield (variant.key.marks,)
    for file in spec.files:
        yield (file.marks,)
        yield from _chains(file)
    for group in paging_of(spec.api):
        yield from _of_fields(group.fields, ())


def _chains(file: FileDeclared) -> Iterator[Chain]:
    """The marks of every key of a file, behind those of what it stands in."""
    around: Chain = (file.marks,)
    yield from _of_fields((*file.types, *file.params), around)
    for record in file.records:
        yield from _of_part(record.key, (record.group,), around)
    for endpoint in file.endpoints:
        yield from _of_part(endpoint.key, parts_of(endpoint), around)
        own = (*around, endpoint.key.marks)
        yield from _of_fields(endpoint.params, own)
    yield from _of_fields(file.envelope.fields if file.envelope else (), around)
    for event in file.events:
        yield from _of_part(event.key, (event.data, event.replies), around)


def _of_part(key: Key, parts: Iterable[Part | None], around: Chain) -> Iterator[Chain]:
    own = (*around, key.marks)
    yield own
    for part in parts:
        if isinstance(part, Group):
            yield from _of_fields(part.fields, own)


def _of_fields(fields: Iterable[Declared], around: Chain) -> Iterator[Chain]:
    for declared in fields:
        own = (*around, declared.key.marks)
        yield own
        for key in enum_keys(declared.value.properties.get("enum")):
            yield (*own, key.marks)
