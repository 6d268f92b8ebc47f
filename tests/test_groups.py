"""Tests that share a costly preparation are run by one process of several."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_known_to_those_who_share_out_the_tests(
    request: pytest.FixtureRequest,
) -> None:
    # They tell a group by the end of a test's name: a pytest that does not let them write it
    # there would prepare everything once for each process, without a word.
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    grouped = request.config.getoption("loadgroup", default=False)
    assert alone or not grouped or request.node.nodeid.endswith("@together")
