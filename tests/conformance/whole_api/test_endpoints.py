"""Each endpoint as a whole, from the outside: where its request goes, what it takes."""

import inspect
import json
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from .driving import builder_of, module_of, reading, sending
from .facts import Build, Endpoint, load_all, snake
from .samples import minimal, record

ALL = tuple((build, endpoint) for build in load_all() for endpoint in build.endpoints)
PAGED = tuple(each for each in ALL if each[1].pages is not None)


def named(value: object) -> str:
    """The name of a test's half."""
    return value.package if isinstance(value, Build) else getattr(value, "name", "")


each_endpoint = pytest.mark.parametrize(("build", "endpoint"), ALL, ids=named)
each_paged = pytest.mark.parametrize(("build", "endpoint"), PAGED, ids=named)


def request_of(build: Build, endpoint: Endpoint) -> Any:
    """A request with all arguments."""
    target = sending(build, endpoint)
    return builder_of(build, endpoint)(**target.given(target.values))


def test_there_are_163_endpoints() -> None:
    assert {build.package: len(build.endpoints) for build in load_all()} == {
        "avara_org": 50,
        "avara_express_2026_01": 50,
        "avara_express": 63,
    }
    assert len(ALL) == 163


@each_endpoint
def test_a_request_has_its_method(build: Build, endpoint: Endpoint) -> None:
    assert request_of(build, endpoint).method == endpoint.method


@each_endpoint
def test_a_request_goes_to_its_path(build: Build, endpoint: Endpoint) -> None:
    target = sending(build, endpoint)
    path = endpoint.path
    for each in endpoint.arguments:
        if each.where == "path":
            filled = quote(target.values[each.field.python], safe="")
            path = path.replace(f"{{{each.field.wire}}}", filled)
    request = request_of(build, endpoint)
    assert request.path == path
    assert request.url().partition("?")[0] == build.base_url + path
    local = request.url(base_url="http://localhost:8080")
    assert local == "http://localhost:8080" + request.url().removeprefix(build.base_url)


@each_endpoint
def test_a_request_tells_its_query(build: Build, endpoint: Endpoint) -> None:
    target = sending(build, endpoint)
    request = request_of(build, endpoint)
    assert dict(request.query) == dict(target.expected(target.values)["query"])
    written = urlsplit(request.url()).query
    assert tuple(request.query) == tuple(parse_qsl(written, keep_blank_values=True))


@each_endpoint
def test_a_body_is_sent_if_there_are_fields(build: Build, endpoint: Endpoint) -> None:
    request = request_of(build, endpoint)
    if any(each.where == "body" for each in endpoint.arguments):
        assert request.content is not None
        assert dict(request.headers) == {"Content-Type": "application/json"}
    else:
        assert request.content is None
        assert dict(request.headers) == {}


@each_endpoint
def test_what_is_required_is_enough(build: Build, endpoint: Endpoint) -> None:
    target = sending(build, endpoint)
    few = minimal(target.shape)
    values = {snake(wire): value for wire, value in few.items()}
    assert list(target.sends(values, "what is required")) == []
    request = builder_of(build, endpoint)(**target.given(values))
    has_body = any(each.where == "body" for each in endpoint.arguments)
    assert (request.content is not None) == has_body


@each_endpoint
def test_a_builder_takes_its_arguments_only(build: Build, endpoint: Endpoint) -> None:
    """Those of the path may stand by position, in its order; all others by name."""
    parameters = inspect.signature(builder_of(build, endpoint)).parameters
    assert set(parameters) == {each.field.python for each in endpoint.arguments}
    target = sending(build, endpoint)
    given = target.given(target.values)
    in_path = [e.field.python for e in endpoint.arguments if e.where == "path"]
    by_position = [given.pop(name) for name in in_path]
    builder = builder_of(build, endpoint)
    assert builder(*by_position, **given).url() == request_of(build, endpoint).url()
    if given:
        name, value = next(iter(given.items()))
        others = {key: each for key, each in given.items() if key != name}
        with pytest.raises(TypeError, match="positional"):
            builder(*by_position, value, **others)


@each_endpoint
def test_an_answer_has_its_class(build: Build, endpoint: Endpoint) -> None:
    """The name stands in the endpoint's module; of a page it is that of an item."""
    found = set()
    for read in endpoint.returns:
        target = reading(build, endpoint, read)
        for strict in (True, False):
            model = target.parse(json.dumps(target.body), strict)
            if endpoint.pages is not None:
                (model,) = getattr(model, snake(endpoint.pages.items))
            found.add(type(model))
    assert len(found) == len(endpoint.returns)
    if len(endpoint.returns) == 1:
        name = endpoint.returns[0].name.rpartition(".")[2]
        assert found == {getattr(module_of(build, endpoint), name)}


def next_of(build: Build, endpoint: Endpoint, **changes: Any) -> tuple[Any, Any]:
    """A request and the one for the page behind a page with these changes."""
    (read,) = endpoint.returns
    request = request_of(build, endpoint)
    page = {**record(read.shape), **changes}
    body = json.dumps({name: each for name, each in page.items() if each is not ...})
    return request, request.next(request.parse(body))


@each_paged
def test_the_next_page_is_asked_for_by_its_cursor(
    build: Build, endpoint: Endpoint
) -> None:
    assert endpoint.pages is not None
    changes = {endpoint.pages.cursor: "bmV4dA==", endpoint.pages.more: True}
    request, following = next_of(build, endpoint, **changes)
    assert following.url().partition("?")[0] == request.url().partition("?")[0]
    assert (following.method, following.content) == (request.method, request.content)
    assert dict(following.query) == {
        **dict(request.query),
        endpoint.pages.cursor_param: "bmV4dA==",
    }
    page = request.parse(json.dumps({**record(endpoint.returns[0].shape), **changes}))
    assert following.next(page) is None, "the cursor was sent already"


@each_paged
def test_the_last_page_has_no_next(build: Build, endpoint: Endpoint) -> None:
    assert endpoint.pages is not None
    cursor, more = endpoint.pages.cursor, endpoint.pages.more
    for changes in (
        {cursor: "bmV4dA==", more: False},
        {cursor: None, more: True},
        {cursor: ..., more: True},
    ):
        assert next_of(build, endpoint, **changes)[1] is None


def test_there_are_lists_in_pages() -> None:
    assert len(PAGED) == 7 + 7 + 9
