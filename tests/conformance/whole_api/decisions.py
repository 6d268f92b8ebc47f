"""Where the spec decides otherwise than the facts: `decisions.json`, the only such table.

In: the table. Out: facts as they were decided. An entry names

* `fields`: by their Python names in the words of no build, `height.value` is in `height`;
* `who`, if not everybody: an endpoint or an event;
* `side`, if not both: whether it is `sent` or `read`;
* `facts`: what the facts say there, by the keys of a fact;
* `spec`: what holds instead;
* `stands`: the words under which docs/decisions.md tells of it.

In both, `*` stands for anything. An entry holds wherever its place and what its facts
say agree; nowhere is an error.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

TABLE = Path(__file__).with_name("decisions.json")

Side = Literal["sent", "read"]


@dataclass(frozen=True)
class Place:
    """Where a fact holds, in the words of no build."""

    who: str
    side: Side
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        path = ".".join(self.names)
        if self.side == "sent":
            return f"{self.who}({path})"
        return f"{self.who}().{path}" if path else f"{self.who}()"

    def below(self, name: str) -> "Place":
        """The place of a field of what stands here."""
        return Place(self.who, self.side, (*self.names, name))


@dataclass(frozen=True)
class Decision:
    """One entry."""

    fields: tuple[str, ...]
    facts: Mapping[str, Any]
    spec: Mapping[str, Any]
    stands: str
    who: str = "*"
    side: Side | None = None

    def holds(self, place: Place, fact: Mapping[str, Any]) -> bool:
        """Whether it decides this fact."""
        path = ".".join(place.names)
        return (
            any(fnmatchcase(path, each) for each in self.fields)
            and self.side in (None, place.side)
            and fnmatchcase(place.who, self.who)
            and {key: fact.get(key, []) for key in self.facts} == self.facts
        )


@dataclass
class Decisions:
    """All entries, and how many facts each has changed so far."""

    entries: tuple[Decision, ...]
    used: Counter[int] = field(default_factory=Counter)

    @classmethod
    def load(cls) -> "Decisions":
        """The table."""
        table = json.loads(TABLE.read_text(encoding="utf-8"))
        return cls(tuple(Decision(**each) for each in table))

    def applied(self, place: Place, fact: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fact that holds at the place."""
        decided = dict(fact)
        for number, entry in enumerate(self.entries):
            if entry.holds(place, fact):
                decided.update(entry.spec)
                self.used[number] += 1
        return decided
