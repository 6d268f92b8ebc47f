"""The texts by which packages test formats tell each format from its relatives."""

import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter
from specloom.formats import FORMATS, KIND_FORMATS
from specloom.patterns import relatives, same_language
from specloom.runtime import _values
from specloom.runtime.tests import _kinds
from specloom.runtime.tests._tables import InPython, Kind, Moment, OnWire

from .engines import rust

KINDS: dict[str, Kind] = {
    "email": _kinds.EMAIL,
    "url": _kinds.URL,
    "base64": _kinds.BASE64,
    "uuid": _kinds.UUID,
    "date": _kinds.DATE,
    "time": _kinds.TIME,
    "timestamp": _kinds.TIMESTAMP,
}


def of_package(type_: Any) -> str:
    """The pattern by which a package checks."""
    return str(TypeAdapter(type_).json_schema()["pattern"])


PATTERNS = [
    *((each.name, each.pattern) for each in FORMATS.values()),
    *((each.name, each.pattern) for each in KIND_FORMATS.values()),
    ("time", of_package(_values.TimeOfDay)),
    ("uuid", of_package(_values.Uuid)),
    ("timestamp", f"^{vars(_values)['_TIMESTAMP'].pattern}$"),
]
each_pattern = pytest.mark.parametrize(("name", "pattern"), sorted({*PATTERNS}))


def text_of(value: object) -> str | None:
    """The text in JSON that a case is; None if it is none."""
    match value:
        case str():
            return value
        case Moment(text):
            return text
        case OnWire(str() as text):
            return text
        case InPython() | _:
            return None


def good_texts(name: str) -> list[str]:
    kind = KINDS[name]
    texts = map(text_of, [kind.valid, *kind.good])
    return [text for text in texts if text is not None]


def bad_texts(name: str) -> list[str]:
    texts = (text_of(each[0]) for each in KINDS[name].bad)
    return [text for text in texts if text is not None]


def test_every_format_has_texts() -> None:
    assert KINDS.keys() == {*FORMATS, *KIND_FORMATS}


@each_pattern
def test_each_text_is_labelled_rightly(name: str, pattern: str) -> None:
    for text in good_texts(name):
        assert rust(pattern).isinstance_python(text), ascii(text)
    for text in bad_texts(name):
        if rust(pattern).isinstance_python(text):
            assert name in ("date", "timestamp"), ascii(text)
            assert not is_of_the_calendar(text), ascii(text)


def is_of_the_calendar(text: str) -> bool:
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T24" not in text


@each_pattern
def test_no_text_stands_twice(name: str, pattern: str) -> None:
    assert pattern
    texts = [*good_texts(name), *bad_texts(name)]
    assert len(set(texts)) == len(texts)


@each_pattern
def test_the_texts_tell_a_format_from_its_relatives(name: str, pattern: str) -> None:
    good, bad = good_texts(name), bad_texts(name)
    wrong = [text for text in bad if not rust(pattern).isinstance_python(text)]
    for change, other in relatives(pattern):
        engine = rust(other)
        told = any(map(engine.isinstance_python, wrong))
        told = told or not all(map(engine.isinstance_python, good))
        assert told or same_language(pattern, other, (0, None)), change
