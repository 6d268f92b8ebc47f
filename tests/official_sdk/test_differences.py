"""The differences from the official SDK: each occurs, and each is told."""

import re

import pytest

from .conftest import ROOT
from .differences import DIFFERENCES, Difference

HEADING = "## Differences from the official SDK"


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: each.name)
def test_a_difference_occurs(difference: Difference) -> None:
    assert difference.situation() == (difference.ours, difference.theirs)


def test_the_decisions_list_the_differences_and_no_others() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    _, found, section = text.partition(f"\n{HEADING}\n")
    assert found, f"docs/decisions.md has no section '{HEADING}'"
    section = section.partition("\n## ")[0]
    _, *items = re.split(r"^- ", section, flags=re.MULTILINE)
    told = [" ".join(item.split()) for item in items]
    assert told == [
        f"**{each.name}.** {' '.join(each.reason.split())}" for each in DIFFERENCES
    ]
