"""The nearest known name."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specloom.diagnostics import nearest
from specloom.diagnostics.suggest import slips_from

KEYS = ["required", "returns", "resource", "records", "type", "doc", "path", "params"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("requird", "required", id="left out"),
        pytest.param("requireed", "required", id="added"),
        pytest.param("rewuired", "required", id="changed"),
        pytest.param("reqiured", "required", id="swapped"),
        pytest.param("REQUIRED", "required", id="other case"),
        pytest.param("rturn", "returns", id="two slips in seven letters"),
        pytest.param("typ", "type", id="short"),
        pytest.param("dco", "doc", id="three letters, one slip"),
        pytest.param("xyz", None, id="nothing near"),
        pytest.param("dxx", None, id="two slips in three letters"),
        pytest.param("", None, id="nothing at all"),
        pytest.param("required_but_with_a_tail", None, id="much longer"),
    ],
)
def test_the_nearest_name(name: str, expected: str | None) -> None:
    assert nearest(name, KEYS) == expected


def test_of_two_equally_near_the_one_that_sorts_first() -> None:
    assert nearest("cat", ["rat", "bat"]) == "bat"
    assert nearest("cat", iter(["bat", "rat"])) == "bat"


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        pytest.param("Study", ["study", "Studys"], "study", id="case is no slip"),
        pytest.param("study", ["STUDY", "Study"], "Study", id="the least of case"),
        pytest.param("gte", ["ate", "get"], "get", id="swapped before changed"),
        pytest.param("listt", ["lists", "list"], "list", id="doubled before changed"),
        pytest.param("pot", ["pit", "put", "post"], "pit", id="the next key"),
        pytest.param(
            "pet", ["pat", "put", "pets"], "pets", id="added before a far key"
        ),
        pytest.param("2026-08", ["2026-01", "_2026-08"], "_2026-08", id="digits"),
        pytest.param("bate", ["late", "bare"], "bare", id="the first letter is right"),
    ],
)
def test_of_two_as_near_the_one_that_a_hand_slips_from(
    name: str, known: list[str], expected: str
) -> None:
    assert nearest(name, known) == expected
    assert nearest(name, reversed(known)) == expected


def test_none_is_known() -> None:
    assert nearest("cat", []) is None


@given(st.sampled_from(KEYS), st.data())
def test_one_slip_in_a_long_name_is_found(key: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(key) - 1))
    slip = data.draw(st.sampled_from(["", "x", key[at] + "x"]))
    found = nearest(key[:at] + slip + key[at + 1 :], [key])
    assert found == key


LETTERS = st.text("abcA", max_size=8)


@given(LETTERS, LETTERS)
def test_the_slips_are_those_of_the_definition(name: str, known: str) -> None:
    slips = alignment(name.lower(), known.lower())
    limit = min(3, max(1, max(len(name), len(known)) // 3))
    found = slips_from(name, known)
    assert (found is not None) == (slips <= limit)
    if found is not None:
        assert found[:2] == (slips, alignment(name, known))


@cache
def alignment(left: str, right: str) -> int:
    """Optimal string alignment as it is defined: from the ends, without a table."""
    if not left or not right:
        return len(left) + len(right)
    found = [
        alignment(left[:-1], right) + 1,
        alignment(left, right[:-1]) + 1,
        alignment(left[:-1], right[:-1]) + (left[-1] != right[-1]),
    ]
    if left[-2:] == right[-2:][::-1] and len(left) > 1 < len(right):
        found.append(alignment(left[:-2], right[:-2]) + 1)
    return min(found)
