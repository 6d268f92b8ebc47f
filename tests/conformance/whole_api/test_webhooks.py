"""Events and the replies to them as a whole, from the outside."""

import json

import pytest

from .driving import error_of, event_reading, replying, webhooks_of
from .facts import Build, Event, load_all
from .samples import minimal
from .trees import dumped, same

EVENTS = tuple((build, event) for build in load_all() for event in build.events)
BUILDS = load_all()


def named(value: object) -> str:
    """The name of a test's half."""
    return value.package if isinstance(value, Build) else getattr(value, "type", "")


each_event = pytest.mark.parametrize(("build", "event"), EVENTS, ids=named)
each_build = pytest.mark.parametrize("build", BUILDS, ids=named)


def test_there_are_eleven_events() -> None:
    assert {build.package: len(build.events) for build in BUILDS} == {
        "avara_org": 2,
        "avara_express_2026_01": 2,
        "avara_express": 7,
    }
    assert len(EVENTS) == 11


@each_event
def test_an_event_has_the_class_of_its_type(build: Build, event: Event) -> None:
    target = event_reading(build, event)
    text = json.dumps(target.body)
    for payload in (text, text.encode()):
        for strict in (True, False):
            found = webhooks_of(build).parse(payload, strict=strict)
            assert type(found) is getattr(webhooks_of(build), event.reading.name)


@each_event
def test_a_reply_is_made_of_what_it_requires(build: Build, event: Event) -> None:
    target = replying(build, event.reply)
    values = {
        each.python: minimal(event.reply.shape)[each.wire]
        for each in event.reply.shape.fields
        if each.required
    }
    assert list(target.sends(values, "what is required")) == []


@each_build
def test_an_event_of_a_newer_server_is_readable(build: Build) -> None:
    body = {"id": "whe_" + "0" * 32, "type": "study.printed", "data": {"copies": [2]}}
    event = webhooks_of(build).parse(json.dumps(body))
    assert type(event) is webhooks_of(build).UnknownEvent
    assert (event.type, event.data) == ("study.printed", {"copies": [2]})
    assert same(dumped(event), body)


@each_build
def test_an_event_of_a_newer_server_is_refused_strictly(build: Build) -> None:
    body = {"id": "whe_" + "0" * 32, "type": "study.printed", "data": {}}
    with pytest.raises(error_of(build)) as caught:
        webhooks_of(build).parse(json.dumps(body), strict=True)
    mistakes = getattr(caught.value, "mistakes", ())
    assert [(each.place, each.rule) for each in mistakes] == [("type", "enum")]
