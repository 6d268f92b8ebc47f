"""Puts the generated packages on the import path."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILDS = ("avara_org", "avara_express_2026_01")

for _build in BUILDS:
    _folder = str(ROOT / "generated" / _build)
    if _folder not in sys.path:
        sys.path.insert(0, _folder)
