"""The generated package, endpoint by endpoint and event by event.

In: an endpoint's name, as `viewer.studies.list`, or an event's type. Out: the requests
that the builders make, and what the strategies draw.
"""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import FunctionType
from typing import Any, TypeVar, get_args

from hypothesis import Phase, find, settings
from hypothesis.strategies import SearchStrategy

from .sent import Arguments, Sent, sent

T = TypeVar("T")

PACKAGE = "avara_express"
DRAWN = settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
)
_NO_RESOURCES = ("strategies", "tests", "types", "webhooks")


def endpoints() -> tuple[str, ...]:
    """The names of all endpoints of the package."""
    return tuple(sorted(_builders(PACKAGE)))


def _builders(module_name: str) -> Iterator[str]:
    """The public functions of a module and of those below."""
    module = import_module(module_name)
    for name, found in vars(module).items():
        is_own = isinstance(found, FunctionType) and found.__module__ == module_name
        if is_own and not name.startswith("_"):
            yield f"{module_name}.{name}".removeprefix(f"{PACKAGE}.")
    for below in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if below.name not in _NO_RESOURCES and not below.name.startswith("_"):
            yield from _builders(f"{module_name}.{below.name}")


def _found(name: str) -> Any:
    """A name of the package, as `viewer.studies.list`."""
    module, attribute = f"{PACKAGE}.{name}".rsplit(".", 1)
    return getattr(import_module(module), attribute)


def request(endpoint: str, arguments: Arguments) -> Any:
    """The request that the builder makes of the arguments."""
    return _found(endpoint)(**arguments)


def sent_by(made: Any) -> Sent:
    """A request, in the form that is compared."""
    return sent(made.method, made.url(), made.content)


def sends(endpoint: str, arguments: Arguments) -> Sent:
    """What goes over the wire for these arguments."""
    return sent_by(request(endpoint, arguments))


def arguments(endpoint: str) -> SearchStrategy[Arguments]:
    """Arguments that the endpoint accepts."""
    return _strategy(endpoint)


def answers(endpoint: str) -> SearchStrategy[Any]:
    """Bodies that the endpoint may answer with."""
    return _strategy(f"{endpoint}_response")


def first(drawn: SearchStrategy[T], wanted: Callable[[T], bool]) -> T:
    """The first wanted value that is drawn."""
    return find(drawn, wanted, settings=settings(DRAWN, phases=[Phase.generate]))


def events(event_type: str) -> SearchStrategy[Any]:
    """Payloads of an event, as `study.access_requested`."""
    return _strategy(f"webhooks.{event_type.replace('.', '_')}_event")


def _strategy(name: str) -> SearchStrategy[Any]:
    strategy: SearchStrategy[Any] = _found(f"strategies.{name}")()
    return strategy


def event_classes() -> tuple[str, ...]:
    """The names of the classes that an event may be read as."""
    union = _found("webhooks.WebhookEvent")
    return tuple(each.__name__ for each in get_args(union))


def verification_error() -> type[Exception]:
    """What `webhooks.verify` raises."""
    error: type[Exception] = _found("webhooks.WebhookVerificationError")
    return error
