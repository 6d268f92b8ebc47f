"""Reads the facts of the public SDKs into typed objects; what is not known is an error.

In: ../facts/{org-2026-01,express-2026-01,express-2026-08,webhook-replies-2026-08}.json,
and `decisions`. Out: a `Build` for each generated package.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from .decisions import Decisions, Place
from .shapes import PLAIN, Field, Hint, Shape, limited

FOLDER = Path(__file__).resolve().parents[1] / "facts"
SOURCES = {
    "avara_org": "org-2026-01",
    "avara_express_2026_01": "express-2026-01",
    "avara_express": "express-2026-08",
}
REPLIES = "webhook-replies-2026-08"
"""Known for August only, and decided for January."""
WORDS = {
    "avara_org": {"org": "<owner>", "orgs": "<owners>", "organizations": "<customers>"},
    "avara_express_2026_01": {
        "express_customer": "<owner>",
        "express": "<owners>",
        "express_customers": "<customers>",
    },
}
WORDS["avara_express"] = WORDS["avara_express_2026_01"]

ENUMS_OF_REPLIES = {"Unit": "HeightUnit"}
"""Where the replies say less than the other files."""

Where = Literal["path", "query", "body"]
PARTS: Mapping[Where, str] = {"path": "path_params", "query": "query", "body": "body"}
FIELD_KEYS = {"wire", "python", "type", "required", "nullable"}
ENDPOINT_KEYS = {"name", "method", "path", "path_params", "query", "body", "returns"}


@dataclass(frozen=True)
class Argument:
    """A field of a request and the part of the request that it goes to."""

    where: Where
    field: Field


@dataclass(frozen=True)
class Pages:
    """The wire names of what a page holds beside its items, and of the argument."""

    items: str
    cursor: str
    more: str
    cursor_param: str


@dataclass(frozen=True)
class Reading:
    """Something that is read: the name of its class, and its fields."""

    name: str
    shape: Shape


@dataclass(frozen=True)
class Endpoint:
    """One operation; `returns` holds several if the answer is a union."""

    name: str
    method: str
    path: str
    arguments: tuple[Argument, ...]
    returns: tuple[Reading, ...]
    pages: Pages | None

    @property
    def module(self) -> str:
        """Where its builder is found, below the package."""
        return self.name.rpartition(".")[0]

    @property
    def function(self) -> str:
        """The name of its builder."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True)
class Event:
    """One webhook: what is read, and what is answered."""

    type: str
    reading: Reading
    reply: Reading


@dataclass(frozen=True)
class Build:
    """All facts of one generated package."""

    package: str
    base_url: str
    endpoints: tuple[Endpoint, ...]
    events: tuple[Event, ...]


def snake(wire: str) -> str:
    """The Python name of a wire name: `studyInstanceUID` is `study_instance_uid`."""
    words = re.findall("[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", wire)
    return "_".join(words).lower()


def raw(source: str) -> Any:
    """One of the files as it stands."""
    return json.loads((FOLDER / f"{source}.json").read_text(encoding="utf-8"))


@cache
def load_all() -> tuple[Build, ...]:
    """The three builds, decisions applied."""
    return read_all(Decisions.load())


def read_all(decisions: Decisions) -> tuple[Build, ...]:
    """The same with other decisions, or to see which are needed."""
    return tuple(_build(package, decisions) for package in SOURCES)


def _build(package: str, decisions: Decisions) -> Build:
    data = raw(SOURCES[package])
    known = {"label", "base_url", "endpoints", "models", "input_objects", "enums"}
    assert data.keys() == known | {"webhooks"}
    assert data["webhooks"]["discriminator"] == "type"
    reader = _Reader(package, decisions)
    replies = raw(REPLIES)
    return Build(
        package,
        data["base_url"],
        tuple(reader.endpoint(each) for each in data["endpoints"]),
        tuple(reader.event(each, replies) for each in data["webhooks"]["events"]),
    )


class _Reader:
    """Reads one file."""

    def __init__(self, package: str, decisions: Decisions) -> None:
        data = raw(SOURCES[package])
        self.models: Mapping[str, Any] = data["models"]
        self.inputs: Mapping[str, Any] = data["input_objects"]
        self.enums: Mapping[str, Sequence[str]] = data["enums"]
        self.words = WORDS[package]
        self.decisions = decisions

    def neutral(self, name: str) -> str:
        """A name as all builds say it: `<owner>_id`, `<owners>.users.add`."""
        for word in sorted(self.words, key=len, reverse=True):
            pattern = rf"(?<![a-z_<]){word}(?![a-z>]|_customer)"
            name = re.sub(pattern, self.words[word], name)
        return name

    def endpoint(self, data: Mapping[str, Any]) -> Endpoint:
        """An endpoint with its arguments and its answers."""
        assert data.keys() - {"page"} == ENDPOINT_KEYS
        place = Place(self.neutral(data["name"]), "sent")
        arguments = tuple(
            Argument(where, self.field(each, place, self.inputs, data["name"]))
            for where, part in PARTS.items()
            for each in data[part]
        )
        pages = Pages(**data["page"]) if "page" in data else None
        return Endpoint(
            data["name"],
            data["method"],
            data["path"],
            arguments,
            tuple(self.returns(data, pages)),
            pages,
        )

    def returns(
        self, data: Mapping[str, Any], pages: Pages | None
    ) -> Iterator[Reading]:
        """What is read; of a union, each member."""
        place = Place(self.neutral(data["name"]), "read")
        stated = data["returns"]
        if isinstance(stated, str):
            yield Reading(stated, self.record(stated, place, self.models))
        elif stated.keys() == {"union"}:
            for name in stated["union"]:
                yield Reading(name, self.record(name, place, self.models))
        else:
            assert stated.keys() == {"page_of"} and pages is not None
            name = stated["page_of"]
            models = {**self.models, "page": _page(pages, name)}
            yield Reading(name, self.record("page", place, models))

    def event(self, data: Mapping[str, Any], replies: Mapping[str, Any]) -> Event:
        """An event, and what is answered to it."""
        name, who = data["model"], f"webhooks.{data['type']}"
        event = self.record(name, Place(who, "read"), self.models)
        answer = name.removesuffix("Event") + "Response"
        models = _replies(replies, self.enums)
        reply = self.record(answer, Place(who, "sent"), models)
        return Event(data["type"], Reading(name, event), Reading(answer, reply))

    def record(self, name: str, place: Place, models: Mapping[str, Any]) -> Shape:
        """A model with its fields; `place` is how the record is reached."""
        own = models if name in models else self.models
        owner = f"input_objects.{name}" if own is self.inputs else name
        fields = (self.field(each, place, models, owner) for each in own[name])
        return Shape("record", fields=tuple(fields))

    def field(
        self,
        data: Mapping[str, Any],
        around: Place,
        models: Mapping[str, Any],
        owner: str,
    ) -> Field:
        """A field, in the words of its build; decisions are taken into account."""
        assert FIELD_KEYS <= data.keys() <= FIELD_KEYS | {"named", "hints"}
        if "named" in data:
            enum = {"enum": self.enums[data["named"]]}
            assert data["type"] in (enum, {"list": enum})
        place = around.below(self.neutral(data["python"]))
        decided = self.decisions.applied(place, data)
        hints: Sequence[Hint] = decided.get("hints", ())
        return Field(
            decided["wire"],
            decided["python"],
            decided["required"],
            decided["nullable"],
            limited(self.shape(decided["type"], place, models), hints),
            str(place),
            (owner, data["wire"]),
            frozenset(hint["kind"] for hint in hints),
        )

    def shape(self, stated: Any, place: Place, models: Mapping[str, Any]) -> Shape:
        """A type without the limits of its field."""
        if isinstance(stated, str):
            if stated in PLAIN:
                return Shape(stated)
            return self.record(stated, place, models)
        ((kind, inner),) = stated.items()
        if kind == "enum":
            return Shape("enum", values=tuple(inner))
        if kind == "const":
            return Shape("const", values=(inner,))
        if kind == "union":
            members = tuple(self.shape(each, place, models) for each in inner)
            return Shape("union", members=members)
        assert kind in ("list", "map")
        item, nullable = _item(inner)
        return Shape(
            kind,
            item=self.shape(item, place, models),
            key=Shape("string") if kind == "map" else None,
            nullable_item=nullable,
        )


def _page(pages: Pages, item: str) -> Sequence[Mapping[str, Any]]:
    """The fields of a page. The facts don't tell whether its cursor may be null."""
    stated = (
        (pages.items, {"list": item}, True, False),
        (pages.more, "boolean", True, False),
        (pages.cursor, "string", False, None),
    )
    return [
        {
            "wire": wire,
            "python": snake(wire),
            "type": kind,
            "required": required,
            "nullable": nullable,
        }
        for wire, kind, required, nullable in stated
    ]


def _replies(
    replies: Mapping[str, Any], enums: Mapping[str, Sequence[str]]
) -> Mapping[str, Any]:
    """The replies to events, written as the models of the other files are.

    They state no Python names, and some of their names belong to one reply only.
    """

    def spelled(kind: Any, owner: str) -> Any:
        if isinstance(kind, dict):
            return {each: spelled(inner, owner) for each, inner in kind.items()}
        if isinstance(kind, list):
            return [spelled(each, owner) for each in kind]
        if f"{owner}.{kind}" in replies:
            return f"{owner}.{kind}"
        name = ENUMS_OF_REPLIES.get(str(kind), str(kind))
        return {"enum": enums[name]} if name in enums else kind

    return {
        name: [
            {
                **each,
                "python": snake(each["wire"]),
                "type": spelled(each["type"], name),
            }
            for each in fields
        ]
        for name, fields in replies.items()
    }


def _item(inner: Any) -> tuple[Any, bool]:
    """The type of items, and whether they may be null: `{"string": {"nullable": …}}`."""
    if isinstance(inner, dict) and inner.keys() <= PLAIN:
        ((kind, how),) = inner.items()
        assert how.keys() == {"nullable"}
        return kind, how["nullable"]
    return inner, False
