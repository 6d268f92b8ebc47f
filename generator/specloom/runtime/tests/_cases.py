"""One case of a table: run in Python and in JSON, and judged."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import MISSING

from .._runtime import Model, Request, ValidationError, read
from ._tables import Row, Table, on_wire_only, spoken, written


class Outcome(NamedTuple):
    """What came of a case: JSON, or the mistakes as place and rule."""

    json: Any
    mistakes: list[tuple[str, str]]


def made(table: Table, arguments: Mapping[str, Any]) -> Outcome:
    """The object or request of these arguments, as JSON."""
    try:
        made = table.make(**arguments)
    except ValidationError as error:
        return Outcome(
            None, [(mistake.place, mistake.rule) for mistake in error.mistakes]
        )
    except TypeError as error:
        text = str(error)
        missing = "required keyword-only argument" in text
        if not missing and "unexpected keyword argument" not in text:
            raise
        rule = "required" if missing else "unknown"
        return Outcome(None, [(str(error).split("'")[1], rule)])
    if isinstance(made, Request):
        return Outcome(json.loads(made.content or b"null"), [])
    return Outcome(json.loads(made.model_dump_json(by_alias=True)), [])


def read_back(model: type[Model], body: Mapping[str, Any], *, strict: bool) -> Outcome:
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
        return on_wire_only(self.value)

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
        return None if same(outcome.json, expected) else "accepted, but changed"
    wanted = [(name + case.inside, case.rule)]
    if outcome.mistakes == wanted:
        return None
    came = f"refused as {outcome.mistakes}" if outcome.mistakes else "accepted"
    return f"should break {wanted[0][1]!r} at {wanted[0][0]}, was {came}"


def failures(table: Table, cases: Iterator[Case]) -> Iterator[str]:
    """Runs each case in Python and, for a record, in JSON, tolerant and strict."""
    model = table.model
    for case in cases:
        label = f"{table.name}.{case.row.name}: {case.label}"
        body = case.body(table)
        if not case.on_wire_only:
            outcome = made(table, case.arguments(table))
            if found := _judge(case, table, outcome, case.row.name, body):
                yield f"{label}, in Python: {found}"
        if model is None:
            continue
        for strict in (False, True):
            outcome = read_back(model, body, strict=strict)
            # A newer server's value of an enum stays readable.
            known = (
                case._replace(rule=None) if case.rule == "enum" and not strict else case
            )
            if found := _judge(known, table, outcome, case.row.wire, body):
                yield f"{label}, in JSON{' (strict)' if strict else ''}: {found}"


def verify(failures: Iterator[str]) -> None:
    found = list(failures)
    assert not found, "\n".join([f"{len(found)} cases went wrong:", *found])


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
