"""Each decision against the facts is needed, and is told in docs/decisions.md."""

from pathlib import Path

import pytest

from .decisions import Decision, Decisions
from .facts import SOURCES, read_all

DOCS = Path(__file__).resolve().parents[3] / "docs" / "decisions.md"
DECISIONS = Decisions.load()
NUMBERED = tuple(enumerate(DECISIONS.entries))

each_entry = pytest.mark.parametrize(
    ("number", "entry"),
    NUMBERED,
    ids=[f"{at}-{each.fields[0]}" for at, each in NUMBERED],
)


def test_each_decision_changes_a_fact() -> None:
    """One that holds nowhere is out of date. The other tests fail where it is wrong."""
    decisions = Decisions.load()
    assert len(read_all(decisions)) == len(SOURCES)
    unused = [
        each for at, each in enumerate(decisions.entries) if not decisions.used[at]
    ]
    assert unused == []


@each_entry
def test_a_decision_decides_something(number: int, entry: Decision) -> None:
    assert entry.facts != {key: entry.spec.get(key) for key in entry.facts}
    assert entry.spec.keys() <= {"type", "required", "nullable", "hints"}


@each_entry
def test_a_decision_is_told(number: int, entry: Decision) -> None:
    told = DOCS.read_text(encoding="utf-8")
    assert entry.stands in told, f"docs/decisions.md has no {entry.stands!r}"
    for each in entry.fields:
        assert f"`{each.rpartition('.')[2]}`" in told
