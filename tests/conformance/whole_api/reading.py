"""A parser driven from the outside: of an answer, of a page, of an event.

In: the parser, and the facts of what it reads. Out: a `Target`.
"""

import json
from collections.abc import Callable, Iterator, Set
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import MISSING

from .samples import minimal, record
from .shapes import Shape
from .spots import Spot, written
from .targets import mistakes_of, refused, told
from .trees import attribute, changed, dumped, plain, same, shown, without

Parser = Callable[[str, bool], Any]
STRICT_AND_TOLERANT = (True, False)
MARK = "what is tried stands here"


class Reading:
    """One kind of body. `kin`: the names of others that it could be taken for."""

    def __init__(
        self,
        parse: Parser,
        shape: Shape,
        error: type[Exception],
        *,
        kin: Set[str] = frozenset(),
    ) -> None:
        self.parse = parse
        self.shape = shape
        self.error = error
        self.kin = kin
        self.body = record(shape)
        self.around: tuple[Spot | None, str, str] = (None, "", "")

    def flaw(self) -> str | None:
        """Why the bodies with all fields and with few don't come back, if so."""
        for what, body in (("all", self.body), ("required", minimal(self.shape))):
            for strict in STRICT_AND_TOLERANT:
                try:
                    model = self.parse(json.dumps(body), strict)
                except self.error as error:
                    return f"the sample with {what} fields is refused: {told(error)}"
                if not same(dumped(model), body):
                    found = shown(dumped(model))
                    return f"the sample with {what} fields comes back as {found}"
        return None

    def text(self, spot: Spot, value: Any) -> str:
        """The sample with the value at the spot; all else is written once a spot."""
        if self.around[0] is not spot:
            marked = json.dumps(changed(self.body, spot.wire, MARK))
            before, after = marked.split(f'"{MARK}"')
            self.around = (spot, before, after)
        _, before, after = self.around
        return before + json.dumps(value) + after

    def reads(self, spot: Spot, value: Any, *, strict: bool) -> Iterator[str]:
        """A complaint unless the value is found under its name in Python."""
        mode = "strict" if strict else "tolerant"
        try:
            model = self.parse(self.text(spot, value), strict)
        except self.error as error:
            yield f"{shown(value)} is refused ({mode}): {told(error)}"
            return
        try:
            found = self.found(model, spot)
        except (AttributeError, KeyError, IndexError) as lost:
            yield f"{shown(value)} is not found by its Python name: {lost!r}"
            return
        if not _means(found, value, spot.shape):
            yield f"{shown(value)} is read ({mode}) as {shown(found)}"

    def found(self, model: Any, spot: Spot) -> Any:
        """What a model holds at the spot: a value, or the only key of a map."""
        if spot.is_key:
            (key,) = attribute(model, spot.python[:-1])
            return key
        return attribute(model, spot.python)

    def reserved(self, spot: Spot, value: Any) -> str | None:
        """JSON reserves nothing."""
        return None

    def accepts(self, spot: Spot, value: Any) -> Iterator[str]:
        """The value is read, strictly or not."""
        for strict in STRICT_AND_TOLERANT:
            yield from self.reads(spot, value, strict=strict)

    def refuses(self, spot: Spot, value: Any, rules: Set[str]) -> Iterator[str]:
        """The value is refused, strictly or not."""
        text, places = self.text(spot, value), {written(spot.wire)}
        for strict in STRICT_AND_TOLERANT:
            action = partial(self.parse, text, strict)
            yield from refused(self.error, places, rules, value, action)

    def refuses_other(self, spot: Spot, value: str) -> Iterator[str]:
        """A strict reader refuses what the enum has not; a tolerant one shows it."""
        text, places = self.text(spot, value), {written(spot.wire)}
        action = partial(self.parse, text, True)
        yield from refused(self.error, places, {"enum"}, value, action)
        yield from self.reads(spot, value, strict=False)

    def requires(self, spot: Spot) -> Iterator[str]:
        """A body without the field is refused."""
        text = json.dumps(without(self.body, spot.wire))
        places, rules = {written(spot.wire)}, {"required"}
        if self.kin and len(spot.wire) == 1:
            places, rules = {*places, ""}, {*rules, "union"}
        for strict in STRICT_AND_TOLERANT:
            action = partial(self.parse, text, strict)
            yield from refused(self.error, places, rules, "the rest", action)

    def lets_out(self, spot: Spot) -> Iterator[str]:
        """The field is then missing, and stays so when the model is written."""
        body = without(self.body, spot.wire)
        for strict in STRICT_AND_TOLERANT:
            try:
                model = self.parse(json.dumps(body), strict)
            except self.error as error:
                yield f"may not be left out: {told(error)}"
                continue
            found = attribute(model, spot.python)
            if found is not MISSING:
                yield f"left out, it is {shown(found)}"
            if not same(dumped(model), body):
                yield f"left out, the model writes {shown(dumped(model))}"

    def admits_no_other(self, spot: Spot, names: Set[str]) -> Iterator[str]:
        """A strict reader refuses all names but JSON's; a tolerant one keeps them."""
        names = names - {each.wire for each in spot.shape.fields}
        names = names if spot.wire else names - self.kin
        extra = dict.fromkeys(sorted(names), "Some text")
        inner: Any = self.body
        for step in spot.wire:
            inner = inner[step]
        body = {**inner, **extra}
        body = changed(self.body, spot.wire, body) if spot.wire else body
        place = f"{written(spot.wire)}." if spot.wire else ""
        try:
            self.parse(json.dumps(body), True)
        except self.error as error:
            unknown = {at for at, rule in mistakes_of(error) if rule == "unknown"}
            yield from (
                f"{name} is a field"
                for name in sorted(names)
                if f"{place}{name}" not in unknown
            )
        else:
            yield "fields of any name are read strictly"
        if not same(dumped(self.parse(json.dumps(body), False)), body):
            yield "unknown fields do not come back"
        yield from self.has_no_more(spot)

    def has_no_more(self, spot: Spot) -> Iterator[str]:
        """A model shows the fields of the facts, and no others."""
        model = attribute(self.parse(json.dumps(self.body), True), spot.python)
        found = {name for name, _ in model}
        expected = {each.python for each in spot.shape.fields}
        if found != expected:
            yield f"the fields are {sorted(found)}, not {sorted(expected)}"


def _means(found: Any, value: Any, shape: Shape) -> bool:
    """Whether the attribute is the value: a date-time as an aware `datetime`."""
    if shape.kind == "datetime" and isinstance(value, str):
        expected = datetime.fromisoformat(value)
        return (
            type(found) is datetime
            and found == expected
            and found.utcoffset() == expected.utcoffset()
        )
    return same(plain(found), value)
