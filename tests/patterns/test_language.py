"""Whether two patterns accept the same texts is decided, not guessed."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.patterns import Lengths, accepts, relatives, same_language, witness

from .engines import PATTERNS, TEXTS, UID, rust

HARD = "^(a|b)*a(a|b){20}$"

SAME: list[tuple[str, str, Lengths]] = [
    ("^(a|b)*$", "^[ab]*$", (0, None)),
    ("^aa*$", "^a+$", (0, None)),
    ("^(a?){3}$", "^a{0,3}$", (0, None)),
    ("^((a|aa)+c?)+$", "^a(ca|a)*c?$", (0, None)),
    ("^a{3,}$", "^a+$", (3, None)),
    ("^a*$", "^a{0,5}$", (0, 5)),
    ("^a", "^a$", (1, 1)),
    ("a$", "^(a|[^a])*a$", (0, None)),
    (UID, r"^(0|[1-9][0-9]*)(\.([0]|[1-9][0-9]*))*\.(0|[1-9][0-9]*)$", (0, None)),
    ("^[a-z]{1000}$", "^[a-z]{999}[a-z]$", (0, None)),
]
DIFFERENT: list[tuple[str, str, Lengths, str]] = [
    ("^a*$", "^a{0,5}$", (0, 6), "aaaaaa"),
    ("^a{2,}$", "^a{3,}$", (0, None), "aa"),
    ("^a+$", "^(aa)+$", (4, None), "aaaaa"),
    ("^a+$", "^a*$", (0, 0), ""),
    ("^a", "^a$", (0, None), "aa"),
    (r"^a\$", r"^a\$$", (0, None), "a$a"),
    ("^[a-z]$", "^[a-z{]$", (0, None), "{"),
    ("^[a-z0-9]$", "^[0-9]$", (0, None), "a"),
    ("^usr_[0-9a-f]{4}$", "^usr_[0-9a-g]{4}$", (0, None), "usr_aaag"),
]


@pytest.mark.parametrize(("left", "right", "lengths"), SAME)
def test_patterns_of_one_language(left: str, right: str, lengths: Lengths) -> None:
    assert same_language(left, right, lengths) is True
    assert same_language(right, left, lengths) is True
    assert witness(left, right, lengths) is None


@pytest.mark.parametrize(("left", "right", "lengths", "text"), DIFFERENT)
def test_patterns_of_two_languages_have_a_shortest_witness(
    left: str, right: str, lengths: Lengths, text: str
) -> None:
    assert same_language(left, right, lengths) is False
    assert witness(left, right, lengths) == text
    assert len(witness(right, left, lengths) or "") == len(text)


def test_a_witness_can_be_asked_for_within_another_language() -> None:
    assert witness("^a*$", "^a*b?$", (0, None)) == "b"
    assert witness("^a*$", "^a*b?$", (0, None), within="^a[ab]{2}$") == "aab"
    assert witness("^a*$", "^a*b?$", (0, None), within="^c*$") is None


def test_what_is_too_much_is_not_known() -> None:
    assert same_language(HARD, HARD, (0, None)) is True
    assert same_language(HARD, HARD.replace("20", "0,20"), (0, None)) is False
    other = "^(a|b)*a(a|b){20}(a|b){0}$"
    assert same_language(HARD, other, (0, None)) is True
    unknown = "^(a|b)*(a|aa)(a|b){20}$"
    assert same_language(HARD, unknown, (0, None)) is None
    assert witness(HARD, unknown, (0, None)) is None


def test_a_pattern_that_is_not_portable_is_refused() -> None:
    with pytest.raises(ValueError, match="not a portable pattern"):
        same_language("^a$", r"^\w$", (0, None))


@settings(deadline=None)
@given(PATTERNS, TEXTS)
def test_a_pattern_without_its_anchors_looks_for_a_part(
    text: str, candidate: str
) -> None:
    for pattern in (text, text[1:], text[:-1], text[1:-1]):
        assert accepts(pattern, candidate) == rust(pattern).isinstance_python(candidate)


@settings(deadline=None)
@given(PATTERNS, st.data(), st.integers(0, 3), st.none() | st.integers(0, 5))
def test_the_answer_is_that_of_trying_everything(
    text: str, data: st.DataObject, least: int, more: int | None
) -> None:
    _, other = data.draw(st.sampled_from(relatives(text)))
    most = None if more is None else least + more
    lengths = (least, most)
    found = witness(text, other, lengths)
    answer = same_language(text, other, lengths)
    assert answer is (found is None)
    if found is not None:
        assert least <= len(found) <= (len(found) if most is None else most)
        assert rust(text).isinstance_python(found) != rust(other).isinstance_python(
            found
        )
        assert (re.fullmatch(text, found) is not None) == accepts(text, found)
    letters = [c for c in "abA0é.\n_" if c in text or c in "ab"][:4]
    tried = min(4, 4 if most is None else most, 4 if found is None else len(found) - 1)
    for length in range(least, tried + 1):
        for chars in itertools.product(letters, repeat=length):
            candidate = "".join(chars)
            assert accepts(text, candidate) == accepts(other, candidate)
