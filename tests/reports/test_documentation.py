"""docs/diagnostics-formats.md shows what is written."""

import re
from pathlib import Path
from typing import get_args

from specloom.output.findings import Kind
from specloom.reports.json_document import json_document, slug
from specloom.reports.report import Report

from .made import TWICE

PAGE = Path(__file__).parents[2] / "docs/diagnostics-formats.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_json_is_what_is_shown() -> None:
    (shown,) = re.findall(r"^```json\n(.*?)^```$", TEXT, re.M | re.S)
    assert json_document(Report("check", mistakes=(TWICE,))) == shown


def test_every_kind_is_named() -> None:
    for kind in get_args(Kind):
        assert f"`{slug(kind)}`" in TEXT
