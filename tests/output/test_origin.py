"""The generator's digest covers what decides the output, and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import specloom
from specloom.output import origin


@pytest.fixture
def digest_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], str]:
    """The digest of a copy of the package."""

    def digest(root: Path) -> str:
        monkeypatch.setattr(origin, "__file__", str(root / "specloom/output/origin.py"))
        packed = root / "specloom/templates"
        templates = packed if packed.exists() else root / "templates"
        monkeypatch.setattr(origin, "templates_folder", lambda: str(templates))
        return origin.generator_digest()

    return digest


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package, with one template beside it."""
    shutil.copytree(Path(specloom.__file__).parent, tmp_path / "specloom")
    (tmp_path / "templates/python").mkdir(parents=True)
    (tmp_path / "templates/python/a.jinja").write_text("a\nb\n")
    return tmp_path


def test_a_wheel_and_a_checkout_agree(
    copy: Path, digest_of: Callable[[Path], str]
) -> None:
    checkout = digest_of(copy)
    (copy / "templates").rename(copy / "specloom/templates")
    (copy / "specloom/__pycache__").mkdir(exist_ok=True)
    (copy / "specloom/__pycache__/ir.pyc").write_text("")
    assert digest_of(copy) == checkout


def test_line_ends_don_t_matter(copy: Path, digest_of: Callable[[Path], str]) -> None:
    before = digest_of(copy)
    (copy / "templates/python/a.jinja").write_bytes(b"a\r\nb\r\n")
    assert digest_of(copy) == before


DECIDING = [
    "ir.py",
    "names.py",
    "patterns",
    "formats.py",
    "weave.py",
    "spec",
    "resolve",
]
DECIDING += ["targets", "runtime", "source"]
IDLE = ["cli.py", "commands", "output", "diagnostics", "fingerprint.py", "__init__.py"]


@pytest.mark.parametrize(
    ("name", "counts"),
    [(name, True) for name in DECIDING] + [(name, False) for name in IDLE],
)
def test_what_counts(
    copy: Path, digest_of: Callable[[Path], str], name: str, counts: bool
) -> None:
    before = digest_of(copy)
    path = copy / "specloom" / name
    if path.suffix != ".py":
        path.mkdir(exist_ok=True)
        path = path / "extra.py"
    path.write_text("# changed\n")
    assert (digest_of(copy) != before) is counts


def test_a_renamed_template_counts(
    copy: Path, digest_of: Callable[[Path], str]
) -> None:
    before = digest_of(copy)
    (copy / "templates/python/a.jinja").rename(copy / "templates/python/b.jinja")
    assert digest_of(copy) != before
