"""The modules that do not vary: real modules of `specloom.runtime`, copied as they are.

In: places inside a package. Out: their text, below the header of a generated file.
"""

import os
from functools import cache

from specloom import ir
from specloom.targets.python.modules import header


def verbatim(api: ir.Api, *places: str) -> dict[str, str]:
    """The text of modules, by their place in the package and in `specloom.runtime`."""
    return {place: f"{header(api)}\n{_text(place)}" for place in places}


@cache
def _text(place: str) -> str:
    folder = os.path.dirname(
        os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    )
    path = os.path.join(folder, "runtime", *place.split("/"))
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read().replace("\r\n", "\n")
