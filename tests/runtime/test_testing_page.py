"""docs/testing.md says what is true: its Python runs as tests, its folders and names exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def test_the_examples_are_tests_that_pass(tmp_path: Path) -> None:
    blocks = [text for name, text in BLOCK.findall(PAGE) if name == "python"]
    (tmp_path / "test_page.py").write_text("\n\n".join(blocks), encoding="utf-8")
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", ".")
    done = subprocess.run(
        [sys.executable, *words],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "generated" / "avara_org"), "CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{len(blocks)} passed" in done.stdout, done.stdout + done.stderr


def test_its_checks_are_those_of_packages() -> None:
    tests = ROOT / "generated" / "avara_org" / "avara_org" / "tests"
    code = "".join(path.read_text("utf-8") for path in tests.glob("_*.py"))
    table = PAGE.partition("| check |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert told > {"structure", "limits", "edits"}
    for name in told - {"names", "all"}:
        assert f"def check_{name}(" in code, name


def test_the_profiles_are_known_in_a_package_that_was_copied(tmp_path: Path) -> None:
    package = ROOT / "generated" / "avara_org" / "avara_org"
    copied = tmp_path / "thirdparty" / "avara_org"
    shutil.copytree(package, copied, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("thirdparty/avara_org", "thirdparty/avara_org/tests"):
        for profile in ("ci", "thorough"):
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
                    *(f"--hypothesis-profile={profile}", "-k", "severity or names"),
                    folder,
                ],
                cwd=tmp_path,
                env={},
                capture_output=True,
                text=True,
                check=False,
            )
            assert re.search(r"\d+ passed", done.stdout), done.stdout + done.stderr
