"""The package of an API: where things stand, what is imported, what builders take."""

import inspect
import sys
from pathlib import Path
from typing import get_args

import pytest
from specloom import ir
from specloom.targets.python.package import render_package

from tests.targets.building import (
    TEXT,
    api,
    endpoint,
    field,
    named,
    optional,
    record,
    use,
)
from tests.targets.building import rendered as files_of
from tests.targets.conftest import Import, forget
from tests.targets.shop import SHOP

ORDER = "ord_" + "0" * 32
ORDERS = "shop/orders/__init__.py"
MODELS = "shop/orders/_models.py"


def test_a_module_with_endpoints_is_a_package() -> None:
    assert {ORDERS, MODELS, "shop/orders/parcels/__init__.py"} <= set(files_of(SHOP))


def test_a_module_without_functions_is_one_file() -> None:
    assert "types.py" in files_of(SHOP)


def test_a_package_without_models_is_one_file() -> None:
    assert set(files_of(api(endpoint("shop.ping.send")))) == {"shop/ping/__init__.py"}


def test_the_runtime_of_webhooks_comes_with_webhooks_only() -> None:
    with_webhooks = render_package(SHOP, ())
    without = render_package(api(endpoint("shop.ping.send")), ())
    assert "shop_one/_webhooks.py" in with_webhooks
    assert "shop_one/_webhooks.py" not in without


def test_every_file_imports_alone(package: Path, shop: Import) -> None:
    folder = package / SHOP.build
    for file in sorted(folder.rglob("*.py")):
        if {"strategies", "tests"} & set(file.relative_to(folder).parts):
            continue
        forget()
        name = ".".join(file.relative_to(folder).with_suffix("").parts)
        shop(name.removesuffix("__init__").removesuffix("."))


def test_a_resource_imports_no_other_and_no_strategies(shop: Import) -> None:
    shop("shop.orders")
    loaded = {name.partition(".")[2] for name in sys.modules if "shop_one" in name}
    assert not loaded & {"shop.users", "shop.orders.parcels", "webhooks", "strategies"}


def test_a_resource_has_the_names_of_its_models(shop: Import) -> None:
    orders = shop("shop.orders")
    models = shop("shop.orders._models")
    public = [name for name in vars(models) if name.startswith(("Order", "Pdf"))]
    assert {name for name in public if name != "OrderId"} < set(orders.__all__)
    assert all(hasattr(orders, name) for name in orders.__all__)


def test_arguments_of_the_path_may_stand_by_position(shop: Import) -> None:
    update = inspect.signature(shop("shop.orders").update)
    kinds = {name: each.kind.name for name, each in update.parameters.items()}
    assert kinds == {
        "order_id": "POSITIONAL_OR_KEYWORD",
        "address": "KEYWORD_ONLY",
        "idempotency_key": "KEYWORD_ONLY",
        "note": "KEYWORD_ONLY",
    }


def test_every_argument_goes_to_its_place(shop: Import) -> None:
    made = shop("shop.orders").update(
        ORDER, address={"street": {"name": "Kay"}}, idempotency_key="k"
    )
    assert made.path == f"/v1/orders/{ORDER}"
    assert made.content == b'{"address":{"street":{"name":"Kay"}}}'
    assert made.headers["Idempotency-Key"] == "k"


def test_a_query_that_may_be_null_says_so() -> None:
    text = files_of(SHOP)[MODELS]
    assert 'Annotated[str | MISSING | None, in_query("toUser", null=True)]' in text
    assert 'Annotated[str | MISSING, in_query("cursor")]' in text


def test_params_are_dense_and_in_the_order_of_the_builder() -> None:
    text = files_of(SHOP)[MODELS]
    assert '''
class OrderUpdateParams(Params):
    """The arguments of `shop.orders.update`."""

    order_id: Annotated[OrderId, in_path("orderId")]
    address: Address
    idempotency_key: Annotated[str | MISSING, in_header("Idempotency-Key")] = MISSING
    note: str | MISSING = MISSING
''' in text


def test_an_endpoint_without_arguments_has_no_params(shop: Import) -> None:
    assert not hasattr(shop("shop.orders"), "OrderPingParams")
    assert shop("shop.orders").ping().content is None


def test_a_page_is_followed_by_the_next(shop: Import) -> None:
    first = shop("shop.orders").list(statuses=["open"])
    page = first.parse(b'{"orders": [], "hasMore": true, "nextCursor": "b"}')
    assert dict(first.next(page).query) == {"cursor": "b", "statuses": "open"}


def test_the_response_of_pages_is_their_item(shop: Import) -> None:
    orders = shop("shop.orders")
    assert orders.OrderListResponse is orders.Order


def test_items_that_are_no_records_have_no_name() -> None:
    page = record("shop.tags", "TagListPage", field("tags", ir.ListType(ir.Slot(TEXT))))
    pages = ir.Pages("tags", "cursor", "tags", None)
    tags = endpoint(
        "shop.tags.list", query=(optional("cursor"),), returns=use(page), pages=pages
    )
    assert "TagListResponse" not in files_of(api(page, tags))["shop/tags/_models.py"]


def test_one_of_several_answers_is_read(shop: Import) -> None:
    orders = shop("shop.orders")
    assert isinstance(orders.pdf().parse(b'{"format": "many"}'), orders.Pdfs)
    assert get_args(get_args(orders.OrderPdfResponse)[0]) == (orders.Pdf, orders.Pdfs)


def test_an_answer_with_the_name_of_the_response_has_no_second_one(
    shop: Import,
) -> None:
    parcels = shop("shop.orders.parcels")
    assert parcels.ParcelAddResponse.__name__ == "ParcelAddResponse"


@pytest.mark.parametrize(
    ("status", "model"), [(404, "Problem"), (503, "Problem"), (409, "Fault")]
)
def test_errors_are_read_as_documented(status: int, model: str, shop: Import) -> None:
    made = shop("shop.orders").update(ORDER, address={"street": {"name": "Kay"}})
    found = made.parse_error(status, b'{"title": "no"}')
    assert type(found).__name__ == model


def test_dictionaries_are_made_of_what_arguments_hold_only() -> None:
    files = files_of(SHOP)
    made = [
        line.split("(")[0].removeprefix("class ")
        for text in files.values()
        for line in text.splitlines()
        if line.endswith("(TypedDict):")
    ]
    assert made == ["StreetParam", "AddressParam"]


def test_a_function_called_list_leaves_lists_readable() -> None:
    text = files_of(SHOP)[ORDERS]
    assert "statuses: builtins.list[Status] | MISSING = MISSING," in text


def test_a_type_of_a_module_with_functions_is_taken_from_its_models() -> None:
    word = named("types", "Word")
    made = api(
        word, endpoint("types.count"), endpoint("shop.add", body=(field("a", word),))
    )
    assert "from ..types._models import Word\n" in files_of(made)["shop/_models.py"]


def test_a_deprecated_builder_is_marked_and_does_not_warn(shop: Import) -> None:
    remove = shop("shop.orders").remove
    assert remove.__deprecated__ == "`shop.orders.remove` is deprecated since 2030-01."
    remove(ORDER)


def test_docs_of_a_builder() -> None:
    assert '''
    """`update`.

    `PATCH /v1/orders/{orderId}`

    `request.parse_error(status, body)` reads `Problem` (404, 5XX) and `Fault` (any
    other status).

    Args:
        order_id: Sent as `orderId`.
        address: Sent as `address`.
        idempotency_key: Sent as `Idempotency-Key`.
        note: Called `remark` before.

    Raises:
        ValidationError: if arguments break what is documented; lists every mistake.
    """
''' in files_of(SHOP)[ORDERS]


@pytest.mark.parametrize(
    "line",
    [
        "    The answer is one page; `request.next(page)` is the request for the next",
        "    Called `delete` before. Deprecated since 2030-01.\n",
    ],
)
def test_docs_of_a_builder_say(line: str) -> None:
    assert line in files_of(SHOP)[ORDERS]


def test_docs_start_with_a_capital() -> None:
    made = api(endpoint("shop.ping.send", doc="sends a ping"))
    assert '"""Sends a ping.' in files_of(made)["shop/ping/__init__.py"]


def test_the_style_of_queries_stands_in_the_api() -> None:
    style = ir.QueryStyle("repeat", "none")
    made = render_package(api(endpoint("shop.ping.send"), query=style), ())
    assert 'lists="repeat", null="none"' in made["shop_one/_api.py"]


def test_arguments_may_have_any_name_that_python_lets_them() -> None:
    names = ["self", "cls", "in_path", "wire", "list", "request", "Annotated"]
    made = api(endpoint("shop.ping.send", body=tuple(map(field, names))))
    text = files_of(made)["shop/ping/__init__.py"]
    compile(text, "ping.py", "exec")
    assert "in_path_=in_path_" in text and "self=self" in text
