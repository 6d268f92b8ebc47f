"""Looks a path up in all APIs of a project.

In: a path, and a `Finder` for every API. Out: what the path names in each of them. With several
APIs a full path begins with the name of its API.
"""

from collections.abc import Sequence
from typing import NamedTuple

from specloom.diagnostics import nearest
from specloom.lookup.find import Finder, Found
from specloom.lookup.parts import shape_of


class Hit(NamedTuple):
    """What a path may mean, in one API."""

    found: Found
    api: Finder
    path: str  # the full one, which names it among all APIs


def hits(path: str, apis: Sequence[Finder]) -> list[Hit]:
    """Everything that the path may mean; a full path means one thing."""
    several = len(apis) > 1
    path = _as_address(path)
    found = []
    for api in apis:
        before = f"{api.parts.overview.name}." if several else ""
        for each in api.matches(path):
            found.append(Hit(each, api, before + each.path))
    exact = [hit for hit in found if path in (hit.path, hit.found.path)]
    return exact if len(exact) == 1 else found


def _as_address(path: str) -> str:
    """`get /v1/studies/{id}` as parts know it, whatever is in braces; others as they are."""
    *method, address = path.split() or [path]
    is_address = address.startswith("/") and len(method) < 2
    return (
        " ".join([*map(str.upper, method), shape_of(address)]) if is_address else path
    )


def other_meaning(path: str, apis: Sequence[Finder]) -> str | None:
    """What is called so and yet has no fields: a build, a variant, a release."""
    for overview in (api.parts.overview for api in apis):
        if overview.name == path:
            return f"an API, declared in {overview.spec.api.name.span.file}"
        for build in overview.builds:
            if build.name == path:
                products = ", ".join(sorted(build.products))
                variant, release = build.column
                return f"a build: {products} for variant {variant} at release {release}"
        for variant, release in overview.columns:
            if path.removeprefix("@") == variant:
                return "a variant"
            if path.lstrip("+-~") == release:
                return "a release"
    return None


def nearest_other(path: str, apis: Sequence[Finder]) -> str | None:
    """The build, variant or release whose name is near."""
    overviews = [api.parts.overview for api in apis]
    names = [build.name for each in overviews for build in each.builds]
    names += [name for each in overviews for column in each.columns for name in column]
    return nearest(path, names)


def nearest_path(path: str, apis: Sequence[Finder]) -> str | None:
    """The path that was meant by one that names nothing, as far as that can be guessed."""
    guesses = []
    for api in apis:
        near = api.nearest(path)
        if near is not None:
            before = f"{api.parts.overview.name}." if len(apis) > 1 else ""
            guesses.append(before + near)
    return max(guesses, key=len, default=None)
