"""Puts the generated package on the import path; keeps the SDK to its defaults."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_FOLDER = str(ROOT / "generated" / "avara_express")
if _FOLDER not in sys.path:
    sys.path.insert(0, _FOLDER)

pytest.register_assert_rewrite(f"{__package__}.equality")


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """The SDK reads its server, key and headers from the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AVARA_")]:
            patch.delenv(name)
        yield
