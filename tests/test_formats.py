"""The shapes of well-known text."""

import re

import pytest
from specloom.formats import FORMATS, KIND_FORMATS, Format, id_pattern
from specloom.patterns import Problem, matches, near_misses, parse_pattern, sample

EVERY = {**FORMATS, **KIND_FORMATS}

GOOD = {
    "email": ["a@b", "a.b+c@x-y.example", ".a@b", "a..b@c.de", "!#$%&'*+/=?^_`{|}~-@b"],
    "url": [
        "http://a",
        "https://example.com:8443/a//b;c=1/%C3%A9?q=%5B#top",
        "https://[2001:db8::1]/",
        "http://a?b",
        "http://a#b",
        "http://127.0.0.1/x",
        "https://a/(x)!$&'*+,;=:@~",
    ],
    "base64": ["", "QQ==", "QUI=", "QUJD", "+/+/"],
    "uuid": [
        "00000000-0000-0000-0000-000000000000",
        "7F9C24E8-3b12-4fef-91e0-5b3a1c9d2e47",
    ],
    "date": [
        "0001-01-01",
        "0010-01-01",
        "0200-01-01",
        "1000-01-01",
        "2026-12-31",
        "9999-02-31",
    ],
    "time": ["00:00", "23:59"],
    "timestamp": [
        "2026-01-01T00:00:00Z",
        "2026-01-01T23:59:59.1234567890+14:00",
        "0001-01-01T00:00:00-23:59",
    ],
}
BAD = {
    "email": [
        "",
        "a",
        "@b",
        "a@",
        "a@-b",
        "a@b-",
        "a@b..c",
        "a@b.",
        "a b@c",
        "é@b",
        "a@b@c",
    ],
    "url": [
        "",
        "ftp://a",
        "HTTP://a",
        "//a",
        "http:/a",
        "http://",
        "http://a b",
        "http://a/é",
        "http://a/%4",
        "http://a/[",
        "http://u:p@a",
        "http://a:x",
        "http://[::1",
        "http://a#b#c",
        "http://a\\b",
    ],
    "base64": ["Q", "QQ", "QQ=", "QQ===", "QU==I", "QQ==QQ==", "-_-_", "QU I", "===="],
    "uuid": [
        "{7f9c24e8-3b12-4fef-91e0-5b3a1c9d2e47}",
        "urn:uuid:7f9c24e8-3b12-4fef-91e0-5b3a1c9d2e47",
        "7f9c24e83b124fef91e05b3a1c9d2e47",
    ],
    "date": [
        "2026-1-1",
        "2026-13-01",
        "2026-00-01",
        "2026-01-32",
        "2026-01-00",
        "26-01-01",
        "0000-01-01",
    ],
    "time": ["24:00", "9:00", "09:60", "09:00:00", "0900"],
    "timestamp": [
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        "2026-01-01t00:00:00Z",
        "2026-01-01T00:00:00z",
        "2026-01-01T00:00Z",
        "2026-01-01T23:59:60Z",
        "2026-01-01T00:00:00,5Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+0530",
        "2026-01-01T24:00:00Z",
        "0000-01-01T00:00:00Z",
    ],
}


def agree(found: Format, text: str) -> bool:
    pattern = parse_pattern(found.pattern)
    assert not isinstance(pattern, Problem)
    ours = matches(pattern, text)
    assert ours == (re.fullmatch(found.pattern, text) is not None)
    return ours


@pytest.mark.parametrize("name", EVERY)
def test_good_and_bad_texts(name: str) -> None:
    found = EVERY[name]
    assert found.name == name
    for text in [found.example, *GOOD[name]]:
        assert agree(found, text), text
    for text in BAD[name]:
        assert not agree(found, text), text
        assert not agree(found, text + "\n"), text


@pytest.mark.parametrize("name", EVERY)
def test_every_format_has_samples_and_near_misses(name: str) -> None:
    pattern = parse_pattern(EVERY[name].pattern)
    assert not isinstance(pattern, Problem)
    assert sample(pattern)
    assert len(near_misses(pattern)) == 12


def test_the_two_tables_have_no_name_in_common() -> None:
    assert not FORMATS.keys() & KIND_FORMATS.keys()


def test_an_id_has_a_prefix_and_32_hex_digits() -> None:
    assert id_pattern("usr") == "^usr_[0-9a-f]{32}$"
