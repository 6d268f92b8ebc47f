"""How much hypothesis draws: `pytest --hypothesis-profile=thorough <this folder>`.

Without a word it is hypothesis' own: anew each time, and where the variable CI is set
the same every time. Pytest has to be given this folder or one just above it: it reads
no other conftest early enough.
"""

import pytest
from hypothesis import HealthCheck, settings

if not __debug__:
    raise pytest.UsageError("these tests are assertions, which python -O leaves out")

for name in ("_checks", "_events", "_requests"):
    pytest.register_assert_rewrite(f"{__package__}.{name}")

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", max_examples=50_000, deadline=None)
