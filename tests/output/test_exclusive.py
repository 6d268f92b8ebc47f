"""One writer at a time, with the system's locks and without."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from specloom.output.exclusive import Busy, exclusive


@pytest.fixture(params=["fcntl", "a file"])
def out(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An output folder, once with `fcntl` and once without it."""
    if request.param == "a file":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    yield str(tmp_path)


def test_one_after_the_other(out: str) -> None:
    for _ in range(3):
        with exclusive(out, patience=0):
            pass


def test_not_two_at_once(out: str) -> None:
    with exclusive(out), pytest.raises(Busy, match="another run"), exclusive(out, 0.1):
        raise AssertionError("both got in")


def test_it_is_given_back_after_a_mistake(out: str) -> None:
    with pytest.raises(ValueError, match="x"), exclusive(out):
        raise ValueError("x")
    with exclusive(out, patience=0):
        pass
