"""One case of a table: run in Python and in JSON, and judged."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import MISSING

from .._runtime import Request, ValidationError, read
from ._sent import expected, refusals, sent
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


class Outcome(NamedTuple):
    """What came of a case: JSON, or the mistakes as place and rule."""

    json: Any
    mistakes: list[tuple[str, str]]


def refused(error: ValidationError) -> Outcome:
    """The mistakes of an error, which tells nothing of how they were found."""
    assert error.__cause__ is None, "pydantic's error shows"
    assert error.__context__ is None, "pydantic's error shows"
    return Outcome(None, [(each.place, each.rule) for each in error.mistakes])


def made(table: Table, arguments: Mapping[str, Any]) -> Outcome:
    """The object or request of these arguments, as JSON."""
    try:
        made = table.make(**arguments)
    except ValidationError as error:
        return refused(error)
    except TypeError as error:
        text = str(error)
        missing = "required" in text and "argument" in text
        if not missing and "unexpected keyword argument" not in text:
            raise
        rule = "required" if missing else "unknown"
        return Outcome(None, [(text.split("'")[1], rule)])
    if isinstance(made, Request):
        return Outcome(sent(made), [])
    return Outcome(json.loads(made.model_dump_json(by_alias=True)), [])


def read_back(record: Record, body: Any, *, strict: bool) -> Outcome:
    """JSON that was read, and written again."""
    try:
        found = read(record.model, dumped(body), strict=strict, subject="a case")
    except ValidationError as error:
        return refused(error)
    return Outcome(json.loads(found.model_dump_json(by_alias=True)), [])


def wanted(table: Table, values: Mapping[str, Any]) -> Any:
    """What is made of these values, which are JSON by their Python names."""
    if isinstance(table, Operation):
        return expected(table, values)
    return {row.wire: values[row.name] for row in table.rows if row.name in values}


def arguments_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Valid arguments for these rows."""
    return {row.name: spoken(row.kind.valid) for row in rows}


def values_of(rows: Iterable[Row]) -> dict[str, Any]:
    """The same as JSON, by Python names."""
    return {row.name: written(row.kind.valid) for row in rows}


ABSENT = object()


class Case(NamedTuple):
    """A row with one value, or without one, and what has to come of it."""

    label: str
    row: Row
    value: Any  # MISSING: left out; ABSENT: not even said
    broken: Sequence[tuple[str, str]] = ()  # places inside and rules; none: accepted

    def values(self, table: Table) -> dict[str, Any]:
        """A full object as JSON, with this case in it, by Python names."""
        values = values_of(table.rows)
        if self.value in (MISSING, ABSENT):
            del values[self.row.name]
        else:
            values[self.row.name] = written(self.value)
        return values

    def arguments(self, table: Table) -> dict[str, Any]:
        """Full arguments, with this case in them."""
        arguments = arguments_of(table.rows)
        if self.value is ABSENT:
            del arguments[self.row.name]
            return arguments
        return arguments | {self.row.name: spoken(self.value)}

    def placed(self, table: Table) -> "Case":
        """The case where the place of an argument can't hold a value of its kind."""
        if isinstance(table, Record) or self.broken or self.value in (MISSING, ABSENT):
            return self
        return self._replace(broken=refusals(table, self.row, written(self.value)))


def _judge(case: Case, outcome: Outcome, name: str, expected: Any) -> str | None:
    """What is wrong with the outcome of a case, or None."""
    wanted = [(name + inside, rule) for inside, rule in case.broken]
    if outcome.mistakes != wanted:
        came = f"refused as {outcome.mistakes}" if outcome.mistakes else "accepted"
        return f"should break {wanted}, was {came}" if wanted else came
    if not wanted and not same(outcome.json, expected):
        return "accepted, but changed"
    return None


def failures(table: Table, cases: Iterable[Case]) -> Iterator[str]:
    """Runs each case in Python and, for a record, in JSON, tolerant and strict."""
    for each in cases:
        case = each.placed(table)
        label = f"{table.name}.{case.row.name}: {case.label}"
        if isinstance(table, Record) and holds(case.value, Unsent):
            continue
        in_json = not holds(case.value, InPython, Unsent)
        result = wanted(table, case.values(table)) if in_json else None
        if not holds(case.value, OnWire, Token):
            outcome = made(table, case.arguments(table))
            if found := _judge(case, outcome, case.row.name, result):
                yield f"{label}, in Python: {found}"
        if isinstance(table, Operation) or not in_json:
            continue
        for strict in (False, True):
            outcome = read_back(table, result, strict=strict)
            # A newer server's value of an enum stays readable.
            newer = not strict and [rule for _, rule in case.broken] == ["enum"]
            known = case._replace(broken=()) if newer else case
            if found := _judge(known, outcome, case.row.wire, result):
                yield f"{label}, in JSON{' (strict)' if strict else ''}: {found}"


def verify(failures: Iterator[str]) -> None:
    found = list(failures)
    assert not found, "\n".join([f"{len(found)} cases went wrong:", *found])


def object_of(record: Record) -> Any:
    """A valid object of a record, as JSON."""
    return written(Nested(record))


def shown(record: Record) -> Given | Nested:
    """The object of a record that the spec shows, or a valid one."""
    return record.example or Nested(record)


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
