"""A small working project to begin with: what `specloom init` writes.

In: a name for the API, and how Specloom is to be installed. Out: every file as bytes. The files
are those of the folder `project`, which is such a project itself: its API is called `starter`.
Used by `commands/init`; imports `names` (is that a name?), `editors` (the schemas that editors
read) and `templates_folder` (is this a checkout?).
"""

import os
import unicodedata
from collections.abc import Mapping

from specloom import __version__
from specloom.editors import editor_schema
from specloom.names import IDENTIFIER, snake
from specloom.starter.installed import Requirement, requirement

NAME = "starter"
"""What the API of the folder `project` is called: in texts and paths; in capitals, too."""

KINDS = ("api", "types", "resource")
"""The kinds of file that a spec consists of; each has its schema in `spec/.editor/`."""

_ONLY_HERE = f"""\
# This Specloom is where it was installed from when the project was made. Other machines need a
# place that they can reach: a repository, or specloom=={__version__} from an index.
"""

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "project")


def is_api_name(text: str) -> bool:
    """Lower case, digits and underscores, as `api.yaml` wants it?"""
    return IDENTIFIER.fullmatch(text) is not None


def api_name(folder: str) -> str:
    """The name of an API for a folder that is called so: `My Bäckerei` → `my_backerei`.

    What no letter is left of is `my_api`; a digit in front gets `api_` before it.
    """
    plain = unicodedata.normalize("NFKD", folder)
    name = snake("".join(each for each in plain if not unicodedata.combining(each)))
    if name[:1].isdigit():
        name = f"api_{name}"
    return name if is_api_name(name) else "my_api"


def project_files(name: str, specloom: Requirement) -> dict[str, bytes]:
    """Every file of the project, by its path with forward slashes.

    Raises:
        OSError: a file of the folder can't be read.
    """
    files = {
        path.replace(NAME, name): _renamed(text, name)
        for path, text in _templates().items()
    }
    pins = files["requirements.txt"]
    files["requirements.txt"] = pins.replace("\nspecloom\n", _pin(specloom), 1)
    for kind in KINDS:
        files[f"spec/.editor/{kind}.schema.json"] = editor_schema(kind)
    return {path: files[path].encode() for path in sorted(files)}


def _templates() -> Mapping[str, str]:
    """The files of `project`, hidden ones too."""
    found = {}
    for folder, _, names in os.walk(_FOLDER):
        for name in names:
            path = os.path.join(folder, name)
            place = os.path.relpath(path, _FOLDER).replace(os.sep, "/")
            with open(path, encoding="utf-8") as file:
                found[place] = file.read()
    return found


def _pin(specloom: Requirement) -> str:
    note = "" if specloom.anywhere else _ONLY_HERE
    return f"\n{note}{specloom.line}\n"


def _renamed(text: str, name: str) -> str:
    return text.replace(NAME, name).replace(NAME.upper(), name.upper())


__all__ = [
    "KINDS",
    "NAME",
    "Requirement",
    "api_name",
    "is_api_name",
    "project_files",
    "requirement",
]
