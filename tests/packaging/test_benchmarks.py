"""The benchmarks run and print what they promise; how fast anything is, no test asserts."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
    not Path(sys.executable).with_name("specloom").exists(),
    reason="specloom is not installed in this environment",
)
def test_every_table() -> None:
    words = [sys.executable, "-m", "benchmarks", "1"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("median CPU time)") == 3
    assert done.stdout.count("specloom generate") == 2
    assert done.stdout.count("specloom check") == 1
