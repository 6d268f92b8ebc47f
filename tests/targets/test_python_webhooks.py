"""A module with webhooks: events, what answers them, and the functions that read them."""

import pytest
from specloom import ir

from tests.targets.building import api, endpoint, event, field, record, rendered, use
from tests.targets.conftest import Import
from tests.targets.shop import SHOP

PLACED = b'{"type": "order.placed", "data": {"orderId": "ord_%s"}}' % (b"0" * 32)


def test_an_event_is_read_as_its_model(shop: Import) -> None:
    webhooks = shop("webhooks")
    assert isinstance(webhooks.parse(PLACED), webhooks.OrderPlacedEvent)


def test_an_event_that_is_not_known_is_read_too(shop: Import) -> None:
    webhooks = shop("webhooks")
    found = webhooks.parse(b'{"type": "order.lost", "data": [1]}')
    assert isinstance(found, webhooks.UnknownEvent)


def test_a_signature_that_is_missing_is_told(shop: Import) -> None:
    webhooks = shop("webhooks")
    pytest.importorskip("standardwebhooks")
    with pytest.raises(webhooks.WebhookVerificationError):
        webhooks.verify(PLACED, {}, "whsec_c2VjcmV0")


def test_an_answer_is_made_of_its_model(shop: Import) -> None:
    webhooks = shop("webhooks")
    reply = webhooks.OrderPlacedResponse(reason=webhooks.Reason(text="late"))
    assert reply.model_dump_json() == '{"reason":{"text":"late"}}'


def test_events_stand_apart_from_answers_and_what_both_hold() -> None:
    files = rendered(SHOP)
    assert "class OrderPlacedEventData(Model):" in files["webhooks/_events.py"]
    assert "class OrderPlacedResponse(Model):" in files["webhooks/_models.py"]
    assert "class Reason(Model):" in files["webhooks/_models.py"]
    assert "from ._models import Reason\n" in files["webhooks/_events.py"]


def test_what_a_type_names_stands_with_the_types() -> None:
    data = record("hooks", "Data", field("text"))
    either = ir.NamedType(
        ("hooks",), "Either", ir.UnionType((use(data), ir.StringType()))
    )
    made = record("hooks", "SentEvent", field("data", either))
    webhooks = ir.Webhooks((event("sent", made),), use(made))
    files = rendered(api(data, made, either, webhooks={"hooks": webhooks}))
    assert "class Data(Model):" in files["hooks/_models.py"]
    assert "from ._models import Either\n" in files["hooks/_events.py"]


def test_all_events_have_one_name() -> None:
    text = rendered(SHOP)["webhooks/_events.py"]
    names = "OrderGoneEvent | OrderPlacedEvent | UnknownEvent"
    assert f"\nWebhookEvent: TypeAlias = {names}\n" in text


def test_docs_of_an_event_name_its_answer() -> None:
    text = rendered(SHOP)["webhooks/_events.py"]
    doc = "The event `order.placed`; its answer is `OrderPlacedResponse`."
    assert f'class OrderPlacedEvent(Model):\n    """{doc}"""' in text


def test_docs_of_an_event_tell_its_history() -> None:
    made = record("hooks", "SentEvent", field("text"))
    sent = event("sent", made)._replace(was="gone.out", deprecated="2030-01")
    webhooks = ir.Webhooks((sent,), use(made))
    text = rendered(api(made, webhooks={"hooks": webhooks}))["hooks/_events.py"]
    assert (
        "The event `sent`. Called `gone.out` before. Deprecated since 2030-01." in text
    )


def test_answers_are_spoken_of_only_if_there_are_any() -> None:
    made = record("hooks", "SentEvent", field("text"))
    webhooks = ir.Webhooks((event("sent", made),), use(made))
    text = rendered(api(made, webhooks={"hooks": webhooks}))["hooks/__init__.py"]
    assert "model_dump_json" in rendered(SHOP)["webhooks/__init__.py"]
    assert "model_dump_json" not in text


def test_webhooks_and_endpoints_may_share_a_module() -> None:
    made = record("hooks", "SentEvent", field("text"))
    webhooks = ir.Webhooks((event("sent", made),), use(made))
    test = endpoint("hooks.test", body=(field("text"),))
    text = rendered(api(made, test, webhooks={"hooks": webhooks}))["hooks/__init__.py"]
    assert all(f"\ndef {name}(" in text for name in ("parse", "verify", "test"))
