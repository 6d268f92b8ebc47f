"""Registers the profiles of hypothesis that the tests of packages know.

The plugin looks for a profile before it collects tests: this is the only conftest that it has
seen by then, wherever pytest is pointed at.
"""

import gc

import specloom.runtime.tests.conftest as profiles

__all__ = ["profiles"]


def pytest_collection_finish() -> None:
    """What was collected lives until the end: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
