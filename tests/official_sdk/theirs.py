"""The official SDK, over a transport that records.

In: an endpoint's name, arguments, and the body to answer with. Out: a `Call`.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import httpx
from avara import Avara

from .sent import Arguments, Sent, sent

_RESOURCES = ("auto_scribe", "express", "viewer")
_OPTIONS = {"extra_headers", "extra_query", "extra_body", "timeout"}


class Call(NamedTuple):
    """What the SDK made of the answer, and the requests that it has sent so far."""

    found: Any
    requests: list[Sent]


def _client(receive: Callable[[httpx.Request], httpx.Response], strict: bool) -> Avara:
    return Avara(
        api_key="key",
        max_retries=0,
        http_client=httpx.Client(
            transport=httpx.MockTransport(receive), trust_env=False
        ),
        _strict_response_validation=strict,
    )


@cache
def client() -> Avara:
    """A client that has nobody to talk to."""
    return _client(lambda _: httpx.Response(500), strict=True)


@cache
def endpoints() -> tuple[str, ...]:
    """The names of all endpoints of the SDK."""
    return tuple(
        sorted(
            f"{resource}.{name}"
            for resource in _RESOURCES
            for name in _methods(getattr(client(), resource))
        )
    )


def _methods(resource: Any) -> Iterator[str]:
    """The public methods of a resource and of those below."""
    for name, member in vars(type(resource)).items():
        if name.startswith(("_", "with_")):
            continue
        if inspect.isfunction(member):
            yield name
        else:
            for below in _methods(getattr(resource, name)):
                yield f"{name}.{below}"


def call(
    endpoint: str, arguments: Arguments, answer: Any = None, *, strict: bool = False
) -> Call:
    """Calls the SDK's method; the server answers everything alike."""
    requests: list[Sent] = []

    def receive(request: httpx.Request) -> httpx.Response:
        requests.append(sent(request.method, _url(request), request.content))
        return httpx.Response(200, json={} if answer is None else answer)

    method = attrgetter(endpoint)(_client(receive, strict))
    return Call(method(**arguments), requests)


def sends(endpoint: str, arguments: Arguments) -> Sent:
    """The only request of a call."""
    (only,) = call(endpoint, arguments).requests
    return only


def _url(request: httpx.Request) -> str:
    """The URL as it goes over the wire."""
    url = request.url
    return f"{url.scheme}://{url.netloc.decode()}{url.raw_path.decode()}"


def arguments(endpoint: str) -> set[str]:
    """The names of the endpoint's arguments, without those that all have."""
    return set(_signature(endpoint).parameters) - _OPTIONS


def answers_in_pages(endpoint: str) -> bool:
    """Whether the endpoint's method returns a page."""
    return str(_signature(endpoint).return_annotation).startswith("SyncCursor")


def _signature(endpoint: str) -> inspect.Signature:
    return inspect.signature(attrgetter(endpoint)(client()))
