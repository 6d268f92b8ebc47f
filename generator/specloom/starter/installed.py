"""How the Specloom that runs can be installed once more: a line of a requirements file.

In: where this module stands, and what pip noted when it installed the package
(`direct_url.json`, https://packaging.python.org/en/latest/specifications/direct-url/).
"""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from specloom import __version__
from specloom.templates_folder import templates_folder


class Requirement(NamedTuple):
    """What a requirements file says of it."""

    line: str
    anywhere: bool  # False: it names a folder or a file of this machine


def requirement() -> Requirement:
    """What `pip freeze` would say of the Specloom that runs."""
    checkout = _checkout()
    line = f"-e {checkout}" if checkout else _installed_from()
    if line is None:
        return Requirement(f"specloom=={__version__}", anywhere=True)
    return Requirement(line, anywhere="file:///" not in line)


def _checkout() -> str | None:
    """The address of the folder of sources that this runs from, if it does."""
    package = Path(__file__).resolve().parent.parent
    sources = Path(templates_folder()).resolve().parent
    if sources == package or not (sources / "pyproject.toml").is_file():
        return None
    return sources.as_uri()


def _installed_from() -> str | None:
    """The requirement for a package that did not come from an index."""
    try:
        noted = distribution("specloom").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    if noted is None:
        return None
    origin = json.loads(noted)
    url = origin["url"]
    if origin.get("dir_info", {}).get("editable"):
        return f"-e {url}"
    fragments = []
    if "vcs_info" in origin:
        vcs = origin["vcs_info"]
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    hashes = origin.get("archive_info", {}).get("hashes", {})
    if "sha256" in hashes:
        fragments.append(f"sha256={hashes['sha256']}")
    if "subdirectory" in origin:
        fragments.append(f"subdirectory={origin['subdirectory']}")
    return f"specloom @ {url}{'#' if fragments else ''}{'&'.join(fragments)}"
