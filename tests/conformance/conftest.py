"""Puts the generated packages on the import path."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILDS = ("avara_org", "avara_express_2026_01", "avara_express")

sys.path[:0] = [str(ROOT / "generated" / build) for build in BUILDS]

for _module in ("endpoint_checks", "field_checks", "value_checks", "cells"):
    pytest.register_assert_rewrite(f"{__package__}.{_module}")
