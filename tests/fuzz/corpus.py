"""The specs that mutations start from: small ones, each without a mistake.

Out: files as bytes, by their path below the spec's folder.
"""

import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from tests.language.cases import HERE as LANGUAGE
from tests.language.cases import lay_out, names

ROOT = Path(__file__).resolve().parents[2]
AVARA = ROOT / "spec" / "avara"
PARTS = (
    ("api.yaml", "types.yaml", "webhooks.yaml"),
    ("api.yaml", "types.yaml", "owners.yaml", "owners/users.yaml"),
    ("api.yaml", "types.yaml", "viewer/studies.yaml"),
    ("api.yaml", "types.yaml", "auto_scribe/types.yaml", "auto_scribe/reports.yaml"),
)
"""Parts of a large spec. They name what is not there, and so have mistakes of their own."""

Files: TypeAlias = Mapping[str, bytes]


@cache
def corpus() -> tuple[Files, ...]:
    """Every spec to start from, in a steady order."""
    found = [_read(LANGUAGE / "base")]
    for name in names("valid"):
        folder = Path(tempfile.mkdtemp())
        lay_out(LANGUAGE / "valid" / name, folder)
        found.append(_read(folder / "spec"))
        shutil.rmtree(folder)
    for part in PARTS:
        found.append({name: (AVARA / name).read_bytes() for name in part})
    return tuple(found)


def _read(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.yaml"))
    }


def lay(files: Files, folder: Path) -> None:
    """Writes a spec below a folder, which is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
