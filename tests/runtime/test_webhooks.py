"""Webhooks: which events are read, and which signatures are believed."""

import sys
import traceback
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.client import HTTPMessage
from typing import Annotated, Any, Literal, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import MISSING
from specloom.runtime._runtime import Model, ValidationError, wire
from specloom.runtime._values import CONST, Json, Open, Timestamp
from specloom.runtime._webhooks import (
    WebhookVerificationError,
    read_event,
    verify_signature,
)
from standardwebhooks import Webhook


class Asked(Model):
    """An event."""

    id: str
    type: Annotated[Literal["access.asked"], CONST]
    at: Annotated[Timestamp | MISSING, wire("createdAt")] = MISSING
    state: Open[Literal["a", "b"]] | MISSING = MISSING


class Gone(Model):
    """Another event."""

    id: str
    type: Annotated[Literal["access.gone"], CONST]


class Unknown(Model):
    """An event of a newer server."""

    id: str
    type: str
    data: Json


Event: TypeAlias = Asked | Gone | Unknown
EVENTS: dict[str, type[Event]] = {"access.asked": Asked, "access.gone": Gone}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"id": "Jane Doe \u00e9", "type": "access.gone"}'


def _parse(payload: bytes | str, strict: bool = False) -> Event:
    return read_event(payload, EVENTS, Unknown, strict)


def _mistakes(payload: Any, strict: bool = False) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        _parse(payload, strict)
    assert caught.value.__context__ is None
    return [(mistake.place, mistake.rule) for mistake in caught.value.mistakes]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("as_bytes", [False, True])
def test_the_type_says_which_event_it_is(strict: bool, as_bytes: bool) -> None:
    asked = '{"id": "1", "createdAt": "2024-01-01T00:00:00Z", "type": "access.asked"}'
    for payload, model in ((asked, Asked), (BODY, Gone)):
        sent: bytes | str = payload.encode() if as_bytes else payload
        assert type(_parse(sent, strict)) is model


def test_an_event_of_a_newer_server_is_readable() -> None:
    payload = '{"id":"1","type":"access.new","data":{"a":[1.0,null]},"more":{"b":1}}'
    event = _parse(payload)
    assert isinstance(event, Unknown)
    assert (event.type, event.data) == ("access.new", {"a": [1.0, None]})
    assert event.model_dump_json() == payload


def test_strict_refuses_an_unknown_type_and_says_which_are_known() -> None:
    with pytest.raises(ValidationError) as caught:
        _parse('{"id": 1, "type": "Jane Doe", "data": 1, "more": 1}', strict=True)
    assert str(caught.value).splitlines() == [
        "3 mistakes in the webhook event:",
        "  type: enum: one of 'access.asked' or 'access.gone'",
        "  id: type: a string",
        "  more: unknown: no field has this name",
    ]
    assert _mistakes('{"id": "1", "type": "x", "data": 1}', strict=True) == [
        ("type", "enum")
    ]


def test_strict_is_as_strict_inside_an_event() -> None:
    payload = '{"id": "1", "type": "access.asked", "state": "c", "more": 1}'
    assert isinstance(_parse(payload), Asked)
    assert _mistakes(payload, strict=True) == [("state", "enum"), ("more", "unknown")]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("payload", "mistake"),
    [
        ('{"id": "1", "data": 1}', ("type", "required")),
        ('{"id": "1", "data": 1, "type": null}', ("type", "null")),
        ('{"id": "1", "data": 1, "type": 1}', ("type", "type")),
        ('{"id": "1", "data": 1, "type": ["access.gone"]}', ("type", "type")),
        ('["access.gone"]', ("", "type")),
        ("null", ("", "null")),
        ("{", ("", "json")),
        ("", ("", "json")),
        (b"\xff", ("", "json")),
        ('{"type": "\\ud800"}', ("", "json")),
        ({"type": "access.gone"}, ("", "type")),
        ('{"type": "access.gone"}', ("id", "required")),
    ],
)
def test_what_is_no_event_is_told(
    payload: Any, mistake: tuple[str, str], strict: bool
) -> None:
    assert _mistakes(payload, strict) == [mistake]


def _signed(
    payload: str = BODY, secret: str = SECRET, age: timedelta = timedelta()
) -> dict[str, str]:
    sent = datetime.now(UTC) - age
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(sent.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", sent, payload),
    }


def _problem(payload: Any, headers: Any, secret: Any = SECRET) -> str:
    with pytest.raises(WebhookVerificationError) as caught:
        verify_signature(payload, headers, secret)
    shown = "".join(traceback.format_exception(caught.value))
    assert "Jane" not in shown
    assert SECRET not in shown
    assert caught.value.__context__ is None
    return str(caught.value)


@pytest.mark.parametrize("payload", [BODY, BODY.encode(), bytearray(BODY.encode())])
def test_a_signed_request_is_believed(payload: Any) -> None:
    verify_signature(payload, _signed(), SECRET)


@pytest.mark.parametrize(
    "secret", [SECRET, SECRET[6:], "whsec_MTIz", "MTIzNDU", "MTI="]
)
def test_secrets_are_base64_with_or_without_their_prefix(secret: str) -> None:
    verify_signature(BODY, _signed(secret=secret), secret)


@pytest.mark.parametrize("secret", ["", "whsec_", None, "!?", "\u00e9", "A"])
def test_a_secret_that_is_none_is_told(secret: Any) -> None:
    told = "the secret is empty, or is not base64"
    assert _problem(BODY, _signed(), secret) == told


def test_names_of_headers_are_taken_in_any_case() -> None:
    for change in (str.upper, str.title):
        headers = {change(name): value for name, value in _signed().items()}
        verify_signature(BODY, headers, SECRET)


def test_a_header_without_a_value_is_not_there() -> None:
    verify_signature(BODY, {"Webhook-Id": None, **_signed()}, SECRET)  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("kind", [HTTPMessage, Message])
def test_headers_may_be_those_of_a_server(kind: type[Message]) -> None:
    message = kind()
    for name, value in {"Host": "example.org", **_signed()}.items():
        message[name.title()] = value
    headers: Any = message
    verify_signature(BODY, headers, SECRET)
    message["Webhook-Id"] = "msg_1"
    verify_signature(BODY, headers, SECRET)
    message["Webhook-Id"] = "msg_2"
    assert _problem(BODY, headers) == "the header webhook-id stands there twice"


@pytest.mark.parametrize("name", [*_signed()])
@pytest.mark.parametrize("value", [None, 1, ["x"]])
def test_a_header_without_a_text_is_missing(name: str, value: Any) -> None:
    told = f"the header {name} is missing"
    assert _problem(BODY, {**_signed(), name: value}) == told


@pytest.mark.parametrize("name", [*_signed()])
def test_an_empty_header_is_missing_to_the_library(name: str) -> None:
    assert _problem(BODY, {**_signed(), name: ""}) == "Missing required headers"


@pytest.mark.parametrize("name", [*_signed()])
def test_a_header_that_is_missing_is_told(name: str) -> None:
    headers = _signed()
    del headers[name]
    assert _problem(BODY, headers) == f"the header {name} is missing"


@pytest.mark.parametrize("minutes", [6, 60 * 24, -6])
def test_old_and_future_requests_are_refused(minutes: int) -> None:
    assert "timestamp too" in _problem(BODY, _signed(age=timedelta(minutes=minutes)))


@pytest.mark.parametrize("minutes", [4, -4])
def test_clocks_may_differ_a_little(minutes: int) -> None:
    verify_signature(BODY, _signed(age=timedelta(minutes=minutes)), SECRET)


@pytest.mark.parametrize("stamp", ["x", "nan", "inf", "1e400", "-1"])
def test_times_that_are_none_are_refused(stamp: str) -> None:
    assert _problem(BODY, {**_signed(), "webhook-timestamp": stamp})


def test_another_secret_is_refused() -> None:
    other = "whsec_" + b64encode(b"another").decode()
    assert _problem(BODY, _signed(secret=other)) == "No matching signature found"


def test_an_altered_id_or_time_is_refused() -> None:
    signed = _signed()
    assert _problem(BODY, {**signed, "webhook-id": "msg_2"})
    stamp = str(int(signed["webhook-timestamp"]) + 1)
    assert _problem(BODY, {**signed, "webhook-timestamp": stamp})


@settings(max_examples=100, database=None)
@given(st.integers(0, len(BODY.encode()) - 1), st.integers(1, 255))
def test_an_altered_body_is_refused(at: int, change: int) -> None:
    altered = bytearray(BODY.encode())
    altered[at] ^= change
    assert _problem(bytes(altered), _signed())


@pytest.mark.parametrize(
    "signature",
    ["x", "v1", "v1,", "v1,x", "v1,\u00e9", "v1,a,b", "v1a,{}", ",", "v2,{}", "{} "],
)
def test_signatures_that_are_none_are_refused(signature: str) -> None:
    good = _signed()["webhook-signature"].removeprefix("v1,")
    headers = {**_signed(), "webhook-signature": signature.format(good)}
    assert _problem(BODY, headers)


def test_one_of_several_signatures_is_enough() -> None:
    headers = _signed()
    other = Webhook("MTIz").sign("msg_1", datetime.now(UTC), BODY)
    headers["webhook-signature"] = f"v2,x {other} {headers['webhook-signature']}"
    verify_signature(BODY, headers, SECRET)


@pytest.mark.parametrize("payload", [b"Jane \xff", "Jane \ud800", None, {"a": 1}, 5])
def test_payloads_that_are_no_text_are_refused(payload: Any) -> None:
    assert _problem(payload, _signed())


def test_what_is_signed_need_not_be_json() -> None:
    """Reading comes after, and tells it as it tells everything."""
    verify_signature("Jane", _signed("Jane"), SECRET)


def test_the_library_is_asked_for_when_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "standardwebhooks", None)
    with pytest.raises(ImportError, match=r"pip install 'standardwebhooks>=1\.1'"):
        verify_signature(BODY, _signed(), SECRET)
