"""Webhooks: is a request signed by the API, and which event does it hold?

A payload goes in as it came, bytes or text; an event comes out. Signatures are those of
Standard Webhooks and are checked by the library `standardwebhooks`, which is needed for
nothing else. No error shows what was received.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

from pydantic_core import from_json

from ._runtime import Mistake, Model, ValidationError, read
from ._values import one_of

EventT = TypeVar("EventT", bound=Model)
_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class WebhookVerificationError(ValueError):
    """A request that may come from anybody: its event is not to be used."""


def read_event(
    payload: bytes | str,
    events: Mapping[str, type[EventT]],
    unknown: type[EventT],
    strict: bool,
) -> EventT:
    """The event in a payload, by its `type`.

    Args:
        payload: the request's body, JSON.
        events: the model of each known type.
        unknown: the model of all other types.
        strict: refuse types, fields and enum values that this release does not know.

    Raises:
        ValidationError: if the payload breaks what is documented; lists every mistake.
    """
    name = _type_of(payload)
    if isinstance(name, str) and name in events:
        subject = f"the webhook event {name}"
        return read(events[name], payload, strict=strict, subject=subject)
    subject = "the webhook event"
    refused = strict and isinstance(name, str)
    try:
        event = read(unknown, payload, strict=strict, subject=subject)
    except ValidationError as error:
        mistakes = error.mistakes
    else:
        if not refused:
            return event
        mistakes = ()
    if refused:
        mistakes = (Mistake("type", "enum", one_of(events), name), *mistakes)
    raise ValidationError(subject, mistakes)


def _type_of(payload: bytes | str) -> Any:
    """What the payload says its type is; None if it is no object of JSON."""
    try:
        found = from_json(payload)
    except (TypeError, ValueError):
        return None
    return found.get("type") if isinstance(found, dict) else None


def verify_signature(
    payload: bytes | str, headers: Mapping[str, str], secret: str
) -> None:
    """Checks that a request was signed with `secret`, and not long ago.

    Args:
        payload: the request's body, exactly as it came.
        headers: the request's headers, by names in any case.
        secret: the endpoint's secret, `whsec_…`.

    Raises:
        WebhookVerificationError: if a header is missing or stands there twice, the
            signature is another's, the time is more than five minutes off, or the
            secret is not one.
        ImportError: if `standardwebhooks` is not installed.
    """
    problem = _problem(payload, headers, secret)
    if problem is not None:
        raise WebhookVerificationError(problem)


def _problem(
    payload: bytes | str, headers: Mapping[str, str], secret: str
) -> str | None:
    """Why a request is not to be trusted, or None if it is."""
    try:
        library: Any = import_module("standardwebhooks")
    except ModuleNotFoundError:
        raise ImportError(
            "signatures are checked by a library: pip install 'standardwebhooks>=1.1'"
        ) from None
    if not isinstance(payload, bytes | bytearray | str):
        return "the payload is neither bytes nor str"
    found: dict[str, str] = {}
    for name, value in headers.items():
        name = name.lower()
        wanted = name in _HEADERS and value is not None
        if wanted and found.setdefault(name, value) != value:
            return f"the header {name} stands there twice"
    for name in _HEADERS:
        if not isinstance(found.get(name), str):
            return f"the header {name} is missing"
    try:
        webhook = library.Webhook(secret)
    except Exception:  # of several kinds; what is wrong is the secret
        return "the secret is empty, or is not base64"
    try:
        text = payload if isinstance(payload, str) else payload.decode()
        webhook.verify(text, found, json_parse=False)
    except library.WebhookVerificationError as error:
        return str(error)
    except ValueError:  # no UTF-8, a signature that is no base64, …
        return "the payload or the signature is malformed"
    return None
