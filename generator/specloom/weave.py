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


class Resolved(NamedTuple):
    """A build's API, and the same build as others would see it."""

    api: ir.Api
    siblings: tuple[ir.Api, ...]  # other variants, in this release
    releases: tuple[ir.Api, ...]  # this variant, in other releases
    options: tuple[tuple[str, str], ...]  # sorted, for the lock


class Woven(NamedTuple):
    """One build."""

    build: str
    files: dict[str, str]  # path inside the build's folder, forward slashes → text
    digest: str  # sha256 of what the build says, whatever the order and the comments
    options: tuple[tuple[str, str], ...]  # sorted, for the lock
    resolved: Resolved


class Weaving(NamedTuple):
    """All builds, or the mistakes that keep them from being made."""

    builds: tuple[Woven, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]  # file name, as the diagnostics use it → its text


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
        digests = _Digests()
        builds = tuple(
            Woven(
                each.api.build,
                render_package(each.api, each.siblings, each.releases),
                digests.of(each),
                each.options,
                each,
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

    def api_of(build: Build, variant: str, release: str) -> ir.Api:
        """The build as another variant sees it, or in another release."""
        products = tuple(product.text for product in build.products)
        if (variant, release, products) not in seen:
            asked = build._replace(release=release)
            made = resolve(spec, asked, views[variant, release], used)
            made = made._replace(variant_title=titles[variant])
            seen[variant, release, products] = made
        other = build._replace(variant=variant, release=release)
        made = seen[variant, release, products]
        return made._replace(build=_build_like(other, builds))

    for build in builds:  # first, so that mistakes are named as the builds are
        api_of(build, build.variant, build.release)
        for variant, release in sorted(views):
            if release == build.release:
                api_of(build, variant, release)
    for build in builds:
        own = api_of(build, build.variant, build.release)._replace(build=build.name)
        siblings = tuple(
            api_of(build, *view)
            for view in sorted(views)
            if view[1] == build.release and view[0] != build.variant
        )
        releases = tuple(
            api_of(build, *view)
            for view in sorted(views)
            if view[0] == build.variant and view[1] != build.release
        )
        options = (
            ("products", " ".join(own.products)),
            ("release", build.release),
            ("variant", build.variant),
        )
        if only is None or only == build.name:
            resolved.append(Resolved(own, siblings, releases, options))
    if not diagnostics:
        check_unused_words(spec, views.values(), diagnostics)
        check_unused(spec, used, views.values(), diagnostics)
    return resolved


def _build_like(build: Build, builds: Sequence[Build]) -> str:
    """The name of the build that shows the same; empty if there is none."""
    wanted = (build.variant, build.release, build.products)
    for other in builds:
        if (other.variant, other.release, other.products) == wanted:
            return other.name
    return ""


class _Digests:
    """Digests of what builds say. Places in files are left out: they say nothing."""

    def __init__(self) -> None:
        self._modules: dict[int, str] = {}  # by identity: builds share their modules

    def of(self, resolved: Resolved) -> str:
        """All that decides the files of a build."""
        around = (resolved.siblings, resolved.releases)
        apis = (resolved.api, *(api for group in around for api in (*group, None)))
        return _hashed("\n".join("" if api is None else self._api(api) for api in apis))

    def _api(self, api: ir.Api) -> str:
        if id(api.modules) not in self._modules:
            self._modules[id(api.modules)] = _hashed(_PLACES.sub("", repr(api.modules)))
        return f"{api._replace(modules=())!r} {self._modules[id(api.modules)]}"


def _hashed(text: str) -> str:
    return sha256_of(text.encode("utf-8", "surrogatepass"))


__all__ = ["Resolved", "Weaving", "Woven", "build_names", "resolve_build", "weave"]
