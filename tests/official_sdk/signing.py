"""Webhooks as they arrive: payloads, and what signs them.

In: a payload. Out: a `Delivery`, signed by the library `standardwebhooks`, and what the
generated package and the SDK read from it.
"""

import base64
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple

from standardwebhooks import Webhook

from .ours import PACKAGE
from .theirs import client


def secret_of(key: bytes) -> str:
    """A secret as a receiver gets to see it."""
    return "whsec_" + base64.b64encode(key).decode()


SECRET = secret_of(b"0123456789abcdef0123456789abcdef")


class Delivery(NamedTuple):
    """What a receiver has at hand."""

    payload: str
    headers: dict[str, str]
    secret: str = SECRET

    def but(self, **headers: str) -> "Delivery":
        """The same, with other headers; names as in Python."""
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._replace(headers={**self.headers, **changed})

    def without(self, header: str) -> "Delivery":
        """The same without a header."""
        kept = {key: value for key, value in self.headers.items() if key != header}
        return self._replace(headers=kept)


def signed(payload: str, age: timedelta = timedelta()) -> Delivery:
    """A genuine delivery, sent a while ago."""
    moment, message = datetime.now(UTC) - age, "msg_1"
    headers = {
        "webhook-id": message,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(message, moment, payload),
    }
    return Delivery(payload, headers)


def read_by_ours(delivery: Delivery) -> Any:
    """The event, checked and read by the generated package."""
    return import_module(f"{PACKAGE}.webhooks").verify(*delivery)


def read_by_theirs(delivery: Delivery) -> Any:
    """The event, checked and read by the SDK."""
    payload, headers, secret = delivery
    return client().webhooks.unwrap(payload, headers=headers, key=secret)
