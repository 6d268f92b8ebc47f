"""What comes, goes and changes: each release and variant has the shape of its own time."""

import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .weaving import run_tests, weave_into

SPEC = Path(__file__).parent / "lifetimes" / "spec" / "ferry"
BUILDS = (
    "ferry_agency_first",
    "ferry_agency_last",
    "ferry_rider_first",
    "ferry_rider_next",
    "ferry_rider_last",
    "ferry_carrier",
)
TRIP = {"tripId": "trp_" + "0" * 32, "berth": "aisle", "note": "x"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of all builds."""
    out = tmp_path_factory.mktemp("ferry")
    weave_into(out, SPEC)
    return out


@pytest.fixture(scope="module", autouse=True)
def importable(folder: Path) -> Iterator[None]:
    paths = [str(folder / build) for build in BUILDS]
    sys.path[:0] = paths
    yield
    for path in paths:
        sys.path.remove(path)


def trips(build: str) -> Any:
    """The trips as a build has them."""
    return importlib.import_module(f"{build}.lines.trips")


def error(build: str) -> Any:
    return importlib.import_module(build).ValidationError


def names(build: str) -> set[str]:
    """What `book` takes."""
    return set(inspect.signature(trips(build).book).parameters)


def body(build: str, **arguments: Any) -> Any:
    return json.loads(trips(build).book(**arguments).content)


def functions(module: ModuleType) -> set[str]:
    """The builders of a module."""
    return {
        name
        for name, found in vars(module).items()
        if inspect.isfunction(found) and not name.startswith("_")
    }


def test_a_renamed_field_has_one_name_at_a_time() -> None:
    assert "day" in names("ferry_rider_first")
    assert "date" not in names("ferry_rider_first")
    assert "date" in names("ferry_rider_next")
    assert "day" not in names("ferry_rider_next")
    assert body("ferry_rider_next", berth="aisle", date="2030-07-01") == {
        "berth": "aisle",
        "date": "2030-07-01",
    }


def test_a_field_that_changed_its_presence() -> None:
    with pytest.raises(error("ferry_rider_first")) as caught:
        trips("ferry_rider_first").book(berth="aisle", day="2030-02-01", cabin=None)
    assert [(m.place, m.rule) for m in caught.value.mistakes] == [("cabin", "null")]
    with pytest.raises(TypeError):
        trips("ferry_rider_first").book(berth="aisle", day="2030-02-01")
    later = {"berth": "aisle", "date": "2030-07-01"}
    assert body("ferry_rider_next", **later) == later
    assert body("ferry_rider_next", **later, cabin=None) == {**later, "cabin": None}


def test_a_field_that_changed_its_type() -> None:
    first = {"berth": "aisle", "day": "2030-02-01", "cabin": "7"}
    assert body("ferry_rider_first", **first, deck="upper")["deck"] == "upper"
    later = {"berth": "aisle", "date": "2030-07-01"}
    assert body("ferry_rider_next", **later, deck=9)["deck"] == 9
    for wrong in ("upper", 10):
        with pytest.raises(error("ferry_rider_next")):
            trips("ferry_rider_next").book(**later, deck=wrong)


def test_a_field_of_an_answer_that_changed_its_presence() -> None:
    without = {key: value for key, value in TRIP.items() if key != "note"}
    for build, function, taken in (
        ("ferry_rider_next", "search", False),
        ("ferry_rider_last", "find", True),
    ):
        request = getattr(trips(build), function)(day="2030-07-01")
        if taken:
            assert request.parse(json.dumps(without)).trip_id == TRIP["tripId"]
            assert request.parse(json.dumps({**TRIP, "note": None})).note is None
            continue
        with pytest.raises(error(build)):
            request.parse(json.dumps(without))


@pytest.mark.parametrize(
    ("build", "values"),
    [
        ("ferry_rider_first", {"window", "aisle", "hammock"}),
        ("ferry_rider_next", {"window", "aisle", "hammock", "lounge"}),
        ("ferry_rider_last", {"window", "aisle", "lounge"}),
    ],
)
def test_values_of_an_enum_that_arrive_and_go(build: str, values: set[str]) -> None:
    others = {"cabin": "7", "day": "2030-02-01"}
    if build != "ferry_rider_first":
        others = {"date": "2030-07-01"}
    for value in ("window", "aisle", "lounge", "hammock"):
        if value in values:
            assert body(build, berth=value, **others)["berth"] == value
            continue
        with pytest.raises(error(build)) as caught:
            trips(build).book(berth=value, **others)
        assert [mistake.rule for mistake in caught.value.mistakes] == ["enum"]


def test_endpoints_that_arrive_and_go() -> None:
    assert functions(trips("ferry_rider_first")) == {"book", "drop", "search"}
    assert functions(trips("ferry_rider_next")) == {"book", "cancel", "drop", "search"}
    assert functions(trips("ferry_rider_last")) == {"book", "cancel", "find"}


def test_what_is_deprecated_says_so_while_it_is_there() -> None:
    assert not hasattr(trips("ferry_rider_first").drop, "__deprecated__")
    assert "2030-06" in trips("ferry_rider_next").drop.__deprecated__


def test_a_variant_that_ended_is_gone_from_its_neighbours(folder: Path) -> None:
    assert "coupon" in names("ferry_agency_last")
    assert "coupon" not in names("ferry_rider_next")
    likes = {
        build: {path.stem for path in (folder / build).rglob("test_like_*.py")}
        for build in BUILDS
    }
    assert likes["ferry_rider_first"] == {"test_like_agency"}
    assert likes["ferry_rider_next"] == {"test_like_agency"}
    assert likes["ferry_rider_last"] == {"test_like_carrier"}


def test_a_file_for_one_variant_from_one_release() -> None:
    freight = importlib.import_module("ferry_carrier.lines.freight")
    assert json.loads(freight.weigh(kilos=2.5).content) == {"kilos": 2.5}
    for build in BUILDS[:-1]:
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(f"{build}.lines.freight")


def test_a_field_of_one_variant() -> None:
    assert "freight" in names("ferry_carrier")
    assert "freight" not in names("ferry_rider_last")


def test_the_tests_of_every_build_pass(folder: Path) -> None:
    ran = run_tests(folder, examples=5)
    assert ran.code == 0, ran.out[-3000:]
    assert "skipped" not in ran.out
