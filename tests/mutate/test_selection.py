"""Paths of an API, what they hold, and which tables touch it."""

import pytest
from specloom import ir
from specloom.mutate.selection import (
    Selection,
    Table,
    UnknownPathError,
    all_tables,
    place_of,
    select,
    touching,
    users,
)

from .kiosk import woven

ORDERS = ("orders",)


@pytest.fixture(scope="module")
def api() -> ir.Api:
    """The small API."""
    return woven().resolved.api


def held(found: Selection) -> set[str]:
    """The places of what is selected."""
    return {place_of(each) for each in (*found.owners, *found.types)}


def test_the_whole_api(api: ir.Api) -> None:
    found = select(api, None)
    assert found.whole
    assert len(found.owners) == 3 + 4
    assert len(found.types) == 4


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("orders.Line", {"orders.Line"}),
        (
            "orders.cancel",
            {
                "orders.cancel",
                "orders.Order",
                "types.OrderId",
                "types.CornerId",
                "types.Size",
            },
        ),
        ("types.Code", {"types.Code"}),
        ("types", {"types.Code", "types.CornerId", "types.OrderId", "types.Size"}),
    ],
)
def test_a_path_holds_all_that_it_refers_to(
    api: ir.Api, path: str, inside: set[str]
) -> None:
    found = select(api, path)
    assert held(found) == inside
    assert (found.field, found.whole) == (None, False)


def test_a_module_holds_all_its_parts(api: ir.Api) -> None:
    assert held(select(api, "orders")) == held(select(api, None))


@pytest.mark.parametrize("path", ["orders.Line.amount", "orders.cancel.order_id"])
def test_a_field_holds_nothing_else(api: ir.Api, path: str) -> None:
    owner, _, field = path.rpartition(".")
    found = select(api, path)
    assert held(found) == {owner}
    assert found.field == field


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("orders.cancle", "orders.cancel"),
        ("orders.Line.amonut", "orders.Line.amount"),
        ("types.Sice", "types.Size"),
        ("oders", "orders"),
        ("something.else", None),
    ],
)
def test_an_unknown_path_has_the_nearest_name_beside_it(
    api: ir.Api, path: str, known: str | None
) -> None:
    with pytest.raises(UnknownPathError) as caught:
        select(api, path)
    assert caught.value.known == known


def test_tables_that_touch_a_record_are_in_the_order_of_nearness(api: ir.Api) -> None:
    order = select(api, "orders.Order").owners[0]
    names = [table.name for table in touching(api, [order])]
    assert names == [
        "Order",
        "orders.cancel",
        "orders.create",
        "OrderListPage",
        "orders.list",
    ]


def test_an_endpoint_is_touched_by_its_own_table_only(api: ir.Api) -> None:
    create = select(api, "orders.create").owners[0]
    assert touching(api, [create]) == [Table(ORDERS, "orders.create")]


def test_who_uses_a_type(api: ir.Api) -> None:
    size = next(t for m in api.modules for t in m.types if t.name == "Size")
    assert {place_of(owner) for owner in users(api, size)} == {
        "orders.create",
        "orders.list",
        "orders.Order",
    }


def test_every_owner_has_a_table(api: ir.Api) -> None:
    found = all_tables(api)
    assert len(found) == len(set(found)) == 7
