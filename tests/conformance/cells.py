"""One endpoint of one generated package, driven from the outside.

In: a `Seed`. Out: a `Cell`, whose methods send requests and read responses.
"""

import inspect
import json
from collections.abc import Callable
from copy import deepcopy
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ParamSpec

import pytest
from pydantic_core import to_jsonable_python

from .listing import Path, Spot
from .samples import record, renamed
from .seeds import Seed

P = ParamSpec("P")

STRICT_AND_TOLERANT = (True, False)


def dressed(spot: Spot, value: Any) -> Any:
    """A map's key or value as the map that goes to the spot's path."""
    if spot.wrap == "entry":
        return {"key": value}
    if spot.wrap == "key":
        return {value: "value"}
    return value


def put(tree: Any, path: Path, value: Any) -> None:
    """Replaces what stands at the path."""
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = value


def drop(tree: Any, path: Path) -> None:
    """Leaves out what stands at the path."""
    for step in path[:-1]:
        tree = tree[step]
    del tree[path[-1]]


def get(tree: Any, path: Path) -> Any:
    """What stands at the path of a JSON value."""
    for step in path:
        tree = tree[step]
    return tree


def attribute(model: Any, path: Path) -> Any:
    """What stands at the path of a model."""
    for step in path:
        model = model[step] if isinstance(step, int) else getattr(model, step)
    return model


class Cell:
    """A product's endpoint for one kind of customer."""

    def __init__(self, seed: Seed) -> None:
        """Imports the package that the seed is about."""
        self.seed = seed
        package = import_module(seed.build)
        module_name, self.function = seed.endpoint.name.rsplit(".", 1)
        self.module = import_module(f"{seed.build}.{module_name}")
        product = module_name.partition(".")[0]
        shared = (f"{seed.build}.{product}.types", f"{seed.build}.types")
        homes = (import_module(each) for each in shared if find_spec(each))
        self.homes = (self.module, *homes)
        self.create: Callable[..., Any] = getattr(self.module, self.function)
        self.error: type[Exception] = package.ValidationError

    @property
    def signature(self) -> dict[str, inspect.Parameter]:
        """The builder's parameters."""
        return dict(inspect.signature(self.create).parameters)

    def named(self, name: str) -> Any:
        """A class by its name, of the endpoint's module or a shared one."""
        found = [getattr(home, name) for home in self.homes if hasattr(home, name)]
        assert found, f"no class {name}"
        return found[0]

    def owner(self, spot: Spot) -> Any:
        """The class that declares the spot's field."""
        if spot.side == "request":
            return self.named(spot.owner or self.seed.endpoint.params_class)
        model = self.read(self.body(), strict=True)
        return type(attribute(model, spot.python_path[:-1]))

    def arguments(self) -> dict[str, Any]:
        """Fresh arguments, all of them, nested ones included."""
        return record(self.seed.request, "python")

    def body(self) -> dict[str, Any]:
        """A fresh copy of the documented response, which has every field."""
        return deepcopy(self.seed.examples.response)

    def sent(self, arguments: dict[str, Any]) -> Any:
        """The JSON that the builder makes of the arguments."""
        return json.loads(self.create(**arguments).content)

    def read(self, body: dict[str, Any], *, strict: bool) -> Any:
        """The model that the request makes of the body."""
        request = self.create(**self.arguments())
        return request.parse(json.dumps(body), strict=strict)

    def taken(self, spot: Spot, value: Any) -> Any:
        """Sends a value at the spot; what the body holds there."""
        arguments = self.arguments()
        put(arguments, spot.python_path, dressed(spot, value))
        return get(self.sent(arguments), spot.wire_path)

    def read_at(self, spot: Spot, value: Any, *, strict: bool) -> tuple[Any, Any]:
        """Reads a value at the spot: the attribute as JSON, and what is dumped."""
        body = self.body()
        put(body, spot.wire_path, dressed(spot, value))
        model = self.read(body, strict=strict)
        found = attribute(model, spot.python_path)
        return to_jsonable_python(found, by_alias=True), get(
            dumped(model), spot.wire_path
        )

    def refused(
        self,
        rule: str,
        place: str,
        action: Callable[P, object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """The action fails with exactly one mistake, this one."""
        with pytest.raises(self.error) as caught:
            action(*args, **kwargs)
        mistakes = [(each.place, each.rule) for each in mistakes_of(caught.value)]
        assert mistakes == [(place, rule)]

    def refused_value(self, spot: Spot, value: Any, rule: str) -> None:
        """The value is refused at the spot, in every way of handing it over."""
        place = spot.mistake_place
        if spot.side == "request":
            self.refused(rule, place, self.taken, spot, value)
            return
        for strict in STRICT_AND_TOLERANT:
            self.refused(rule, place, self.read_at, spot, value, strict=strict)

    def accepted_value(self, spot: Spot, value: Any) -> None:
        """The value is accepted at the spot, and arrives as it was."""
        if spot.side == "request":
            expected = dressed(spot, renamed(spot.shape, value))
            same(self.taken(spot, value), expected)
            return
        expected = dressed(spot, value)
        for strict in STRICT_AND_TOLERANT:
            for found in self.read_at(spot, value, strict=strict):
                same(found, expected)


def mistakes_of(error: Any) -> Any:
    """The mistakes in a `ValidationError`."""
    return error.mistakes


def dumped(model: Any) -> Any:
    """The wire JSON of a model."""
    return json.loads(model.model_dump_json(by_alias=True))


def same(found: Any, expected: Any) -> None:
    """Equal as JSON: 1, 1.0 and true are three things."""
    assert json.dumps(found) == json.dumps(expected)
