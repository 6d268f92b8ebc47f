"""A small API with one of everything that the Python package makes of endpoints."""

from specloom import ir

from tests.targets.building import (
    TEXT,
    api,
    endpoint,
    event,
    field,
    named,
    optional,
    record,
    use,
)

STATUS = named("types", "Status", ir.EnumType((ir.EnumValue("open"),)))
ORDER_ID = named("types", "OrderId", ir.IdType("ord"), "The id of an order.")
PROBLEM = record("types", "Problem", field("title"))
FAULT = record("types", "Fault", field("title"))
STREET = record("types", "Street", field("name"))
ADDRESS = record("types", "Address", field("street", use(STREET)))

ORDER = record("shop.orders", "Order", field("order_id", ORDER_ID))
PAGE = record(
    "shop.orders",
    "OrderListPage",
    field("orders", ir.ListType(ir.Slot(use(ORDER)))),
    field("has_more", ir.BooleanType()),
    optional("next_cursor", nullable=True),
)
PDF = record("shop.orders", "Pdf", field("format", ir.ConstType("one")), field("url"))
PDFS = record("shop.orders", "Pdfs", field("format", ir.ConstType("many")))
PARCEL = record("shop.orders.parcels", "ParcelAddResponse", field("parcel"))

ORDER_PATH = (field("order_id", ORDER_ID),)
ENDPOINTS = (
    endpoint(
        "shop.orders.list",
        method="GET",
        query=(
            optional("cursor"),
            optional("statuses", ir.ListType(ir.Slot(STATUS)), doc="Only those."),
            optional("to_user", nullable=True),
        ),
        returns=use(PAGE),
        pages=ir.Pages("orders", "cursor", "next_cursor", "has_more"),
    ),
    endpoint("shop.orders.pdf", returns=ir.UnionType((use(PDF), use(PDFS)), "format")),
    endpoint("shop.orders.ping"),
    endpoint(
        "shop.orders.remove",
        method="DELETE",
        path="/v1/orders/{orderId}",
        parameters=ORDER_PATH,
        deprecated="2030-01",
        was="delete",
    ),
    endpoint(
        "shop.orders.update",
        method="PATCH",
        path="/v1/orders/{orderId}",
        parameters=ORDER_PATH,
        headers=(optional("Idempotency-Key", wire="Idempotency-Key"),),
        body=(field("address", use(ADDRESS)), optional("note", was="remark")),
        returns=use(ORDER),
        errors=(
            ir.ErrorReply("404", use(PROBLEM)),
            ir.ErrorReply("5XX", use(PROBLEM)),
            ir.ErrorReply("default", use(FAULT)),
        ),
    ),
    endpoint(
        "shop.orders.parcels.add", body=(field("order", TEXT),), returns=use(PARCEL)
    ),
    endpoint("shop.users.add", body=(field("name"),)),
)

REASON = record("webhooks", "Reason", field("text"))
PLACED_DATA = record("webhooks", "OrderPlacedEventData", field("order_id", ORDER_ID))
PLACED = record(
    "webhooks",
    "OrderPlacedEvent",
    field("data", use(PLACED_DATA)),
    field("type", ir.ConstType("order.placed")),
)
REPLY = record(
    "webhooks", "OrderPlacedResponse", optional("reason", use(REASON)), doc=None
)
GONE = record(
    "webhooks",
    "OrderGoneEvent",
    field("data", use(REASON)),
    field("type", ir.ConstType("order.gone")),
)
UNKNOWN = record("webhooks", "UnknownEvent", field("data", ir.AnyType()), field("type"))
WEBHOOKS = ir.Webhooks(
    (event("order.gone", GONE), event("order.placed", PLACED, REPLY)), use(UNKNOWN)
)

SHOP = api(
    *(STATUS, ORDER_ID, PROBLEM, FAULT, STREET, ADDRESS),
    *(ORDER, PAGE, PDF, PDFS, PARCEL),
    *(REASON, PLACED_DATA, PLACED, REPLY, GONE, UNKNOWN),
    *ENDPOINTS,
    webhooks={"webhooks": WEBHOOKS},
)
