"""Looks a path up in all APIs of a project.

In: a path, and the parts of every API. Out: what the path names in each of them. With several
APIs a full path begins with the name of its API.
"""

from collections.abc import Sequence
from typing import NamedTuple

from specloom.lookup.find import Finder, Found, Missing
from specloom.lookup.parts import Parts


class Hit(NamedTuple):
    """What a path may mean, in one API."""

    found: Found
    parts: Parts
    path: str  # the full one, which names it among all APIs


def hits(path: str, apis: Sequence[Parts]) -> list[Hit]:
    """Everything that the path may mean; a full path means one thing."""
    several = len(apis) > 1
    found = []
    for parts in apis:
        before = f"{parts.overview.name}." if several else ""
        for each in Finder(parts).matches(path):
            found.append(Hit(each, parts, before + each.path))
    exact = [hit for hit in found if path in (hit.path, hit.found.path)]
    return exact if len(exact) == 1 else found


def nearest_path(path: str, apis: Sequence[Parts]) -> str | None:
    """The path that was meant by one that names nothing, as far as that can be guessed."""
    guesses = []
    for parts in apis:
        answer = Finder(parts).find(path)
        if isinstance(answer, Missing) and answer.nearest:
            before = f"{parts.overview.name}." if len(apis) > 1 else ""
            guesses.append(before + answer.nearest)
    return max(guesses, key=len, default=None)
