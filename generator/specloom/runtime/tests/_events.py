"""The checks of webhooks: events of each type, and the signatures that prove them."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from .._runtime import ValidationError
from .._webhooks import WebhookVerificationError
from ._cases import object_of, same
from ._checks import SECRET, as_parameters, reads_any
from ._tables import Record, dumped

KEY = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OTHER_KEY = "whsec_" + base64.b64encode(b"another key of thirty-two bytes!").decode()


@dataclass(frozen=True, eq=False)
class Events:
    """The module's functions and its union; the records of events."""

    parse: Callable[..., Any]
    verify: Callable[..., Any]
    union: Any
    unknown: Record
    known: Sequence[Record]
    name: str = "events"

    @property
    def records(self) -> dict[str, Record]:
        """The record of each type of event."""
        return {
            row.kind.valid: record
            for record in self.known
            for row in record.rows
            if row.wire == "type"
        }


def event_checks(events: Events) -> list[Any]:
    """The tests of webhooks, as parameters of one."""
    checks = [check_union, check_parse, check_drawn, check_unknown, check_broken]
    return as_parameters(events, [*checks, check_verify, check_refused, check_headers])


def _body(events: Events, kind: str) -> dict[str, Any]:
    return {**object_of(events.records[kind]), "type": kind}


def check_union(events: Events) -> None:
    """The union has the class of each event, and that of events unknown here."""
    models = [record.model for record in events.records.values()]
    members = [*models, events.unknown.model]
    found = [*get_args(events.union)]
    assert len(found) == len(members)
    assert {*found} == {*members}


def check_parse(events: Events) -> None:
    """Each type is read as its class."""
    for kind, record in events.records.items():
        body = dumped(_body(events, kind))
        for payload in (body, body.encode()):
            for strict in (False, True):
                event: Any = events.parse(payload, strict=strict)
                assert event.type == kind
                assert type(event) is record.model
                assert same(json.loads(event.model_dump_json()), json.loads(body))


def check_drawn(events: Events) -> None:
    """Whatever the spec allows for an event is read as its class."""
    for record in events.records.values():
        reads_any(events.parse, record.drawn, [record.model])


def check_unknown(events: Events) -> None:
    """A type that this release does not know is readable as such, unless strict."""
    for kind in ("no.such_event", "", *(f"{known}_2" for known in events.records)):
        body = {**object_of(events.unknown), "type": kind, "data": {"a": [SECRET]}}
        event: Any = events.parse(json.dumps(body))
        assert (event.type, event.data) == (kind, body["data"])
        assert type(event) is events.unknown.model
        with pytest.raises(ValidationError) as caught:
            events.parse(json.dumps(body), strict=True)
        assert [(each.place, each.rule) for each in caught.value.mistakes] == [
            ("type", "enum")
        ]
        assert SECRET not in f"{caught.value} {caught.value!r}"


def check_broken(events: Events) -> None:
    """An event of a known type that breaks a rule is refused, never an unknown one."""
    for kind in events.records:
        body = _body(events, kind)
        del body["data"]
        assert _mistakes(events, body) == [("data", "required")]
        newer = {**_body(events, kind), "noSuchField": 1}
        event = events.parse(json.dumps(newer))
        assert event.model_extra == {"noSuchField": 1}
        assert type(event) is events.records[kind].model
    for text in ("[]", "1", '"text"', "null", '{"type": 1}', "{}", "{"):
        with pytest.raises(ValidationError):
            events.parse(text)


def _mistakes(events: Events, body: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        events.parse(json.dumps(body))
    assert caught.value.__cause__ is caught.value.__context__ is None
    return [(each.place, each.rule) for each in caught.value.mistakes]


def _signed(payload: str, at: datetime | None = None, key: str = KEY) -> dict[str, str]:
    """The headers that a sender adds, made by the library itself."""
    library = pytest.importorskip("standardwebhooks")
    moment = datetime.now(UTC) if at is None else at
    signature = library.Webhook(key).sign("msg_1", moment, payload)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }


def check_verify(events: Events) -> None:
    """What is signed is read, whether its headers are written in capitals or not."""
    for kind, record in events.records.items():
        payload = dumped(_body(events, kind))
        headers = _signed(payload)
        for named in (headers, {name.title(): headers[name] for name in headers}):
            for body in (payload, payload.encode()):
                assert type(events.verify(body, named, KEY)) is record.model
    unknown = dumped({**object_of(events.unknown), "type": "no.such_event"})
    assert type(events.verify(unknown, _signed(unknown), KEY)) is events.unknown.model


def check_refused(events: Events) -> None:
    """An altered payload, another key, an old or a future time stamp are refused."""
    for kind in events.records:
        payload = dumped(_body(events, kind))
        now = datetime.now(UTC)
        stale = [
            _signed(payload, now - timedelta(minutes=minutes)) for minutes in (6, -6)
        ]
        fresh = _signed(payload)
        moved = {**fresh, "webhook-timestamp": str(int(now.timestamp()) - 1)}
        renamed = {**fresh, "webhook-id": "msg_2"}
        for headers in (*stale, moved, renamed, _signed(payload, key=OTHER_KEY)):
            _refuses(events, payload, headers)
        _refuses(events, payload + " ", fresh)
        _refuses(events, payload, fresh, OTHER_KEY)


def check_headers(events: Events) -> None:
    """Without one of its headers, or with one that says nothing, it is refused."""
    payload = dumped(_body(events, next(iter(events.records))))
    headers = _signed(payload)
    for name in headers:
        _refuses(events, payload, {key: headers[key] for key in headers if key != name})
        _refuses(events, payload, {**headers, name: "nothing"})


def _refuses(
    events: Events, payload: str, headers: Mapping[str, str], key: str = KEY
) -> None:
    with pytest.raises(WebhookVerificationError) as caught:
        events.verify(payload, headers, key)
    assert payload not in f"{caught.value} {caught.value!r}"
