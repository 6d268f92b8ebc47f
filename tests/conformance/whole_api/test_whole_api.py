"""Every fact of the three builds, from the outside, one test per endpoint and aspect."""

import pytest

from .listing import Group, groups


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.id)
def test_facts_hold(group: Group) -> None:
    """The package agrees with the facts of one aspect of one endpoint or event."""
    complaints = dict.fromkeys(group.complaints())
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
