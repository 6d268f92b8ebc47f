"""Tables of cases, and the checks that run them against this package.

A table says what the spec says of one record, or of one builder's arguments: a row a
field, with its names, its presence, and values that are right or wrong. The checks
drive the package from outside, both ways: objects made in Python, and JSON that is
read. A check collects every case that went wrong, and its failure names them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from pydantic import MISSING

from .._runtime import Model, Request, ValidationError, read

Bad: TypeAlias = tuple[Any, str] | tuple[Any, str, str]
"""A wrong value, the rule that it breaks, and where, if not at the value's root."""


class Presence(NamedTuple):
    """Whether a field may be left out, and whether it may be null."""

    required: bool
    nullable: bool


REQUIRED = Presence(True, False)
REQUIRED_OR_NULL = Presence(True, True)
OPTIONAL = Presence(False, False)
OPTIONAL_OR_NULL = Presence(False, True)


class Kind(NamedTuple):
    """What values of one type are tried: as they stand in JSON."""

    valid: Any
    good: Sequence[Any] = ()
    bad: Sequence[Bad] = ()


class Row(NamedTuple):
    """A field: its name in Python, its name in JSON, its presence, its values."""

    name: str
    wire: str
    presence: Presence
    kind: Kind


class Table(NamedTuple):
    """A record or a builder, and what its spec says.

    `make` makes an object or a request of arguments; `foreign` are the names that
    another variant has here, in Python and in JSON.
    """

    name: str
    make: Callable[..., Any]
    rows: Sequence[Row]
    foreign: Mapping[str, str] = {}

    @property
    def model(self) -> type[Model] | None:
        """The record's class; None for a builder."""
        made = self.make
        return made if isinstance(made, type) and issubclass(made, Model) else None


class Nested(NamedTuple):
    """A valid object of another table."""

    table: Table


class Brief(NamedTuple):
    """The least valid object of a table that is still to come or not complete yet."""

    table: Callable[[], Table]


class Moment(NamedTuple):
    """A point in time: text in JSON, a datetime in Python."""

    text: str


class OnWire(NamedTuple):
    """A case of JSON that Python says in another type."""

    value: Any


def pairs(count: int, value: Any) -> dict[str, Any]:
    """A map of so many pairs."""
    return {f"k{number}": value for number in range(count)}


# --- values both ways -----------------------------------------------------------------


def _members(table: Table, brief: bool) -> Iterator[tuple[Row, Any]]:
    """The fields of a valid object and their values; if `brief`, those needed."""
    for row in table.rows:
        if not brief:
            yield row, row.kind.valid
        elif row.presence.required:
            yield row, None if row.presence.nullable else row.kind.valid


def written(value: Any, *, brief: bool = False) -> Any:
    """A table's value as JSON."""
    match value:
        case Nested(table):
            members = _members(table, brief)
            return {row.wire: written(part, brief=brief) for row, part in members}
        case Brief(table):
            return written(Nested(table()), brief=True)
        case Moment(text):
            return text
        case OnWire(inner):
            return written(inner)
        case list():
            return [written(item, brief=brief) for item in value]
        case dict():
            return {key: written(item, brief=brief) for key, item in value.items()}
        case _:
            return value


def spoken(value: Any, *, brief: bool = False) -> Any:
    """A table's value as an argument in Python."""
    match value:
        case Nested(table):
            members = _members(table, brief)
            return {row.name: spoken(part, brief=brief) for row, part in members}
        case Brief(table):
            return spoken(Nested(table()), brief=True)
        case Moment(text):
            return datetime.fromisoformat(text)
        case list():
            return [spoken(item, brief=brief) for item in value]
        case dict():
            return {key: spoken(item, brief=brief) for key, item in value.items()}
        case _:
            return value


def _on_wire_only(value: Any) -> bool:
    if isinstance(value, OnWire):
        return True
    if isinstance(value, dict):
        return any(_on_wire_only(item) for item in value.values())
    return isinstance(value, list) and any(_on_wire_only(item) for item in value)


def _same(left: Any, right: Any) -> bool:
    """Equal as JSON, types included; points in time may be written in two ways."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            _same(left[key], right[key]) for key in left
        )
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if left == right:
        return True
    if not (isinstance(left, str) and isinstance(right, str)):
        return False
    try:
        moments = datetime.fromisoformat(left), datetime.fromisoformat(right)
    except ValueError:
        return False
    return moments[0] == moments[1] and None not in (
        moments[0].tzinfo,
        moments[1].tzinfo,
    )


# --- one case -------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What came of a case: JSON, or the mistakes as place and rule."""

    json: Any
    mistakes: list[tuple[str, str]]


def _made(table: Table, arguments: Mapping[str, Any]) -> Outcome:
    """The object or request of these arguments, as JSON."""
    try:
        made = table.make(**arguments)
    except ValidationError as error:
        return Outcome(
            None, [(mistake.place, mistake.rule) for mistake in error.mistakes]
        )
    except TypeError as error:
        if "missing" not in str(error) and "unexpected" not in str(error):
            raise
        rule = "required" if "missing" in str(error) else "unknown"
        return Outcome(None, [(str(error).split("'")[1], rule)])
    if isinstance(made, Request):
        return Outcome(json.loads(made.content or b"null"), [])
    return Outcome(json.loads(made.model_dump_json(by_alias=True)), [])


def _read(model: type[Model], body: Mapping[str, Any], *, strict: bool) -> Outcome:
    """JSON that was read, and written again."""
    try:
        found = read(model, json.dumps(body), strict=strict, subject="a case")
    except ValidationError as error:
        return Outcome(
            None, [(mistake.place, mistake.rule) for mistake in error.mistakes]
        )
    return Outcome(json.loads(found.model_dump_json(by_alias=True)), [])


class Case(NamedTuple):
    """A row with one value, or without one, and what has to come of it."""

    label: str
    row: Row
    value: Any  # MISSING: left out
    rule: str | None  # None: accepted
    inside: str = ""

    @property
    def on_wire_only(self) -> bool:
        """Whether Python has no such value."""
        return _on_wire_only(self.value)

    def body(self, table: Table) -> dict[str, Any]:
        """A full object as JSON, with this case in it."""
        body = {row.wire: written(row.kind.valid) for row in table.rows}
        if self.value is MISSING:
            del body[self.row.wire]
        else:
            body[self.row.wire] = written(self.value)
        return body

    def arguments(self, table: Table) -> dict[str, Any]:
        """Full arguments, with this case in them."""
        arguments = {row.name: spoken(row.kind.valid) for row in table.rows}
        arguments[self.row.name] = (
            MISSING if self.value is MISSING else spoken(self.value)
        )
        return arguments


def _judge(
    case: Case, table: Table, outcome: Outcome, name: str, expected: Any
) -> str | None:
    """What is wrong with the outcome of a case, or None."""
    if case.rule is None:
        if outcome.mistakes:
            return f"refused: {outcome.mistakes}"
        return None if _same(outcome.json, expected) else "accepted, but changed"
    wanted = [(name + case.inside, case.rule)]
    if outcome.mistakes == wanted:
        return None
    came = f"refused as {outcome.mistakes}" if outcome.mistakes else "accepted"
    return f"should break {wanted[0][1]!r} at {wanted[0][0]}, was {came}"


def _failures(table: Table, cases: Iterator[Case]) -> Iterator[str]:
    """Runs each case in Python and, for a record, in JSON, tolerant and strict."""
    model = table.model
    for case in cases:
        label = f"{table.name}.{case.row.name}: {case.label}"
        body = case.body(table)
        if not case.on_wire_only:
            outcome = _made(table, case.arguments(table))
            if found := _judge(case, table, outcome, case.row.name, body):
                yield f"{label}, in Python: {found}"
        if model is None:
            continue
        for strict in (False, True):
            outcome = _read(model, body, strict=strict)
            # A newer server's value of an enum stays readable.
            known = (
                case._replace(rule=None) if case.rule == "enum" and not strict else case
            )
            if found := _judge(known, table, outcome, case.row.wire, body):
                yield f"{label}, in JSON{' (strict)' if strict else ''}: {found}"


def _verify(failures: Iterator[str]) -> None:
    found = list(failures)
    assert not found, "\n".join([f"{len(found)} cases went wrong:", *found])


# --- the checks -----------------------------------------------------------------------


def check_presence(table: Table) -> None:
    """Each field absent, null, valid and invalid, as its presence says."""

    def cases() -> Iterator[Case]:
        for row in table.rows:
            presence = row.presence
            yield Case(
                "absent", row, MISSING, "required" if presence.required else None
            )
            yield Case("null", row, None, None if presence.nullable else "null")
            yield Case("valid", row, row.kind.valid, None)
            for bad in row.kind.bad[-1:]:
                yield Case(f"invalid {bad[0]!r}", row, bad[0], bad[1], "".join(bad[2:]))

    _verify(_failures(table, cases()))


def check_limits(table: Table) -> None:
    """Each limit, pattern and format of each field: at it, and to either side."""

    def cases() -> Iterator[Case]:
        for row in table.rows:
            for value in row.kind.good:
                yield Case(f"good {_short(value)}", row, value, None)
            for bad in row.kind.bad:
                yield Case(
                    f"bad {_short(bad[0])}", row, bad[0], bad[1], "".join(bad[2:])
                )

    _verify(_failures(table, cases()))


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:40]}… ({len(shown)} characters)"


def check_names(table: Table) -> None:
    """Each field alone beside the required ones: found and sent by its names."""

    def failures() -> Iterator[str]:
        needed = [row for row in table.rows if row.presence.required]
        for row in table.rows:
            rows = [*needed, row] if row not in needed else needed
            body = {each.wire: written(each.kind.valid) for each in rows}
            outcome = _made(
                table, {each.name: spoken(each.kind.valid) for each in rows}
            )
            if not _same(outcome.json, body):
                yield f"{table.name}.{row.name}: sent as {outcome}, not as {row.wire}"
            if table.model is None:
                continue
            found = read(table.model, json.dumps(body), strict=True, subject=table.name)
            if getattr(found, row.name, MISSING) is MISSING:
                yield f"{table.name}.{row.name}: {row.wire} was not read"
            absent = [each for each in table.rows if each not in rows]
            if any(getattr(found, each.name) is not MISSING for each in absent):
                yield f"{table.name}: a field that was left out is not MISSING"

    _verify(failures())


def check_unknown(table: Table) -> None:
    """Unknown names and those of other variants: refused when sent, kept when read."""
    names = {"no_such_field": "noSuchField", **table.foreign}
    names |= {f"{row.name}_x": f"{row.wire}X" for row in table.rows[:1]}
    snakes = {row.wire: row.name for row in table.rows if row.wire != row.name}
    model = table.model

    def failures() -> Iterator[str]:
        arguments = {row.name: spoken(row.kind.valid) for row in table.rows}
        body = {row.wire: written(row.kind.valid) for row in table.rows}
        for name in [*names, *snakes]:
            outcome = _made(table, {**arguments, name: "x"})
            if outcome.mistakes != [(name, "unknown")]:
                yield f"{table.name}: {name} in Python: {outcome}"
        for wire in [*names.values(), *snakes.values()] if model else []:
            assert model is not None
            extended = {**body, wire: ["x"]}
            outcome = _read(model, extended, strict=True)
            if outcome.mistakes != [(wire, "unknown")]:
                yield f"{table.name}: {wire} in JSON (strict): {outcome}"
            outcome = _read(model, extended, strict=False)
            if not _same(outcome.json, extended):
                yield f"{table.name}: {wire} in JSON: {outcome}"
        for wire, name in snakes.items() if model else []:
            assert model is not None
            renamed = {
                name if key == wire else key: value for key, value in body.items()
            }
            outcome = _read(model, renamed, strict=True)
            if (name, "unknown") not in outcome.mistakes:
                yield f"{table.name}: {name} instead of {wire} in JSON: {outcome}"
        yield from _unknown_inside(table, arguments)

    _verify(failures())


def _unknown_inside(table: Table, arguments: dict[str, Any]) -> Iterator[str]:
    """An object of a newer server, with a field unknown here, is not sent on."""
    for row in table.rows:
        if not isinstance(row.kind.valid, Nested):
            continue
        inner = row.kind.valid.table
        if inner.model is None:
            continue
        body = json.dumps({**written(Nested(inner)), "noSuchField": 1})
        newer = read(inner.model, body, strict=False, subject=inner.name)
        outcome = _made(table, {**arguments, row.name: newer})
        if outcome.mistakes != [(f"{row.name}.noSuchField", "unknown")]:
            yield f"{table.name}.{row.name}: an unknown field inside: {outcome}"


def check_every_mistake(table: Table) -> None:
    """All mistakes are in one error, and none of the values."""
    secret = "no one may read this"
    wrong = [row for row in table.rows if row.kind.bad]
    arguments = {row.name: spoken(row.kind.valid) for row in table.rows}
    arguments |= {row.name: {secret: object()} for row in wrong}
    try:
        table.make(**arguments)
    except ValidationError as error:
        places = {re.split(r"[.\[]", mistake.place)[0] for mistake in error.mistakes}
        assert places >= {row.name for row in wrong}, f"{table.name}: only {places}"
        if not any(mistake.rule == "unknown" for mistake in error.mistakes):
            assert secret not in str(error) + repr(error), f"{table.name}: {error}"
        return
    assert not wrong, f"{table.name}: took {arguments}"


def check_request(table: Table, method: str, path: str) -> None:
    """The request goes to its method and path, and carries no key."""
    needed = {
        row.name: spoken(row.kind.valid) for row in table.rows if row.presence.required
    }
    request = table.make(**needed)
    assert (request.method, request.path) == (method, path)
    assert request.url("https://example.org/v0/") == f"https://example.org/v0{path}"
    assert request.url().endswith(path)
    assert request.url() in request.to_curl()
    assert "authorization" not in {name.lower() for name in request.headers}


def check_example(table: Table, arguments: Mapping[str, Any], body: Any) -> None:
    """Documented arguments are sent as the documented body, in its order."""
    request = table.make(**{name: spoken(value) for name, value in arguments.items()})
    assert json.loads(request.content) == body
    assert list(json.loads(request.content)) == list(body)


def check_response_example(model: type[Model], body: Any) -> None:
    """A documented answer is read, strictly too, and comes back equal."""
    for strict in (False, True):
        outcome = _read(model, body, strict=strict)
        assert outcome == Outcome(body, []), f"strict={strict}"


def check_sent(table: Table, params: type[Model], arguments: Mapping[str, Any]) -> None:
    """Any valid arguments are sent, each under its name, and read back equal."""
    before = repr(arguments)
    request = table.make(**arguments)
    assert repr(arguments) == before, "the arguments were changed"
    wires = {row.name: row.wire for row in table.rows}
    assert list(json.loads(request.content)) == [
        wire for name, wire in wires.items() if name in arguments
    ]
    again = read(params, request.content, strict=True, subject=table.name)
    assert again == params(**arguments)
    assert table.make(**arguments).content == request.content


def check_read(model: type[Model], body: Mapping[str, Any]) -> None:
    """Any valid answer is read, strictly too, and comes back equal."""
    for strict in (False, True):
        outcome = _read(model, body, strict=strict)
        assert not outcome.mistakes, f"strict={strict}: {outcome.mistakes}"
        assert _same(
            outcome.json, json.loads(json.dumps(body))
        ), f"strict={strict}: changed"


# --- kinds without limits of their own ------------------------------------------------

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
