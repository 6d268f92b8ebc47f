"""Cases of a table: each value of each row, driven each way, and judged.

A case stands in a frame, which is made once for a table: a valid object of the fields
that are required. A value is spliced in as an argument and as JSON; what comes back is
compared as text first, since that is cheap and says all if it is equal.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import MISSING

from .._runtime import ValidationError, read
from ._sent import Head, head_of, refusals
from ._tables import (
    Given,
    InPython,
    Nested,
    OnWire,
    Operation,
    Record,
    Row,
    Table,
    Token,
    Unsent,
    dumped,
    holds,
    spoken,
    written,
)

ABSENT = object()
ALWAYS = {
    "required": ("has to be given",),
    "null": ("may not be null",),
    "unknown": ("no field has this name",),
    "path": ("text that is not empty, '.' or '..'",),
    "header": ("printable ASCII, with no space at its ends",),
    "comma": ("not empty, and without commas",),
    "null_text": ("text other than what stands for null",),
}
"""What is allowed, in words, for the rules that do not depend on a kind."""


class Case(NamedTuple):
    """A row with one value, or without one, and what has to come of it."""

    label: str
    row: Row
    value: Any  # MISSING: left out; ABSENT: not even said
    broken: Sequence[tuple[str, str]] = ()  # places inside and rules; none: accepted
    allowed: Sequence[str] = ()  # what may be told as right; none: not compared


class Frame:
    """What stands around the cases of a table: all fields that are required."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.needed = [row for row in table.rows if row.required]
        self.arguments = {
            row.name: spoken(row.kind.valid, brief=True) for row in self.needed
        }
        self.values = {
            row.name: written(row.kind.valid, brief=True) for row in self.needed
        }
        self.head = (
            head_of(table, self.values) if isinstance(table, Operation) else None
        )
        self.places = {row.wire: at for at, row in enumerate(table.rows)}
        self.texts: dict[str, tuple[str, str, str]] = {}

    def around(self, row: Row) -> tuple[str, str, str]:
        """The JSON before a row's value and behind it; and all without the row."""
        if row.wire not in self.texts:
            at = self.places.get(row.wire, len(self.places))
            first: list[str] = []
            last: list[str] = []
            for other in self.needed:
                if other.place == "body" and other.wire != row.wire:
                    side = first if self.places[other.wire] < at else last
                    text = dumped(self.values[other.name])
                    side.append(f"{dumped(other.wire)}:{text}")
            before = ",".join([*first, f"{dumped(row.wire)}:"])
            behind = ",".join(["", *last])
            without = ",".join(first + last)
            self.texts[row.wire] = f"{{{before}", f"{behind}}}", f"{{{without}}}"
        return self.texts[row.wire]

    def text(self, case: Case) -> str:
        """The object as JSON, in the order of its fields."""
        before, behind, without = self.around(case.row)
        if case.value is MISSING or case.value is ABSENT or case.row.place != "body":
            return without
        return f"{before}{dumped(written(case.value))}{behind}"

    def given(self, case: Case) -> dict[str, Any]:
        """The arguments."""
        name, value = case.row.name, case.value
        if value is not ABSENT:
            return {**self.arguments, name: spoken(value)}
        return {key: self.arguments[key] for key in self.arguments if key != name}

    def placed(self, case: Case) -> Case:
        """The case where the place of an argument can't hold a value of its kind."""
        fixed = case.broken or case.value is MISSING or case.value is ABSENT
        if isinstance(self.table, Record) or fixed or case.row.place == "body":
            return case
        told = refusals(self.table, case.row, written(case.value))
        return case._replace(broken=told) if told else case

    def sent(self, case: Case) -> Head:
        """What is sent for a case beside its body."""
        assert isinstance(self.table, Operation) and self.head is not None
        if case.row.place == "body":
            return self.head
        values = {**self.values, case.row.name: written(case.value)}
        if case.value is MISSING or case.value is ABSENT:
            del values[case.row.name]
        return head_of(self.table, values)


class Trial(NamedTuple):
    """A case that was driven one way, and what is wrong with what came of it."""

    case: Case
    way: str
    problem: str | None

    def told(self, table: Table) -> str:
        """The table, the field, the case, the way, and what is wrong."""
        label, row, value = self.case[:3]
        if value is not ABSENT and value is not MISSING:
            shown = repr(value)
            cut = f"{shown[:40]}… ({len(shown)} characters)"
            label += f" {shown if len(shown) <= 60 else cut}"
        return f"{table.name}.{row.name}: {label}, in {self.way}: {self.problem}"


def trials(table: Table, cases: Iterable[Case]) -> Iterator[Trial]:
    """Drives each case each way that it can be: one trial each."""
    frame = Frame(table)
    drive = _request if isinstance(table, Operation) else _object
    for case in cases:
        in_json = not holds(case.value, InPython, Unsent)
        text = frame.text(case) if in_json else ""
        if not holds(case.value, OnWire, Token):
            placed = frame.placed(case) if in_json else case
            yield Trial(case, "Python", drive(frame, placed, text))
        if in_json and isinstance(table, Record):
            yield Trial(case, "JSON", _body(table, case, text, strict=False))
            yield Trial(case, "JSON, strict", _body(table, case, text, strict=True))


def _object(frame: Frame, case: Case, text: str) -> str | None:
    """What is wrong with the object made of a case."""
    try:
        made = frame.table.make(**frame.given(case))
    except ValidationError as error:
        return _judge(case, case.row.name, error)
    return _accepted(case, case.row.name) or _changed(made.model_dump_json(), text)


def _request(frame: Frame, case: Case, text: str) -> str | None:
    """What is wrong with the request made of a case."""
    try:
        made = frame.table.make(**frame.given(case))
    except ValidationError as error:
        return _judge(case, case.row.name, error)
    except TypeError as error:
        told = signature_mistake(error)
        return None if told == _wanted(case, case.row.name)[0] else f"was {told}"
    if problem := _accepted(case, case.row.name):
        return problem
    head = Head(made.method, made.url(), [*made.query], made.headers)
    if head != (wanted := frame.sent(case)):
        return f"sent as {head}, should be {wanted}"
    return None if made.content is None else _changed(made.content.decode(), text)


def _body(record: Record, case: Case, text: str, *, strict: bool) -> str | None:
    """What is wrong with the object that was read."""
    if not strict and case.broken and case.broken[0][1] in ("enum", "unknown"):
        case = case._replace(broken=())  # a newer server's stays readable
    try:
        found = read(record.model, text, strict=strict, subject="a case")
    except ValidationError as error:
        return _judge(case, case.row.wire, error)
    return _accepted(case, case.row.wire) or _changed(found.model_dump_json(), text)


def _wanted(case: Case, name: str) -> list[tuple[str, str]]:
    return [(name + inside, rule) for inside, rule in case.broken]


def _accepted(case: Case, name: str) -> str | None:
    return f"should break {_wanted(case, name)}, was accepted" if case.broken else None


def _judge(case: Case, name: str, error: ValidationError) -> str | None:
    """What is wrong with an error: its places, rules, and words for what is allowed."""
    wanted = _wanted(case, name)
    found = [(each.place, each.rule) for each in error.mistakes]
    if found != wanted:
        should = f"should break {wanted}, " if wanted else ""
        return f"{should}was refused as {found}"
    if error.__cause__ is not None or error.__context__ is not None:
        return "pydantic's error shows"
    for told in error.mistakes:
        allowed = ALWAYS.get(told.rule, case.allowed)
        if allowed and told.allowed not in allowed:
            return f"{told.rule}: should allow {allowed}, allows {told.allowed!r}"
    return None


def _changed(found: str, wanted: str) -> str | None:
    if wanted in (found, "") or same(json.loads(found), json.loads(wanted)):
        return None
    return f"accepted, but changed to {found}"


def signature_mistake(error: TypeError) -> tuple[str, str]:
    """What Python itself tells of a call: an argument that is missing or unknown."""
    text = str(error)
    if "unexpected keyword argument" in text:
        return text.split("'")[1], "unknown"
    if "required" not in text or "argument" not in text:
        raise error
    return text.split("'")[1], "required"


def failures(table: Table, cases: Iterable[Case]) -> Iterator[str]:
    """What went wrong, a line a trial."""
    return (trial.told(table) for trial in trials(table, cases) if trial.problem)


def verify(failures: Iterable[str]) -> None:
    """Fails with all that went wrong."""
    found = list(failures)
    assert not found, "\n".join([f"{len(found)} cases went wrong:", *found])


def object_of(record: Record) -> Any:
    """A valid object of a record, as JSON."""
    return written(Nested(record))


def shown(record: Record) -> Given | Nested:
    """The object of a record that the spec shows, or a valid one."""
    return record.example or Nested(record)


def arguments_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Valid arguments for these rows."""
    return {row.name: spoken(row.kind.valid) for row in rows}


def values_of(rows: Iterable[Row]) -> dict[str, Any]:
    """The same as JSON, by Python names."""
    return {row.name: written(row.kind.valid) for row in rows}


def same(left: Any, right: Any) -> bool:
    """Equal as JSON, types included; points in time may be written in two ways."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            same(left[key], right[key]) for key in left
        )
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if left == right:
        return isinstance(left, int) == isinstance(right, int)
    if not (isinstance(left, str) and isinstance(right, str)):
        return False
    try:
        moments = datetime.fromisoformat(left), datetime.fromisoformat(right)
    except ValueError:
        return False
    offsets = [moment.utcoffset() for moment in moments]
    return moments[0] == moments[1] and offsets[0] == offsets[1] is not None
