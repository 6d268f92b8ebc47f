"""What the strategies draw is what the values admit."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import TypeAdapter
from specloom.formats import FORMATS
from specloom.patterns import matches, parse_pattern
from specloom.runtime._values import Date, Json, TimeOfDay, Timestamp, Uuid
from specloom.runtime.strategies import _strategies as made

KINDS: list[tuple[str, SearchStrategy[Any], Any]] = [
    ("dates", made.dates(), Date),
    ("times", made.times(), TimeOfDay),
    ("uuids", made.uuids(), Uuid),
    ("datetimes", made.datetimes(), Timestamp),
    ("json", made.json_values(), Json),
]


@pytest.mark.parametrize(("strategy", "kind"), [each[1:] for each in KINDS])
def test_values_of_a_kind_are_admitted(
    strategy: SearchStrategy[Any], kind: Any
) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    @settings(max_examples=40, database=None)
    @given(strategy)
    def check(value: Any) -> None:
        adapter.validate_python(value, strict=True)

    check()


@settings(max_examples=40, database=None)
@given(made.datetimes().map(made.as_json))
def test_datetimes_are_read_from_json(text: str) -> None:
    TypeAdapter(Timestamp).validate_json(f'"{text}"')


@pytest.mark.parametrize(
    ("name", "strategy"),
    [("email", made.emails()), ("url", made.urls()), ("base64", made.base64s())],
)
def test_texts_of_a_format_match_it(name: str, strategy: SearchStrategy[str]) -> None:
    parsed = parse_pattern(FORMATS[name].pattern)

    @settings(max_examples=40, database=None)
    @given(strategy)
    def check(text: str) -> None:
        assert matches(parsed, text)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    check()


@settings(max_examples=60, database=None)
@given(st.data())
def test_numbers_stay_within_their_bounds(data: st.DataObject) -> None:
    bounds = st.sampled_from([-7, -0.5, 0, 0.25, 3])
    low = data.draw(bounds)
    high = low + data.draw(st.sampled_from([0.5, 1, 10]))
    assert low <= data.draw(made.numbers(low, high)) <= high
    assert low < data.draw(made.numbers(above=low, below=high)) < high
    assert low < data.draw(made.numbers(low, above=low))
    assert data.draw(made.numbers(None, high, below=high)) < high


@settings(max_examples=60, database=None)
@given(made.multiples("0.1", -50, 50), made.multiples("12", -2, 2))
def test_multiples_are_exact_in_decimal(tenth: float, dozen: int) -> None:
    assert len(repr(tenth).partition(".")[2]) <= 1
    assert dozen in (-24, -12, 0, 12, 24)


@settings(max_examples=60, database=None)
@given(made.unique(st.sampled_from([0, 0.0, False, 1, True, "1", [1], [True]]), 0, 6))
def test_unique_items_differ_as_json(items: list[Any]) -> None:
    def told(item: Any) -> str:
        return repr(item).replace("0.0", "0")

    assert len(set(map(told, items))) == len(items)


@settings(max_examples=60, database=None)
@given(made.within(6, made.text(0, 4)))
def test_texts_within_bytes(text: str) -> None:
    from pydantic_core import to_json

    assert len(to_json(text)) <= 6
