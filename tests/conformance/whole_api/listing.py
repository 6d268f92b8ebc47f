"""Takes the facts apart: one `Group` for all that is tried of one aspect of one target.

In: the three builds. Out: groups, each of which becomes one test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from .checks import CHECKS, aspects
from .driving import event_reading, reading, replying, sending
from .facts import Build, Endpoint, Event, Reading, load_all
from .shapes import Shape
from .spots import Spot, spots_of
from .targets import Target


@dataclass(frozen=True)
class Group:
    """The places of one aspect and one target; `who` is an endpoint or an event."""

    build: Build
    who: str
    side: str
    aspect: str
    spots: tuple[Spot, ...]
    target: Callable[[], Target]

    @property
    def id(self) -> str:
        """The name of the test."""
        return f"{self.build.package}:{self.who}:{self.side}:{self.aspect}"

    def complaints(self) -> Iterator[str]:
        """What is not as the facts say, with build, place and aspect."""
        target = self.target()
        flaw = target.flaw()
        if flaw is not None:
            yield f"{self.id}: {flaw}"
            return
        for spot in self.spots:
            for complaint in CHECKS[self.aspect](target, spot):
                yield f"{self.build.package} {spot.label}: {self.aspect}: {complaint}"


@cache
def groups() -> tuple[Group, ...]:
    """All that is tried, of all builds."""
    found: list[Group] = []
    for build in load_all():
        for endpoint in build.endpoints:
            found += _of_endpoint(build, endpoint)
        for event in build.events:
            found += _of_event(build, event)
    return tuple(found)


def _of_endpoint(build: Build, endpoint: Endpoint) -> Iterator[Group]:
    fields = tuple(each.field for each in endpoint.arguments)
    yield from _grouped(
        build,
        endpoint.name,
        "arguments",
        Shape("record", fields=fields),
        lambda: sending(build, endpoint),
    )
    for number, each in enumerate(endpoint.returns, 1):
        side = "answer" if len(endpoint.returns) == 1 else f"answer {number}"
        yield from _read(build, endpoint, side, each)


def _read(
    build: Build, endpoint: Endpoint, side: str, read: Reading
) -> Iterator[Group]:
    yield from _grouped(
        build, endpoint.name, side, read.shape, lambda: reading(build, endpoint, read)
    )


def _of_event(build: Build, event: Event) -> Iterator[Group]:
    yield from _grouped(
        build,
        event.type,
        "event",
        event.reading.shape,
        lambda: event_reading(build, event),
    )
    yield from _grouped(
        build,
        event.type,
        "reply",
        event.reply.shape,
        lambda: replying(build, event.reply),
    )


def _grouped(
    build: Build, who: str, side: str, whole: Shape, target: Callable[[], Target]
) -> Iterator[Group]:
    sent = side in ("arguments", "reply")
    spots = [Spot(whole, (), (), f"{who} ({side})"), *spots_of(whole.fields)]
    for aspect in CHECKS:
        own = tuple(each for each in spots if aspect in aspects(each, sent=sent))
        if own:
            yield Group(build, who, side, aspect, own, target)
