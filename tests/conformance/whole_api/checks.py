"""One check for each aspect of a place: what is tried, and what has to come of it.

In: a `Target` and a `Spot`. Out: complaints, in words.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache

from .facts import load_all
from .samples import beyond, edges, goods, others, wrongs
from .shapes import Shape
from .spots import Spot, spots_of
from .targets import FORM, Target

Check = Callable[[Target, Spot], Iterator[str]]


def names(target: Target, spot: Spot) -> Iterator[str]:
    """What goes in under one name comes out under the other, and nothing else moves."""
    for value in goods(spot.shape):
        yield from target.accepts(spot, value)


def presence(target: Target, spot: Spot) -> Iterator[str]:
    """A field has to be given, or may be left out."""
    assert spot.field is not None
    required = spot.field.required
    yield from target.requires(spot) if required else target.lets_out(spot)


def null(target: Target, spot: Spot) -> Iterator[str]:
    """Null arrives as null, or is refused."""
    if spot.nullable is None:
        yield "whether it may be null is not decided"
    elif spot.nullable:
        yield from target.accepts(spot, None)
    else:
        yield from target.refuses(spot, None, {"null"})


def type_(target: Target, spot: Spot) -> Iterator[str]:
    """Every other JSON type is refused."""
    for value in wrongs(spot.shape):
        if spot.is_key and not isinstance(value, Hashable):
            continue
        rules = {"type", "union"} if spot.shape.members else {"type"}
        yield from target.refuses(spot, value, rules)


def enum(target: Target, spot: Spot) -> Iterator[str]:
    """Each value arrives; no other text is one."""
    for value in spot.shape.values:
        yield from target.accepts(spot, value)
    for value in others(spot.shape, enums()):
        yield from target.refuses_other(spot, value)


def const(target: Target, spot: Spot) -> Iterator[str]:
    """No other text is the one that an event is known by."""
    (only,) = spot.shape.values
    yield from target.accepts(spot, only)
    for value in others(spot.shape, frozenset()):
        yield from target.refuses_other(spot, value)


def limits(target: Target, spot: Spot) -> Iterator[str]:
    """What is at a limit arrives, what is past it is refused, and no other is made up."""
    for value in edges(spot.shape):
        rule = target.reserved(spot, value)
        if rule is None:
            yield from target.accepts(spot, value)
        else:
            yield from target.refuses(spot, value, {rule})
    for value, rule in beyond(spot.shape):
        yield from target.refuses(spot, value, FORM if rule == "form" else {rule})


def closed(target: Target, spot: Spot) -> Iterator[str]:
    """A record has its own fields only, under their own names."""
    yield from target.admits_no_other(spot, vocabulary())


CHECKS: Mapping[str, Check] = {
    "names": names,
    "presence": presence,
    "null": null,
    "type": type_,
    "enum": enum,
    "const": const,
    "limits": limits,
    "closed": closed,
}


def aspects(spot: Spot, *, sent: bool) -> Iterator[str]:
    """The aspects of a spot that facts say something of; the whole has one."""
    shape = spot.shape
    if not spot.wire:
        yield "closed"
        return
    if spot.field is not None:
        yield "names"
        yield "presence"
    if not spot.is_key:
        yield "null"
    if shape.kind != "any" and (sent or not spot.is_key):
        yield "type"
    if shape.kind in ("enum", "const"):
        yield shape.kind
    if shape.kind in ("string", "integer", "number", "list", "map", "datetime", "any"):
        yield "limits"
    if shape.kind == "record":
        yield "closed"


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes of all builds that fields stand in."""
    found: list[Shape] = []
    for build in load_all():
        for endpoint in build.endpoints:
            fields = tuple(each.field for each in endpoint.arguments)
            found.append(Shape("record", fields=fields))
            found += [each.shape for each in endpoint.returns]
        for event in build.events:
            found += [event.reading.shape, event.reply.shape]
    return tuple(found)


@cache
def enums() -> frozenset[tuple[str, ...]]:
    """The values of all enums."""
    return frozenset(
        spot.shape.values
        for shape in shapes()
        for spot in spots_of(shape.fields)
        if spot.shape.kind == "enum"
    )


@cache
def vocabulary() -> frozenset[str]:
    """Every name of a field, in JSON and in Python, and two that nobody has."""
    fields = [
        spot.field
        for shape in shapes()
        for spot in spots_of(shape.fields)
        if spot.field is not None
    ]
    words = {each.wire for each in fields} | {each.python for each in fields}
    return frozenset(words | {"surplus", "surplusToo"})
