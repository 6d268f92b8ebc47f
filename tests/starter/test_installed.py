"""How the Specloom that runs can be installed once more: what `pip freeze` would say."""

import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from specloom import __version__
from specloom.starter import Requirement, installed, requirement

ROOT = Path(__file__).resolve().parents[2]
Note = Callable[[Any], None]


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Note:
    """Makes this an installed Specloom, about whose origin pip has noted something."""
    package = Path(installed.__file__).parents[1]
    monkeypatch.setattr(
        installed, "templates_folder", lambda: str(package / "templates")
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = tmp_path / f"specloom-{__version__}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: specloom\nVersion: {__version__}\n"
    )

    def note(origin: Any) -> None:
        (folder / "direct_url.json").write_text(json.dumps(origin))

    return note


def test_a_checkout_is_named_itself() -> None:
    line = f"-e {ROOT.as_uri()}"
    assert requirement() == Requirement(line, anywhere=False)


def test_a_checkout_with_odd_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "my #1 clone"
    (checkout / "templates").mkdir(parents=True)
    (checkout / "pyproject.toml").touch()
    folder = str(checkout / "templates")
    monkeypatch.setattr(installed, "templates_folder", lambda: folder)
    assert requirement().line.endswith("/my%20%231%20clone")


@pytest.mark.usefixtures("noted")
def test_one_from_an_index_is_its_version() -> None:
    assert requirement() == Requirement(f"specloom=={__version__}", anywhere=True)


def test_one_that_nobody_installed_is_its_version(
    monkeypatch: pytest.MonkeyPatch, noted: Note
) -> None:
    def unknown(name: str) -> Any:
        raise PackageNotFoundError(name)

    noted({"url": "file:///somewhere", "dir_info": {}})
    monkeypatch.setattr(installed, "distribution", unknown)
    assert requirement() == Requirement(f"specloom=={__version__}", anywhere=True)


@pytest.mark.parametrize(
    ("origin", "line", "anywhere"),
    [
        (
            {"url": "file:///a%20b", "dir_info": {"editable": True}},
            "-e file:///a%20b",
            False,
        ),
        ({"url": "file:///a", "dir_info": {}}, "specloom @ file:///a", False),
        (
            {
                "url": "file:///d/specloom.whl",
                "archive_info": {"hash": "sha256=0f", "hashes": {"sha256": "0f"}},
            },
            "specloom @ file:///d/specloom.whl#sha256=0f",
            False,
        ),
        (
            {
                "url": "https://example.com/s.tgz",
                "archive_info": {},
                "subdirectory": "a",
            },
            "specloom @ https://example.com/s.tgz#subdirectory=a",
            True,
        ),
        (
            {
                "url": "https://example.com/s.git",
                "vcs_info": {
                    "vcs": "git",
                    "requested_revision": "v1",
                    "commit_id": "0f",
                },
            },
            "specloom @ git+https://example.com/s.git@0f",
            True,
        ),
        (
            {
                "url": "https://example.com/s.zip",
                "archive_info": {"hashes": {"sha256": "0f"}},
                "subdirectory": "tools",
            },
            "specloom @ https://example.com/s.zip#sha256=0f&subdirectory=tools",
            True,
        ),
    ],
)
def test_one_from_elsewhere(
    noted: Note, origin: Any, line: str, anywhere: bool
) -> None:
    noted(origin)
    assert requirement() == Requirement(line, anywhere)
