"""The middle of the pipeline: from the folders of a spec to the text of every file.

In: folders that hold an api.yaml. Out: the files of each build, or the mistakes. Pure: nothing
is written. Used by `commands`; calls `spec`, `resolve` and the targets, in that order.
"""

import gc
import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Diagnostic, Diagnostics, Span
from specloom.fingerprint import sha256_of
from specloom.resolve import Build, check_spec, resolve, views_of
from specloom.resolve.builds import check_unused_words
from specloom.resolve.unused import check_unused
from specloom.spec import load_spec


class Woven(NamedTuple):
    """One build."""

    build: str
    files: dict[str, str]  # path inside the build's folder, forward slashes → text
    digest: str  # sha256 of what the build says, whatever the order and the comments
    options: tuple[tuple[str, str], ...]  # sorted, for the lock


class Weaving(NamedTuple):
    """All builds, or the mistakes that keep them from being made."""

    builds: tuple[Woven, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]  # file name, as the diagnostics use it → its text


class Resolved(NamedTuple):
    """A build's API, and the same build as the other variants would see it."""

    api: ir.Api
    siblings: tuple[ir.Api, ...]
    options: tuple[tuple[str, str], ...]


_PLACES = re.compile(
    r"Span\(file=(?:'[^']*'|\"[^\"]*\"), line=\d+, column=\d+, end=\d+\)"
)


class _Resolution(NamedTuple):
    resolved: tuple[Resolved, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]


def weave(api_folders: Sequence[str], only: str | None = None) -> Weaving:
    """Makes the files of every build, or of the one called `only`."""
    # The data of one run lives until its end: looking for garbage costs a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        found = _resolve_all(api_folders, only)
        if found.diagnostics:
            return Weaving((), found.diagnostics, found.texts)
        from specloom.targets.python import render_package
        from specloom.targets.python.naming import check_names

        diagnostics = Diagnostics()
        for each in found.resolved:
            check_names(each.api, diagnostics)
        if diagnostics:
            return Weaving((), diagnostics.sorted(), found.texts)
        builds = tuple(
            Woven(
                each.api.build,
                render_package(each.api, each.siblings),
                _digest(each),
                each.options,
            )
            for each in found.resolved
        )
        return Weaving(builds, (), found.texts)
    finally:
        if collecting:
            gc.enable()


def resolve_build(
    api_folders: Sequence[str], build: str
) -> tuple[ir.Api | None, tuple[Diagnostic, ...], dict[str, str]]:
    """The API of one build; None if it has mistakes or there is no such build."""
    found = _resolve_all(api_folders, build)
    api = found.resolved[0].api if found.resolved and not found.diagnostics else None
    return api, found.diagnostics, found.texts


def build_names(api_folders: Sequence[str]) -> tuple[tuple[str, ...], Weaving]:
    """The names of all builds, and the mistakes if there are any."""
    found = _resolve_all(api_folders, None)
    names = tuple(each.api.build for each in found.resolved)
    return names, Weaving((), found.diagnostics, found.texts)


def _resolve_all(api_folders: Sequence[str], only: str | None) -> _Resolution:
    diagnostics = Diagnostics()
    texts: dict[str, str] = {}
    resolved: list[Resolved] = []
    for folder in api_folders:
        resolved += _resolve_folder(folder, only, diagnostics, texts)
    return _Resolution(tuple(resolved), diagnostics.sorted(), texts)


def _resolve_folder(
    folder: str, only: str | None, diagnostics: Diagnostics, texts: dict[str, str]
) -> list[Resolved]:
    shown = folder.replace(os.sep, "/").rstrip("/")
    spec = load_spec(folder, shown, diagnostics, texts)
    if spec is None:
        return []
    builds = check_spec(spec, diagnostics)
    if diagnostics and not builds:
        return []
    views = views_of(spec, builds, diagnostics)
    used: set[Span] = set()
    resolved = []
    seen: dict[tuple[str, str, tuple[str, ...]], ir.Api] = {}
    titles = {each.key.name.text: each.title.text for each in spec.api.variants}

    def api_of(build: Build, variant: str) -> ir.Api:
        view = views[variant, build.release]
        place = (
            variant,
            build.release,
            tuple(product.text for product in build.products),
        )
        if place not in seen:
            made = resolve(spec, build, view, used)
            seen[place] = made._replace(variant_title=titles[variant])
        return seen[place]

    for build in builds:
        made = api_of(build, build.variant)  # first, so that its mistakes are named so
        siblings = tuple(
            api_of(build, variant)._replace(build=_build_like(build, variant, builds))
            for variant, release in views
            if release == build.release and variant != build.variant
        )
        own = made._replace(build=build.name)
        options = (
            ("products", " ".join(own.products)),
            ("release", build.release),
            ("variant", build.variant),
        )
        if only is None or only == build.name:
            resolved.append(Resolved(own, siblings, options))
    if not diagnostics:
        check_unused_words(spec, views.values(), diagnostics)
        check_unused(spec, used, views.values(), diagnostics)
    return resolved


def _build_like(build: Build, variant: str, builds: Sequence[Build]) -> str:
    """The name of the build that differs in its variant only; empty if there is none."""
    wanted = (variant, build.release, build.products)
    for other in builds:
        if (other.variant, other.release, other.products) == wanted:
            return other.name
    return ""


def _digest(resolved: Resolved) -> str:
    """A digest of what the build says. Places in files are left out: they say nothing."""
    content = _PLACES.sub("", repr((resolved.api, resolved.siblings)))
    return sha256_of(content.encode("utf-8", "surrogatepass"))


__all__ = ["Resolved", "Weaving", "Woven", "build_names", "resolve_build", "weave"]
