"""Every place in a request, an answer, an event or a reply that facts say something of.

In: fields. Out: `Spot`s, outermost first; a record's own fields stand in its shape.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .shapes import Field, Shape


class Pair(str):
    """The key of a sample's first pair, as a step of a path."""


class Key(Pair):
    """The same, where the key is meant and not its value."""


Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Spot:
    """A place by the names of JSON and by those of Python, and what stands there."""

    shape: Shape
    wire: Path
    python: Path
    place: str
    field: Field | None = None
    nullable: bool | None = False

    @property
    def is_key(self) -> bool:
        """Whether it is the key of a map."""
        return bool(self.wire) and isinstance(self.wire[-1], Key)

    @property
    def label(self) -> str:
        """The place and which part of its value is meant."""
        last = self.wire[-1] if self.wire else ""
        part = {Key: " (keys)", Pair: " (values)", int: " (items)"}
        return self.place + part.get(type(last), "")


def written(path: Path) -> str:
    """A path as a mistake names it: `report_ids[0].status`, `metadata[key 1]`."""
    text = ""
    for step in path:
        if isinstance(step, Pair):
            text += "[key 1]"
        else:
            text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def spots_of(fields: Sequence[Field]) -> Iterator[Spot]:
    """The spots of the fields and of all that is in them."""
    for each in fields:
        yield from _below(
            Spot(
                each.shape,
                (each.wire,),
                (each.python,),
                each.place,
                each,
                each.nullable,
            )
        )


def _below(spot: Spot) -> Iterator[Spot]:
    yield spot
    shape = spot.shape
    for each in shape.fields:
        wire, python = (*spot.wire, each.wire), (*spot.python, each.python)
        inner = Spot(each.shape, wire, python, each.place, each, each.nullable)
        yield from _below(inner)
    if shape.key is not None:
        key = replace(shape.key, brief=shape.max_bytes is not None)
        yield _part(spot, key, Key("key"), nullable=False)
    if shape.item is not None:
        step = 0 if shape.kind == "list" else Pair("key")
        nullable = shape.nullable_item or shape.item.kind == "any"
        yield from _below(_part(spot, shape.item, step, nullable=nullable))


def _part(spot: Spot, shape: Shape, step: str | int, *, nullable: bool) -> Spot:
    return Spot(
        shape,
        (*spot.wire, step),
        (*spot.python, step),
        spot.place,
        nullable=nullable,
    )
