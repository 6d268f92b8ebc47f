"""The checks that run the tables of endpoints: what is sent, and what comes back."""

import copy
import inspect
import json
import pickle
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from hypothesis import given
from pydantic import MISSING

from .._runtime import Model, ValidationError
from ..strategies._strategies import Arguments, Drawn
from ._cases import Case, Frame, arguments_of, object_of, same, shown, values_of
from ._checks import SECRET, edited, edits_of, mistakes_in, of_table, profile, reads_any
from ._sent import expected, query, refusals, sent
from ._structure import any_of, check_types, params_of, plain
from ._tables import (
    Kind,
    OnWire,
    Operation,
    Pages,
    Record,
    Row,
    Unsent,
    dumped,
    holds,
    spoken,
    written,
)


def of_operation(operation: Operation) -> list[Callable[[Any], None]]:
    """The checks that an endpoint takes."""
    found: list[Callable[[Any], None]] = [
        *of_table(operation),
        check_signature,
        check_request,
        check_classes,
        check_answer,
        check_statuses,
    ]
    if operation.rows:
        found += [check_drawn, check_edits]
    if operation.examples:
        found.append(check_examples)
    if len(operation.answer) > 1:
        found.append(check_members)
    if operation.pages:
        found.append(check_pages)
    if operation.errors:
        found.append(check_errors)
    if any(isinstance(row.kind.valid, list) for row in operation.rows):
        found.append(check_styles)
    return found


def usable(operation: Operation) -> Operation:
    """The table with valid values that each argument's place can hold, too."""
    return replace(operation, rows=tuple(_usable(operation, r) for r in operation.rows))


def _usable(operation: Operation, row: Row) -> Row:
    if row.place == "body":
        return row
    values = [row.kind.valid, *row.kind.good]
    if row.place == "query" and row.nullable:
        values += _null_texts(values, row.kind, operation.api.null or "")
    valid = next(v for v in values if not refusals(operation, row, written(v)))
    others = [each for each in values if each is not valid]
    return row._replace(kind=row.kind._replace(valid=valid, good=others))


def _null_texts(values: list[Any], kind: Kind, null: str) -> list[Any]:
    """What stands for null, where any text of its length is right."""
    sizes = {len(value) for value in values if isinstance(value, str)}
    free = any(isinstance(bad.value, Unsent) for bad in kind.bad)
    return [null] if free and min(sizes) <= len(null) <= max(sizes) else []


def _needed(operation: Operation) -> list[Row]:
    return [row for row in operation.rows if row.required]


def _request(operation: Operation) -> Any:
    return operation.make(**arguments_of(_needed(operation)))


def check_signature(operation: Operation) -> None:
    """Arguments of the path may stand by position, all others by name only; their types."""
    signature = inspect.signature(operation.make)
    found = signature.parameters
    assert [*found] == [row.name for row in operation.rows]
    for row in operation.rows:
        parameter = found[row.name]
        by_position = parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        assert by_position == (row.place == "path"), row.name
        default = parameter.empty if row.required else MISSING
        assert parameter.default is default, row.name
    path = [row for row in operation.rows if row.place == "path"]
    assert [*operation.rows][: len(path)] == path
    told = f"`{operation.name}` is deprecated since {operation.deprecated}."
    since = getattr(operation.make, "__deprecated__", None)
    assert since == (told if operation.deprecated else None)
    (answer,) = get_args(signature.return_annotation)
    models = [record.model for record in operation.answer]
    told, wanted = plain(answer), any_of(models or [NoneType])
    assert told == wanted, f"{operation.name}: answers {told}, should answer {wanted}"
    if operation.rows:
        hints = {name: parameter.annotation for name, parameter in found.items()}
        check_types(operation.name, params_of(operation), hints)


def check_request(operation: Operation) -> None:
    """The request goes where the spec says, and carries no key."""
    request = _request(operation)
    values = values_of(_needed(operation))
    assert sent(request) == expected(operation, values)
    others = arguments_of(_needed(operation))
    path = [row.name for row in operation.rows if row.place == "path"]
    first = [others.pop(name) for name in path]
    again = operation.make(*first, **others)
    for same_one in (again, pickle.loads(pickle.dumps(request))):
        assert same_one == request
        assert hash(same_one) == hash(request)
    other = copy.copy(request.endpoint)
    assert other == request.endpoint != 1
    other.name += "x"
    assert other != request.endpoint
    assert [*request.query] == query(operation, values)
    tail = request.url().removeprefix(operation.api.base_url.rstrip("/"))
    assert tail.partition("?")[0] == request.path
    assert request.url("https://example.org/v0/") == f"https://example.org/v0{tail}"
    assert "authorization" not in {name.lower() for name in request.headers}
    _check_curl(operation, request)


def _check_curl(operation: Operation, request: Any) -> None:
    """A shell takes the command for the same request; the key is left to the shell."""
    command = request.to_curl()
    key = operation.api.key_variable
    words = shlex.split(command.replace(" \\\n", " "))
    assert words[0] == "curl"
    given: dict[str, list[str]] = {"-X": [], "-H": [], "-d": [], "": []}
    rest = iter(words[1:])
    for word in rest:
        name, value = (word, next(rest)) if word in given else ("", word)
        given[name].append(value)
        if name != "-H" or not value.startswith("Authorization:"):
            assert shlex.quote(value) in command, "what a shell would change"
    assert given[""] == [request.url()]
    headers = [
        f"{name}: {value}" if value else f"{name};"  # which sends it empty
        for name, value in request.headers.items()
    ]
    if key is not None:
        headers.append(f"Authorization: Bearer ${key}")
        assert f'-H "Authorization: Bearer ${key}"' in command
    assert given["-H"] == headers
    assert (given["-X"] or ["POST" if given["-d"] else "GET"]) == [request.method]
    body = json.dumps(sent(request)["body"], ensure_ascii=False, indent=2)
    assert given["-d"] == ([] if request.content is None else [body])


def check_classes(operation: Operation) -> None:
    """The names of the official SDK stand for these classes."""
    module = inspect.getmodule(operation.make)
    if operation.rows:
        fields = params_of(operation).model_fields
        assert [*fields] == [row.name for row in operation.rows]
    else:
        assert not hasattr(module, f"{operation.stem}Params")
    answer = getattr(module, f"{operation.stem}Response", None)
    models: list[Any] = [record.model for record in operation.answer]
    if operation.pages:
        items = models[0].model_fields[operation.pages.items]
        (item,) = get_args(items.annotation)
        models = [item] if isinstance(item, type) and issubclass(item, Model) else []
    assert _members(answer) == models


def _members(annotation: Any) -> list[Any]:
    """The classes that an annotation stands for."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [*get_args(annotation)]
    return [] if annotation is None else [annotation]


def _strategy(operation: Operation, name: str) -> Any:
    """What the strategies have at the place of the endpoint."""
    package = __name__.rpartition(".tests.")[0]
    place = ".".join((package, "strategies", *operation.home))
    return getattr(import_module(place), name)


def check_drawn(operation: Operation) -> None:
    """Whatever the spec allows is sent as it was given."""
    drawn_for = _strategy(operation, operation.make.__name__)
    assert isinstance(drawn_for, Arguments)
    usual = repr(_request(operation))

    @profile()
    @given(drawn_for.both())
    def check(drawn: tuple[dict[str, Any], Mapping[str, Any]]) -> None:
        arguments, values = drawn
        before = repr(arguments)
        request = operation.make(**arguments)
        assert repr(arguments) == before, "the arguments were changed"
        wanted = expected(operation, values)
        assert same(sent(request), wanted)
        assert [*request.query] == query(operation, values)
        assert operation.make(**arguments).content == request.content
        assert repr(request) == usual, "what is sent shows"
        _check_order(operation, request.content, values)
        _check_curl(operation, request)

    check()


def check_edits(operation: Operation) -> None:
    """Up to two values of what is drawn replaced: all that are wrong are told."""
    drawn_for = _strategy(operation, operation.make.__name__)
    frame = Frame(operation)

    @profile()
    @given(drawn_for.both(), edits_of(operation))
    def check(drawn: tuple[dict[str, Any], Any], cases: list[Case]) -> None:
        edits = [frame.placed(case) for case in cases]
        arguments = {case.row.name: spoken(case.value) for case in edits}
        made, told, wanted = mistakes_in(
            edits, False, lambda: operation.make(**{**drawn[0], **arguments})
        )
        assert told == wanted
        if made is not None:
            values = {case.row.name: written(case.value) for case in edits}
            values = edited(drawn[1], values)
            assert same(sent(made), expected(operation, values))

    check()


def _check_order(
    operation: Operation, content: bytes | None, values: Mapping[str, Any]
) -> None:
    body = [row for row in operation.rows if row.place == "body"]
    assert isinstance(content, bytes) if body else content is None
    if content is not None:
        order = [row.wire for row in body if row.name in values]
        assert [*json.loads(content)] == order


def check_examples(operation: Operation) -> None:
    """The documented arguments are sent as the spec says."""
    for example in operation.examples:
        request = operation.make(**spoken(example))
        assert sent(request) == expected(operation, written(example))


def check_answer(operation: Operation) -> None:
    """An answer is read as its class: tolerant of a newer server, or strict."""
    request = _request(operation)
    if not operation.answer:
        assert request.parse(b"") is None
    for record in operation.answer:
        body = dumped(written(shown(record)))
        for text in (body, body.encode()):
            for strict in (False, True):
                assert type(request.parse(text, strict=strict)) is record.model
        newer = {**object_of(record), "noSuchField": [SECRET]}
        assert type(request.parse(dumped(newer))) is record.model
        with pytest.raises(ValidationError) as caught:
            request.parse(dumped(newer), strict=True)
        assert [(m.place, m.rule) for m in caught.value.mistakes] == [
            ("noSuchField", "unknown")
        ]
        assert operation.name in str(caught.value)
        assert SECRET not in f"{caught.value} {caught.value!r}"
        assert caught.value.__cause__ is caught.value.__context__ is None
    if operation.answer:
        with pytest.raises(ValidationError) as caught:
            request.parse(b"{")
        assert [mistake.rule for mistake in caught.value.mistakes] == ["json"]
        drawn = _strategy(operation, f"{operation.make.__name__.rstrip('_')}_response")
        assert isinstance(drawn, Drawn)
        if len(operation.answer) == 1:
            assert drawn is operation.answer[0].drawn


def check_members(operation: Operation) -> None:
    """Whatever is drawn for a record of several is read as that one."""
    request = _request(operation)
    models = [record.model for record in operation.answer]
    for record in operation.answer:
        reads_any(request.parse, record.drawn, [record.model])
        needed = [row for row in record.rows if row.required]
        told_by_tag = any("const" in row.kind.schema for row in needed)
        if told_by_tag or all(row.name == row.wire for row in needed):
            continue
        with pytest.raises(ValidationError) as caught:  # JSON has its own names
            request.parse(dumped({row.name: written(row.kind.valid) for row in needed}))
        assert [mistake.rule for mistake in caught.value.mistakes] == ["union"]
    drawn = _strategy(operation, f"{operation.make.__name__.rstrip('_')}_response")
    reads_any(request.parse, drawn, models)


def _row(rows: Sequence[Row], name: str) -> Row:
    return next(row for row in rows if row.name == name)


def check_pages(operation: Operation) -> None:
    """Each page leads to the next, with the same arguments, and the last to none."""
    pages = operation.pages
    assert pages is not None
    record = operation.answer[0]
    arguments = arguments_of(operation.rows)
    values = values_of(operation.rows)
    first, second = _cursors(operation, pages)
    request = operation.make(**{**arguments, pages.cursor: second})
    fresh = arguments_of(operation.rows)
    for value in arguments.values():
        if isinstance(value, list):
            value.clear()  # the request has its own
    with pytest.raises(TypeError, match=operation.name):
        request.next(_Exact())

    def page(cursor: Any, more: bool = True) -> Any:
        body = object_of(record)
        wires = {row.name: row.wire for row in record.rows}
        body.pop(wires[pages.following], None)
        if cursor is not MISSING:
            body[wires[pages.following]] = cursor
        if pages.more is not None:
            body[wires[pages.more]] = more
        return request.parse(dumped(body), strict=True)

    following = request.next(page(first))
    assert following == operation.make(**{**fresh, pages.cursor: first})
    assert type(following) is type(request)
    assert same(sent(following), expected(operation, {**values, pages.cursor: first}))
    assert same(sent(request), expected(operation, {**values, pages.cursor: second}))
    assert type(following.parse(dumped(object_of(record)))) is record.model
    assert following.next(page(first)) is None, "the same page again"
    assert following.next(page(second)) is None, "a page of before again"
    for cursor in _no_cursors(_row(record.rows, pages.following)):
        assert request.next(page(cursor)) is None
    if pages.more is not None:
        assert request.next(page(first, more=False)) is None


def _cursors(operation: Operation, pages: Pages) -> list[Any]:
    """Two cursors that the argument admits."""
    kind = _row(operation.rows, pages.cursor).kind
    found = [each for each in [kind.valid, *kind.good] if each not in ("", None)]
    return found[:2]


def _no_cursors(row: Row) -> Iterator[Any]:
    """What a page may hold where there is no next one."""
    if not row.required:
        yield MISSING
    if row.nullable:
        yield None
    if "" in [row.kind.valid, *row.kind.good]:
        yield ""


def check_styles(operation: Operation) -> None:
    """Lists are written as the API says: joined by commas, or their name repeated."""
    endpoint = copy.copy(_request(operation).endpoint)
    for lists in ("comma", "repeat"):
        endpoint.api = endpoint.api._replace(lists=lists)
        styled = replace(operation, api=replace(operation.api, lists=lists))
        for row in operation.rows:
            for value in [row.kind.valid, *row.kind.good]:
                if row.place == "query" and isinstance(value, list):
                    if refusals(styled, row, written(value)) or holds(value, OnWire):
                        continue
                    rows = [each for each in _needed(operation) if each != row]
                    arguments = arguments_of(rows) | {row.name: spoken(value)}
                    values = values_of(rows) | {row.name: written(value)}
                    request = endpoint.request(**arguments)
                    assert [*request.query] == query(styled, values), row.name


class _Exact(Model):
    """The answer of a status."""


class _Range(Model):
    """The answer of a hundred statuses."""


class _Default(Model):
    """The answer of all others."""


def check_statuses(operation: Operation) -> None:
    """An exact status comes before its hundred, and that before all others."""
    request = _request(operation)
    if not operation.errors:
        with pytest.raises(LookupError, match="418"):
            request.parse_error(418, b"{}")
    endpoint = copy.copy(request.endpoint)
    endpoint.errors = {"default": _Default, "4XX": _Range, "404": _Exact}
    failed = replace(request, endpoint=endpoint)
    for status, model in ((404, _Exact), (410, _Range), (503, _Default)):
        found = type(failed.parse_error(status, b"{}"))
        told = f"{operation.name}: {status} is read as {found.__name__}"
        assert found is model, f"{told}, should be {model.__name__}"
        with pytest.raises(ValidationError) as caught:
            failed.parse_error(status, '{"a": 1}', strict=True)
        assert str(status) in str(caught.value)
    endpoint.errors = {"4XX": _Range}
    with pytest.raises(LookupError, match="503"):
        failed.parse_error(503, b"{}")


def check_errors(operation: Operation) -> None:
    """An answer that tells of an error is read as the spec says for its status."""
    request = _request(operation)
    usual = operation.errors.get("default")
    tried: dict[int, Record | None] = {302: usual, 418: usual, 599: usual}
    for status, record in operation.errors.items():
        if status != "default":
            tried[int(status.replace("XX", "18"))] = record
    if "5XX" in operation.errors:
        tried[599] = operation.errors["5XX"]
    for number, found in tried.items():
        if found is None:
            with pytest.raises(LookupError):
                request.parse_error(number, b"{}")
            continue
        body = dumped(object_of(found))
        error = request.parse_error(number, body)
        assert type(error) is found.model
        assert same(json.loads(error.model_dump_json()), json.loads(body))
