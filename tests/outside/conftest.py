"""Puts the generated packages on the import path: Avara's, and one of every kind of type."""

import sys
from pathlib import Path

import pytest

from ..packages.weaving import KITCHEN_SINK, ROOT, weave_into

AVARA = ROOT / "spec" / "avara"
BUILDS = {
    "avara_express": AVARA,
    "avara_express_2026_01": AVARA,
    "avara_org": AVARA,
    "harbour_port_next": KITCHEN_SINK,
}
"""The spec of each build."""


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Makes every build importable."""
    woven = tmp_path_factory.mktemp("woven")
    weave_into(woven, KITCHEN_SINK)
    for build, spec in BUILDS.items():
        folder: Path = ROOT / "generated" if spec == AVARA else woven
        sys.path.insert(0, str(folder / build))
