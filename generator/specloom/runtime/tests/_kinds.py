"""What values of common types are tried: those without limits of their own."""

from collections.abc import Callable

from ._tables import Bad, Brief, Kind, Moment, Nested, OnWire, Table

_WRONG: tuple[Bad, ...] = ((1, "type"), (True, "type"), ([], "type"), ({}, "type"))

TEXT = Kind("a", ["", "\U0001f9b4", " \n\t ", "null"], _WRONG)
BOOLEAN = Kind(
    True, [False], [("true", "type"), (0, "type"), (1.0, "type"), ([], "type")]
)
DATE = Kind(
    "2024-02-29",
    ["0001-01-01", "9999-12-31"],
    [
        ("2023-02-29", "format"),
        ("2024-1-05", "format"),
        ("0000-01-01", "format"),
        ("", "format"),
        ("1704412800", "format"),
        ("2024-01-05T00:00:00Z", "format"),
        ("2024-01-05\n", "format"),
        ("\u0662024-01-05", "format"),
        *_WRONG,
    ],
)
TIME = Kind(
    "14:30",
    ["00:00", "23:59"],
    [
        ("24:00", "pattern"),
        ("09:60", "pattern"),
        ("9:30", "pattern"),
        ("09:30:00", "pattern"),
        ("", "pattern"),
        ("09:30\n", "pattern"),
        ("\u0660\u0669:30", "pattern"),
        *_WRONG,
    ],
)
TIMESTAMP = Kind(
    Moment("2024-03-15T10:30:00Z"),
    [
        Moment("2024-02-29T23:59:59.123456+05:30"),
        Moment("0001-01-01T00:00:00Z"),
        Moment("9999-12-31T23:59:59.999999-23:59"),
        OnWire("2024-03-15T10:30:00.5-00:00"),
    ],
    [
        (OnWire("1710498600"), "format"),
        (OnWire("2024-03-15"), "format"),
        (OnWire("2024-03-15 10:30:00Z"), "format"),
        (OnWire("2024-03-15_10:30:00Z"), "format"),
        (OnWire("2024-03-15t10:30:00Z"), "format"),
        (OnWire("2024-03-15T10:30:00z"), "format"),
        (OnWire("2024-03-15T10:30:00"), "format"),
        (OnWire("2024-03-15T10:30Z"), "format"),
        (OnWire("2024-03-15T10:30:00,5Z"), "format"),
        (OnWire("2024-03-15T10:30:00+0530"), "format"),
        (OnWire("2024-03-15T23:59:60Z"), "format"),
        (OnWire("2024-03-15T24:00:00Z"), "format"),
        (OnWire("2023-02-29T10:30:00Z"), "format"),
        (OnWire("2024-03-15T10:30:00Z\n"), "format"),
        *_WRONG,
    ],
)
UUID = Kind(
    "550e8400-e29b-41d4-a716-446655440000",
    ["00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"],
    [
        ("{550e8400-e29b-41d4-a716-446655440000}", "format"),
        ("urn:uuid:550e8400-e29b-41d4-a716-446655440000", "format"),
        ("550e8400e29b41d4a716446655440000", "format"),
        ("550e8400-e29b-41d4-a716-44665544000", "format"),
        ("550e8400-e29b-41d4-a716-44665544000g", "format"),
        ("550e8400-e29b-41d4-a716-446655440000\n", "format"),
        *_WRONG,
    ],
)


def nested(table: Table) -> Kind:
    """Objects of another table, which tries their fields."""
    return Kind(Nested(table), [], [("text", "type"), ([], "type"), (1, "type")])


def later(table: Callable[[], Table]) -> Kind:
    """Objects of a table that is still to come."""
    return Kind(Brief(table), [], [("text", "type"), ([], "type"), (1, "type")])
