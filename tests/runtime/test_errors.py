"""Errors say what is wrong and never what was there: bodies hold patients' names."""

import copy
import json
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import MISSING
from specloom.runtime._runtime import Mistake, Request, ValidationError, read

from .models import SEND, Everything, Patient

SECRET = "Jane Doe"
WRONG: list[dict[str, Any]] = [
    {"whole": SECRET},
    {"short": SECRET},
    {"code": SECRET},
    {"day": SECRET},
    {"clock": SECRET},
    {"key": SECRET},
    {"colour": SECRET, "flag": SECRET, "number": SECRET},
    {"fixed": SECRET},
    {"small": SECRET * 9},
    {"items": [SECRET]},
    {"distinct": [SECRET, SECRET]},
    {"pairs": {SECRET: 1}},
    {"pairs": {"a": SECRET}},
    {"either": {"a": SECRET}},
    {"drive": {"kind": SECRET}},
    {"drive": {"kind": "engine", "power": SECRET}},
    {"inner": {"inner": {"day": SECRET}}},
]


def _all_text(error: BaseException) -> str:
    """All that a log could show of an error: it, its causes, its traceback."""
    texts = [str(error), repr(error), *traceback.format_exception(error)]
    for other in (error.__cause__, error.__context__):
        if other is not None:
            texts.append(_all_text(other))
    return "\n".join(texts)


def _raised(make: Callable[[], object]) -> ValidationError:
    try:
        make()
    except ValidationError as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("arguments", WRONG, ids=str)
def test_no_error_shows_a_value(arguments: dict[str, Any]) -> None:
    import json

    body = json.dumps(arguments)
    makers: list[Callable[[], object]] = [
        lambda: Everything(**arguments),
        lambda: SEND.request(text="a", inner=arguments),
        lambda: SEND.request(text="a", of_all=[arguments]),
        lambda: read(Everything, body, strict=True, subject="a body"),
    ]
    for make in makers:
        error = _raised(make)
        assert SECRET not in _all_text(error)
        assert error.__cause__ is None
        assert error.__context__ is None


def test_a_broken_body_is_not_shown() -> None:
    error = _raised(
        lambda: read(Patient, f'{{"name": "{SECRET}', strict=False, subject="x")
    )
    assert SECRET not in _all_text(error)


def test_values_are_there_for_those_who_ask() -> None:
    error = _raised(lambda: Everything(**WRONG[0]))
    assert [mistake.value for mistake in error.mistakes] == [SECRET]
    assert SECRET not in repr(error.mistakes)


def test_every_mistake_is_in_one_error() -> None:
    error = _raised(
        lambda: SEND.request(text=1, inner={"whole": "x", "nope": 1}, other=1)
    )
    assert [(m.place, m.rule) for m in error.mistakes] == [
        ("text", "type"),
        ("inner.whole", "type"),
        ("inner.nope", "unknown"),
        ("other", "unknown"),
    ]
    assert str(error).startswith("4 mistakes in things.send:\n  text: type: a string\n")


def test_places_of_arguments_are_python_names_and_those_of_bodies_wire_names() -> None:
    error = _raised(lambda: SEND.request(text="a", of_all=[{}, {"wire_name": 1}]))
    assert [mistake.place for mistake in error.mistakes] == ["of_all[1].wire_name"]
    error = _raised(
        lambda: read(Everything, '{"wireName": 1}', strict=False, subject="x")
    )
    assert [mistake.place for mistake in error.mistakes] == ["wireName"]


def test_errors_are_pickled_and_copied() -> None:
    error = _raised(lambda: Everything(**WRONG[6]))
    for again in (
        pickle.loads(pickle.dumps(error)),
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert isinstance(again, ValidationError)
        assert (again.subject, again.mistakes) == (error.subject, error.mistakes)
        assert str(again) == str(error)


def test_models_are_pickled_and_copied_and_equal() -> None:
    found = read(
        Everything,
        '{"number": 1, "moment": "2024-01-01T00:00:00+02:00", "newer": 1, "nullable": null}',
        strict=False,
        subject="x",
    )
    for again in (
        pickle.loads(pickle.dumps(found)),
        copy.copy(found),
        copy.deepcopy(found),
        found.model_copy(deep=True),
    ):
        assert again == found
        assert again.model_dump_json(by_alias=True) == found.model_dump_json(
            by_alias=True
        )
    assert found != Everything(number=1)
    assert Patient(name="a", born=None) != Patient(name="b", born=None)


def test_requests_are_pickled_and_copied_and_equal() -> None:
    request = SEND.request(text=SECRET)
    for again in (
        pickle.loads(pickle.dumps(request)),
        copy.copy(request),
        copy.deepcopy(request),
    ):
        assert isinstance(again, Request)
        assert again == request
        assert again.content == request.content
    assert request != SEND.request(text="b")
    assert SECRET not in repr(request)
    assert "KEY" not in repr(request)


def test_mistakes_can_be_put_into_sets() -> None:
    assert len({Mistake("a", "type", "x", []), Mistake("a", "type", "x", {})}) == 1


def test_names_from_outside_stay_on_one_line_and_short() -> None:
    """A name that nobody knows may hold anything: logs show it harmless, and not whole."""
    with pytest.raises(ValidationError) as caught:
        SEND.request(**{"x\n\x1b[31m" + "y" * 1000: 1})
    assert "\n\x1b" not in str(caught.value)
    assert max(map(len, str(caught.value).splitlines())) < 200


def test_many_bad_pairs_are_told_in_one_go() -> None:
    body = json.dumps({"pairs": {f"k{number}": "wrong" for number in range(5000)}})
    with pytest.raises(ValidationError) as caught:
        read(Everything, body, strict=False, subject="a body")
    assert [m.place for m in caught.value.mistakes][-1] == "pairs[key 5000]"


def _told(make: Callable[[], object]) -> list[tuple[str, str]]:
    return [(mistake.place, mistake.rule) for mistake in _raised(make).mistakes]


def test_a_required_key_that_is_left_out_inside_is_told_as_required() -> None:
    """`MISSING` is no wrong type: it says that nothing was given."""
    inner: list[dict[str, Any]] = [
        {"drive": {"kind": "sail", "area": MISSING}},
        {"inner": {"anything": MISSING, "nope": MISSING, "pairs": {"a": MISSING}}},
        {"items": [MISSING]},
    ]
    assert _told(lambda: SEND.request(text="a", of_all=inner)) == [
        ("of_all[0].drive.area", "required"),
        ("of_all[1].inner.pairs[key 1]", "type"),
        ("of_all[1].inner.nope", "unknown"),
        ("of_all[2].items[0]", "type"),
    ]


def test_lone_surrogates_are_told_among_all_mistakes() -> None:
    model = Everything.model_construct(text="\ud800", anything={"a": 1})
    inner = {"whole": "1", "text": "x\ud800", "inner": model, "\ud800": 1}
    wrong = _raised(lambda: SEND.request(text="a\ud800", inner=inner))
    assert [(mistake.place, mistake.rule) for mistake in wrong.mistakes] == [
        ("text", "type"),
        ("inner.text", "type"),
        ("inner.whole", "type"),
        ("inner.inner.text", "type"),
        (r"inner.\ud800", "unknown"),
    ]
    assert [mistake.value for mistake in wrong.mistakes[:2]] == ["a\ud800", "x\ud800"]
    assert {mistake.allowed for mistake in wrong.mistakes[:2]} == {
        "text without lone surrogates"
    }
    assert model.text == "\ud800"


def test_keys_of_maps_have_no_lone_surrogates() -> None:
    """They would be sent as something else, without a word."""
    assert _told(lambda: SEND.request(text="a", inner={"pairs": {"\ud800": 1}})) == [
        ("inner.pairs[key 1]", "type")
    ]


def test_endless_arguments_are_told() -> None:
    endless: dict[str, Any] = {}
    endless["inner"] = endless
    knot: list[Any] = []
    knot += [knot, knot, "\ud800"]
    wrong = _raised(lambda: SEND.request(text=knot, inner=endless))
    assert {mistake.rule for mistake in wrong.mistakes} == {"type"}


@pytest.mark.parametrize("levels", [200, 253, 254, 400, 3000])
def test_deep_arguments_are_sent_or_told(levels: int) -> None:
    inner: dict[str, Any] = {}
    for _ in range(levels):
        inner = {"inner": inner}
    try:
        SEND.request(text="a", inner=inner)
    except ValidationError as error:
        assert [mistake.allowed for mistake in error.mistakes] == ["fewer levels"]
        assert levels > 250


def test_json_deep_inside_deep_arguments_is_told() -> None:
    """Each part may be as deep as that, but not the whole."""
    inner: dict[str, Any] = {"anything": json.loads("[" * 199 + "]" * 199)}
    for _ in range(100):
        inner = {"inner": inner}
    assert _told(lambda: SEND.request(text="a", inner=inner)) == [("", "type")]
