"""Good and bad values for a shape.

In: a `Shape`. Out: JSON values; records in the names of the side that reads them.
"""

from typing import Any

from .seeds import Field, Shape

HEX = "0123456789abcdef" * 2
LONG_UID = "2.25." + "9" * 59

GOOD = {
    "date-time": (
        "2024-03-15T10:30:00Z",
        "2024-02-29T23:59:59+05:30",
        "1999-12-31T00:00:00-08:00",
        "2024-03-15T10:30:00.123456Z",
    ),
    "YYYY-MM-DD": ("1990-05-20", "2024-02-29", "0001-01-01"),
    "HH:MM": ("14:30", "00:00", "23:59"),
    "uuid": ("7c9e6679-7425-40de-944b-e07fc1f90ae7",),
    "dicom_uid": ("1.2.840.10008.5.1.4.1.1.2", "0.0", LONG_UID),
}
BAD = {
    "date-time": (
        "",
        "2024-03-15",
        "2024-03-15T10:30:00",
        "2024-03-15 10:30:00Z",
        "2024-03-15_10:30:00Z",
        "2024-03-15T10:30Z",
        "2024-03-15T10:30:00+0530",
        "2024-03-15T10:30:00,5Z",
        "2024-02-30T10:30:00Z",
        "2024-03-15T25:30:00Z",
        "2024-03-15T10:30:00Z\n",
        "1710498600",
        "yesterday",
    ),
    "YYYY-MM-DD": (
        "",
        "2023-02-29",
        "1990-13-01",
        "1990-5-20",
        "20-05-1990",
        "1990/05/20",
        "19900520",
        "1990-05-20T00:00:00Z",
        "1990-05-20\n",
        "1704412800",
        "0000-01-01",
    ),
    "HH:MM": (
        "",
        "24:00",
        "14:60",
        "4:30",
        "1430",
        "14:30:00",
        "2:30 PM",
        "14:30\n",
        "\u0661\u0664:\u0663\u0660",
    ),
    "uuid": (
        "",
        "7c9e6679742540de944be07fc1f90ae7",
        "{7c9e6679-7425-40de-944b-e07fc1f90ae7}",
        "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "7c9e6679-7425-40de-944b-e07fc1f90ae",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7a",
        "7c9e6679-7425-40de-944b-e07fc1f90aeg",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7\n",
    ),
    "dicom_uid": (
        "1",
        "1.",
        ".1.2",
        "1..2",
        "1.02",
        "1.2.a",
        "1.2-3",
        " 1.2.3",
        "1.2.3\n",
        "1.\u0662.3",
    ),
}
FORMAT_RULES = {
    "date-time": "format",
    "YYYY-MM-DD": "format",
    "HH:MM": "pattern",
    "uuid": "format",
    "dicom_uid": "pattern",
}
TEXTS = ("", " ", "x" * 5000, 'Zo\u00eb \u96ea\n\t"quoted" \\ \U0001fa7b', "null", "0")
WRONG: dict[str, tuple[Any, ...]] = {
    "string": (1, 1.5, True, [], ["text"], {}),
    "enum": (1, 1.5, True, [], ["high"], {}),
    "boolean": ("true", "", 1, 0, 1.5, [], {}),
    "number": ("1", "", True, [], {}),
    "datetime": (1710498600, 1.5, True, [], {}),
    "map": ("text", 1, 1.5, True, [], [["key", "value"]]),
    "list": ("text", 1, 1.5, True, {}),
    "record": ("text", 1, 1.5, True, []),
    "key": (1, 1.5, True, b"key", ("key",)),
}


def valid(shape: Shape, names: str) -> Any:
    """A value that keeps every fact; `names` is `wire` or `python`."""
    if shape.values:
        return shape.values[-1]
    if shape.format is not None:
        return GOOD[shape.format][0]
    if shape.id_prefix is not None:
        return shape.id_prefix + HEX
    if shape.items is not None:
        return [valid(shape.items, names)]
    if shape.type == "record":
        return record(shape.fields, names)
    plain: dict[str, Any] = {
        "string": "Some text",
        "boolean": True,
        "number": 62,
        "map": {"key": "value"},
    }
    return plain[shape.type]


def record(fields: tuple[Field, ...], names: str) -> dict[str, Any]:
    """A record with all its fields, optional ones included."""
    return {getattr(each, names): valid(each.shape, names) for each in fields}


def renamed(shape: Shape, value: Any) -> Any:
    """The wire form of a value written with Python names."""
    if shape.type == "record":
        return wire_form(shape.fields, value)
    if shape.items is not None:
        return [renamed(shape.items, each) for each in value]
    return value


def wire_form(fields: tuple[Field, ...], value: dict[str, Any]) -> dict[str, Any]:
    """The same for a record, in the order of its fields."""
    known = {each.python for each in fields}
    assert known >= value.keys(), f"no facts about {value.keys() - known}"
    return {
        each.wire: renamed(each.shape, value[each.python])
        for each in fields
        if each.python in value
    }


def of_length(shape: Shape, length: int) -> str:
    """A text of that length which breaks no other limit."""
    if shape.format == "dicom_uid":
        return LONG_UID[:length] if length <= len(LONG_UID) else LONG_UID + "9"
    return "x" * length


def bad_ids(prefix: str) -> tuple[str, ...]:
    """Texts that are nearly an id with that prefix."""
    return (
        "",
        HEX,
        prefix,
        "xyz_" + HEX,
        prefix.upper() + HEX,
        prefix.rstrip("_") + HEX,
        prefix + HEX.upper(),
        prefix + HEX[:31],
        prefix + HEX + "0",
        prefix + HEX[:31] + "g",
        prefix + HEX + "\n",
        " " + prefix + HEX,
    )
