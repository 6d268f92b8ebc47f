"""Names that can't stand together in Python are answered, at their places."""

import pytest
from specloom import ir
from specloom.diagnostics import Diagnostics
from specloom.targets.python.naming import check_names

from tests.targets.building import (
    api,
    endpoint,
    event,
    field,
    named,
    optional,
    record,
    use,
)
from tests.targets.shop import SHOP

BAD_NAME, COLLISION = "SPL301", "SPL306"


def found(made: ir.Api) -> list[tuple[str, str]]:
    """The codes and messages of what is wrong with names."""
    diagnostics = Diagnostics()
    check_names(made, diagnostics)
    return [(each.code, each.message) for each in diagnostics.sorted()]


def codes(made: ir.Api) -> list[str]:
    return [code for code, _ in found(made)]


def hooks(*more: ir.Endpoint | ir.Record) -> ir.Api:
    """A module with webhooks, and more in it."""
    made = record("hooks", "SentEvent", field("text"))
    unknown = record("hooks", "UnknownEvent", field("text"))
    webhooks = ir.Webhooks((event("sent", made),), use(unknown))
    return api(made, unknown, *more, webhooks={"hooks": webhooks})


def test_names_that_need_no_thought() -> None:
    assert found(SHOP) == []


@pytest.mark.parametrize(
    "name", ["Endpoint", "PagedRequest", "Pages", "Alternatives", "Mapping"]
)
def test_a_record_can_not_be_called_as_what_is_imported(name: str) -> None:
    assert codes(api(record("types", name, field("text")))) == [BAD_NAME]
    assert codes(api(named("types", name))) == [BAD_NAME]


@pytest.mark.parametrize("name", ["builtins", "deprecated"])
def test_an_endpoint_can_not_be_called_as_what_is_imported(name: str) -> None:
    assert codes(api(endpoint(f"shop.{name}"))) == [BAD_NAME]


@pytest.mark.parametrize("name", ["parse", "verify", "events", "bytes"])
def test_an_endpoint_beside_webhooks_can_not_be_called_as_theirs(name: str) -> None:
    assert codes(hooks(endpoint(f"hooks.{name}"))) == [BAD_NAME]
    assert codes(api(endpoint(f"shop.{name}"))) == []


def test_a_record_can_not_be_called_as_the_union_of_events() -> None:
    assert codes(hooks(record("hooks", "WebhookEvent", field("a")))) == [COLLISION]


def test_a_record_can_not_be_called_as_an_event() -> None:
    assert codes(hooks(record("hooks", "UnknownEvent", field("a")))) != []


def test_an_endpoint_can_not_be_called_as_a_resource_below() -> None:
    made = api(endpoint("shop.orders.parcels"), endpoint("shop.orders.parcels.add"))
    message = (
        "`parcels` can't be the name of an endpoint beside a resource of that name"
    )
    assert found(made) == [(BAD_NAME, message)]


def test_a_resource_below_can_not_be_called_as_what_is_imported() -> None:
    made = api(endpoint("shop.orders.add"), endpoint("shop.orders.deprecated.add"))
    assert codes(made) == [BAD_NAME]


def test_a_module_of_records_only_is_answered_too() -> None:
    assert codes(api(record("shop.class", "Thing", field("a")))) == [BAD_NAME]


def test_arguments_of_different_places_can_not_share_a_name() -> None:
    made = endpoint(
        "shop.add",
        parameters=(field("order_id"),),
        headers=(optional("Order-Id", wire="Order-Id"),),
    )
    message = "`orderId` and `Order-Id` both become `order_id` in Python"
    assert found(api(made)) == [(COLLISION, message)]


def test_a_record_can_not_be_called_as_the_arguments_of_an_endpoint() -> None:
    params = record("shop", "ShopAddParams", field("a"))
    assert codes(api(params, endpoint("shop.add", body=(field("a"),)))) == [COLLISION]


def test_what_is_made_here_can_not_be_called_as_what_comes_from_elsewhere() -> None:
    made = record("types", "ShopAddResponse", field("a"))
    answer = record("shop", "Answer", field("made", use(made)))
    found_codes = codes(api(made, answer, endpoint("shop.add", returns=use(answer))))
    assert found_codes == [COLLISION]


def test_a_name_is_free_where_nothing_is_made_with_it() -> None:
    params = record("shop", "ShopAddParams", field("a"))
    assert codes(api(params, endpoint("shop.add", returns=use(params)))) == []


def test_a_dictionary_is_made_of_arguments_only() -> None:
    street = record("shop", "Street", field("a"))
    param = record("shop", "StreetParam", field("a"))
    sent = endpoint("shop.add", body=(field("street", use(street)),))
    read = endpoint("shop.add", returns=use(street))
    assert codes(api(street, param, sent)) == [COLLISION]
    assert codes(api(street, param, read)) == []
