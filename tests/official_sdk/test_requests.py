"""The official SDK sends what the builders make, or the difference is listed."""

import pytest
from hypothesis import given

from . import ours, shown, theirs
from .differences import BY_REFERENCE, expected
from .sent import Arguments


def test_both_have_the_same_63_endpoints() -> None:
    assert ours.endpoints() == theirs.endpoints()
    assert len(theirs.endpoints()) == 63


@pytest.mark.parametrize("endpoint", theirs.endpoints())
def test_both_send_the_same(endpoint: str) -> None:
    seen: set[str] = set()

    @ours.DRAWN
    @given(ours.arguments(endpoint))
    def agree(arguments: Arguments) -> None:
        seen.update(arguments)
        assert theirs.sends(endpoint, arguments) == expected(endpoint, arguments)

    agree()
    assert seen == theirs.arguments(endpoint)


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_both_refuse_what_would_lead_to_another_path(segment: str) -> None:
    situation = shown.request(BY_REFERENCE, external_reference_id=segment)
    assert situation() == ("ValidationError", "ValueError")
