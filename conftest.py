"""Registers the profiles of hypothesis that the tests of packages know.

The plugin looks for a profile before it collects tests: this is the only conftest that it has
seen by then, wherever pytest is pointed at.
"""

import specloom.runtime.tests.conftest as profiles

__all__ = ["profiles"]
