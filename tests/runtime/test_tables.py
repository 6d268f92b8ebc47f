"""The runner of tables notices what differs from what a table says, and tells it."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from hypothesis import settings
from pydantic import MISSING, Field
from specloom.runtime._runtime import Model, wire
from specloom.runtime._values import Open
from specloom.runtime.strategies import _strategies as drawn
from specloom.runtime.tests import _checks
from specloom.runtime.tests._cases import Trial, trials
from specloom.runtime.tests._checks import (
    STRUCTURE,
    check_alone,
    check_edits,
    check_limits,
    check_presence,
    check_unknown,
    limits,
    of_record,
    presence,
    unknown,
)
from specloom.runtime.tests._kinds import enum, id_of, text
from specloom.runtime.tests._many import list_of, map_of, or_null
from specloom.runtime.tests._numbers import integer
from specloom.runtime.tests._structure import check_structure
from specloom.runtime.tests._tables import Kind, Record, Row, may, need

_ID = "^shp_[0-9a-f]{32}$"


class Ship(Model):
    """What the tables below are of."""

    flag: Open[Literal["nl", "no"]]
    name: Annotated[str, Field(min_length=1, max_length=5)]
    ship_id: Annotated[str, Field(pattern=_ID), wire("shipId")]
    berths: Annotated[list[int], Field(max_length=2)] | MISSING = MISSING
    crew: Annotated[int, Field(ge=1, le=9)] | MISSING | None = MISSING
    notes: dict[str, str] | MISSING = MISSING


STRATEGY = drawn.record(
    drawn.need("flag", drawn.enum("nl", "no")),
    drawn.need("name", drawn.text(1, 5)),
    drawn.need("ship_id", drawn.ids("shp"), "shipId"),
    drawn.may("crew", drawn.numbers(1, 9).filter(lambda crew: isinstance(crew, int))),
)
ROWS = {
    "flag": need("flag", enum("nl", "no")),
    "name": need("name", text(1, 5)),
    "ship_id": need("ship_id", id_of("shp"), "shipId"),
    "berths": may("berths", list_of(integer(), max=2)),
    "crew": may("crew", or_null(integer(1, 9))),
}


def ship(**rows: Row) -> Record:
    """The table of a ship with some rows of its own; notes are left out of it."""
    said = {**ROWS, "notes": may("notes", map_of(text(), text())), **rows}
    return Record(Ship, STRATEGY, *said.values(), example=None)


def problems(table: Record) -> list[str]:
    """What goes wrong with the cases of a table."""
    cases = (*presence(table), *limits(table), *unknown(table))
    return [trial.told(table) for trial in trials(table, cases) if trial.problem]


def test_what_is_right_passes() -> None:
    table = ship(notes=may("notes", Kind({"a": "b"}, schema={})))
    assert problems(table) == []
    for check in (check_alone, check_presence, check_limits, check_unknown):
        check(table)


def test_a_case_is_one_value_driven_one_way() -> None:
    table = ship()
    ways = [each.way for each in trials(table, presence(table))]
    assert ways.count("Python") == ways.count("JSON") == 4 * len(table.rows)
    assert ways.count("JSON, strict") == 4 * len(table.rows)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            need("name", text(1, 4)),
            "Ship.name: bad 'aaaaa', in JSON: should break [('name', 'max_length')], "
            "was accepted",
        ),
        (
            need("name", text(1, 6)),
            "Ship.name: good 'aaaaaa', in Python: was refused as "
            "[('name', 'max_length')]",
        ),
        (
            may("name", text(1, 5)),
            "Ship.name: left out, in Python: was refused as " "[('name', 'required')]",
        ),
        (
            need("name", or_null(text(1, 5))),
            "Ship.name: null None, in JSON: was refused as [('name', 'null')]",
        ),
        (
            need("flag", enum("nl", "no", "de")),
            "Ship.flag: good 'de', in JSON, strict: was refused as [('flag', 'enum')]",
        ),
        (
            need("flag", enum("nl")),
            "Ship.flag: bad 'NL', in Python: enum: should allow (\"one of 'nl'\", "
            "\"one of 'nl'\"), allows \"one of 'nl' or 'no'\"",
        ),
        (
            need("ship_id", id_of("shq"), "shipId"),
            "Ship.ship_id: valid 'shq_0123456789abcdef0123456789abcdef', in JSON: was "
            "refused as [('shipId', 'pattern')]",
        ),
        (
            may("berths", list_of(integer(), max=1)),
            "Ship.berths: bad [0, 0], in JSON: should break [('berths', 'max_items')], "
            "was accepted",
        ),
        (
            may("crew", or_null(integer(1, 10))),
            "Ship.crew: good 10, in Python: was refused as [('crew', 'maximum')]",
        ),
        (
            need("ship_id", id_of("shp"), "ship_id"),
            "Ship.ship_id: valid 'shp_0123456789abcdef0123456789abcdef', in JSON, "
            "strict: was refused as [('shipId', 'required'), ('ship_id', 'unknown')]",
        ),
    ],
    ids=lambda part: part.name if isinstance(part, Row) else "",
)
def test_a_fault_is_told_with_its_case(row: Row, told: str) -> None:
    table = ship(**{row.name: row})
    assert told in problems(table)
    with pytest.raises(AssertionError, match="Ship"):
        check_structure(table)


class Renamed(Ship):
    """A ship that is written otherwise than it is read."""

    def model_dump_json(self, **words: Any) -> str:
        return super().model_dump_json(**words).replace('"nl"', '"no"')


def test_what_comes_back_changed_is_told() -> None:
    table = ship()
    table.model = table.make = Renamed
    assert any("accepted, but changed to" in each for each in problems(table))


@pytest.mark.parametrize(
    "row", [need("name", text(1, 4)), may("crew", or_null(integer(1, 8)))]
)
def test_edits_find_a_limit_that_is_off(
    row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = settings(
        _checks.profile(), max_examples=1000, derandomize=True, database=None
    )
    monkeypatch.setattr(_checks, "profile", lambda: many)
    with pytest.raises(BaseException, match=r"in JSON|in Python|mistakes"):
        check_edits(ship(**{row.name: row}))


def test_checks_of_structure_are_told_apart() -> None:
    def name(check: Callable[[Any], None]) -> str:
        return check.__name__.removeprefix("check_")

    names = {name(check) for check in of_record(ship())}
    assert names & STRUCTURE == {"structure", "fields"}
    assert {"presence", "limits", "unknown", "alone", "edits"} <= names


def test_a_long_value_is_shown_short() -> None:
    table = ship()
    case = next(presence(table))._replace(value="a" * 500)
    told = Trial(case, "JSON", "was lost").told(table)
    assert told.endswith("(502 characters), in JSON: was lost")
    assert len(told) < 120
