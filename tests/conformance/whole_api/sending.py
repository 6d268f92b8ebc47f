"""A builder, or the model of a reply, driven from the outside.

In: a function that takes arguments and tells what it sends, and the facts of those.
Out: a `Target`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Set
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import MISSING

from .facts import Argument, Endpoint
from .samples import as_arguments, record
from .shapes import Shape
from .spots import Path, Spot, written
from .targets import mistakes_of, refused, told
from .trees import changed, dumped, same, shown, without

Sent = Mapping[str, Mapping[str, Any]]
Call = Callable[[dict[str, Any]], Sent]


def of_builder(builder: Callable[..., Any], endpoint: Endpoint) -> Call:
    """What a request sends: the arguments in its path, its query and its body."""
    parts = re.split("({[^}]*})", endpoint.path)
    path = re.compile(
        "".join(
            f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part)
            for part in parts
        )
    )

    def call(arguments: dict[str, Any]) -> Sent:
        request = builder(**arguments)
        match = path.fullmatch(urlsplit(request.url()).path)
        assert match is not None, f"the path is {request.url()}"
        query = parse_qsl(
            urlsplit(request.url()).query, keep_blank_values=True, strict_parsing=False
        )
        assert len(dict(query)) == len(query), "a name stands twice in the query"
        body = {} if request.content is None else json.loads(request.content)
        found = {name: unquote(text) for name, text in match.groupdict().items()}
        return {"path": found, "query": dict(query), "body": body}

    return call


def of_model(model: Callable[..., Any]) -> Call:
    """What the JSON of a model holds."""
    return lambda arguments: {
        "path": {},
        "query": {},
        "body": dumped(model(**arguments)),
    }


class Sending:
    """The arguments of one call. The outermost names of all values are Python's."""

    def __init__(
        self, call: Call, arguments: tuple[Argument, ...], error: type[Exception]
    ) -> None:
        self.call = call
        self.error = error
        self.arguments = {each.field.python: each for each in arguments}
        self.shape = Shape("record", fields=tuple(each.field for each in arguments))
        self.values = {
            each.field.python: value
            for each, value in zip(arguments, record(self.shape).values(), strict=True)
        }

    def flaw(self) -> str | None:
        """Why the sample with all arguments is not sent as it is, if so."""
        return next(self.sends(self.values, "all arguments"), None)

    def given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments that the values stand for."""
        known = self.arguments
        return {
            name: (
                as_arguments(known[name].field.shape, value) if name in known else value
            )
            for name, value in values.items()
        }

    def expected(self, values: Mapping[str, Any]) -> Sent:
        """What has to be sent for the values."""
        sent: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
        for name, value in values.items():
            argument = self.arguments[name]
            in_body = argument.where == "body"
            sent[argument.where][argument.field.wire] = (
                value if in_body else text(value)
            )
        return sent

    def sends(self, values: Mapping[str, Any], what: object) -> Iterator[str]:
        """A complaint unless exactly the values are sent."""
        try:
            found = self.call(self.given(values))
        except self.error as error:
            yield f"{shown(what)} is refused: {told(error)}"
            return
        except TypeError as error:
            yield f"{shown(what)} can't be handed over: {error}"
            return
        expected = self.expected(values)
        for where in expected:
            if not same(dict(found[where]), dict(expected[where])):
                yield (
                    f"{shown(what)} is sent in the {where} as {shown(found[where])}, "
                    f"not {shown(expected[where])}"
                )

    def path(self, spot: Spot) -> Path:
        """Where a spot is in the values."""
        return (spot.python[0], *spot.wire[1:])

    def refuses_call(
        self, spot: Spot, values: Mapping[str, Any], rules: Set[str], what: object
    ) -> Iterator[str]:
        """A complaint unless the values are refused at the spot."""
        arguments = self.given(values)
        places = {written(spot.python)}
        action = partial(self.call, arguments)
        yield from refused(self.error, places, rules, what, action)

    def accepts(self, spot: Spot, value: Any) -> Iterator[str]:
        """The value is sent, and everything else as before."""
        yield from self.sends(changed(self.values, self.path(spot), value), value)

    def refuses(self, spot: Spot, value: Any, rules: Set[str]) -> Iterator[str]:
        """The value is refused at the spot."""
        values = changed(self.values, self.path(spot), value)
        yield from self.refuses_call(spot, values, rules, value)

    def refuses_other(self, spot: Spot, value: str) -> Iterator[str]:
        """Nothing is sent that the enum has not."""
        rules = {"enum", "path"} if value == "" else {"enum"}
        yield from self.refuses(spot, value, rules)

    def requires(self, spot: Spot) -> Iterator[str]:
        """Without the argument there is no request, and `MISSING` is none."""
        values, name = without(self.values, self.path(spot)), spot.python[0]
        if len(spot.python) > 1:
            yield from self.refuses_call(spot, values, {"required"}, "the rest")
            return
        try:
            self.call(self.given(values))
        except TypeError as error:
            if f"'{name}'" not in str(error):
                yield f"left out: {error}"
        except self.error as error:
            if mistakes_of(error) != [(name, "required")]:
                yield f"left out: {told(error)}"
        else:
            yield "may be left out"
        values = changed(self.values, (name,), MISSING)
        yield from self.refuses_call(spot, values, {"required"}, MISSING)

    def lets_out(self, spot: Spot) -> Iterator[str]:
        """All else is sent as before."""
        values = without(self.values, self.path(spot))
        yield from self.sends(values, "the rest")

    def admits_no_other(self, spot: Spot, names: Set[str]) -> Iterator[str]:
        """No name is taken but Python's: Python refuses it, or there is a mistake."""
        others = names - {each.python for each in spot.shape.fields}
        if spot.python:
            yield from self.admits_no_field(spot, others)
            return
        arguments = self.given(self.values)
        for name in sorted(others):
            try:
                self.call({**arguments, name: "Some text"})
            except TypeError as error:
                if f"'{name}'" not in str(error):
                    yield f"{name}: {error}"
            except self.error as error:
                if mistakes_of(error) != [(name, "unknown")]:
                    yield f"{name}: {told(error)}"
            else:
                yield f"{name} is an argument"

    def admits_no_field(self, spot: Spot, names: Set[str]) -> Iterator[str]:
        """The same for a record inside an argument; all names at once."""
        arguments = self.given(self.values)
        inner: Any = arguments
        for step in spot.python:
            inner = inner[step]
        inner.update(dict.fromkeys(names, "Some text"))
        place = written(spot.python)
        try:
            self.call(arguments)
        except self.error as error:
            unknown = {at for at, rule in mistakes_of(error) if rule == "unknown"}
            yield from (
                f"{name} is a field"
                for name in sorted(names)
                if f"{place}.{name}" not in unknown
            )
        else:
            yield "fields of any name are sent"

    def reserved(self, spot: Spot, value: Any) -> str | None:
        """Some texts can't stand in a path, and one means null in a query."""
        where = self.arguments[str(spot.python[0])].where
        if where == "path" and value in ("", ".", ".."):
            return "path"
        if where == "query" and spot.nullable and value == "null":
            return "null_text"
        return None


def text(value: Any) -> str:
    """A value as it stands in a path or a query."""
    if isinstance(value, list):
        return ",".join(text(each) for each in value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return str(value)
