"""Each kind of value at its edges, as arguments in Python and as JSON."""

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

import pytest
from pydantic import MISSING
from specloom.runtime._runtime import Mistake, Model, ValidationError, read, wire
from specloom.runtime._values import OneOf

from .models import SEND, Barrel, Crate, Engine, Everything, Patient, Sail


def _read(body: str, *, strict: bool = True) -> Everything:
    return read(Everything, body, strict=strict, subject="a body")


def _mistakes(body: str, *, strict: bool = True) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        _read(body, strict=strict)
    return [(mistake.place, mistake.rule) for mistake in caught.value.mistakes]


def _made_wrong(**arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Everything(**arguments)
    return [(mistake.place, mistake.rule) for mistake in caught.value.mistakes]


EMPTY: dict[str, Any] = {}

GOOD = [
    ("text", '""'),
    ("text", '"\\u0000\\ud83d\\ude00"'),
    ("short", '"ab"'),
    ("short", '"\U0001f9b4\U0001f9b4\U0001f9b4\U0001f9b4"'),
    ("code", '"AB"'),
    ("both", '"ab"'),
    ("whole", "-0"),
    ("whole", str(10**40)),
    ("number", "0"),
    ("number", "1.0"),
    ("number", str(2**53 + 1)),
    ("number", "1.7976931348623157e308"),
    ("positive", "0"),
    ("tenths", "0.3"),
    ("tenths", "1e27"),
    ("tenths", "-1.7e308"),
    ("tenths", str(10**60)),
    ("flag", "true"),
    ("day", '"0001-01-01"'),
    ("day", '"2000-02-29"'),
    ("clock", '"00:00"'),
    ("clock", '"23:59"'),
    ("moment", '"2024-01-01T00:00:00Z"'),
    ("moment", '"2024-01-01T00:00:00.123456789+05:30"'),
    ("moment", '"0001-01-01T00:00:00+23:59"'),
    ("moment", '"9999-12-31T23:59:59-23:59"'),
    ("key", '"550E8400-e29b-41d4-a716-446655440000"'),
    ("yes", "true"),
    ("seven", "7"),
    ("fixed", '"it\'s"'),
    ("colour", '"red"'),
    ("anything", "null"),
    ("anything", '{"a": [1, 1.5, true, null, {"b": "c"}]}'),
    ("small", '"12345678"'),
    ("items", "[null, 1]"),
    ("distinct", '[1, true, "1", 0, false]'),
    ("pairs", '{"a": 0, "abc": 1}'),
    ("either", "1"),
    ("either", '"1"'),
    ("either", "[1]"),
    ("drive", '{"kind": "sail", "area": 1.5}'),
    ("load", '{"weight": 1}'),
    ("wireName", '"x"'),
    ("nullable", "null"),
    ("inner", '{"inner": {"inner": null}}'),
]

BAD = [
    ("text", "1", "type"),
    ("text", "null", "null"),
    ("short", '"a"', "min_length"),
    ("short", '"\U0001f9b4"', "min_length"),
    ("short", '"abcde"', "max_length"),
    ("code", '"AB\\n"', "pattern"),
    ("both", '"aa"', "pattern"),
    ("both", '"1b"', "pattern"),
    ("code", '"xABx"', "pattern"),
    ("whole", "1.5", "type"),
    ("whole", "1e400", "type"),
    ("whole", '"1"', "type"),
    ("whole", "true", "type"),
    ("number", '"1.5"', "type"),
    ("number", "true", "type"),
    ("number", "1e400", "type"),
    ("number", "NaN", "type"),
    ("number", "Infinity", "type"),
    ("positive", "-1e-300", "minimum"),
    ("positive", "1e400", "type"),
    ("tenths", "0.25", "multiple_of"),
    ("tenths", "0.30000000000000004", "multiple_of"),
    ("flag", '"true"', "type"),
    ("flag", "1", "type"),
    ("day", '"1704412800"', "format"),
    ("day", "1704412800", "type"),
    ("day", '"2023-02-29"', "format"),
    ("day", '"0000-01-01"', "format"),
    ("day", '"2024-01-01\\n"', "format"),
    ("day", '"2024-1-1"', "format"),
    ("day", '"\u0662024-01-01"', "format"),
    ("clock", '"24:00"', "pattern"),
    ("clock", '"09:30:00"', "pattern"),
    ("clock", '"\u0660\u0669:30"', "pattern"),
    ("moment", '"1710498600"', "format"),
    ("moment", "1710498600", "type"),
    ("moment", '"2024-01-01 00:00:00Z"', "format"),
    ("moment", '"2024-01-01_00:00:00Z"', "format"),
    ("moment", '"2024-01-01T00:00:00"', "format"),
    ("moment", '"2024-01-01T00:00Z"', "format"),
    ("moment", '"2024-01-01T00:00:00+0530"', "format"),
    ("moment", '"2024-01-01T00:00:00,5Z"', "format"),
    ("moment", '"2024-01-01T00:00:00.Z"', "format"),
    ("moment", '"2016-12-31T23:59:60Z"', "format"),
    ("moment", '"0000-01-01T00:00:00Z"', "format"),
    ("moment", '"2024-01-01T00:00:00+24:00"', "format"),
    ("moment", '"2024-01-01t00:00:00z"', "format"),
    ("key", '"{550e8400-e29b-41d4-a716-446655440000}"', "format"),
    ("key", '"urn:uuid:550e8400-e29b-41d4-a716-446655440000"', "format"),
    ("key", '"550e8400e29b41d4a716446655440000"', "format"),
    ("yes", "1", "type"),
    ("yes", "false", "const"),
    ("yes", "null", "null"),
    ("seven", "7.0", "type"),
    ("seven", "true", "type"),
    ("seven", "8", "const"),
    ("fixed", '"its"', "const"),
    ("fixed", "1", "type"),
    ("colour", '"blue"', "enum"),
    ("colour", "1", "type"),
    ("small", '"123456789"', "max_bytes"),
    ("small", '"\u00e9\u00e9\u00e9\u00e9\u00e9"', "max_bytes"),
    ("items", "[1, 2, 3]", "max_items"),
    ("items", "{}", "type"),
    ("distinct", "[1, 1.0]", "unique"),
    ("distinct", '["a", "b", "a"]', "unique"),
    ("pairs", '{"a": 1, "b": 2, "c": 3}', "max_pairs"),
    ("pairs", "[]", "type"),
    ("either", "1.5", "union"),
    ("either", "true", "union"),
    ("either", "null", "null"),
    ("drive", '{"kind": "oar"}', "union"),
    ("drive", "{}", "union"),
    ("load", "{}", "union"),
]


@pytest.mark.parametrize(("name", "text"), GOOD)
@pytest.mark.parametrize("strict", [False, True])
def test_what_is_right_is_read_and_written_back(
    name: str, text: str, strict: bool
) -> None:
    found = json.loads(
        _read(f'{{"{name}": {text}}}', strict=strict).model_dump_json(by_alias=True)
    )
    assert list(found) == [name]
    if name != "moment":
        wanted = json.loads(text)
        assert found[name] == wanted
        assert type(found[name]) is type(wanted)


@pytest.mark.parametrize(("name", "text", "rule"), BAD)
def test_what_is_wrong_is_refused_once(name: str, text: str, rule: str) -> None:
    assert _mistakes(f'{{"{name}": {text}}}') == [(name, rule)]
    if rule != "enum":
        assert _mistakes(f'{{"{name}": {text}}}', strict=False) == [(name, rule)]


@pytest.mark.parametrize(("name", "text", "rule"), BAD)
def test_python_is_as_strict_as_json(name: str, text: str, rule: str) -> None:
    if "moment" not in name:
        assert _made_wrong(**{name: json.loads(text)}) == [(name, rule)]


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]x", '{"text": "\\ud800"}', b"\xff", b'{"text": "\xed\xa0\x80"}'],
)
def test_what_is_no_json_is_one_mistake(body: str | bytes) -> None:
    with pytest.raises(ValidationError) as caught:
        read(Everything, body, strict=False, subject="a body")
    assert [mistake.rule for mistake in caught.value.mistakes] == ["json"]
    assert "ud800" not in str(caught.value)


def test_the_last_of_equal_keys_counts() -> None:
    """As in every reader of JSON that people use; the first is not looked at."""
    assert _read('{"text": 1, "text": "a"}').text == "a"
    assert _read('{"pairs": {"a": -1, "a": 1}}').pairs == {"a": 1}


def test_whole_numbers_stay_whole_and_exact() -> None:
    large = 2**53 + 1
    assert _read(f'{{"number": {large}}}').number == large
    assert type(Everything(number=large).number) is int
    assert Everything(number=1.0).model_dump_json() == '{"number":1.0}'


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_python_numbers_are_finite(value: float) -> None:
    for name in ("number", "positive", "tenths", "anything"):
        assert _made_wrong(**{name: value}) == [(name, "type")]


@pytest.mark.parametrize(
    "value",
    ["\ud800", {"a": "\udfff"}, {"\ud800": 1}, [object()], {1: "a"}, (1,), {1}, b"a"],
)
def test_any_is_json_and_nothing_else(value: Any) -> None:
    assert _made_wrong(anything=value) == [("anything", "type")]


def test_any_is_not_endless() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert _made_wrong(anything=endless) == [("anything", "type")]


def test_text_without_lone_surrogates() -> None:
    """UTF-8 has no form for them, so none can be sent; read, they are no JSON."""
    inner = {"pairs": {"a": 1}, "either": "x\ud800", "inner": {"text": "\udfff"}}
    with pytest.raises(ValidationError) as caught:
        SEND.request(text="a\ud800", of_all=[inner])
    assert [(mistake.place, mistake.rule) for mistake in caught.value.mistakes] == [
        ("text", "type"),
        ("of_all[0].either", "type"),
        ("of_all[0].inner.text", "type"),
    ]
    assert caught.value.__context__ is None


def test_moments_are_aware() -> None:
    naive = datetime(2024, 1, 1)
    odd = timezone(timedelta(minutes=1, seconds=1))
    assert _made_wrong(moment=naive) == [("moment", "format")]
    assert _made_wrong(moment=naive.replace(tzinfo=odd)) == [("moment", "format")]
    assert _made_wrong(moment="2024-01-01T00:00:00Z") == [("moment", "type")]
    moment = Everything(moment=naive.replace(tzinfo=UTC))
    assert moment.model_dump_json() == '{"moment":"2024-01-01T00:00:00Z"}'


def test_digits_behind_microseconds_are_cut_not_rounded() -> None:
    found = _read('{"moment": "2024-01-01T23:59:59.9999999Z"}').moment
    assert found == datetime(2024, 1, 1, 23, 59, 59, 999999, UTC)


def test_keys_of_maps_are_told_by_number() -> None:
    found = _mistakes('{"pairs": {"a": -1, "secret": 1}}')
    assert found == [("pairs[key 1]", "minimum"), ("pairs[key 2]", "max_length")]


def test_unknown_enum_values_stay_readable_unless_strict() -> None:
    assert _read('{"colour": "blue"}', strict=False).colour == "blue"
    assert _mistakes('{"colour": "blue"}') == [("colour", "enum")]
    assert _made_wrong(colour="blue") == [("colour", "enum")]


def test_unknown_fields_are_kept_unless_strict() -> None:
    body = '{"inner":{"newer":[1.0,null]},"text":"a"}'
    found = _read(body, strict=False)
    assert json.loads(found.model_dump_json(by_alias=True)) == json.loads(body)
    assert _mistakes(body) == [("inner.newer", "unknown")]


def test_names_of_json_and_of_python_do_not_mix() -> None:
    assert _read('{"wireName": "a"}').wire_name == "a"
    assert _mistakes('{"wire_name": "a"}') == [("wire_name", "unknown")]
    assert _made_wrong(wireName="a") == [("wireName", "unknown")]
    assert (
        Everything(wire_name="a").model_dump_json(by_alias=True) == '{"wireName":"a"}'
    )


def test_unions_choose_the_record_that_requires_most() -> None:
    assert isinstance(_read('{"load": {"weight": 1}}').load, Crate)
    assert isinstance(_read('{"load": {"weight": 1, "litres": 2}}').load, Barrel)
    assert isinstance(_read('{"drive": {"kind": "engine", "power": 1}}').drive, Engine)
    assert Everything(drive=Sail(kind="sail", area=1)).drive == Sail(
        kind="sail", area=1
    )
    assert _mistakes('{"drive": {"kind": "sail"}}') == [("drive.area", "required")]


class Single(Model):
    """A record whose required field is called otherwise in JSON."""

    report_id: Annotated[str, wire("reportId")]


class Several(Model):
    """A record that may be read instead."""

    reports: list[str]


class Answer(Model):
    """Either of them."""

    answer: Annotated[Single | Several, OneOf()]


def test_names_of_python_choose_no_record_in_json() -> None:
    newer = '{"answer": {"reports": [], "report_id": "a"}}'
    found = read(Answer, newer, strict=False, subject="x")
    assert isinstance(found.answer, Several)
    made: dict[str, Any] = {"answer": {"report_id": "a"}}
    assert isinstance(Answer(**made).answer, Single)


def test_an_object_made_from_python_can_be_written() -> None:
    assert _made_wrong(text="Jane Doe \ud800", items=[1, "a"]) == [
        ("text", "type"),
        ("items[1]", "type"),
    ]
    assert _made_wrong(inner=Everything.model_construct(text="\ud800")) == [
        ("inner.text", "type")
    ]


def test_the_four_states_of_a_field() -> None:
    assert Everything().nullable is MISSING
    assert Everything(nullable=None).nullable is None
    assert Everything(nullable=MISSING).model_dump() == {}
    with pytest.raises(ValidationError) as caught:
        Patient(**EMPTY)
    assert [(m.place, m.rule) for m in caught.value.mistakes] == [
        ("name", "required"),
        ("born", "required"),
    ]
    assert Patient(name="a", born=None).model_dump_json() == '{"name":"a","born":null}'


def test_mistakes_compare_without_their_values() -> None:
    assert Mistake("a", "type", "a string", 1) == Mistake("a", "type", "a string", 2)
