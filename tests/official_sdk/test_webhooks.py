"""The official SDK and the generated package believe the same webhooks."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest
import standardwebhooks
from avara.types import UnwrapWebhookEvent
from hypothesis import given
from pydantic import TypeAdapter

from . import ours
from .equality import nothing_unknown, same
from .signing import (
    SECRET,
    Delivery,
    read_by_ours,
    read_by_theirs,
    secret_of,
    signed,
)

STRICTLY: TypeAdapter[Any] = TypeAdapter(UnwrapWebhookEvent)
CLASSES: dict[str, str] = {
    get_args(each.model_fields["type"].annotation)[0]: each.__name__
    for each in get_args(get_args(UnwrapWebhookEvent)[0])
}
PAYLOAD = json.dumps(
    {
        "id": f"whe_{'0' * 32}",
        "type": "study.access_requested",
        "data": {"studyId": f"stu_{'0' * 32}", "studyInstanceUid": "1.2.840"},
    }
)
ALTERED: dict[str, Callable[[Delivery], Delivery]] = {
    "another study": lambda delivery: delivery._replace(
        payload=delivery.payload.replace("1.2.840", "1.2.841")
    ),
    "a space more": lambda delivery: delivery._replace(payload=delivery.payload + " "),
    "another secret": lambda delivery: delivery._replace(secret=secret_of(b"another")),
    "another message": lambda delivery: delivery.but(webhook_id="msg_2"),
    "another moment": lambda delivery: delivery.but(
        webhook_timestamp=str(int(delivery.headers["webhook-timestamp"]) + 1)
    ),
    "the signature of another payload": lambda delivery: delivery.but(
        webhook_signature=signed("{}").headers["webhook-signature"]
    ),
    "a signature of another version": lambda delivery: delivery.but(
        webhook_signature=delivery.headers["webhook-signature"].replace("v1,", "v2,")
    ),
    "sent six minutes ago": lambda _: signed(PAYLOAD, timedelta(minutes=6)),
    "sent in six minutes": lambda _: signed(PAYLOAD, -timedelta(minutes=6)),
    "no moment": lambda delivery: delivery.but(webhook_timestamp="now"),
    "without the message": lambda delivery: delivery.without("webhook-id"),
    "without the moment": lambda delivery: delivery.without("webhook-timestamp"),
    "without a signature": lambda delivery: delivery.without("webhook-signature"),
}
GENUINE: dict[str, Callable[[Delivery], Delivery]] = {
    "as it is": lambda delivery: delivery,
    "headers in capitals": lambda delivery: delivery._replace(
        headers={name.upper(): text for name, text in delivery.headers.items()}
    ),
    "two signatures": lambda delivery: delivery.but(
        webhook_signature=" ".join(
            each.headers["webhook-signature"] for each in (signed("{}"), delivery)
        )
    ),
    "a secret without its prefix": lambda delivery: delivery._replace(
        secret=SECRET.removeprefix("whsec_")
    ),
    "sent four minutes ago": lambda _: signed(PAYLOAD, timedelta(minutes=4)),
    "sent in four minutes": lambda _: signed(PAYLOAD, -timedelta(minutes=4)),
}


def test_both_know_the_same_seven_events() -> None:
    assert sorted(ours.event_classes()) == sorted([*CLASSES.values(), "UnknownEvent"])
    assert len(CLASSES) == 7


@pytest.mark.parametrize("event_type", CLASSES)
def test_both_believe_a_signed_event_and_read_it_as_it_is(event_type: str) -> None:
    events = []

    @ours.DRAWN
    @given(ours.events(event_type))
    def agree(event: Any) -> None:
        events.append(event)
        nothing_unknown(STRICTLY.validate_python(event))
        delivery = signed(json.dumps(event, ensure_ascii=False))
        for found in (read_by_ours(delivery), read_by_theirs(delivery)):
            assert type(found).__name__ == CLASSES[event_type]
            same(
                found.model_dump(mode="json", by_alias=True, exclude_unset=True), event
            )

    agree()
    assert len(events) >= 50


@pytest.mark.parametrize("change", GENUINE.values(), ids=GENUINE)
def test_both_believe_what_is_genuine(
    change: Callable[[Delivery], Delivery],
) -> None:
    delivery = change(signed(PAYLOAD))
    for found in (read_by_ours(delivery), read_by_theirs(delivery)):
        assert type(found).__name__ == CLASSES["study.access_requested"]


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED)
def test_both_refuse_what_is_altered(change: Callable[[Delivery], Delivery]) -> None:
    delivery = change(signed(PAYLOAD))
    with pytest.raises(ours.verification_error()):
        read_by_ours(delivery)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        read_by_theirs(delivery)
