"""The README says what is true: its Python runs and prints what it shows, its YAML works."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from specloom.diagnostics.render import render_text
from specloom.weave import weave

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(language: str) -> list[str]:
    """The README's blocks of one language, in order."""
    return [text for name, text in BLOCK.findall(README) if name == language]


def block_with(language: str, words: str) -> str:
    """The only block of a language that holds these words."""
    found = [text for text in blocks(language) if words in text]
    assert len(found) == 1, (language, words)
    return found[0]


def test_the_python_prints_what_is_shown() -> None:
    code = "".join(blocks("python"))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "generated" / "avara_org")},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = block_with("text", "POST https") + block_with("text", "3 mistakes")
    assert done.stdout == shown


@pytest.fixture
def avara(tmp_path: Path) -> Path:
    """A copy of the Avara spec."""
    return Path(shutil.copytree(ROOT / "spec" / "avara", tmp_path / "spec" / "avara"))


def with_endpoint(avara: Path, text: str) -> None:
    """Puts an endpoint behind the others of viewer/studies.yaml."""
    file = avara / "viewer" / "studies.yaml"
    old = file.read_text(encoding="utf-8")
    file.write_text(old.replace("\ntypes:\n", f"{text}\ntypes:\n", 1), encoding="utf-8")


def test_adding_an_endpoint(avara: Path) -> None:
    text = block_with("yaml", "cancel:").split("\n", 1)[1]
    with_endpoint(avara, text)
    woven = weave([str(avara)])
    assert not woven.diagnostics
    for build in woven.builds:
        assert "def cancel(" in build.files[f"{build.build}/viewer/studies.py"]


def test_the_mistake_is_answered_as_shown(
    avara: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = block_with("yaml", "cancel:").split("\n", 1)[1]
    with_endpoint(avara, text.replace("StudyId", "StudyID"))
    monkeypatch.chdir(avara.parent.parent)
    woven = weave(["spec/avara"])
    answer = render_text(woven.diagnostics, woven.texts)
    shown = block_with("text", "SPL202")
    assert answer.startswith(shown)


def test_the_spec_beside_the_python_is_the_spec() -> None:
    shown = block_with("yaml", "UserId: {id: usr}")
    real = "".join(
        path.read_text("utf-8") for path in (ROOT / "spec" / "avara").rglob("*.yaml")
    )
    for line in ("owner:    {org: org,          express: express_customer}", "post: /"):
        assert line in shown
        assert line in real
