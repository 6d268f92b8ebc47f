"""The nearest known name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specloom.diagnostics import nearest

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


def test_none_is_known() -> None:
    assert nearest("cat", []) is None


@given(st.sampled_from(KEYS), st.data())
def test_one_slip_in_a_long_name_is_found(key: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(key) - 1))
    slip = data.draw(st.sampled_from(["", "x", key[at] + "x"]))
    found = nearest(key[:at] + slip + key[at + 1 :], [key])
    assert found == key


def slips_between(left: str, right: str) -> int:
    """Optimal string alignment as it is defined, of all letters."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        rows.append([i])
        for j, b in enumerate(right, 1):
            ways = [
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (a != b),
            ]
            if i > 1 and j > 1 and (a, left[i - 2]) == (right[j - 2], b):
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i].append(min(ways))
    return rows[-1][-1]


@given(st.text("abcd", max_size=9), st.lists(st.text("abcd", max_size=9), max_size=4))
def test_shortcuts_change_nothing(name: str, known: list[str]) -> None:
    near = [
        (slips_between(name, each), each)
        for each in known
        if slips_between(name, each) <= min(3, max(1, max(len(name), len(each)) // 3))
    ]
    assert nearest(name, known) == (min(near)[1] if near else None)
