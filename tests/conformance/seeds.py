"""Reads facts/*.json into typed objects; a key that is not known here is an error.

In: the JSON files. Out: one `Seed` per file. Imported by all modules of this folder.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "facts"
SOURCES = (
    "seed_000",
    "seed_001",
    "seed_002",
    "seed_003",
    "seed_004",
    "express_auto_scribe",
)

Borrowed = Mapping[str, str]


@dataclass(frozen=True)
class Shape:
    """What a value must look like, wherever it stands."""

    type: str
    values: tuple[str, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None
    max_pairs: int | None = None
    format: str | None = None
    id_prefix: str | None = None
    record: str | None = None
    fields: tuple["Field", ...] = ()
    items: "Shape | None" = None
    keys: "Shape | None" = None
    entries: "Shape | None" = None
    borrowed: Borrowed = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A field's names and presence, and the shape of its value."""

    wire: str
    python: str
    required: bool
    nullable: bool
    shape: Shape
    csharp: str | None = None


@dataclass(frozen=True)
class Endpoint:
    """How the endpoint is called in Python and over HTTP."""

    name: str
    method: str
    path: str
    base_url: str
    content_type: str
    params_class: str
    returns_class: str
    borrowed: Borrowed = field(default_factory=dict)


@dataclass(frozen=True)
class Examples:
    """The examples of a page: a Python call, a request body, a response, a command."""

    response: dict[str, Any]
    arguments: dict[str, Any] | None = None
    body: dict[str, Any] | None = None
    curl: tuple[str, ...] = ()
    prints: str | None = None
    borrowed: Borrowed = field(default_factory=dict)


@dataclass(frozen=True)
class Seed:
    """All facts of one documentation page."""

    source: str
    build: str
    counts: Mapping[str, int]
    endpoint: Endpoint
    request: tuple[Field, ...]
    response: tuple[Field, ...]
    examples: Examples


SHAPE_KEYS = frozenset(each.name for each in fields(Shape))


def load_all() -> tuple[Seed, ...]:
    """The seeds in their order."""
    return tuple(_seed(FOLDER / f"{source}.json") for source in SOURCES)


def _seed(path: Path) -> Seed:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    data["endpoint"] = Endpoint(**data["endpoint"])
    for side in ("request", "response"):
        data[side] = tuple(_field(each) for each in data[side])
    examples = data["examples"]
    examples["curl"] = tuple(examples.get("curl", ()))
    data["examples"] = Examples(**examples)
    return Seed(**data)


def _field(data: Mapping[str, Any]) -> Field:
    shape = {key: value for key, value in data.items() if key in SHAPE_KEYS}
    names = {key: value for key, value in data.items() if key not in SHAPE_KEYS}
    return Field(shape=_shape(shape), **names)


def _shape(data: Mapping[str, Any]) -> Shape:
    known: dict[str, Any] = dict(data)
    known["values"] = tuple(known.get("values", ()))
    known["fields"] = tuple(_field(each) for each in known.get("fields", ()))
    for part in ("items", "keys", "entries"):
        if part in known:
            known[part] = _shape(known[part])
    return Shape(**known)
