"""A tree is written as a pattern that means the same."""

import re

import pytest
from hypothesis import given, settings
from specloom.patterns import matches, render, same_language

from .engines import PATTERNS, TEXTS, parsed, rust

WRITTEN = {
    "^$": "^(?:)$",
    "^(a|b)c$": "^(?:a|b)c$",
    "^(a|b)$": "^(?:a|b)$",
    "^(a|)$": "^(?:a|)$",
    "^(ab)+(c){2}$": "^(?:ab)+c{2}$",
    "^(a{2}){3}$": "^(?:a{2}){3}$",
    "^a{0,}b{1,}c{0,1}d{2,}e{2,3}$": "^a*b+c?d{2,}e{2,3}$",
    "^[cab]$": "^[a-c]$",
    "^[a]$": "^a$",
    r"^\.[.]\-$".replace(r"\-", "-"): r"^\.\.-$",
    r"^[\]\\^-]$": r"^[\-\\-\^]$",
    r"^[^\n]$": r"^[^\n]$",
    r"^[^a-c]\x00\u2028$": r"^[^a-c]\x00\u2028$",
    "^[é😀]$": "^[é😀]$",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_it_is_written_shortly(text: str) -> None:
    assert render(parsed(text)) == WRITTEN[text]
    assert same_language(text, WRITTEN[text], (0, None))


@settings(deadline=None)
@given(PATTERNS, TEXTS)
def test_what_is_written_reads_the_same(text: str, candidate: str) -> None:
    written = render(parsed(text))
    expected = re.fullmatch(text, candidate) is not None
    assert matches(parsed(written), candidate) == expected
    assert (re.fullmatch(written, candidate) is not None) == expected
    assert rust(written).isinstance_python(candidate) == expected
    assert same_language(text, written, (0, None))
    assert render(parsed(written)) == written
