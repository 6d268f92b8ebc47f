"""Takes a seed apart into single facts, each of which becomes one test.

In: a `Seed`. Out: its `Fact`s. A fact is `stated` by the page itself, `borrowed` from
another source (the data names it), or `closed`: nothing beyond what the data lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .seeds import Borrowed, Field, Seed, Shape

Side = Literal["request", "response"]
Origin = Literal["stated", "borrowed", "closed"]
Wrap = Literal["entry", "key"]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Spot:
    """A place in a request or a response, and what stands there.

    `wrap` marks the two halves of a map: the path then leads to the map itself.
    """

    side: Side
    shape: Shape
    wire_path: Path
    python_path: Path
    field: Field | None = None
    owner: str | None = None
    wrap: Wrap | None = None

    @property
    def place(self) -> str:
        """The place as a `Mistake` names it."""
        return written(self.python_path if self.side == "request" else self.wire_path)

    @property
    def mistake_place(self) -> str:
        """The same for the only pair of a map."""
        return self.place + ("[key 1]" if self.wrap else "")


@dataclass(frozen=True)
class Fact:
    """One fact; `kind` chooses the check, `value` is what the data says."""

    seed: Seed
    kind: str
    value: object
    origin: Origin
    spot: Spot | None = None

    @property
    def id(self) -> str:
        """The name of the test."""
        parts = [self.seed.source]
        if self.spot is not None:
            suffix = f"[{self.spot.wrap}]" if self.spot.wrap else ""
            parts += [self.spot.side, (self.spot.place or "(all)") + suffix]
        shown = isinstance(self.value, str | int) and self.value is not True
        parts.append(f"{self.kind}={self.value}" if shown else self.kind)
        return ":".join(parts)


ENDPOINT_KINDS = (
    "name",
    "method",
    "path",
    "base_url",
    "content_type",
    "params_class",
    "returns_class",
)
LIMIT_KINDS = ("min_length", "max_length", "minimum", "max_pairs")
SHAPE_KINDS = (*LIMIT_KINDS, "format", "id_prefix", "record")


def written(path: Path) -> str:
    """A path as text: `report_ids[0].status`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def facts_of(seed: Seed) -> tuple[Fact, ...]:
    """Every fact of the seed, in the order of its page."""
    return (*_endpoint(seed), *_fields(seed), *_examples(seed))


def _origin(borrowed: Borrowed, key: str) -> Origin:
    return "borrowed" if key in borrowed else "stated"


def _endpoint(seed: Seed) -> Iterator[Fact]:
    endpoint = seed.endpoint
    for kind in ENDPOINT_KINDS:
        origin = _origin(endpoint.borrowed, kind)
        yield Fact(seed, kind, getattr(endpoint, kind), origin)


def _examples(seed: Seed) -> Iterator[Fact]:
    examples = seed.examples
    for kind in ("arguments", "body", "curl", "response", "prints"):
        value = getattr(examples, kind)
        if value:
            origin = _origin(examples.borrowed, kind)
            yield Fact(seed, f"example_{kind}", value, origin)


def _fields(seed: Seed) -> Iterator[Fact]:
    for side, fields in (("request", seed.request), ("response", seed.response)):
        whole = Shape("record", fields=fields)
        root = Spot(_side(side), whole, (), ())
        yield from _record_facts(seed, root, None)


def _side(name: str) -> Side:
    return "request" if name == "request" else "response"


def _record_facts(seed: Seed, spot: Spot, owner: str | None) -> Iterator[Fact]:
    fields = spot.shape.fields
    names = tuple(each.wire for each in fields)
    yield Fact(seed, "fields", names, "closed", spot)
    for each in fields:
        inner = Spot(
            spot.side,
            each.shape,
            (*spot.wire_path, each.wire),
            (*spot.python_path, each.python),
            each,
            owner,
        )
        yield from _field_facts(seed, inner, each)


def _field_facts(seed: Seed, spot: Spot, field: Field) -> Iterator[Fact]:
    borrowed = field.shape.borrowed
    presence = _origin(borrowed, "presence")
    yield Fact(seed, "wire", field.wire, _origin(borrowed, "wire"), spot)
    yield Fact(seed, "python", field.python, _origin(borrowed, "python"), spot)
    if field.csharp is not None:
        yield Fact(seed, "csharp", field.csharp, "stated", spot)
    yield Fact(seed, "required" if field.required else "optional", True, presence, spot)
    kind = "nullable" if field.nullable else "not_nullable"
    yield Fact(seed, kind, True, presence, spot)
    yield from _shape_facts(seed, spot)


def _shape_facts(seed: Seed, spot: Spot) -> Iterator[Fact]:
    shape = spot.shape
    typed = _origin(shape.borrowed, "type")
    if spot.wrap != "key" or spot.side == "request":
        yield Fact(seed, "type", shape.type, typed, spot)
    for value in shape.values:
        yield Fact(seed, "value", value, typed, spot)
    if shape.values:
        yield Fact(seed, "values", shape.values, "closed", spot)
    for kind in SHAPE_KINDS:
        stated = getattr(shape, kind)
        if stated is not None and stated is not False:
            yield Fact(seed, kind, stated, _origin(shape.borrowed, kind), spot)
    if shape.type == "string" and not any(getattr(shape, k) for k in SHAPE_KINDS):
        yield Fact(seed, "any_text", True, "closed", spot)
    yield from _inner_facts(seed, spot)


def _inner_facts(seed: Seed, spot: Spot) -> Iterator[Fact]:
    shape = spot.shape
    if shape.fields:
        yield from _record_facts(seed, spot, shape.record)
    if shape.items is not None:
        wire, python = (*spot.wire_path, 0), (*spot.python_path, 0)
        item = Spot(spot.side, shape.items, wire, python)
        yield Fact(seed, "not_nullable", True, "stated", item)
        yield from _shape_facts(seed, item)
    if shape.entries is not None and shape.keys is not None:
        entry = Spot(
            spot.side, shape.entries, spot.wire_path, spot.python_path, wrap="entry"
        )
        key = Spot(spot.side, shape.keys, spot.wire_path, spot.python_path, wrap="key")
        yield Fact(seed, "not_nullable", True, "stated", entry)
        yield from _shape_facts(seed, entry)
        yield from _shape_facts(seed, key)
