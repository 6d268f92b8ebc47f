"""The checks of webhooks: events of each type, and the signatures that prove them."""

import base64
import hmac
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any, get_args
from unittest import mock

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
    checks += [check_needs_library, *(_SIGNED if find_spec("standardwebhooks") else [])]
    return as_parameters(events, checks)


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
    *most, last = [f"'{kind}'" for kind in events.records]
    known = "one of " + " or ".join([*filter(None, [", ".join(most)]), last])
    for kind in ("no.such_event", "", *(f"{known}_2" for known in events.records)):
        body = {**object_of(events.unknown), "type": kind, "data": {"a": [SECRET]}}
        event: Any = events.parse(json.dumps(body))
        assert (event.type, event.data) == (kind, body["data"])
        assert type(event) is events.unknown.model
        assert _mistakes(events, body, strict=True) == [("type", "enum", known)]
        del body["data"]
        missing = ("data", "required", "has to be given")
        assert _mistakes(events, body) == [missing]
        told = _mistakes(events, body, strict=True)
        assert told == [("type", "enum", known), missing]


def check_broken(events: Events) -> None:
    """An event of a known type that breaks a rule is refused, never an unknown one."""
    for kind in events.records:
        body = _body(events, kind)
        del body["data"]
        for strict in (False, True):
            told = _mistakes(events, body, strict=strict)
            assert told == [("data", "required", "has to be given")]
        newer = {**_body(events, kind), "noSuchField": 1}
        event = events.parse(json.dumps(newer))
        assert event.model_extra == {"noSuchField": 1}
        assert type(event) is events.records[kind].model
    no_events = ("[]", "1", '"text"', "null", '{"type": 1}', '{"type": []}', "{}", "{")
    for text in no_events:
        assert _told(events, text, strict=True) == _told(events, text)


def _mistakes(
    events: Events, body: Any, strict: bool = False
) -> list[tuple[str, str, str]]:
    return _told(events, json.dumps(body), strict)


def _told(
    events: Events, text: str, strict: bool = False
) -> list[tuple[str, str, str]]:
    with pytest.raises(ValidationError) as caught:
        events.parse(text, strict=strict)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert SECRET not in f"{caught.value} {caught.value!r}"
    return [(each.place, each.rule, each.allowed) for each in caught.value.mistakes]


def _signed(payload: str, at: datetime | None = None, key: str = KEY) -> dict[str, str]:
    """The headers that a sender adds, as Standard Webhooks has them."""
    stamp = str(int((datetime.now(UTC) if at is None else at).timestamp()))
    secret = base64.b64decode(key.removeprefix("whsec_"))
    digest = hmac.digest(secret, f"msg_1.{stamp}.{payload}".encode(), "sha256")
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def check_needs_library(events: Events) -> None:
    """Without the library that checks signatures nothing is taken for signed."""
    payload = dumped(_body(events, next(iter(events.records))))
    hidden = mock.patch.dict(sys.modules, {"standardwebhooks": None})
    with hidden, pytest.raises(ImportError, match="checked by a library"):
        events.verify(payload, _signed(payload), KEY)


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
        for altered in (f"{payload} ", f"{payload}\n", f" {payload}", f"\n{payload}"):
            _refuses(events, altered, fresh)
        for key in (OTHER_KEY, "", "whsec_", "whsec_a", "\u00e9", None):
            _refuses(events, payload, fresh, key)
        for other in ("", b"", b"\xff", None):
            _refuses(events, other, fresh)


def check_headers(events: Events) -> None:
    """Each header has to be there, once, and to say what was signed."""
    kind, record = next(iter(events.records.items()))
    payload = dumped(_body(events, kind))
    headers = _signed(payload)
    for name, text in headers.items():
        _refuses(events, payload, {key: headers[key] for key in headers if key != name})
        for other in ("nothing", "", f"1{text}"):
            _refuses(events, payload, {**headers, name: other})
            _refuses(events, payload, {**headers, name.title(): other})
            _refuses(events, payload, {name.title(): other, **headers})
        others: Any = ({name.title(): text}, {name.title(): None}, {"A": "b", "a": "c"})
        for more in others:
            assert (
                type(events.verify(payload, {**more, **headers}, KEY)) is record.model
            )


def check_signed_nothing(events: Events) -> None:
    """What is signed may still be no event: that is told as such."""
    for text in ("", "{", "null", "{}"):
        with pytest.raises(ValidationError) as caught:
            events.verify(text, _signed(text), KEY)
        assert caught.value.__cause__ is caught.value.__context__ is None


def _refuses(
    events: Events, payload: Any, headers: Mapping[str, str], key: Any = KEY
) -> None:
    with pytest.raises(WebhookVerificationError) as caught:
        events.verify(payload, headers, key)
    assert not payload or str(payload) not in f"{caught.value} {caught.value!r}"
    assert caught.value.__cause__ is caught.value.__context__ is None


_SIGNED = [check_verify, check_refused, check_headers, check_signed_nothing]
