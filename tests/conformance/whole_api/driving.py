"""The generated packages, imported and called as a user would.

In: the facts of an endpoint or an event. Out: `Target`s, and what they stand on.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from .facts import Argument, Build, Endpoint, Event
from .facts import Reading as Read
from .reading import Reading
from .sending import Sending, of_builder, of_model
from .shapes import Field


def error_of(build: Build) -> type[Exception]:
    """The package's one kind of error."""
    found: type[Exception] = import_module(build.package).ValidationError
    return found


def module_of(build: Build, endpoint: Endpoint) -> Any:
    """The module that an endpoint's name says."""
    return import_module(f"{build.package}.{endpoint.module}")


def builder_of(build: Build, endpoint: Endpoint) -> Callable[..., Any]:
    """The function that makes an endpoint's requests."""
    found: Callable[..., Any] = getattr(module_of(build, endpoint), endpoint.function)
    return found


def webhooks_of(build: Build) -> Any:
    """The module of the events."""
    return import_module(f"{build.package}.webhooks")


def sending(build: Build, endpoint: Endpoint) -> Sending:
    """The builder, with all its arguments."""
    call = of_builder(builder_of(build, endpoint), endpoint)
    return Sending(call, endpoint.arguments, error_of(build))


def reading(build: Build, endpoint: Endpoint, read: Read) -> Reading:
    """The parser of the answers to one request."""
    target = sending(build, endpoint)
    request = builder_of(build, endpoint)(**target.given(target.values))

    def parse(body: str, strict: bool) -> Any:
        return request.parse(body, strict=strict)

    others = [each.shape.fields for each in endpoint.returns if each.name != read.name]
    kin = {name for fields in others for each in fields for name in names_of(each)}
    return Reading(parse, read.shape, error_of(build), kin=kin)


def names_of(field: Field) -> tuple[str, str]:
    """The names that a body is told from others by."""
    return (field.wire, field.python)


def event_reading(build: Build, event: Event) -> Reading:
    """The parser of events."""
    module = webhooks_of(build)

    def parse(body: str, strict: bool) -> Any:
        return module.parse(body, strict=strict)

    return Reading(parse, event.reading.shape, error_of(build))


def replying(build: Build, reply: Read) -> Sending:
    """The model of a reply, with all its fields."""
    model = getattr(webhooks_of(build), reply.name)
    arguments = tuple(Argument("body", each) for each in reply.shape.fields)
    return Sending(of_model(model), arguments, error_of(build))
