"""An empty folder to work in."""

from pathlib import Path

import pytest

from .running import Place


@pytest.fixture
def place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Place:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return Place(tmp_path, monkeypatch, capsys)
